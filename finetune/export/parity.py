"""Whether an exported model says what the trained one says: the same prompts, greedy, token by token, and compiled.

*Token agreement*: the trained model answers; at each position of its answers the exported model is asked which token
it would write there. One early difference thus costs one position and not the rest of the answer. *build@1*: both
answer freely, and the answers are compiled in their places.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from finetune.export.questions import Question
from finetune.manifest import rate
from finetune.records import Record

Status = Literal["proven", "unproven", "failed"]
EXIT: dict[Status, int] = {"proven": 0, "failed": 1, "unproven": 3}
MOST_LOST = 0.05
"""Share of the prompts whose answer may build before and not after, beyond those where it is the other way round."""


@dataclass(frozen=True, slots=True)
class Said:
    """A greedy answer. ``ids`` ends with the token that ended it, unless it was cut off."""

    ids: tuple[int, ...]
    text: str


class Speaker(Protocol):
    """A model, as it is compared."""

    def says(self, question: Question, most: int) -> Said:
        """The greedy answer, of at most so many tokens."""

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        """For each position of ``said`` the likeliest token behind the prompt and what stands before it."""

    def shown(self, tokens: Iterable[int]) -> str: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the first disagreement is."""

    record: str
    position: int
    trained: str
    exported: str

    def __str__(self) -> str:
        return (
            f"record {self.record}, position {self.position} of the answer: "
            f"the trained model says {self.trained!r}, the export {self.exported!r}"
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    prompts: int
    tokens: int
    same: int
    equal: int
    """Answers that agree in every token."""
    first: Difference | None

    @property
    def share(self) -> float:
        return self.same / self.tokens if self.tokens else 0.0


@dataclass(frozen=True, slots=True)
class Built:
    """Answers that build, of ``n`` that can be compiled."""

    n: int
    trained: int
    exported: int

    @property
    def lost(self) -> int:
        return self.trained - self.exported


@dataclass(frozen=True, slots=True)
class Proof:
    status: Status
    agreement: Agreement | None = None
    built: Built | None = None
    wanted: float = 0.0
    """Least token agreement."""
    problems: tuple[str, ...] = ()
    """Why it failed."""
    unproven: tuple[str, ...] = ()
    """What could not be compared."""

    def metrics(self) -> dict[str, Any]:
        found: dict[str, Any] = {"proof": self.status, "problems": list(self.problems), "unproven": list(self.unproven)}
        if self.agreement:
            found["token_agreement"] = {**rate(self.agreement.same, self.agreement.tokens), "wanted": self.wanted}
            found["equal_answers"] = rate(self.agreement.equal, self.agreement.prompts)
            found["first_difference"] = str(self.agreement.first) if self.agreement.first else ""
        if self.built:
            found["build@1 trained"] = rate(self.built.trained, self.built.n)
            found["build@1 exported"] = rate(self.built.exported, self.built.n)
        return found


def answers(trained: Speaker, questions: Sequence[Question], most: int) -> list[Said]:
    return [trained.says(question, most) for question in questions]


def agreement(trained: Speaker, exported: Speaker, questions: Sequence[Question], said: Sequence[Said]) -> Agreement:
    tokens = same = equal = 0
    first: Difference | None = None
    for question, answer in zip(questions, said, strict=True):
        would = exported.would_say(question, answer.ids)
        differing = [at for at, (a, b) in enumerate(zip(answer.ids, would, strict=True)) if a != b]
        tokens, same, equal = tokens + len(would), same + len(would) - len(differing), equal + (not differing)
        if differing and first is None:
            at = differing[0]
            first = Difference(question.record.id, at, trained.shown([answer.ids[at]]), exported.shown([would[at]]))
    return Agreement(len(said), tokens, same, equal, first)


def proof(
    trained: Speaker,
    exported: Speaker,
    questions: Sequence[Question],
    said: Sequence[Said],
    wanted: float,
    builds: Callable[[Record, str], bool] | None,
    most: int,
) -> Proof:
    """``builds``: whether an answer compiles in its place; None where there is no site to compile in."""
    found = agreement(trained, exported, questions, said)
    problems, unproven = [], []
    if found.tokens == 0:
        unproven.append("the trained model answers every prompt with nothing, so there is no token to compare")
    elif found.share < wanted:
        problems.append(f"token agreement is {found.share:.1%} of {found.tokens}, wanted {wanted:.1%}; {found.first}")
    built = _built(exported, questions, said, builds, most) if builds else None
    if built is None or built.n == 0:
        why = "no prompt asks for code with a place" if builds else "no workspace to compile in: name one with -w"
        unproven.append(f"build@1 was not measured: {why}")
    elif built.lost > max(1, MOST_LOST * built.n):
        problems.append(f"build@1 fell from {built.trained} to {built.exported} of {built.n}; {found.first}")
    status: Status = "failed" if problems else "unproven" if unproven else "proven"
    return Proof(status, found, built, wanted, tuple(problems), tuple(unproven))


def _built(
    exported: Speaker,
    questions: Sequence[Question],
    said: Sequence[Said],
    builds: Callable[[Record, str], bool],
    most: int,
) -> Built:
    pairs = [(q, s) for q, s in zip(questions, said, strict=True) if q.record.frame is not None]
    trained = sum(builds(question.record, answer.text) for question, answer in pairs)
    after = sum(builds(question.record, exported.says(question, most).text) for question, _ in pairs)
    return Built(len(pairs), trained, after)
