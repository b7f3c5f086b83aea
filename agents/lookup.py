"""What is known about a name, as an answer for a model or an editor: find it, show it, say who uses it.

The same four functions serve the planner of a run and the MCP door. Answers are frozen records that ``encode`` writes
as JSON; one that does not fit its token budget shrinks step by step (full, signatures, names) instead of being cut,
and a name that is not known is answered with the nearest ones.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from agents.context import CHARACTERS_PER_TOKEN, signature
from agents.known import (
    Detail,
    Found,
    FoundSymbol,
    NotKnown,
    ShownColumn,
    ShownMember,
    ShownTable,
    ShownType,
    Use,
    Uses,
)
from agents.uses import related, users_of_table, users_of_type
from knowledge.encoding import encode
from knowledge.nearest import nearest
from knowledge.records import Exemplar, Member, Record, Symbol, Table
from knowledge.search import find
from knowledge.shard import KINDS
from knowledge.store import Hit, Store
from knowledge.symbols import FoundMember, SymbolTable
from knowledge.typetext import erased, tidy
from knowledge.words import words

S = TypeVar("S", ShownType, ShownTable)
Kind = Literal["symbol", "table", "exemplar", "passage"]
DETAILS: tuple[Detail, ...] = ("full", "signatures", "names")
CODE: tuple[Kind, ...] = ("symbol", "table", "exemplar")
TOKENS = 2_000
MEMBERS = 3  # members shown with a hit of a search: those that the query speaks of


def find_symbol(store: Store, query: str, limit: int = 10, kinds: Sequence[Kind] = CODE, tokens: int = TOKENS) -> Found:
    """Types, tables and existing code that a text names or speaks of: exact names first, then shared words."""
    wanted = [record for record, kind in KINDS.items() if kind in kinds]
    hits = find(store, query, wanted, limit) if query.strip() and wanted else []
    found = tuple(_hit(hit, query) for hit in hits)
    answer, fitting = Found(query, found), len(found)
    while fitting > 1 and _size(answer) > tokens:
        fitting -= 1
        answer = Found(query, found[:fitting], len(found) - fitting)
    return answer


def show_type(
    store: Store,
    types: SymbolTable,
    name: str,
    detail: Detail = "full",
    members_like: str = "",
    limit: int = 200,
    tokens: int = TOKENS,
) -> ShownType | NotKnown:
    """A type with the members that code can use on it, inherited ones too. ``name`` is qualified or simple and may
    have type arguments; ``members_like`` keeps the members that share a word with it."""
    names = _types_named(types, name)
    if not names:
        return NotKnown(name, nearest_names(store, name, Symbol))
    symbol = types.find(names[0])
    assert symbol is not None
    found = [*types.constructors(names[0]), *types.members(names[0])]
    found = _like(found, members_like) if members_like.strip() else _own_first(found, symbol.name)
    unknown, others = types.unknown_supertypes(symbol.name), tuple(names[1:])

    def shown(size: Detail, count: int) -> ShownType:
        members = tuple(_member(each, symbol, size) for each in found[:count])
        left_out = len(found) - len(members)
        declared = declaration(symbol)
        return ShownType(
            symbol.name,
            symbol.kind,
            symbol.role,
            declared,
            str(symbol.source),
            size,
            members,
            left_out,
            unknown,
            others,
        )

    return _fitted(shown, detail, min(limit, len(found)), tokens)


def show_table(store: Store, name: str, detail: Detail = "full", tokens: int = TOKENS) -> ShownTable | NotKnown:
    """A table with its columns, keys and comments, and the tables that keys join it to."""
    table = store.table(name.strip().rpartition(".")[2])
    if table is None:
        return NotKnown(name, nearest_names(store, name, Table))
    keys = {column for key in (table.primary_key, *(k.columns for k in table.foreign_keys)) for column in key}
    ordered = sorted(table.columns, key=lambda column: column.name not in keys)
    joined = tuple(related(store, table))

    def shown(size: Detail, count: int) -> ShownTable:
        kept = {column.name for column in ordered[:count]}
        columns = tuple(
            ShownColumn(
                c.name, "" if size == "names" else _column_type(c.type, c.nullable), c.comment * (size == "full")
            )
            for c in table.columns
            if c.name in kept
        )
        left_out = len(table.columns) - len(columns)
        key = table.primary_key
        return ShownTable(table.name, table.comment, str(table.source), size, key, columns, joined, left_out)

    return _fitted(shown, detail, len(ordered), tokens)


def who_uses(store: Store, types: SymbolTable, name: str, limit: int = 20, tokens: int = TOKENS) -> Uses | NotKnown:
    """Existing code that uses a type or table, types that take, return or extend it, tables that refer to it."""
    table = store.table(name.strip())
    if table is not None:
        return _limited(table.name, users_of_table(store, table), limit, tokens)
    names = _types_named(types, name)
    if not names:
        return NotKnown(name, nearest_names(store, name))
    plain = erased(names[0])
    return _limited(plain, users_of_type(store, plain), limit, tokens)


def nearest_names(store: Store, name: str, kind: type[Record] | None = None, limit: int = 5) -> tuple[str, ...]:
    """Names of the index nearest to one that it does not hold; of types the qualified ones."""
    simple = name.strip().rpartition(".")[2]
    kinds = [kind] if kind else [Symbol, Table]
    # Tables are few, and their words are too short for a search to find a misspelt one.
    tables = store.names(Table) if Table in kinds else []
    close = [hit.name for hit in store.search(simple, kinds, 50)]
    return (_nearest([*close, *tables], simple, limit) if close else ()) or _nearest(
        [*(each for one in kinds if one is not Table for each in store.names(one)), *tables], simple, limit
    )


def declaration(symbol: Symbol) -> str:
    """``public abstract class com.acme.Order<E> extends com.acme.Base implements com.acme.Entity``."""
    head = [*(m for m in symbol.modifiers if m != "deprecated"), symbol.kind, symbol.name]
    text = " ".join(head) + (f"<{', '.join(symbol.type_parameters)}>" if symbol.type_parameters else "")
    if symbol.superclass and symbol.superclass != "java.lang.Object":
        text += f" extends {symbol.superclass}"
    if symbol.interfaces:
        text += f" {'extends' if symbol.kind == 'interface' else 'implements'} {', '.join(symbol.interfaces)}"
    return text


def _hit(hit: Hit, query: str) -> FoundSymbol:
    record, why = hit.record, hit.why
    source = str(record.source)
    match record:
        case Symbol():
            members = _spoken_of(record, query)
            shown = f"{declaration(record)} {{ {'; '.join(members)} }}" if members else declaration(record)
            return FoundSymbol(record.name, record.kind, record.role, shown, source, why)
        case Table():
            columns = ", ".join(column.name for column in record.columns)
            shown = f"table {record.name}({columns})" + (f": {record.comment}" if record.comment else "")
            return FoundSymbol(record.name, "table", "", shown, source, why)
        case Exemplar():
            shown = f"{record.name}: {record.summary}" if record.summary else record.name
            return FoundSymbol(record.name, "exemplar", record.artefact, shown, source, why)
    return FoundSymbol(record.name, "passage", "", record.title, source, why)


def _spoken_of(symbol: Symbol, query: str) -> list[str]:
    """Members that share most words with a query, beyond those that the type's own name has."""
    wanted = set(words(query)) - set(words(symbol.simple_name))
    counted = [(len(wanted & set(words(member.name))), member) for member in symbol.members if member.name != "<init>"]
    ranked = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
    return [signature(member) for _, member in ranked[:MEMBERS]]


