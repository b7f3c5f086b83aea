"""Whether an exported model says what the trained one says: the same prompts, greedy, token by token, and compiled.

*Token agreement*: the trained model answers; at each position of its answers the exported model is asked which token
it would write there. One early difference thus costs one position and not the rest of the answer. *build@1*: both
answer freely, and the answers are compiled in their places.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from finetune.export.questions import Question
from finetune.manifest import rate
from finetune.records import Record

Status = Literal["proven", "unproven", "failed"]
EXIT: dict[Status, int] = {"proven": 0, "failed": 1, "unproven": 3}
LEAST_TOKENS = 20
MOST_LOST = 0.05
"""Share of the prompts whose answer may build before and not after, beyond those where it is the other way round."""


@dataclass(frozen=True, slots=True)
class Said:
    """A greedy answer. ``ids`` ends with the token that ended it, unless it was cut off."""

    ids: tuple[int, ...]
    text: str


class Speaker(Protocol):
    """A model, as it is compared."""

    def reads(self, question: Question) -> tuple[int, ...]:
        """The tokens that it makes of the prompt, by its own template and tokenizer."""

    def says(self, question: Question, most: int) -> Said:
        """The greedy answer, of at most so many tokens."""

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        """For each position of ``said`` the likeliest token behind the prompt and what stands before it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the trained model said."""

    questions: tuple[Question, ...]
    said: tuple[Said, ...]
    shown: Callable[[Sequence[int]], str]
    """Tokens as text."""


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
        return self.same / self.tokens if self.tokens else 1.0


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


def answers(
    trained: Speaker, questions: Sequence[Question], most: int, shown: Callable[[Sequence[int]], str]
) -> Expected:
    return Expected(tuple(questions), tuple(trained.says(question, most) for question in questions), shown)


def agreement(expected: Expected, exported: Speaker) -> Agreement:
    tokens = same = equal = 0
    first: Difference | None = None
    for question, answer in zip(expected.questions, expected.said, strict=True):
        would = exported.would_say(question, answer.ids)
        differing = [at for at, (a, b) in enumerate(zip(answer.ids, would, strict=True)) if a != b]
        tokens, same, equal = tokens + len(would), same + len(would) - len(differing), equal + (not differing)
        if differing and first is None:
            at = differing[0]
            first = Difference(question.record.id, at, expected.shown([answer.ids[at]]), _shown(expected, would[at]))
    return Agreement(len(expected.said), tokens, same, equal, first)


def proof(
    expected: Expected,
    exported: Speaker,
    wanted: float,
    builds: Callable[[Record, str], bool] | None,
    most: int,
) -> Proof:
    """``builds``: whether an answer compiles in its place; None where there is no site to compile in."""
    found = agreement(expected, exported)
    problems, unproven = [], []
    if wrong := misread(expected, exported):
        problems.append(wrong)
    if found.tokens < LEAST_TOKENS:
        said = f"the trained model answers with {found.tokens} tokens in all, too few to compare"
        unproven.append(said)
    if found.share < wanted:
        problems.append(f"token agreement is {found.share:.1%} of {found.tokens}, wanted {wanted:.1%}; {found.first}")
    built = _built(expected, exported, builds, most) if builds else None
    if built is None or built.n == 0:
        why = "no prompt asks for code with a place" if builds else "no workspace to compile in: name one with -w"
        unproven.append(f"build@1 was not measured: {why}")
    elif built.lost > max(1, MOST_LOST * built.n):
        problems.append(f"build@1 fell from {built.trained} to {built.exported} of {built.n}; {found.first}")
    status: Status = "failed" if problems else "unproven" if unproven else "proven"
    return Proof(status, found, built, wanted, tuple(problems), tuple(unproven))


def misread(expected: Expected, exported: Speaker) -> str:
    """The first prompt that is read otherwise than by the trained model, in a sentence; empty if there is none."""
    for question in expected.questions:
        read, wanted = exported.reads(question), question.ids
        if read != wanted:
            at = next(
                (n for n, (a, b) in enumerate(zip(read, wanted, strict=False)) if a != b), min(len(read), len(wanted))
            )
            theirs, ours = (expected.shown(ids[at : at + 4]) for ids in (read, wanted))
            return (
                f"the export reads the prompt of record {question.record.id} as {len(read)} tokens instead of "
                f"{len(wanted)}, at token {at} {theirs!r} instead of {ours!r}: its chat template or tokenizer differs"
            )
    return ""


def _shown(expected: Expected, token: int) -> str:
    return expected.shown([token]) if token >= 0 else "nothing"


def _built(expected: Expected, exported: Speaker, builds: Callable[[Record, str], bool], most: int) -> Built:
    pairs = [(q, s) for q, s in zip(expected.questions, expected.said, strict=True) if q.record.frame is not None]
    trained = sum(builds(question.record, answer.text) for question, answer in pairs)
    after = sum(builds(question.record, exported.says(question, most).text) for question, _ in pairs)
    return Built(len(pairs), trained, after)
