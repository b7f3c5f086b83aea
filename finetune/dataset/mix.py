"""The mix of what answers are about, moved towards the target shares: by what is chosen, the rest by weights."""

import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from finetune.records import CATEGORIES, TARGET_SHARES, Category, Record

MOST = 2.0
"""A category that is rare counts at most so much more in the loss, one that is common at least 1 / MOST."""
ALIKE = 8
"""Answers of one shape, such as accessors, that are taken: more of them teach nothing."""
FLOOR = 0.5
"""Old code counts at least so much: it is still the site's style."""


_WORD = re.compile(r"\w+")


def chosen(pool: Sequence[Record], fixed: Sequence[Record], count: int, rng: random.Random) -> list[Record]:
    """As many of the pool, each from the category that lacks most while it has any. The same answer is
    taken once, and few of one shape."""
    waiting: dict[Category, list[Record]] = {category: [] for category in CATEGORIES}
    seen: Counter[str] = Counter()
    for record in rng.sample(sorted(pool, key=lambda each: each.id), len(pool)):
        said, shape = " ".join(record.output.split()), _WORD.sub("x", record.output)
        if not seen[said] and seen[shape] < ALIKE:
            seen.update((said, shape))
            waiting[record.category].append(record)
    have = Counter(record.category for record in fixed)
    taken: list[Record] = []
    while len(taken) < count and any(waiting.values()):
        total = len(fixed) + len(taken) + 1
        category = max((c for c in CATEGORIES if waiting[c]), key=lambda c: TARGET_SHARES[c] - have[c] / total)
        taken.append(waiting[category].pop())
        have[category] += 1
    return taken


def weighed(records: Sequence[Record], half_life: float) -> list[Record]:
    """Each record with its weight in the loss: what is rare and what is new counts more; 1 on average."""
    shares = shares_of(records)
    newest = max((record.date for record in records if record.date), default="")
    raw = [_share_weight(shares, r.category) * _age_weight(r.date, newest, half_life) for r in records]
    mean = math.fsum(raw) / len(raw) if raw else 1.0
    return [replace(record, weight=round(weight / mean, 4)) for record, weight in zip(records, raw, strict=True)]


def shares_of(records: Sequence[Record], by_weight: bool = False) -> dict[Category, float]:
    total = math.fsum(r.weight if by_weight else 1.0 for r in records) or 1.0
    return {
        category: math.fsum(r.weight if by_weight else 1.0 for r in records if r.category == category) / total
        for category in CATEGORIES
    }


def _share_weight(shares: Mapping[Category, float], category: Category) -> float:
    return min(max(TARGET_SHARES[category] / shares[category], 1 / MOST), MOST)


def _age_weight(changed: str, newest: str, half_life: float) -> float:
    if not changed or not half_life:
        return 1.0
    years = (_day(newest) - _day(changed)).days / 365.25
    return float(max(0.5 ** (years / half_life), FLOOR))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return date(1970, 1, 1)
