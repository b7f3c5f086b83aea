"""Review -> Draft: mistakes with one certain remedy are mended without a model; what stays is given back as it is."""

from dataclasses import replace

from agents.state import Draft, Review
from knowledge.front_end import FrontEnd
from knowledge.pack import Types


def repair(draft: Draft, review: Review, front_end: FrontEnd, types: Types) -> Draft | None:
    """A new draft, or nothing when there is no certain remedy for any of the errors."""
    mended = front_end.fix(draft.file, review.errors, types)
    return None if mended.text == draft.file.text else replace(draft, file=mended)


def emptied(draft: Draft, review: Review) -> Draft | None:
    """The draft with a placeholder in each hole that has an error; nothing when the errors lie elsewhere."""
    spans = draft.skeleton.spans(draft.fills)
    broken = {
        name
        for name, (first, last) in spans.items()
        if name in draft.fills and any(first <= error.line <= last for error in review.errors)
    }
    if not broken:
        return None
    kept = {name: fill for name, fill in draft.fills.items() if name not in broken}
    return replace(draft, fills=kept, file=draft.skeleton.filled(kept))
