"""What code really uses, as the compiler resolved it: members by type, columns by table. The rest was never needed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from agents.context import pieces_about
from agents.state import Piece, ResolvedTable, ResolvedType, Review
from finetune.site import OpenSite
from knowledge.records import Exemplar, Table

_GENERATED = "made from the annotation"


@dataclass(frozen=True, slots=True)
class Needs:
    uses: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Members by the type that declares them, the types with most of them first."""
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns by table, in the order of the code."""

    @property
    def symbols(self) -> tuple[str, ...]:
        """Types, members and tables, for measuring what a context shows."""
        members = (f"{owner}#{name}" if name else owner for owner, names in self.uses.items() for name in sorted(names))
        return (*members, *self.tables)

    def within(self, code: str) -> "Needs":
        """Those that a part of the code can be about: their names stand in it."""
        words = set(re.findall(r"\w+", code))
        uses = {
            owner: kept
            for owner, names in self.uses.items()
            if (kept := [name for name in names if name in words]) or owner.rpartition(".")[2] in words
        }
        tables = {name: tuple(c for c in columns if c in words) for name, columns in self.tables.items()}
        return Needs(uses, {name: columns for name, columns in tables.items() if name in words})


def needs_of(site: OpenSite, exemplar: Exemplar, review: Review) -> Needs:
    """Symbols of JARs and of other sources of the site; the platform's are known to every model."""
    uses: dict[str, set[str]] = {}
    for grounding in review.sources:
        source = grounding.source
        if source.kind == "platform" or source.path == exemplar.source.path or source.place == _GENERATED:
            continue
        owner, _, member = grounding.symbol.partition("#")
        uses.setdefault(owner, set()).update({member.partition("(")[0]} - {""})
    most_first = sorted(uses, key=lambda name: (-len(uses[name]), name))
    tables = {name: _columns(table, exemplar.text) for name in exemplar.tables if (table := site.resolver.table(name))}
    return Needs({name: sorted(uses[name]) for name in most_first}, tables)


def needed_types(site: OpenSite, needs: Needs) -> list[ResolvedType]:
    found = (site.types.find(name) for name in needs.uses)
    return [ResolvedType(s.name, s.role or s.kind, "the code uses it", s.source) for s in found if s]


def needed_tables(site: OpenSite, needs: Needs) -> list[ResolvedTable]:
    found = ((site.resolver.table(name), columns) for name, columns in needs.tables.items())
    return [ResolvedTable(t.name, columns, "the code names it", t.source, 1.0) for t, columns in found if t]


def pieces_for(site: OpenSite, needs: Needs, budget: int) -> tuple[Piece, ...]:
    """What a part of a file needs, as pieces of a context."""
    tables = [(t, columns) for name, columns in needs.tables.items() if (t := site.resolver.table(name))]
    return pieces_about(tables, needs.uses, site.types, budget)


def _columns(table: Table, text: str) -> tuple[str, ...]:
    words = set(re.findall(r"\w+", text))
    return tuple(column.name for column in table.columns if column.name in words)
