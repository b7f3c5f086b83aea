"""The answers of ``agents.lookup``: what a model or an editor is told about names of the index, ready for JSON."""

from dataclasses import dataclass
from typing import Literal

Detail = Literal["full", "signatures", "names"]


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    name: str
    kind: str
    """class, interface, enum, annotation, table, exemplar or passage."""
    role: str
    """What it is to the framework, as its pack says; empty when nothing."""
    signature: str
    """How it is declared, and the members that the query speaks of; of tables the columns, of documents the title."""
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    query: str
    hits: tuple[FoundSymbol, ...]
    left_out: int = 0
    """Hits that did not fit."""


@dataclass(frozen=True, slots=True)
class ShownMember:
    name: str
    signature: str
    """Empty when only names fit."""
    declared_in: str = ""
    """The supertype that declares it; empty for the type's own."""
    note: str = ""
    """Modifiers, exceptions, the value of a constant; in full answers alone."""


@dataclass(frozen=True, slots=True)
class ShownType:
    name: str
    kind: str
    role: str
    declaration: str
    source: str
    detail: Detail
    members: tuple[ShownMember, ...]
    """Own ones first, then inherited ones, type variables replaced by what the type says they are."""
    left_out: int = 0
    """Members that did not fit."""
    unknown_supertypes: tuple[str, ...] = ()
    """Types that the index does not hold: what they would add is missing here."""
    namesakes: tuple[str, ...] = ()
    """Other types of the same simple name."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    name: str
    type: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RelatedTable:
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    name: str
    comment: str
    source: str
    detail: Detail
    primary_key: tuple[str, ...]
    columns: tuple[ShownColumn, ...]
    related: tuple[RelatedTable, ...]
    """Tables that it refers to and tables that refer to it, by foreign key."""
    left_out: int = 0
    """Columns that did not fit."""


@dataclass(frozen=True, slots=True)
class Use:
    name: str
    kind: str
    how: str
    source: str


@dataclass(frozen=True, slots=True)
class Uses:
    name: str
    uses: tuple[Use, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The index does not hold this name."""

    name: str
    nearest: tuple[str, ...]
