"""Answers that are many times as long as others of their kind: a whole file where a method was asked for, a dump.

Only the long side: a short answer can be right, and what cuts one off is seen by ``fragments``.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from finetune.records import Record
from finetune.verify.findings import Sizes

FEWEST = 20  # of a kind; fewer have no usual length
DEVIATIONS = 5.0  # robust ones, of the logarithm: lengths of code are near log-normal


def outliers(records: Sequence[Record], sizes: Sequence[Sizes], ratio: float) -> Iterator[tuple[int, str]]:
    """(number, sentence)."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if record.output.strip():
            kinds[record.kind].append(number)
    for kind, numbers in kinds.items():
        if len(numbers) < FEWEST:
            continue
        logs = [math.log(sizes[number].characters) for number in numbers]
        middle = median(logs)
        spread = 1.4826 * median(abs(each - middle) for each in logs)
        least = middle + max(math.log(ratio), DEVIATIONS * spread)
        for number, each in zip(numbers, logs, strict=True):
            if each > least:
                times = math.exp(each - middle)
                yield (
                    number,
                    (
                        f"{sizes[number].characters:,} characters, {times:.0f} times the median of kind {kind} "
                        f"({math.exp(middle):,.0f})"
                    ),
                )
