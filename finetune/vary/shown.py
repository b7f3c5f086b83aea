"""The context of a made-up task: signatures that its answer calls, among others of the same types.

That is less than serving shows, and nearer to the answer: a model of a few million parameters reads a few hundred
tokens. Figures measured with it say what was learned of copying names, not how well anything was retrieved.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from agents.context import signature
from agents.state import Piece
from knowledge.composition import Composed
from knowledge.records import Member
from knowledge.symbols import SymbolTable


def pieces(made: Composed, types: SymbolTable, rng: random.Random, distractors: int) -> tuple[Piece, ...]:
    by_type: dict[str, set[str]] = {}
    for name, member in made.used:
        by_type.setdefault(name, set()).add(member)
    found = [_piece(name, wanted, types, rng, distractors) for name, wanted in by_type.items()]
    shuffled = [piece for piece in found if piece]
    rng.shuffle(shuffled)
    return tuple(shuffled)


def _piece(name: str, wanted: set[str], types: SymbolTable, rng: random.Random, distractors: int) -> Piece | None:
    symbol = types.find(name)
    if symbol is None:
        return None
    members = {each.member.name: each.member for each in types.members(name) if not each.member.parameters}
    called = [members[each] for each in sorted(wanted) if each in members]
    others = [m for m in members.values() if m.name not in wanted and m.type != "void" and m.kind == "method"]
    rng.shuffle(others)
    shown = called + others[: rng.randint(0, distractors)]
    rng.shuffle(shown)
    text = "\n".join([f"{symbol.kind} {symbol.name}", *(f"  {signature(_brief(each))}" for each in shown)])
    return Piece("type", symbol.simple_name, text, replace(symbol.source, place=""), "signatures")


def _brief(member: Member) -> Member:
    """With simple names of types, as contexts show them."""
    return replace(member, type=member.type.rpartition(".")[2])


def size_of(shown: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in shown)
