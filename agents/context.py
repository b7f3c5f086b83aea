"""Resolution -> Context: the blueprint, and pieces of knowledge ranked and shrunk until they fit the token budget.

What does not fit shrinks (full, then signatures, then names) instead of being cut; a piece keeps its
source at every size.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from agents.resolve import Resolver
from agents.state import Context, Piece, Resolution, Task
from knowledge.blueprint import Blueprint
from knowledge.bm25 import stem
from knowledge.front_end import FrontEnd
from knowledge.records import Exemplar, Member, Passage, Symbol, Table
from knowledge.symbols import SymbolTable
from knowledge.words import words

CHARACTERS_PER_TOKEN = 3.5  # Java under Qwen and StarCoder tokenizers: 3.2 to 3.9, notes of 2026-11
BUDGET = 6_000
TABLES = 2  # shown before code, documents and types; the others are mostly there for a join
EXEMPLARS = 2
_QUALIFIED = re.compile(r"\b((?:[a-z][\w$]*\.)+)([A-Z][\w$]*)(?![\w$.])")
Detail = Literal["full", "signatures", "names"]
Uses = Mapping[str, Collection[str]]
"""Names of members by the qualified name of their type."""


def assemble(
    task: Task,
    resolution: Resolution,
    resolver: Resolver,
    front_end: FrontEnd,
    types: SymbolTable,
    budget: int = BUDGET,
    uses: Uses | None = None,
) -> Context:
    """The context for a coder. ``budget`` is in tokens; the blueprint itself is not counted.

    ``uses``: members by type that are known to be needed; they are shown first."""
    blueprint = make_blueprint(task, resolution, resolver, front_end)
    return context_of(blueprint, _fitted(_groups(blueprint, resolution, resolver, types, uses or {}), budget))


def context_of(blueprint: Blueprint, pieces: tuple[Piece, ...]) -> Context:
    return Context(blueprint, pieces, sum(_tokens(piece.text) for piece in pieces))


def pieces_about(
    tables: Iterable[tuple[Table, Collection[str]]], uses: Uses, types: SymbolTable, budget: int
) -> tuple[Piece, ...]:
    """Pieces for tables, each with the columns to be shown first, and for the types of ``uses``, without a request."""
    found = (types.find(name) for name in uses)
    groups = [_table_group(table, columns) for table, columns in tables]
    groups += [_type_group(symbol, (), "", types, uses[symbol.name]) for symbol in found if symbol]
    return _fitted(groups, budget)


def shrunk(context: Context, tokens: int) -> Context:
    """The most wanted pieces that fit into fewer tokens, for a model that cannot read them all."""
    kept: list[Piece] = []
    used = 0
    for piece in context.pieces:
        if used + _tokens(piece.text) <= tokens:
            kept.append(piece)
            used += _tokens(piece.text)
    return replace(context, pieces=tuple(kept), tokens=used)


def make_blueprint(task: Task, resolution: Resolution, resolver: Resolver, front_end: FrontEnd) -> Blueprint:
    """What the file is called, where it lies, and what it is made of."""
    spot = resolver.spot(resolution.spot.name)
    exemplars = tuple(resolver.exemplar(exemplar.name) for exemplar in resolution.exemplars)
    tables = tuple(t for r in resolution.tables if (t := resolver.table(r.name)))
    said = re.findall(r"[A-Za-z]+", task.request)
    return Blueprint(
        request=task.request,
        artefact=resolution.artefact,
        package=task.package or front_end.package(spot, [e for e in exemplars if e.spot == spot.name]),
        class_name=front_end.class_name(said, resolver.short_name(spot.name), task.class_name),
        spot=spot,
        soft_parameters=resolution.soft_parameters,
        tables=tables,
        types=tuple(t.name for t in resolution.types),
        exemplars=exemplars,
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """A piece in the sizes that it can take, largest first."""

    sizes: tuple[Piece, ...]
    first: int = 0
    """The size that it grows to before any piece grows further."""
    needed: bool = False
    """Whether it grows before those that are not."""


def _groups(
    blueprint: Blueprint, resolution: Resolution, resolver: Resolver, types: SymbolTable, uses: Uses
) -> list[_Group]:
    """The most wanted piece first."""
    wanted = {stem(word) for word in words(blueprint.request)}
    used = "\n".join(exemplar.text for exemplar in blueprint.exemplars)
    likely = {table.name: table.columns for table in resolution.tables}
    tables = [_wanted(_table_group(table, likely[table.name]), table.name in uses) for table in blueprint.tables]
    found = (types.find(entry.name) for entry in resolution.types if entry.role != "spot")
    exemplars = [_exemplar_group(exemplar) for exemplar in blueprint.exemplars[:EXEMPLARS]]
    return [
        _spot_group(blueprint.spot),
        *tables[:TABLES],
        *exemplars[:1],
        *(_passage_group(resolver.passage(passage.name)) for passage in resolution.passages),
        *(
            _wanted(_type_group(symbol, wanted, used, types, uses.get(symbol.name, ())), symbol.name in uses)
            for symbol in found
            if symbol
        ),
        *tables[TABLES:],
        *exemplars[1:],
    ]


def _wanted(group: _Group, needed: bool) -> _Group:
    return replace(group, needed=True) if needed else group


def _fitted(groups: list[_Group], budget: int) -> tuple[Piece, ...]:
    """Everything at its smallest first; then the most wanted pieces grow while there is room, each to its first size
    before any grows further: many things half shown are of more use than few in full."""
    order = sorted(range(len(groups)), key=lambda i: not groups[i].needed)
    chosen = [len(group.sizes) - 1 for group in groups]
    used = sum(_tokens(group.sizes[-1].text) for group in groups)
    while used > budget and len(order) > 1:
        used -= _tokens(groups[order.pop()].sizes[-1].text)
    for least in (True, False):
        for i in order:
            group = groups[i]
            for size in range(group.first if least else 0, chosen[i]):
                growth = _tokens(group.sizes[size].text) - _tokens(group.sizes[chosen[i]].text)
                if used + growth <= budget:
                    used += growth
                    chosen[i] = size
                    break
    return tuple(groups[i].sizes[chosen[i]] for i in sorted(order))


def _spot_group(symbol: Symbol) -> _Group:
    full, names, head = _symbol_texts(symbol)
    return _Group(
        (
            Piece("spot", symbol.name, full, symbol.source, "signatures"),
            Piece("spot", symbol.name, names, symbol.source, "names"),
            Piece("spot", symbol.name, head, symbol.source, "names"),
        )
    )


def _type_group(
    symbol: Symbol, wanted: Collection[str], used: str, types: SymbolTable, needed: Collection[str]
) -> _Group:
    """``wanted``: stems of the request; ``used``: existing code. Members that either speaks of are shown first, and
    those that are ``needed``.

    Types of members stand with their simple names where no other type has it: that saves 25 % of their tokens
    (types of the 30 sample requests, 2026-11-21), and an import that is missing then is mended for certain.
    """
    symbol = replace(symbol, members=tuple(_briefly(member, types) for member in symbol.members))
    full, names, head = _symbol_texts(symbol)
    own = {stem(word) for word in words(symbol.simple_name)}
    touched = [m for m in symbol.members if m.name in needed or _is_touched(m, {*wanted} - own, used)]
    rest = dict.fromkeys(m.name for m in symbol.members if m not in touched)
    some = "\n".join([head, *(f"  {signature(m)}" for m in touched), f"  also: {', '.join(rest)}"])
    texts = (full, some, names, head) if touched and rest else (full, names, head)
    sizes = [Piece("type", symbol.name, text, symbol.source, "signatures") for text in texts[:-2]]
    sizes += [Piece("type", symbol.name, text, symbol.source, "names") for text in texts[-2:]]
    return _Group(tuple(sizes), 1)


def _briefly(member: Member, types: SymbolTable) -> Member:
    parameters = tuple(replace(p, type=_simple(p.type, types)) for p in member.parameters)
    return replace(member, type=_simple(member.type, types), parameters=parameters)


def _simple(text: str, types: SymbolTable) -> str:
    return _QUALIFIED.sub(lambda found: found[2] if len(types.named(found[2])) == 1 else found[0], text)


def _is_touched(member: Member, wanted: Collection[str], used: str) -> bool:
    return f".{member.name}(" in used or any(stem(word) in wanted for word in words(member.name)[1:])


def _symbol_texts(symbol: Symbol) -> tuple[str, str, str]:
    head = f"{symbol.kind} {symbol.name}"
    full = "\n".join([head, *(f"  {signature(m)}" for m in symbol.members)])
    return full, f"{head}: {', '.join(dict.fromkeys(m.name for m in symbol.members))}", head


def signature(member: Member) -> str:
    """``com.x.Bill getBill(java.lang.String id)``, or the name and type of a field."""
    if member.kind == "field":
        return f"{member.type} {member.name}"
    parameters = ", ".join(f"{p.type} {p.name}".strip() for p in member.parameters)
    return f"{member.type} {member.name}({parameters})"


def _table_group(table: Table, likely: Collection[str]) -> _Group:
    head = f"table {table.name}" + (f": {table.comment}" if table.comment else "")
    lines = {c.name: f"  {c.name} {c.type}  {c.comment}".rstrip() for c in table.columns}
    rest = [name for name in lines if name not in likely]
    some = [head, *(lines[name] for name in lines if name in likely), f"  also: {', '.join(rest)}"]
    names = f"table {table.name}: {', '.join(lines)}"
    return _Group(
        (
            Piece("table", table.name, "\n".join([head, *lines.values()]), table.source),
            *([Piece("table", table.name, "\n".join(some), table.source, "signatures")] if rest else []),
            Piece("table", table.name, names, table.source, "names"),
        ),
        1,
    )


def _passage_group(passage: Passage) -> _Group:
    first = re.split(r"(?<=[.!?])\s", " ".join(passage.text.split()), maxsplit=1)[0]
    return _Group(
        (
            Piece("passage", passage.title, passage.text, passage.source),
            Piece("passage", passage.title, first, passage.source, "names"),
            Piece("passage", passage.title, passage.title, passage.source, "names"),
        )
    )


def _exemplar_group(exemplar: Exemplar) -> _Group:
    brief = f"{exemplar.name}: {exemplar.summary}"
    return _Group(
        (
            Piece("exemplar", exemplar.name, exemplar.text, exemplar.source),
            Piece("exemplar", exemplar.name, brief, exemplar.source, "names"),
        )
    )


def _tokens(text: str) -> int:
    return round(len(text) / CHARACTERS_PER_TOKEN)


def describe(pieces: Iterable[Piece]) -> str:
    """All pieces as one text, each under its title and source."""
    return "\n\n".join(f"## {piece.kind} {piece.title} ({piece.source})\n{piece.text}" for piece in pieces)
