"""What a conversation is at one moment. Frozen: a turn makes a new one, so that the old one can be gone back to."""

from dataclasses import dataclass
from typing import Literal

from agents.follow_up import Settled
from agents.state import Question, Result, Task


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to be made: a request, or a change of what was made last."""

    said: Task
    """What persons have said so far, and nothing that was decided for them."""
    task: Task
    """What is to be made: for a follow-up with what the last result settled."""
    follows: bool = False
    """Whether it changes what was made last."""
    change: str = ""
    """The change in words, for a coder."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    wanted: Wanted
    settled: Settled
    result: Result | None = None
    """Nothing where the conversation was replayed: it is made when it is asked for."""
    run: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits for its answer, and what was wanted when it was asked."""

    about: Literal["spot", "thread"]
    question: Question
    wanted: Wanted
    text: str = ""
    """The turn that it is about."""


@dataclass(frozen=True, slots=True)
class State:
    made: tuple[Made, ...] = ()
    """Oldest first; an undo takes the last one away."""
    open: Open | None = None

    @property
    def last(self) -> Made | None:
        return self.made[-1] if self.made else None