def _types_named(types: SymbolTable, name: str) -> list[str]:
    """The type of this name first, then its namesakes; type arguments are kept where the name is qualified."""
    wanted = tidy(name.strip())
    if types.find(wanted):
        return [wanted]
    simple, _, rest = wanted.partition("<")
    qualified = types.named(simple) if "." not in simple else ()
    return [f"{each}<{rest}" if rest else each for each in qualified]


def _like(found: Sequence[FoundMember], text: str) -> list[FoundMember]:
    """Members that share words with a text, most first. An identifier (``getAcount``) may be misspelt: the nearest
    names come before those that only share its verb; so they do where no word is shared."""
    wanted = words(text)
    near: tuple[str, ...] = ()
    if len(text.split()) == 1 and len(wanted) > 1:
        near = nearest((each.member.name for each in found), text.strip())
    counted = [(len(set(wanted) & set(words(each.member.name))), each) for each in found]
    ranked = [each for count, each in sorted(counted, key=lambda pair: -pair[0]) if count]
    if not ranked:
        near = near or nearest((each.member.name for each in found), text.strip())
    first = [each for name in near for each in found if each.member.name == name]
    return [*first, *(each for each in ranked if each.member.name not in near)]


def _own_first(found: Sequence[FoundMember], name: str) -> list[FoundMember]:
    """The type's own members, then what it inherits, what every type has at the end."""
    return sorted(found, key=lambda each: (each.declared_in != name) + (each.declared_in == "java.lang.Object"))


