"""A reviewer's changes to a draft: each is compiled and checked, and kept only if the draft is no worse for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.attempts import rank
from agents.coders.protocol import Answer
from agents.generate import edited
from agents.review import Reviewer
from agents.state import Draft, Review
from knowledge.blueprint import Fill
from knowledge.front_end import FrontEnd

Judged = tuple[Draft, Review]


@dataclass(frozen=True, slots=True)
class Consulted:
    draft: Draft
    review: Review
    changed: tuple[str, ...]
    """Holes whose change was kept."""
    notes: tuple[str, ...]


def consulted(now: Judged, answer: Answer, reviewer: Reviewer, front_end: FrontEnd, name: str) -> Consulted:
    """The draft with what the answer changes: all of it where that is no worse, else hole by hole, since one bad
    change must not cost the good ones. ``name``: the reviewer's, for the notes."""
    wanted = _changes(now[0], answer.fills, front_end)
    made = _tried(now, wanted, reviewer, front_end) if wanted else None
    kept = list(wanted) if made else []
    if made is None:
        made = now
        for hole, fill in wanted.items() if len(wanted) > 1 else ():
            if better := _tried(made, {hole: fill}, reviewer, front_end):
                made, kept = better, [*kept, hole]
    dropped = [hole for hole in wanted if hole not in kept]
    return Consulted(*made, tuple(kept), tuple(_said(name, kept, dropped, answer)))


def _changes(draft: Draft, fills: Mapping[str, Fill], front_end: FrontEnd) -> dict[str, Fill]:
    """The fills that differ from what the holes hold. An empty one never takes code away."""
    known = {hole.name for hole in draft.skeleton.holes}
    return {
        hole: fill
        for hole, fill in fills.items()
        if hole in known and fill.code.strip() and edited(draft, {hole: fill}, front_end)
    }


def _tried(now: Judged, fills: Mapping[str, Fill], reviewer: Reviewer, front_end: FrontEnd) -> Judged | None:
    made = edited(now[0], fills, front_end)
    if made is None:
        return None
    attempt = (made, reviewer.review([made.file]))
    return attempt if _cost(attempt, front_end) <= _cost(now, front_end) else None


def _cost(attempt: Judged, front_end: FrontEnd) -> tuple[tuple[bool, int, int], int, int]:
    """Smaller is better: mistakes first, then what could not be checked, then warnings."""
    review = attempt[1]
    return rank(attempt, front_end), len(review.unchecked), len(review.diagnostics)


def _said(name: str, kept: list[str], dropped: list[str], answer: Answer) -> list[str]:
    if not kept and not dropped:
        return [*answer.notes] if answer.dead else [f"the reviewer {name} changed nothing"]
    said = [f"the reviewer {name} changed {', '.join(kept)}"] if kept else []
    if dropped:
        said.append(f"a change of the reviewer {name} was left out, since it would break: {', '.join(dropped)}")
    return said
