"""In which order records are learned: from easy to hard at first, then mixed; and the share of general code."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from finetune.records import Record, Verdict
from finetune.train.examples import Example
from finetune.train.recipes import Order

WINDOWS = 10
"""An ordered epoch is mixed inside so many parts: neighbours of one length and one class teach little together."""
_SURE: dict[Verdict, int] = {"compiled": 0, "compiled with generated artefacts": 1, "parsed": 2, "": 3, "failed": 4}


class Curriculum:
    """Places of examples, epoch by epoch. The same seed and epoch give the same order, on every process and after a
    stop."""

    def __init__(self, examples: Sequence[Example], order: Order, seed: int) -> None:
        self._examples = examples
        self._order = order
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._examples)

    def __iter__(self) -> Iterator[int]:
        chance = random.Random(f"{self._seed}/{self._epoch}")
        if not self._order.by or self._epoch >= self._order.epochs:
            mixed = list(range(len(self)))
            chance.shuffle(mixed)
            return iter(mixed)
        ordered = easy_to_hard(self._examples, self._order)
        width = -(-len(ordered) // WINDOWS)
        parts = [ordered[start : start + width] for start in range(0, len(ordered), width)]
        for part in parts:
            chance.shuffle(part)
        return iter([place for part in parts for place in part])


def easy_to_hard(examples: Sequence[Example], order: Order) -> list[int]:
    """By the mean of the ranks in all that the order names."""
    ranks = [0.0] * len(examples)
    for name in order.by:
        values = [_MEASURES[name](example) for example in examples]
        place = {value: rank for rank, value in enumerate(sorted(set(values)))}
        for i, value in enumerate(values):
            ranks[i] += place[value] / max(len(place) - 1, 1)
    return sorted(range(len(examples)), key=lambda i: (ranks[i], i))


def chosen(records: Sequence[Record], verdicts: Sequence[Verdict], kinds: Sequence[str], limit: int) -> list[Record]:
    """Records of the site that may be learned from; general code is added by ``replayed``."""
    found = [r for r in records if r.origin != "general" and r.verdict in verdicts and r.kind in kinds]
    return found[:limit] if limit else found


def replayed(general: Sequence[Record], count: int, share: float, seed: int) -> list[Record]:
    """So many records of general code that they are a share of all, beside ``count`` of the site."""
    wanted = min(round(count * share / (1 - share)), len(general))
    return [replace(each, weight=1.0) for each in random.Random(f"replay {seed}").sample(list(general), wanted)]


def _length(example: Example) -> str:
    return f"{example.answered:09}"


def _verdict(example: Example) -> str:
    return str(_SURE[example.record.verdict if example.record else ""])


def _recency(example: Example) -> str:
    return example.record.date if example.record else ""


_MEASURES: dict[str, Callable[[Example], str]] = {"length": _length, "verdict": _verdict, "recency": _recency}