def _member(found: FoundMember, symbol: Symbol, size: Detail) -> ShownMember:
    member = found.member
    is_new = member.kind == "constructor"
    name = symbol.simple_name if is_new else member.name
    declared_in = "" if found.declared_in == symbol.name or size == "names" else found.declared_in
    if size == "names":
        return ShownMember(name, "")
    shown = signature(member).replace("void <init>", f"new {symbol.simple_name}") if is_new else signature(member)
    if member.type_parameters:
        shown = f"<{', '.join(member.type_parameters)}> {shown}"
    return ShownMember(name, shown, declared_in, _note(member, symbol.kind) if size == "full" else "")


def _note(member: Member, kind: str) -> str:
    said = ("public", "abstract") if kind == "interface" else ("public",)
    parts = [" ".join(word for word in member.modifiers if word not in said)]
    parts += [f"throws {', '.join(member.throws)}"] if member.throws else []
    parts += [f"= {member.constant}"] if member.constant is not None else []
    return "; ".join(part for part in parts if part)


def _column_type(text: str, nullable: bool) -> str:
    return text if nullable else f"{text} NOT NULL"


def _limited(name: str, found: Sequence[Use], limit: int, tokens: int) -> Uses:
    kept = min(limit, len(found))
    answer = Uses(name, tuple(found[:kept]), len(found) - kept)
    while kept > 1 and _size(answer) > tokens:
        kept -= 1
        answer = Uses(name, tuple(found[:kept]), len(found) - kept)
    return answer


def _fitted(shown: Callable[[Detail, int], S], detail: Detail, most: int, tokens: int) -> S:
    """The largest answer that fits: smaller details first, then fewer parts at the smallest."""
    answer = shown(detail, most)
    for size in DETAILS[DETAILS.index(detail) :]:
        answer = shown(size, most)
        if _size(answer) <= tokens:
            return answer
    while most > 1 and _size(answer) > tokens:
        most = most * 3 // 4
        answer = shown("names", most)
    return answer


def _size(answer: object) -> int:
    """Tokens of an answer as JSON."""
    return round(len(encode(answer)) / CHARACTERS_PER_TOKEN)


def _nearest(names: Iterable[str], simple: str, limit: int) -> tuple[str, ...]:
    by_simple: dict[str, list[str]] = {}
    for name in names:
        by_simple.setdefault(name.rpartition(".")[2], []).append(name)
    return tuple(name for near in nearest(by_simple, simple, limit) for name in by_simple[near])[:limit]
