"""A text to the records that it means: exact names first, then shared words. Every hit says why.

Where vectors of meaning join one day, they are a third list for ``_fuse``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.records import Exemplar, Passage, Record, Symbol
from knowledge.shard import KINDS, Filters
from knowledge.store import Hit, Store

_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_CODE_LIKE = re.compile(r"[._$]|[a-z0-9][A-Z]|[A-Z]{2}[a-z]")


def find(
    store: Store, text: str, kinds: Sequence[type[Record]] = (), limit: int = 20, filters: Filters | None = None
) -> list[Hit]:
    """Records named in the text, then those that share words with it. Scores are relative to the best of each."""
    wanted = tuple(kinds) or tuple(KINDS)
    exact = [] if filters else exact_hits(store, text, wanted)
    return _fuse(exact, _relative(store.search(text, wanted, limit, filters)))[:limit]


def exact_hits(store: Store, text: str, kinds: Sequence[type[Record]] = tuple(KINDS)) -> list[Hit]:
    """Records whose name stands in the text, in the order of the text.

    A plain word counts only when it is the whole text: "bill" in a sentence is a word, ``BillCycle`` is a name.
    """
    tokens = [match.group() for match in _NAME.finditer(text)]
    names = [token for token in tokens if _CODE_LIKE.search(token) or token == text.strip()]
    found = {(type(record), record.name): record for name in names for record in _named(store, name)}
    if passage := store.get(Passage, text.strip()):
        found[Passage, passage.name] = passage
    return [Hit(record, 1.0, "exact") for record in found.values() if isinstance(record, tuple(kinds))]


def _named(store: Store, name: str) -> Iterator[Record]:
    if table := store.table(name):
        yield table
    if exemplar := store.get(Exemplar, name):
        yield exemplar
    if symbol := store.get(Symbol, name):
        yield symbol
    elif "." not in name:
        yield from store.get_many(Symbol, store.named(name))
        yield from store.where(Exemplar, "simple", name)


def _relative(hits: Sequence[Hit]) -> list[Hit]:
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    return [replace(hit, score=hit.score / best) for hit in hits]


def _fuse(*rankings: Sequence[Hit]) -> list[Hit]:
    """One list, earlier rankings first; a record found twice stands once and keeps both reasons."""
    fused: dict[tuple[type[Record], str], Hit] = {}
    for hit in (hit for ranking in rankings for hit in ranking):
        key = (type(hit.record), hit.name)
        first = fused.get(key)
        fused[key] = hit if first is None else replace(first, why=f"{first.why}; {hit.why}")
    return list(fused.values())
