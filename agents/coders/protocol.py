"""The door for models: a coder fills the holes of a skeleton. Everything else is decided before it is asked.

A coder never raises for what a model or its server does: what went wrong is a sentence in its answer, next to what
was reached. Its code is checked by ``agents.generate`` whatever it says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agents.state import Context, Draft, Usage
from knowledge.blueprint import Fill, Skeleton
from knowledge.records import Diagnostic

OnText = Callable[[str], None]


def unheard(text: str) -> None:
    """For callers that do not follow the text of an answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How much is wanted of one call."""

    samples: int = 1
    """Most answers that are of use. A coder may give fewer, at least one; it is asked again for the rest."""
    drawn: int = 0
    """Answers to the same question that were drawn before; a later one should differ."""
    tokens: int = 2_048
    """Most tokens of one answer."""
    seconds: float = 300.0
    """Most wall time of the call."""
    stop: tuple[str, ...] = ()
    """Texts that end an answer, beside those of the model's family."""
    on_text: OnText = unheard
    """Hears the text of an answer while it is written."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one sample or one edit gave."""

    fills: Mapping[str, Fill] = field(default_factory=dict)
    """Code by hole name, for the holes that it speaks of."""
    notes: tuple[str, ...] = ()
    """What did not go as asked, in sentences for the user: cut off, refused, dropped."""
    usage: Usage = field(default_factory=Usage)
    dead: bool = False
    """Asking again is of no use: nothing answers, or it refuses."""


class Coder(Protocol):
    @property
    def name(self) -> str:
        """As results report it: ``scaffold``, ``ollama/qwen3:8b`` ..."""

    @property
    def varies(self) -> bool:
        """Whether asking again may give another answer."""

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        """Code for the holes. A hole that is left out keeps its placeholder."""

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        """New code for the holes that must change, so that the diagnostics go away; nothing when it knows none."""
