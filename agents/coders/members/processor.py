"""Members-only decoding in ``transformers``: a logits processor that leaves only tokens that lead to real names.

Works on batches and with sampling; each row is its own text with its own cursor. Not for beam search, which moves
rows around. Where the cursor knows nothing, the scores stay as they are.
"""

import codecs
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from functools import cache
from typing import Literal, NamedTuple

import torch

from agents.coders.members.tokens import letters
from agents.coders.members.trie import Restriction, Vocabulary, Words
from agents.coders.members.usage import Usage
from knowledge.completion import Choice, Cursor, End, Place

_KEPT = 10_000
"""Kept rules: some hundred numbers each, 20 MB in all. What is as wide as the vocabulary is shared by all rules."""
_KEPT_BYTES = 64 * 2**20
"""Of what is done at a whole place, as wide as the vocabulary."""
_Lead = Literal["words", "dotted", "spaced", "bracketed", "operated", "marked"]


class _Rule(NamedTuple):
    """What is done to the scores of one text at a place."""

    bias: torch.Tensor
    """Zero, or minus infinity where a token is ruled out. Added, since that takes a tenth of filling by a mask."""
    spared: torch.Tensor
    """Ids of the tokens that keep their scores all the same."""


class Masks:
    """What choices rule out of a vocabulary, kept for the places that come again."""

    def __init__(self, vocabulary: Vocabulary, width: int) -> None:
        self._vocabulary = vocabulary
        self._width = width
        self._kept: OrderedDict[tuple[Choice, _Lead, str, torch.device], _Rule | None] = OrderedDict()
        self._places: OrderedDict[object, tuple[torch.Tensor | None, bool]] = OrderedDict()
        self._most_places = max(_KEPT_BYTES // (4 * width), 16)

    def restrict(self, scores: torch.Tensor, place: Place, begun: bytes = b"") -> bool:
        """Rule out the tokens that lead to no name: by the word that is being written, and by words behind a lead.

        Works in place on the finite scores of one text; False when no token would be left, and nothing was done.
        ``begun``: what is written of a character that is not whole yet.
        """
        partial = letters(place.partial) + letters(begun) if place.here else ""
        key = (*place.choices, partial, place.code, scores.device)
        if key in self._places:
            self._places.move_to_end(key)
        else:
            bias = self._bias_of(place, partial, scores.device)
            is_dead_end = bias is not None and bool(bias.max() == -torch.inf)
            self._places[key] = (None if is_dead_end else bias), is_dead_end
            if len(self._places) > self._most_places:
                self._places.popitem(last=False)
        bias, is_dead_end = self._places[key]
        if bias is not None:
            scores.add_(bias)
        return not is_dead_end

    def _bias_of(self, place: Place, partial: str, device: torch.device) -> torch.Tensor | None:
        """All that is ruled out at a place: minus infinity there, else zero; None for nothing."""
        rules = self._rules(place, partial, device)
        crossing = self._crossing(device) if place.code or rules else None
        if not rules and crossing is None:
            return None
        bias = torch.zeros(self._width, device=device)
        for rule in rules:
            spared = bias.index_select(0, rule.spared)
            bias.add_(rule.bias).index_copy_(0, rule.spared, spared)
        if crossing is not None:
            bias.index_fill_(0, crossing, -torch.inf)
        return bias

    def _rules(self, place: Place, partial: str, device: torch.device) -> list[_Rule]:
        asked: tuple[tuple[Choice | None, _Lead, str], ...] = (
            (place.here, "words", partial),
            (place.after_dot, "dotted", ""),
            (place.after_space, "spaced", ""),
            (place.after_bracket, "bracketed", ""),
            (place.after_operator, "operated", ""),
            (place.after_other, "marked", ""),
        )
        found = [self._rule(choice, lead, partial, device) for choice, lead, partial in asked if choice]
        return [rule for rule in found if rule is not None]

    def _rule(self, choice: Choice, lead: _Lead, partial: str, device: torch.device) -> _Rule | None:
        key = (choice, lead, partial, device)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        restriction = self._vocabulary.restriction(self._words(lead), choice, partial)
        self._kept[key] = self._made(restriction, lead, device) if restriction else None
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _made(self, restriction: Restriction, lead: _Lead, device: torch.device) -> _Rule:
        bias = self._bias(lead, restriction.end, restriction.begun, device)
        return _Rule(bias, torch.tensor(sorted(restriction.leading), dtype=torch.long, device=device))

    @cache  # noqa: B019 - one for each end of a name and for each beginning that a choice is about
    def _bias(self, lead: _Lead, end: End | None, begun: str | None, device: torch.device) -> torch.Tensor:
        words = self._words(lead)
        bias = torch.full((self._width,), -torch.inf if begun is None else 0.0)
        changed: Collection[int] = words.following(end) if end else words.starting(begun) if begun is not None else ()
        bias[torch.tensor(list(changed), dtype=torch.long)] = 0.0 if begun is None else -torch.inf
        return bias.to(device)

    @cache  # noqa: B019 - one for each device
    def _crossing(self, device: torch.device) -> torch.Tensor | None:
        found = self._vocabulary.crossing
        return torch.tensor(found, dtype=torch.long, device=device) if found else None

    def _words(self, lead: _Lead) -> Words:
        found: Words = getattr(self._vocabulary, lead)
        return found


class _Row:
    """One text that is being generated."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.text = ""
        self.ended = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def begun(self) -> bytes:
        """The first bytes of a character that is not whole yet."""
        return self._decoder.getstate()[0]

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
        self.usage.dead_ends += not self._masks.restrict(scores, place, row.begun)
        spent = time.perf_counter() - started
        self.usage.steps += 1
        self.usage.seconds += spent
        if any(place.choices):
            self.usage.constrained += 1
            self.usage.times.append(spent + before)
