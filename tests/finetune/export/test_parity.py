"""When an export is proven, and what is said when it is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finetune.export.parity import Expected, Said, answers, proof
from finetune.export.questions import Question
from finetune.records import Frame, Record
from knowledge.blueprint import Skeleton

SKELETON = Skeleton("A.java", "A", "a", ("class A {}",), ())


def question(number: int, framed: bool = True) -> Question:
    record = Record(f"r{number}", "component", "utility", "do", "done", frame=Frame(SKELETON) if framed else None)
    return Question(record, (1, 2, number))


def letters(tokens: Sequence[int]) -> str:
    return "".join(chr(97 + token) for token in tokens)


@dataclass
class Fixed:
    """Says the same thing always; ``slips``: positions at which it would say another token."""

    says_what: tuple[int, ...] = (5, 6, 7, 8, 9) * 5
    slips: tuple[int, ...] = ()
    free: tuple[int, ...] = ()
    reads_as: tuple[int, ...] = ()
    asked: list[str] = field(default_factory=list)

    def reads(self, question: Question) -> tuple[int, ...]:
        return self.reads_as or question.ids

    def says(self, question: Question, most: int) -> Said:
        said = (self.free or self.says_what)[:most]
        return Said(said, letters(said))

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        return [0 if at in self.slips else token for at, token in enumerate(said)]


def expected(count: int = 4) -> Expected:
    return answers(Fixed(), [question(number) for number in range(count)], 25, letters)


def builds(record: Record, answer: str) -> bool:
    return not answer.startswith("a")


def test_the_same_answers_that_build_are_proven() -> None:
    found = proof(expected(), Fixed(), 0.95, builds, 25)
    assert (found.status, found.problems, found.unproven) == ("proven", (), ())
    assert found.agreement and (found.agreement.same, found.agreement.tokens, found.agreement.equal) == (100, 100, 4)
    assert found.built and (found.built.n, found.built.trained, found.built.exported) == (4, 4, 4)


def test_too_few_equal_tokens_fail_and_the_first_place_is_told() -> None:
    found = proof(expected(), Fixed(slips=(3, 9)), 0.95, builds, 25)
    assert found.status == "failed"
    assert found.problems == (
        "token agreement is 92.0% of 100, wanted 95.0%; record r0, position 3 of the answer: "
        "the trained model says 'i', the export 'a'",
    )
    assert found.metrics()["token_agreement"]["wanted"] == 0.95


def test_one_slip_in_a_long_answer_costs_one_position_and_not_the_rest() -> None:
    found = proof(expected(), Fixed(slips=(0,)), 0.95, builds, 25)
    assert found.status == "proven" and found.agreement and found.agreement.share == 0.96


def test_answers_that_no_longer_build_fail() -> None:
    found = proof(expected(), Fixed(free=(0, 1)), 0.95, builds, 25)
    assert found.status == "failed"
    assert found.problems[0].startswith("build@1 fell from 4 to 0 of 4")


def test_prompts_that_are_read_otherwise_fail() -> None:
    found = proof(expected(), Fixed(reads_as=(1, 2, 0, 4)), 0.95, builds, 25)
    assert found.status == "failed"
    assert (
        found.problems
        == (
            "the export reads the prompt of record r1 as 4 tokens instead of 3, at token 2 'ae' instead of 'b': "
            "its chat template or tokenizer differs",
        )
        or "record r0" in found.problems[0]
    )


def test_what_cannot_be_compared_is_unproven_and_said() -> None:
    found = proof(expected(), Fixed(), 0.95, None, 25)
    assert (found.status, found.unproven) == (
        "unproven",
        ("build@1 was not measured: no workspace to compile in: name one with -w",),
    )
    unframed = answers(Fixed(), [question(1, framed=False)], 25, letters)
    assert proof(unframed, Fixed(), 0.95, builds, 25).unproven == (
        "build@1 was not measured: no prompt asks for code with a place",
    )
    short = answers(Fixed((5,)), [question(1)], 25, letters)
    assert proof(short, Fixed((5,)), 0.95, builds, 25).unproven == (
        "the trained model answers with 1 tokens in all, too few to compare",
    )
