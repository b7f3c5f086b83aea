"""Members-only decoding in ``transformers``: a logits processor that leaves only tokens that lead to real names.

Works on batches and with sampling; each row is its own text with its own cursor. Not for beam search, which moves
rows around. Where the cursor knows nothing, the scores stay as they are.
"""

import codecs
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence

import torch

from agents.coders.members.trie import Restriction, Vocabulary, Words
from agents.coders.members.usage import Usage
from knowledge.completion import Choice, Cursor, End, Place

_MASKS = 256
"""Kept masks: one byte for each token of the vocabulary, 38 MB for 150,000 tokens."""


class Masks:
    """The tokens that choices rule out, as masks, kept for the places that come again."""

    def __init__(self, vocabulary: Vocabulary, width: int) -> None:
        self._vocabulary = vocabulary
        self._width = width
        self._kept: OrderedDict[tuple[Choice, str, str, str], torch.Tensor | None] = OrderedDict()
        self._crossing: dict[str, torch.Tensor] = {}
        self._ends: dict[End, torch.Tensor] = {}

    def of(self, place: Place, device: torch.device) -> list[torch.Tensor]:
        """What is ruled out at a place: by the word that is being written, and by words behind a lead."""
        vocabulary = self._vocabulary
        asked = (
            (place.here, "words", vocabulary.words, place.partial),
            (place.after_dot, "dotted", vocabulary.dotted, ""),
            (place.after_space, "spaced", vocabulary.spaced, ""),
            (place.after_other, "marked", vocabulary.marked, ""),
        )
        found = [self._mask(choice, kind, words, partial, device) for choice, kind, words, partial in asked if choice]
        masks = [mask for mask in found if mask is not None]
        if vocabulary.crossing and (place.code or masks):
            masks.append(self._all_crossing(device))
        return masks

    def _mask(self, choice: Choice, kind: str, words: Words, partial: str, device: torch.device) -> torch.Tensor | None:
        key = (choice, kind, partial, str(device))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        restriction = self._vocabulary.restriction(words, choice, partial)
        self._kept[key] = None if restriction is None else self._denied(restriction, words).to(device)
        if len(self._kept) > _MASKS:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _denied(self, restriction: Restriction, words: Words) -> torch.Tensor:
        if not restriction.only:
            return self._with(restriction.ids)
        left = self._with(restriction.ids)
        for end in restriction.ends:
            left |= self._following(end, words)
        return ~left

    def _following(self, end: End, words: Words) -> torch.Tensor:
        if end not in self._ends:
            self._ends[end] = self._with(words.following(end))
        return self._ends[end]

    def _all_crossing(self, device: torch.device) -> torch.Tensor:
        key = str(device)
        if key not in self._crossing:
            self._crossing[key] = self._with(self._vocabulary.crossing).to(device)
        return self._crossing[key]

    def _with(self, ids: Collection[int]) -> torch.Tensor:
        """A mask of these tokens."""
        mask = torch.zeros(self._width, dtype=torch.bool)
        mask[torch.tensor(list(ids), dtype=torch.long)] = True
        return mask


class _Row:
    """One text that is being generated."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.text = ""
        self.ended = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def add(self, piece: bytes | None) -> None:
        self.text += self._decoder.decode(piece or b"")


class MembersOnly:
    """Give it to ``generate(logits_processor=...)``; made anew for each call."""

    def __init__(
        self, masks: Masks, pieces: Sequence[bytes | None], cursors: Sequence[Cursor | None], ends: Collection[int]
    ) -> None:
        """``cursors``: one for each row; None leaves a row alone. ``ends``: tokens that end a row."""
        self._masks = masks
        self._pieces = pieces
        self._rows = [_Row(cursor) if cursor is not None else None for cursor in cursors]
        self._ends = frozenset(ends)
        self._known: int | None = None
        self.usage = Usage()

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        if len(input_ids) != len(self._rows):
            raise ValueError(f"{len(input_ids)} rows, but cursors for {len(self._rows)}: beam search is not supported")
        started = time.perf_counter()
        if self._known is not None:
            for row, ids in zip(self._rows, input_ids[:, self._known :].tolist(), strict=True):
                self._take(row, ids)
        self._known = input_ids.shape[1]
        read = time.perf_counter()
        self.usage.seconds += read - started
        for at, row in enumerate(self._rows):
            if row is not None and not row.ended:
                self._restrict(row, scores[at], (read - started) / len(self._rows))
        return scores

    def _take(self, row: _Row | None, ids: Sequence[int]) -> None:
        for number in ids if row is not None else ():
            if row is not None:
                row.ended = row.ended or number in self._ends
                row.add(self._pieces[number] if number < len(self._pieces) else None)

    def _restrict(self, row: _Row, scores: torch.Tensor, before: float) -> None:
        started = time.perf_counter()
        place = row.cursor.at(row.text)
        masks = self._masks.of(place, scores.device)
        if masks:
            kept = scores.clone()
            for mask in masks:
                scores.masked_fill_(mask, -torch.inf)
            if not bool(torch.isfinite(scores.max())):
                scores.copy_(kept)
                self.usage.dead_ends += 1
        spent = time.perf_counter() - started
        self.usage.steps += 1
        self.usage.seconds += spent
        if place.here or place.after_dot or place.after_space or place.after_other:
            self.usage.constrained += 1
            self.usage.times.append(spent + before)
