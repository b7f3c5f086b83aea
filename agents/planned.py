"""A planner's answer, read for what it adds and what it leaves out; every name is looked up before it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.state import Resolution, ResolvedTable, ResolvedType
from knowledge.records import Symbol, Table
from knowledge.store import Store
from knowledge.symbols import SymbolTable

ADDED = 12  # most additions of a plan: more would push the pieces that are surely needed out of the context
COLUMNS = 8
WORDS = 3  # a reason has at least so many
REASON = 200  # characters of a reason that are kept
_WISH = re.compile(
    r"^[\s>*+`\d.)-]*\b(add|remove)\b[\s:`*]+(?:the\s+)?(?:(?:type|table|class)\b[\s:`*]+)?"
    r"([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)[`*]*(?:[ \t]*[:—–-][ \t]*|[ \t]+)?(.*)$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    adds: bool
    name: str
    reason: str


def read_wishes(text: str) -> Iterator[Wish]:
    """Lines such as ``ADD com.acme.Order_Id: the key of an order`` and ``REMOVE SHOP_LOG: nothing is logged``."""
    for found in _WISH.finditer(text):
        yield Wish(found[1].lower() == "add", found[2], " ".join(found[3].split())[:REASON])


def with_wishes(
    resolution: Resolution, text: str, store: Store, types: SymbolTable
) -> tuple[Resolution, tuple[str, ...]]:
    """The resolution as the answer wants it, as far as it may; and what came of each wish, in sentences."""
    notes: list[str] = []
    added = 0
    for wish in read_wishes(text):
        if not wish.adds:
            resolution, said = _without(resolution, wish)
        elif added == ADDED:
            said = f"the model asked for {wish.name} too: {ADDED} additions are the limit"
        else:
            before = resolution
            resolution, said = _with(resolution, wish, store, types)
            added += resolution is not before
        notes += [said] if said else []
    return resolution, tuple(dict.fromkeys(notes))


def _with(resolution: Resolution, wish: Wish, store: Store, types: SymbolTable) -> tuple[Resolution, str]:
    why = f"asked for by the model: {wish.reason}" if wish.reason else "asked for by the model"
    if table := store.table(wish.name.rpartition(".")[2]):
        if any(known.name == table.name for known in resolution.tables):
            return resolution, ""
        return replace(resolution, tables=(*resolution.tables, _table(table, why))), f"{table.name} was {why}"
    symbol = _type(wish.name, types)
    if symbol is None:
        return resolution, f"the model asked for {wish.name}, which the index does not hold"
    if symbol.source.kind == "platform" or any(known.name == symbol.name for known in resolution.types):
        return resolution, ""
    spot = tuple(known for known in resolution.types if known.name == resolution.spot.name)
    others = tuple(known for known in resolution.types if known not in spot)
    found = ResolvedType(symbol.name, symbol.role or symbol.kind, why, symbol.source)
    return replace(resolution, types=(*spot, found, *others)), f"{symbol.simple_name} was {why}"


def _without(resolution: Resolution, wish: Wish) -> tuple[Resolution, str]:
    def is_meant(name: str) -> bool:
        return wish.name in (name, name.rpartition(".")[2]) or wish.name.upper() == name

    if is_meant(resolution.spot.name):
        return resolution, "the model wanted the spot to be left out, which is never done"
    tables = tuple(table for table in resolution.tables if not is_meant(table.name))
    known = tuple(each for each in resolution.types if not is_meant(each.name))
    if len(tables) == len(resolution.tables) and len(known) == len(resolution.types):
        return resolution, ""
    if len(wish.reason.split()) < WORDS:
        return resolution, f"the model wanted {wish.name} to be left out without a reason: it stays"
    return replace(resolution, tables=tables, types=known), f"{wish.name} was left out; the model says: {wish.reason}"


def _type(name: str, types: SymbolTable) -> Symbol | None:
    """A qualified name, or the first of a simple name on the class path."""
    names = types.named(name) if "." not in name else ()
    return types.find(names[0]) if names else types.find(name)


def _table(table: Table, why: str) -> ResolvedTable:
    columns = dict.fromkeys((*table.primary_key, *(column.name for column in table.columns)))
    return ResolvedTable(table.name, tuple(columns)[:COLUMNS], why, table.source)
