"""What a turn of a conversation is answered with."""

from dataclasses import dataclass
from typing import Literal

from agents.state import Question, Result, Task


@dataclass(frozen=True, slots=True)
class Reply:
    kind: Literal["result", "question", "told"]
    text: str
    """For a person, in plain sentences; of a result the verdict, of a question the question."""
    task: Task | None = None
    """What was made, when something was."""
    result: Result | None = None
    question: Question | None = None
    """With its options, best first; the next turn answers it by number, by name or in words."""
    notes: tuple[str, ...] = ()
    """How a follow-up was understood."""
    before: str = ""
    """Text of the file that a follow-up has changed."""
    run: str = ""
    """Folder in which the run is kept; empty when it could not be."""
