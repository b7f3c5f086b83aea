"""How sure a difference is: intervals, paired tests, and what may be claimed. Plain Python, seeded."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Z = 1.959963984540054  # two-sided 95 %
RESAMPLES = 2_000
SEEDS = 3
"""Least number of seeds before a gain is claimed."""
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    value: float
    low: float
    high: float
    n: int
    """What it was resampled over, or counted."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The second way of working against the first, on the same requests."""

    difference: Interval
    """Of the means; the interval is a bootstrap over clusters."""
    only_first: int
    """Requests whose first sample is good in the first way alone."""
    only_second: int
    p: float
    """McNemar's exact test of these two counts."""
    seeds: int

    @property
    def verdict(self) -> str:
        """``gain``, ``loss``, or why neither is claimed."""
        low, high = self.difference.low, self.difference.high
        if self.seeds < SEEDS:
            return f"not claimed: {self.seeds} of {SEEDS} seeds"
        if low <= 0 <= high:
            return "not claimed: the interval holds 0"
        return "gain" if low > 0 else "loss"


def wilson(hits: int, n: int) -> Interval:
    """A share with Wilson's interval of 95 %; (0, 1) where nothing was counted."""
    if n == 0:
        return Interval(0.0, 0.0, 1.0, 0)
    share = hits / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Interval(share, max(middle - half, 0.0), min(middle + half, 1.0), n)


def binomial_p(hits: int, n: int) -> float:
    """Two-sided exact test of hits against an even chance: twice the smaller tail, 1 at most."""
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, i) for i in range(min(hits, n - hits) + 1))
    return min(2 * tail / float(2**n), 1.0)


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact p of two ways that differ on so many pairs, each way so often the only good one."""
    return binomial_p(only_first, only_first + only_second)


def bootstrap(
    values: Mapping[str, float],
    clusters: Mapping[str, str],
    bounds: tuple[float, float] = (0.0, 1.0),
    seed: int = 0,
) -> Interval:
    """The mean of values by id, with the percentile interval of a bootstrap that draws whole clusters.

    An id without a cluster is a cluster of its own. With one cluster there is nothing to draw: the interval is then
    all that a value may be (``bounds``), so that nothing is claimed of it.
    """
    if not values:
        return Interval(0.0, *bounds, 0)
    groups: dict[str, tuple[float, int]] = {}
    for key, value in sorted(values.items()):
        name = clusters.get(key) or key
        total, count = groups.get(name, (0.0, 0))
        groups[name] = (total + value, count + 1)
    mean = sum(values.values()) / len(values)
    if len(groups) == 1:
        return Interval(mean, *bounds, 1)
    means = sorted(_means(list(groups.values()), random.Random(seed)))
    return Interval(mean, _quantile(means, 0.025), _quantile(means, 0.975), len(groups))


def paired(
    first: Mapping[str, Sequence[bool]],
    second: Mapping[str, Sequence[bool]],
    clusters: Mapping[str, str],
    seeds: int,
    seed: int = 0,
) -> Paired:
    """Two ways on the same requests: by request, whether each sample is good. Requests that one lacks are left out."""
    both = sorted(key for key in first.keys() & second.keys() if first[key] and second[key])
    differences = {key: _share(second[key]) - _share(first[key]) for key in both}
    only_first = sum(first[key][0] and not second[key][0] for key in both)
    only_second = sum(second[key][0] and not first[key][0] for key in both)
    return Paired(
        bootstrap(differences, clusters, (-1.0, 1.0), seed),
        only_first,
        only_second,
        mcnemar(only_first, only_second),
        seeds,
    )


def _means(groups: Sequence[tuple[float, int]], dice: random.Random) -> list[float]:
    found = []
    for _ in range(RESAMPLES):
        drawn = dice.choices(groups, k=len(groups))
        found.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    return found


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest, as spreadsheets do it."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)
