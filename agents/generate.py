"""Context -> Draft: the pack's skeleton, its holes filled by a coder.

Whoever wrote the code, it is let into a hole only if it is whole there: nothing outside a hole can be changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agents.coders.protocol import Answer, Ask, Coder
from agents.state import Context, Draft
from knowledge.blueprint import Fill, Skeleton
from knowledge.front_end import FrontEnd
from knowledge.pack import Types
from knowledge.records import Diagnostic

REFUSED = "answer.leaves-hole"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drafts and the answers that they were made from, in the same order."""

    drafts: tuple[Draft, ...]
    answers: tuple[Answer, ...]


def generate(context: Context, coder: Coder, front_end: FrontEnd, types: Types, ask: Ask | None = None) -> Drawn:
    """As many drafts as the coder gives in one call: at least one."""
    skeleton = front_end.skeleton(context.blueprint, types)
    answers = tuple(coder.fill(context, skeleton, ask or Ask()))
    return Drawn(tuple(draft_of(skeleton, answer.fills, coder.name, front_end) for answer in answers), answers)


def draft_of(skeleton: Skeleton, fills: Mapping[str, Fill], coder: str, front_end: FrontEnd) -> Draft:
    """The skeleton with those fills that stay inside their holes; the others are kept beside it, as refused."""
    known = {hole.name for hole in skeleton.holes}
    whole = {name: _whole(skeleton, name, fill, front_end) for name, fill in fills.items() if name in known}
    fits = {name: fill for name, fill in whole.items() if fill is not None}
    file = skeleton.filled(fits)
    refused = [_refusal(file.path, name, fill) for name, fill in fills.items() if name in known - fits.keys()]
    return Draft(skeleton, fits, file, coder, tuple(refused))


def edited(draft: Draft, fills: Mapping[str, Fill], front_end: FrontEnd) -> Draft | None:
    """The draft with other code in some holes; nothing when that is the code that they hold already."""
    held = {name: fill.code for name, fill in draft.fills.items()}
    held |= {refusal.symbol: refusal.arguments[0] for refusal in draft.refused}
    fresh = {name: fill for name, fill in fills.items() if held.get(name) != fill.code}
    if not fresh:
        return None
    made = draft_of(draft.skeleton, {**draft.fills, **fresh}, draft.coder, front_end)
    kept = tuple(refusal for refusal in draft.refused if refusal.symbol not in fresh)
    return replace(made, refused=(*made.refused, *kept))


def _whole(skeleton: Skeleton, name: str, fill: Fill, front_end: FrontEnd) -> Fill | None:
    """The fill as it may go into its hole. Models often go on past the end of a body: from the bracket on that
    closes it their text is left out. Nothing when the code leaves its hole in another way."""
    before, after = skeleton.around(name, {})
    if not fill.code or front_end.stays_inside(before, fill.code, after):
        return fill
    lines = fill.code.splitlines(keepends=True)
    for end in range(len(lines) - 1, 0, -1):
        code = "".join(lines[:end])
        if lines[end].lstrip().startswith("}") and front_end.stays_inside(before, code, after):
            return replace(fill, code=code)
    return None


def _refusal(path: str, name: str, fill: Fill) -> Diagnostic:
    message = f"the code for {name} does not stand alone: it must close what it opens, and nothing else"
    return Diagnostic(REFUSED, "error", message, path, symbol=name, arguments=(fill.code,))
