"""How much is made up, and which spots are left for evaluation."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from finetune.records import Record
from knowledge.errors import SpotsmithError


@dataclass(frozen=True, slots=True)
class VaryPlan:
    count: int = 1_000
    """Records to train on: what the site's own code leaves of them is made up. That code is kept whole, so that there
    are more where it alone gives more."""
    held_out_count: int = 120
    """Records of spots that are left out of training."""
    held_out: tuple[str, ...] = ()
    """Those spots, by qualified or simple name; empty: a share of all, drawn with the seed."""
    held_out_share: float = 0.3
    texts: float = 0.0
    """Share of the made-up records that are whole files to be read, not questions: for models that know nothing yet."""
    rewritings: int = 4
    """Of each piece of the site's own code, among the records to train on; 0: none, and ``count`` is the most."""
    seed: int = 42
    most_characters: int = 4_500
    """Of a file without its code: what is longer fits no small model. The spots that this leaves out are counted."""
    lines_behind: int = 0
    """Lines of the file behind the hole that are shown; 0: all. What stands there are mostly accessors."""
    distractors: int = 3
    """Members beside each that the answer calls, at most."""


@dataclass(frozen=True, slots=True)
class Varied:
    train: tuple[Record, ...]
    held_out: tuple[Record, ...]
    tried: int
    thrown: dict[str, int] = field(default_factory=dict)
    """How often each kind of finding threw an attempt away."""
    spots: tuple[str, ...] = ()
    held_out_spots: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()


def divided(spots: Sequence[str], plan: VaryPlan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(for training, held out), by qualified name; spots of one simple name are variants and stay together. Raises
    SpotsmithError for an unknown one, or when none is left."""
    simple = sorted({_simple(name) for name in spots})
    if plan.held_out:
        chosen = {_simple(_found(wanted, spots)) for wanted in plan.held_out}
    else:
        some = max(round(len(simple) * plan.held_out_share), 1)
        chosen = set(random.Random(plan.seed).sample(simple, min(some, len(simple))))
    rest = tuple(sorted(name for name in spots if _simple(name) not in chosen))
    if not rest:
        raise SpotsmithError("every spot is held out: nothing is left to train on")
    return rest, tuple(sorted(name for name in spots if _simple(name) in chosen))


def _simple(name: str) -> str:
    return name.rpartition(".")[2]


def _found(wanted: str, spots: Sequence[str]) -> str:
    for name in sorted(spots):
        if wanted in (name, _simple(name)):
            return name
    raise SpotsmithError(f"there is no spot {wanted!r} that tasks can be made up for; there is for instance {spots[0]}")
