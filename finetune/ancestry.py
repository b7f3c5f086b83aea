"""Which classes of a site belong to one inheritance family: a class and what it extends, of the site's own."""

import re
from collections.abc import Iterator, Mapping, Sequence

from finetune.place import fills_of
from finetune.records import Record
from finetune.site import OpenSite
from knowledge.front_end import FrontEnd
from knowledge.records import SourceFile, Symbol

_EXTENDS = re.compile(r"\bclass\s+\w+(?:\s*<[^{]*?>)?\s+extends\s+([\w.$]+)")
_DEEPEST = 50  # longer chains are circles of broken sources


def families(records: Sequence[Record], site: OpenSite | None = None) -> Mapping[str, str]:
    """The family of each class that records are of, named for one of its classes.

    With a site its types are asked for what a class extends; else the frame's text is, and only what another record is
    of counts as the site's.
    """
    components = {record.component: record for record in records if record.component}
    simple = {name.rpartition(".")[2]: name for name in sorted(components)}
    family = {name: name for name in components}

    def top(name: str) -> str:
        while family.setdefault(name, name) != name:
            name = family[name]
        return name

    for name, record in sorted(components.items()):
        above = _of_site(record, site) if site else _of_text(record, simple)
        for base in above:
            family[top(base)] = top(name)
    return {name: top(name) for name in components}


def text_of(record: Record) -> str:
    """The file of a record's frame as far as it is filled; without a frame the answer itself."""
    return record.frame.skeleton.filled(fills_of(record.frame)).text if record.frame else record.output


def _of_text(record: Record, simple: Mapping[str, str]) -> Iterator[str]:
    for written in _EXTENDS.findall(text_of(record)):
        known = simple.get(written.rpartition(".")[2])
        if known and known != record.component:
            yield known


def _of_site(record: Record, site: OpenSite) -> Iterator[str]:
    """Classes of the site that the record's class extends, nearest first; what is generated stands between them."""
    known = site.types.find(record.component) or _declared(record, site)
    seen = {record.component}
    at = known.superclass if known else None
    while at and at.partition("<")[0] not in seen and len(seen) < _DEEPEST:
        name = at.partition("<")[0]
        seen.add(name)
        symbol = site.types.find(name)
        if symbol is None or symbol.source.kind not in ("source", "generated"):
            return
        if symbol.source.kind == "source":
            yield name
        at = symbol.superclass


def _declared(record: Record, site: OpenSite) -> Symbol | None:
    """The class as its file declares it, where the index does not hold it: accepted, corrected, made up."""
    front_end: FrontEnd = site.front_end
    path = record.frame.skeleton.path if record.frame else record.source
    found = front_end.source_symbols(SourceFile(path, text_of(record)), site.types, site.store)
    return next((symbol for symbol in found if symbol.source.kind == "source"), None)
