"""Review -> Draft: mistakes with one certain remedy are mended without a model; what stays is given back as it is."""

import re
from collections.abc import Mapping
from dataclasses import replace

from agents.state import Draft, Review
from knowledge.blueprint import Fill
from knowledge.front_end import FrontEnd
from knowledge.pack import Types


def repair(draft: Draft, review: Review, front_end: FrontEnd, types: Types) -> Draft | None:
    """A new draft, or nothing when there is no certain remedy for any of the errors."""
    mended = front_end.fix(draft.file, review.errors, types)
    if mended.text == draft.file.text:
        return None
    made = with_fills(draft, _mended_fills(draft, mended.text))
    return None if made.file.text == draft.file.text else made


def emptied(draft: Draft, review: Review) -> Draft | None:
    """The draft with a placeholder in each hole that has an error; nothing when the errors lie elsewhere."""
    broken = broken_holes(draft, review)
    return with_fills(draft, {n: f for n, f in draft.fills.items() if n not in broken}) if broken else None


def broken_holes(draft: Draft, review: Review) -> frozenset[str]:
    """The filled holes that have an error."""
    spans = draft.skeleton.spans(draft.fills)
    return frozenset(
        name
        for name, (first, last) in spans.items()
        if name in draft.fills and any(first <= error.line <= last for error in review.errors)
    )


def bare(draft: Draft) -> Draft | None:
    """The draft with placeholders only; nothing when it has no others."""
    return with_fills(draft, {}) if draft.fills else None


def with_fills(draft: Draft, fills: Mapping[str, Fill]) -> Draft:
    """The same skeleton with these fills alone."""
    return replace(draft, fills=fills, file=draft.skeleton.filled(fills))


def _mended_fills(draft: Draft, text: str) -> dict[str, Fill]:
    """The fills as they stand in the mended text, so that a draft is always its skeleton with its fills.

    A remedy adds import lines above all holes, and changes words inside a line.
    """
    pattern = re.escape(draft.skeleton.import_line).replace(re.escape("{name}"), r"(\S+)")
    before, after = (set(re.findall(f"(?m)^{pattern}$", t)) for t in (draft.file.text, text))
    old, new = (t.splitlines(keepends=True) for t in (draft.file.text, text))
    shift = len(new) - len(old)
    spans = draft.skeleton.spans(draft.fills)
    fills = {}
    for name, fill in draft.fills.items():
        first, last = spans[name]
        is_whole = "".join(old[first - 1 : last]) == fill.code
        code = "".join(new[first - 1 + shift : last + shift]) if is_whole else fill.code
        fills[name] = replace(fill, code=code, imports=(*fill.imports, *sorted(after - before)))
    return fills
