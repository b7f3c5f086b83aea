"""Samples -> figures of an arm, each with n and an interval, and paired comparisons of arms."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from finetune.evaluate.samples import Sample
from finetune.evaluate.statistics import Interval, Paired, bootstrap, paired
from finetune.judge import build_at
from finetune.kinds import KINDS

AT = (1, 5)
Clusters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ArmFigures:
    arm: str
    records: int
    samples: int
    rates: Mapping[str, Interval]
    """``build@1``, ``build@5``, ``clean@1``, ``clean@5`` (where enough samples were drawn), ``empty``, ``parsed``,
    ``invented`` and ``house rules`` (shares of samples with at least one), ``dependency recall``."""
    kinds: Mapping[str, Interval]
    """Shares of samples with a mistake of the kind."""
    seconds: float
    """Wall time of the answers."""
    by_record: Mapping[str, float] = field(default_factory=dict)
    """Share of good samples, so that runs can be compared later, request by request."""


@dataclass(frozen=True, slots=True)
class Pair:
    first: str
    second: str
    metric: str
    paired: Paired


def figures_of(arm: str, samples: Sequence[Sample], clusters: Clusters, seed: int = 0) -> ArmFigures:
    by_record = _by_record(samples)
    rates: dict[str, Interval] = {}
    for metric, is_good in METRICS.items():
        for k in AT:
            if all(len(found) >= k for found in by_record.values()) and by_record:
                at = {key: _at(k, found, is_good) for key, found in by_record.items()}
                rates[f"{metric}@{k}"] = bootstrap(at, clusters, seed=seed)
    for name, has in SHARES.items():
        rates[name] = _mean(by_record, clusters, has, seed)
    known = {key: [s for s in found if s.recall is not None] for key, found in by_record.items()}
    rates["dependency recall"] = _mean(
        {key: found for key, found in known.items() if found}, clusters, lambda s: s.recall or 0.0, seed
    )
    kinds: dict[str, Interval] = {kind: _mean(by_record, clusters, _having(kind), seed) for kind in KINDS}
    good = {key: sum(s.good for s in found) / len(found) for key, found in by_record.items()}
    seconds = round(sum(sample.usage.seconds for sample in samples), 2)
    return ArmFigures(arm, len(by_record), len(samples), rates, kinds, seconds, good)


METRICS: Mapping[str, Callable[[Sample], bool]] = {"build": lambda s: s.good, "clean": lambda s: s.clean}
SHARES: Mapping[str, Callable[[Sample], float]] = {
    "empty": lambda s: s.empty,
    "parsed": lambda s: s.parsed,
    "invented": lambda s: s.invented > 0,
    "house rules": lambda s: bool(s.rules),
}


def pairs_of(arms: Mapping[str, Sequence[Sample]], clusters: Clusters, seeds: int, seed: int = 0) -> list[Pair]:
    """Each arm against the first one, and against what it adds to: ``x + repair`` against ``x``."""
    names = list(arms)
    wanted = [(names[0], name) for name in names[1:]]
    wanted += [(name.rpartition(" + ")[0], name) for name in names if name.rpartition(" + ")[0] in names[1:]]
    return [
        Pair(first, second, metric, _compared(arms[first], arms[second], is_good, clusters, seeds, seed))
        for first, second in dict.fromkeys(wanted)
        for metric, is_good in METRICS.items()
    ]


def _compared(
    first: Sequence[Sample],
    second: Sequence[Sample],
    is_good: Callable[[Sample], bool],
    clusters: Clusters,
    seeds: int,
    seed: int,
) -> Paired:
    one, other = (
        {key: [is_good(sample) for sample in found] for key, found in _by_record(samples).items()}
        for samples in (first, second)
    )
    return paired(one, other, clusters, seeds, seed)


def _by_record(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in sorted(samples, key=lambda s: (s.record, s.seed, s.number)):
        found[sample.record].append(sample)
    return dict(found)


def _at(k: int, samples: Sequence[Sample], is_good: Callable[[Sample], bool]) -> float:
    return build_at(k, [(len(samples), sum(map(is_good, samples)))])


def _having(kind: str) -> Callable[[Sample], float]:
    return lambda sample: kind in sample.kinds


def _mean(
    by_record: Mapping[str, Sequence[Sample]], clusters: Clusters, value: Callable[[Sample], float], seed: int
) -> Interval:
    means = {key: sum(map(value, found)) / len(found) for key, found in by_record.items()}
    return bootstrap(means, clusters, seed=seed)
