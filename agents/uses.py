"""Who uses a type or a table: existing code, types that take, return or extend it, tables that refer to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agents.context import signature
from agents.known import RelatedTable, Use
from knowledge.records import Exemplar, Member, Symbol, Table
from knowledge.store import Store
from knowledge.typetext import erased


def users_of_type(store: Store, name: str) -> list[Use]:
    """``name`` is qualified. Each user once, with all that it does; existing code first."""
    found: dict[str, Use] = {}
    code = (*_code(store, "spot", name, "implements it"), *_code(store, "types", name, "uses it"))
    for use in (*code, *_types_with(store, name)):
        known = found.get(use.name)
        found[use.name] = replace(known, how=f"{known.how}; {use.how}") if known else use
    return list(found.values())


def users_of_table(store: Store, table: Table) -> list[Use]:
    return [*_code(store, "tables", table.name, "reads or writes it"), *referring(store, table)]


def related(store: Store, table: Table) -> Iterator[RelatedTable]:
    for key in table.foreign_keys:
        columns, references = ", ".join(key.columns), ", ".join(key.references)
        yield RelatedTable(key.table, f"{columns} -> {key.table}({references})" if references else f"by {columns}")
    for use in referring(store, table):
        yield RelatedTable(use.name, use.how)


def referring(store: Store, table: Table) -> Iterator[Use]:
    for other in store.get_many(Table, store.table_names()):
        for key in other.foreign_keys:
            if key.table == table.name and other.name != table.name:
                yield Use(other.name, "table", f"refers to it by {', '.join(key.columns)}", str(other.source))


def _code(store: Store, field: str, name: str, how: str) -> Iterator[Use]:
    for exemplar in store.where(Exemplar, field, name):
        yield Use(exemplar.name, "exemplar", f"existing code that {how}", str(exemplar.source))


def _types_with(store: Store, name: str) -> Iterator[Use]:
    for field, how in (("extends", _extending), ("returns", _returning), ("takes", _taking)):
        for symbol in store.where(Symbol, field, name):
            if symbol.source.kind != "platform":
                yield Use(symbol.name, symbol.kind, how(symbol, name), str(symbol.source))


def _extending(symbol: Symbol, name: str) -> str:
    if symbol.superclass and erased(symbol.superclass) == name:
        return "extends it"
    if any(erased(interface) == name for interface in symbol.interfaces):
        return "extends it" if symbol.kind == "interface" else "implements it"
    return "names it in its supertypes"


def _returning(symbol: Symbol, name: str) -> str:
    return _by_member("returns it", (m for m in symbol.members if m.kind == "method" and name in m.type))


def _taking(symbol: Symbol, name: str) -> str:
    taking = (
        m for m in symbol.members if any(name in p.type for p in m.parameters) or (m.kind == "field" and name in m.type)
    )
    return _by_member("takes it", taking)


def _by_member(how: str, members: Iterable[Member]) -> str:
    shown = [signature(member) for member in members]
    more = f" and {len(shown) - 2} more" if len(shown) > 2 else ""
    return f"{how}: {'; '.join(shown[:2])}{more}"
