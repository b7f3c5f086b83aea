"""Sequences of tokens to learn from: plain text and fill-in-the-middle, short ones first, drawn anew for each step.

A batch follows from the seed and the number of the step alone, so a run that was killed goes on as if it had not been.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.coders.families import Fim
from finetune.pretrain.renaming import renamed

Encode = Callable[[str], list[int]]
FIM_SHARE = 0.65
RENAMED_SHARE = 0.6
_CHARACTERS = 3.6  # of Java a token, under a vocabulary of 4,096
_MIDDLE = 900  # characters: the longest span that is asked for
_OPENS = re.compile(r"\{[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Mix:
    """What sequences are made of."""

    texts: Sequence[str]
    words: Sequence[str]
    """For renaming; none: names stay."""
    fim: Fim | None
    end: int
    """Token between texts."""


def batch(mix: Mix, encode: Encode, rows: int, length: int, seed: str) -> list[list[int]]:
    """Rows of exactly that many tokens."""
    rng = random.Random(seed)
    return [_row(mix, encode, length, rng) for _ in range(rows)]


def _row(mix: Mix, encode: Encode, length: int, rng: random.Random) -> list[int]:
    row: list[int] = []
    while len(row) < length:
        text = _window(rng.choice(mix.texts), int(length * _CHARACTERS), rng)
        if mix.words and rng.random() < RENAMED_SHARE:
            text = renamed(text, mix.words, rng)
        if mix.fim and rng.random() < FIM_SHARE:
            text = _fim(text, mix.fim, rng)
        row += [*encode(text), mix.end]
    return row[:length]


def _window(text: str, most: int, rng: random.Random) -> str:
    """A part of a file that begins at a line; half of the time its head, where the fields are."""
    if len(text) <= most or rng.random() < 0.5:
        return text[:most]
    start = text.find("\n", rng.randrange(len(text) - most // 2)) + 1
    return text[start : start + most]


def _fim(text: str, fim: Fim, rng: random.Random) -> str:
    """A body between braces is asked for, or some lines where there is none that fits."""
    start, end = _body(text, rng) or _lines(text, rng)
    middle, after = text[start:end], text[end:]
    room = max(len(text) - len(middle), 200)
    before = text[max(0, start - int(room * 0.8)) : start]
    return fim.prompt(before, after[: int(room * 0.4)]) + middle


def _body(text: str, rng: random.Random) -> tuple[int, int] | None:
    opened = [found.end() for found in _OPENS.finditer(text)]
    rng.shuffle(opened)
    for start in opened[:6]:
        end = _closing(text, start)
        if end and 15 <= end - start <= _MIDDLE:
            return start, text.rfind("\n", start, end) + 1
    return None


def _closing(text: str, start: int) -> int:
    """Of the brace that was opened before ``start``; 0 when it is too far. Braces in texts are rare and do no harm."""
    depth = 1
    for found in re.finditer(r"[{}]", text[start : start + _MIDDLE + 1]):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return start + found.start()
    return 0


def _lines(text: str, rng: random.Random) -> tuple[int, int]:
    at = [0, *(found.end() for found in re.finditer("\n", text))]
    first = rng.randrange(len(at))
    return at[first], at[min(first + rng.randint(1, 6), len(at) - 1)] if first < len(at) - 1 else len(text)
