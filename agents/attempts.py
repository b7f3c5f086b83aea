"""What is still wrong with a draft, which of several drafts is the best to go on with, and what was tried so far."""

from collections.abc import Sequence
from dataclasses import replace

from agents.state import Attempt, Draft, Review
from knowledge.front_end import FrontEnd
from knowledge.records import Diagnostic

EMPTY = "answer.empty-hole"
KEPT = 16  # attempts of a run; the limits of a run allow 31
KEPT_CHARACTERS = 400_000  # in all their texts


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


def tried(before: Sequence[Attempt], draft: Draft, review: Review) -> list[Attempt]:
    """The attempts with this one. The first and the newest stay when there are too many, or too long ones."""
    found = tuple(d for d in review.diagnostics if d.severity != "error")
    kept = [*before, Attempt(draft.origin, draft.file.text, (*left(draft, review), *found))]
    while len(kept) > 2 and (len(kept) > KEPT or sum(len(each.text) for each in kept) > KEPT_CHARACTERS):
        del kept[1]
    return kept


def ending_in(attempts: Sequence[Attempt], draft: Draft, review: Review) -> tuple[Attempt, ...]:
    """The attempts of a run that delivers this draft: an earlier one, or one that was emptied, once more."""
    if attempts and attempts[-1].text == draft.file.text:
        return tuple(attempts)
    again = any(each.text == draft.file.text for each in attempts)
    return tuple(tried(attempts, replace(draft, origin=f"{draft.origin}, taken" if again else draft.origin), review))


def _empty(draft: Draft, name: str) -> Diagnostic:
    return Diagnostic(EMPTY, "error", f"nothing was written for {name}", draft.file.path, symbol=name)
