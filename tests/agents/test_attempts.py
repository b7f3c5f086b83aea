"""What was tried on the way to a result is told with it: in order, bounded, and ending in the result itself."""

from collections.abc import Mapping
from dataclasses import replace

from agents.attempts import KEPT, KEPT_CHARACTERS, tried
from agents.coders.scripted import ScriptedModel
from agents.graph import Engine
from agents.limits import Limits
from agents.state import Attempt, Draft, Result, Review, Task
from knowledge.blueprint import Fill, Skeleton
from knowledge.records import SoftParameter, SourceFile
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
EMPTY = {"validations": Fill(""), "helpers": Fill("")}
WRONG = {**EMPTY, "invoke": Fill("\t\tbill.frobnicate();\n")}
WORSE = {**EMPTY, "invoke": Fill("\t\tbill.frobnicate();\n\t\tbill.grumble();\n")}
RIGHT = {**EMPTY, "invoke": Fill('\t\tLOGGER.debug("held");\n')}
UNIMPORTED = {**EMPTY, "invoke": Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n")}


def play(
    app: App,
    *script: Mapping[str, Fill],
    limits: Limits | None = None,
    reviewed: Fill | None = None,
    task: Task = TASK,
) -> Result:
    parts = app.parts
    architect = ScriptedModel([{"invoke": reviewed}]) if reviewed else None
    engine = Engine(
        parts.resolver,
        app.front_end,
        parts.types,
        ScriptedModel(script),
        parts.reviewer,
        limits=limits,
        architect=architect,
    )
    result = engine.run(task)
    assert result.attempts[-1].text == result.draft.file.text
    return result


def kinds(result: Result) -> list[tuple[str, int]]:
    """What was tried, with the number of errors in it."""
    return [(each.kind, sum(d.severity == "error" for d in each.diagnostics)) for each in result.attempts]


def test_a_first_draft_and_its_repair_are_both_told(app: App) -> None:
    result = play(app, WRONG, RIGHT)
    assert kinds(result) == [("sample 1", 1), ("edit 1", 0)]
    first, second = result.attempts
    assert "bill.frobnicate();" in first.text and "bill.frobnicate();" not in second.text
    assert [found.symbol for found in first.diagnostics] == ["frobnicate"]


def test_a_draft_that_was_right_at_once_is_the_only_attempt(app: App) -> None:
    assert kinds(play(app, RIGHT)) == [("sample 1", 0)]


def test_each_sample_has_its_number_and_the_best_of_them_is_gone_on_with(app: App) -> None:
    result = play(app, WORSE, WRONG, RIGHT, limits=Limits(samples=2))
    assert kinds(result) == [("sample 1", 2), ("sample 2", 1), ("edit 1", 0)]


def test_an_earlier_attempt_that_is_delivered_stands_at_the_end_again(app: App) -> None:
    outside = replace(TASK, soft_parameters=(SoftParameter("feeType", "entity", "feeTypes"),))
    result = play(app, RIGHT, WORSE, limits=Limits(rounds=1), task=outside)
    assert kinds(result) == [("sample 1", 1), ("edit 1", 3), ("sample 1, taken", 1)]


def test_what_is_mended_without_a_coder_is_told_as_fixed(app: App) -> None:
    assert kinds(play(app, UNIMPORTED)) == [("sample 1", 2), ("fixed", 0)]


def test_an_emptied_hole_is_the_last_attempt_and_counts_as_not_written(app: App) -> None:
    result = play(app, WRONG, limits=Limits(rounds=0))
    assert kinds(result) == [("sample 1", 1), ("without what was wrong", 1)]
    assert [(found.code, found.symbol) for found in result.attempts[-1].diagnostics] == [
        ("answer.empty-hole", "invoke")
    ]


def test_a_change_of_the_reviewer_is_an_attempt(app: App) -> None:
    result = play(app, RIGHT, reviewed=Fill('\t\tLOGGER.debug("held for long");\n'))
    assert kinds(result) == [("sample 1", 0), ("review 1", 0)]


def test_a_change_of_the_reviewer_that_was_left_out_is_none(app: App) -> None:
    assert kinds(play(app, RIGHT, reviewed=WRONG["invoke"])) == [("sample 1", 0)]


def test_a_follow_up_is_told_as_what_it_is(app: App) -> None:
    parts = app.parts
    model = ScriptedModel([{"invoke": WRONG["invoke"]}, {"invoke": Fill('\t\tLOGGER.debug("b");\n')}])
    engine = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer)
    result = engine.revise(TASK, play(app, RIGHT), "say b")
    assert kinds(result) == [("changed as asked", 1), ("edit 1", 0)]


def some(kind: str, text: str) -> Draft:
    return Draft(Skeleton("A.java", "A", "", (), ()), {}, SourceFile("A.java", text), "scripted", origin=kind)


def test_of_too_many_attempts_the_first_and_the_newest_are_kept() -> None:
    attempts: list[Attempt] = []
    for number in range(1, 40):
        attempts = tried(attempts, some(f"sample {number}", "x"), Review(()))
    assert [each.kind for each in attempts] == ["sample 1", *(f"sample {n}" for n in range(41 - KEPT, 40))]


def test_of_attempts_that_are_too_long_the_newest_is_always_kept() -> None:
    attempts: list[Attempt] = []
    for number in range(4):
        attempts = tried(attempts, some(f"sample {number}", "x" * KEPT_CHARACTERS), Review(()))
    assert [each.kind for each in attempts] == ["sample 0", "sample 3"]
