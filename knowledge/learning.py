"""What a pack reads in existing code so that a model can learn from it, and the mistakes that it can put into code."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

SpanKind = Literal["body", "statements", "member"]


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the change history that a source keeps in its comments."""

    date: str
    """ISO; empty where it cannot be told."""
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """Whole lines of a source that can be written anew when the rest is given."""

    kind: SpanKind
    name: str
    """Of the method that it lies in, or of the member."""
    signature: str
    purpose: str
    """The first sentence of the comment on the method or member; mostly empty."""
    first: int
    last: int
    """Lines, 1-based."""


@dataclass(frozen=True, slots=True)
class WrittenQuery:
    language: str
    text: str
    about: str
    """What its author calls it; often empty."""
    line: int
    """1-based, of the call that makes it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a source says about itself, and its parts."""

    purposes: tuple[str, ...] = ()
    """What it is for, in sentences of its author: the shortest text first."""
    changes: tuple[Change, ...] = ()
    """Oldest first."""
    spans: tuple[Span, ...] = ()
    queries: tuple[WrittenQuery, ...] = ()
    """Those whose whole text can be seen."""


@dataclass(frozen=True, slots=True)
class MistakePlace:
    """Characters of one line where a mistake can be made, with the text that stands there."""

    kind: str
    how: str
    line: int
    """1-based; 0 for a name that is imported."""
    start: int
    end: int
    old: str


class Mistakes(Protocol):
    """Mistakes of the kinds that models make, for code that was right."""

    @property
    def shares(self) -> Mapping[str, float]:
        """How often a mistake is of each kind."""

    @property
    def ways(self) -> Mapping[str, Mapping[str, float]]:
        """Kind -> how it is made -> share."""

    def places(self, text: str) -> Iterable[MistakePlace]:
        """Where in a source a mistake can be made; of imports nothing."""

    def wrong(self, how: str, old: str, rng: random.Random) -> str:
        """What stands there instead."""
