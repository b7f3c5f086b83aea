"""Resolution -> Context: the blueprint, and pieces of knowledge ranked and shrunk until they fit the token budget.

What does not fit shrinks (full, then signatures, then names) instead of being cut; a piece keeps its
source at every size.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from agents.resolve import Resolver
from agents.state import Context, Piece, Resolution, Task
from knowledge.blueprint import Blueprint
from knowledge.front_end import FrontEnd
from knowledge.records import Exemplar, Member, Symbol, Table
from knowledge.symbols import SymbolTable

CHARACTERS_PER_TOKEN = 3.5  # Java under Qwen and StarCoder tokenizers: 3.2 to 3.9, notes of 2026-11
BUDGET = 6_000


def assemble(
    task: Task,
    resolution: Resolution,
    resolver: Resolver,
    front_end: FrontEnd,
    types: SymbolTable,
    budget: int = BUDGET,
) -> Context:
    """The context for a coder. ``budget`` is in tokens; the blueprint itself is not counted."""
    blueprint = make_blueprint(task, resolution, resolver, front_end)
    pieces = _fitted(_variants(blueprint, resolution, types), budget)
    return Context(blueprint, pieces, sum(_tokens(piece.text) for piece in pieces))


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
    words = re.findall(r"[A-Za-z]+", task.request)
    return Blueprint(
        request=task.request,
        artefact=resolution.artefact,
        package=task.package or front_end.package(spot, [e for e in exemplars if e.spot == spot.name]),
        class_name=front_end.class_name(words, resolver.short_name(spot.name), task.class_name),
        spot=spot,
        soft_parameters=resolution.soft_parameters,
        tables=tables,
        types=tuple(t.name for t in resolution.types),
        exemplars=exemplars,
    )


def _variants(blueprint: Blueprint, resolution: Resolution, types: SymbolTable) -> list[tuple[Piece, ...]]:
    """Each piece in the sizes that it can take, largest first; the most wanted piece first."""
    groups = [_symbol_sizes("spot", blueprint.spot)]
    groups += [_table_sizes(table) for table in blueprint.tables]
    found = (types.find(entry.name) for entry in resolution.types if entry.role != "spot")
    groups += [_symbol_sizes("type", symbol) for symbol in found if symbol]
    groups += [_exemplar_sizes(exemplar) for exemplar in blueprint.exemplars[:2]]
    return groups


def _fitted(groups: list[tuple[Piece, ...]], budget: int) -> tuple[Piece, ...]:
    """Everything at its smallest first, then the most wanted pieces grow while there is room."""
    chosen = [len(sizes) - 1 for sizes in groups]
    used = sum(_tokens(sizes[-1].text) for sizes in groups)
    while groups and used > budget and len(groups) > 1:
        used -= _tokens(groups.pop()[-1].text)
        chosen.pop()
    for i, sizes in enumerate(groups):
        for size in range(len(sizes)):
            growth = _tokens(sizes[size].text) - _tokens(sizes[chosen[i]].text)
            if used + growth <= budget:
                used += growth
                chosen[i] = size
                break
    return tuple(sizes[chosen[i]] for i, sizes in enumerate(groups))


def _symbol_sizes(kind: str, symbol: Symbol) -> tuple[Piece, ...]:
    make: Callable[[str, str], Piece] = lambda detail, text: Piece(  # noqa: E731
        "spot" if kind == "spot" else "type",
        symbol.name,
        text,
        symbol.source,
        "full" if detail == "full" else "names" if detail == "names" else "signatures",
    )
    head = f"{symbol.kind} {symbol.name}"
    signatures = "\n".join([head, *(f"  {signature(m)}" for m in symbol.members)])
    names = f"{head}: {', '.join(dict.fromkeys(m.name for m in symbol.members))}"
    return make("signatures", signatures), make("names", names), make("names", head)


def signature(member: Member) -> str:
    """``com.x.Bill getBill(java.lang.String id)``, or the name and type of a field."""
    if member.kind == "field":
        return f"{member.type} {member.name}"
    parameters = ", ".join(f"{p.type} {p.name}".strip() for p in member.parameters)
    return f"{member.type} {member.name}({parameters})"


def _table_sizes(table: Table) -> tuple[Piece, ...]:
    head = f"table {table.name}" + (f": {table.comment}" if table.comment else "")
    full = "\n".join([head, *(f"  {c.name} {c.type}  {c.comment}".rstrip() for c in table.columns)])
    names = f"table {table.name}: {', '.join(c.name for c in table.columns)}"
    return (
        Piece("table", table.name, full, table.source),
        Piece("table", table.name, names, table.source, "names"),
    )


def _exemplar_sizes(exemplar: Exemplar) -> tuple[Piece, ...]:
    brief = f"{exemplar.name}: {exemplar.summary}"
    return (
        Piece("exemplar", exemplar.name, exemplar.text, exemplar.source),
        Piece("exemplar", exemplar.name, brief, exemplar.source, "names"),
    )


def _tokens(text: str) -> int:
    return round(len(text) / CHARACTERS_PER_TOKEN)


def describe(pieces: Iterable[Piece]) -> str:
    """All pieces as one text, each under its title and source."""
    return "\n\n".join(f"## {piece.kind} {piece.title} ({piece.source})\n{piece.text}" for piece in pieces)
