"""What is still wrong with a draft, and which of several drafts is the best to go on with."""

from agents.state import Draft, Review
from knowledge.front_end import FrontEnd
from knowledge.records import Diagnostic

EMPTY = "answer.empty-hole"


def left(draft: Draft, review: Review) -> tuple[Diagnostic, ...]:
    """Everything that keeps a draft from being delivered as ``ok``: errors, refused code, empty holes."""
    refused = {refusal.symbol for refusal in draft.refused}
    empty = [_empty(draft, name) for name in draft.unfilled if name not in refused]
    return (*review.errors, *draft.refused, *empty)


def fingerprint(draft: Draft, review: Review) -> str:
    """The same for drafts with the same mistakes at the same places; empty when there are none."""
    return "|".join(sorted(f"{d.code}:{d.symbol}:{d.line}" for d in left(draft, review)))


def rank(attempt: tuple[Draft, Review], front_end: FrontEnd) -> tuple[bool, int, int]:
    """Smaller is better. A file that does not parse comes last: its one error hides the others."""
    draft, review = attempt
    mistakes = left(draft, review)
    broken = bool(mistakes and front_end.syntax_errors(draft.file))
    return broken, len(mistakes), len(draft.unfilled)


def _empty(draft: Draft, name: str) -> Diagnostic:
    return Diagnostic(EMPTY, "error", f"nothing was written for {name}", draft.file.path, symbol=name)
