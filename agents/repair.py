"""Review -> Draft: mistakes with one certain remedy are mended without a model; what stays is given back as it is."""

import re
from collections.abc import Mapping
from dataclasses import replace

from agents.state import Draft, Review
from knowledge.blueprint import Fill
from knowledge.front_end import FrontEnd
from knowledge.pack import Types
from knowledge.records import SourceFile


def repair(draft: Draft, review: Review, front_end: FrontEnd, types: Types) -> Draft | None:
    """A new draft, or nothing when there is no certain remedy for any of the errors.

    Code that was refused comes first: while it is not in the file, all that it declares is missing there.
    """
    whole = _made_whole(draft, front_end, types)
    if whole:
        kept = tuple(refusal for refusal in draft.refused if refusal.symbol not in whole)
        return replace(with_fills(draft, {**draft.fills, **whole}), refused=kept)
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


def _made_whole(draft: Draft, front_end: FrontEnd, types: Types) -> dict[str, Fill]:
    """Refused code that a certain remedy lets stay inside its hole."""
    found = {}
    for refusal in draft.refused:
        before, after = draft.skeleton.around(refusal.symbol, draft.fills)
        file = SourceFile(draft.file.path, f"{before}{refusal.arguments[0]}{after}")
        text = front_end.fix(file, front_end.syntax_errors(file), types).text
        code = text[len(before) : len(text) - len(after)]
        if text == f"{before}{code}{after}" and front_end.stays_inside(before, code, after):
            found[refusal.symbol] = Fill(code)
    return found


def _mended_fills(draft: Draft, text: str) -> dict[str, Fill]:
    """The fills as they stand in the mended text, so that a draft is always its skeleton with its fills.

    A remedy adds and removes import lines above all holes, and changes words inside a line.
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
        kept = (name for name in fill.imports if name not in before - after)
        fills[name] = replace(fill, code=code, imports=(*kept, *sorted(after - before)))
    return fills
