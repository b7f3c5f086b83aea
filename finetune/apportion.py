"""Which cluster goes into which split: by what it holds, or by its age."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from finetune.records import Record

Shares = Mapping[str, float]
"""Of train, validation and test; together 1."""
_WEIGHTS = {"size": 4.0, "category": 2.0, "spot": 1.0, "kind": 1.0}


def by_time(groups: Mapping[str, Sequence[Record]], shares: Shares) -> dict[str, str]:
    """A cluster is as new as its newest record. What has no date is trained on."""
    newest = {name: max(record.date for record in group) for name, group in groups.items()}
    total = sum(map(len, groups.values()))
    wanted = [(part, shares[part] * total) for part in ("test", "validation")]
    chosen: dict[str, str] = {}
    for name in sorted(groups, key=lambda name: (newest[name], name), reverse=True):
        while wanted and wanted[0][1] < len(groups[name]) / 2:
            wanted.pop(0)  # what is left of it is nearer to none than to this cluster
        if not wanted or not newest[name]:
            chosen[name] = "train"
            continue
        part, left = wanted[0]
        chosen[name] = part
        wanted[0] = (part, left - len(groups[name]))
    return chosen


def stratified(groups: Mapping[str, Sequence[Record]], shares: Shares, seed: int) -> dict[str, str]:
    """Each cluster to where it brings size, categories, spots and kinds nearest to the shares that are wanted: the
    smallest growth of chi-square. Large clusters first, else in an order drawn by the seed."""
    shares = {part: share for part, share in shares.items() if share > 0}
    labels = {name: Counter(label for record in group for label in _labels(record)) for name, group in groups.items()}
    total = sum(labels.values(), Counter[tuple[str, str]]())
    have: dict[str, Counter[tuple[str, str]]] = {part: Counter() for part in shares}
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda name: -len(groups[name]).bit_length())
    chosen = {}
    for name in order:

        def growth(part: str, counts: Counter[tuple[str, str]] = labels[name]) -> float:
            return sum(
                _WEIGHTS[label[0]] * (n * (n + 2 * have[part][label]) / (shares[part] * total[label]) - 2 * n)
                for label, n in counts.items()
            )

        chosen[name] = min(shares, key=growth)
        have[chosen[name]].update(labels[name])
    return chosen


def _labels(record: Record) -> Iterator[tuple[str, str]]:
    yield "size", ""
    yield "category", record.category
    yield "kind", record.kind
    if record.spot:
        yield "spot", record.spot
