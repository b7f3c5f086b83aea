"""From task to result with a scripted model: what is mended, what is given up, and when it stops."""

from collections.abc import Mapping, Sequence

import pytest

from agents.coders.scripted import ScriptedModel
from agents.graph import Engine
from agents.limits import Limits
from agents.state import Result, Task
from knowledge.blueprint import Fill
from knowledge.records import SoftParameter
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
EMPTY = {"validations": Fill(""), "helpers": Fill("")}


WRONG = {**EMPTY, "invoke": Fill("\t\tbill.frobnicate();\n")}
RIGHT = {**EMPTY, "invoke": Fill('\t\tLOGGER.debug("held");\n')}


def play(app: App, script: Sequence[Mapping[str, Fill]], limits: Limits, steps: Sequence[str] = ()) -> Result:
    """A run with a script; ``steps`` after ``assemble`` are compared when they are given."""
    parts = app.parts
    heard: list[str] = []
    engine = Engine(parts.resolver, app.front_end, parts.types, ScriptedModel(script), parts.reviewer, limits=limits)
    result = engine.run(TASK, on_step=heard.append)
    if steps:
        assert heard[2:] == list(steps)
    return result


def run(app: App, invoke: Fill, task: Task = TASK, rounds: int = 2, steps: Sequence[str] | None = None) -> Result:
    parts = app.parts
    model = ScriptedModel([{**EMPTY, "invoke": invoke}])
    engine = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer, limits=Limits(rounds=rounds))
    heard: list[str] = []
    result = engine.run(task, on_step=heard.append)
    if steps is not None:
        assert heard == list(steps)
    return result


def test_a_draft_that_is_right_is_delivered_after_one_review(app: App) -> None:
    steps = ("resolve", "assemble", "generate", "review", "deliver")
    result = run(app, Fill("\t\tLOGGER.debug(bill.getId().getIdValue());\n"), steps=steps)
    assert (result.status, result.rounds, result.review.diagnostics) == ("ok", 1, ())
    assert "LOGGER.debug(bill.getId().getIdValue());" in result.draft.file.text
    assert set(result.seconds) == {*steps, "total"} - {"deliver"}


def test_a_missing_import_is_mended_in_the_second_round(app: App) -> None:
    invoke = Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n\t\tLOGGER.debug(total.toString());\n")
    steps = ("resolve", "assemble", "generate", "review", "repair", "review", "deliver")
    result = run(app, invoke, steps=steps)
    assert (result.status, result.rounds) == ("ok", 2)
    assert result.draft.file.text.count("import com.ibm.icu.math.BigDecimal;") == 1
    assert not result.draft.unfilled


def test_a_name_that_is_one_letter_off_is_mended(app: App) -> None:
    result = run(app, Fill("\t\tLOGGER.debug(bill.getAcount().getId().getIdValue());\n"))
    assert (result.status, result.rounds) == ("ok", 2)
    assert "bill.getAccount()" in result.draft.file.text


def test_a_hole_that_cannot_be_mended_is_emptied_and_its_errors_are_kept(app: App) -> None:
    result = run(app, Fill("\t\tbill.frobnicate(42);\n"))
    assert result.status == "partial"
    assert [(error.symbol, error.receiver) for error in result.review.errors] == [
        ("frobnicate", "com.splwg.ccb.domain.billing.bill.Bill")
    ]
    assert result.draft.unfilled == ("invoke",)
    assert "frobnicate" not in result.draft.file.text
    assert app.check([result.draft.file]).status == "ok"


def test_other_holes_stay_when_one_is_emptied(app: App) -> None:
    helpers = Fill("\n\tprivate boolean isSmall() {\n\t\treturn true;\n\t}\n")
    parts = app.parts
    model = ScriptedModel([{"validations": Fill(""), "helpers": helpers, "invoke": Fill("\t\tbill.frobnicate();\n")}])
    result = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer).run(TASK)
    assert result.status == "partial"
    assert "private boolean isSmall()" in result.draft.file.text


def test_what_was_mended_in_one_hole_stays_when_another_is_emptied(app: App) -> None:
    helpers = Fill("\n\tprivate BigDecimal half() {\n\t\treturn BigDecimal.ONE;\n\t}\n")
    parts = app.parts
    model = ScriptedModel([{"validations": Fill(""), "helpers": helpers, "invoke": Fill("\t\tbill.frobnicate();\n")}])
    result = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer).run(TASK)
    assert (result.status, result.rounds, result.draft.unfilled) == ("partial", 2, ("invoke",))
    assert [error.symbol for error in result.review.errors] == ["frobnicate"]
    assert "private BigDecimal half()" in result.draft.file.text
    assert app.check([result.draft.file]).status == "ok"


def test_the_same_errors_again_end_the_repair(app: App) -> None:
    steps = ("resolve", "assemble", "generate", "review", "repair", "review", "deliver")
    result = run(app, Fill("\t\tbill.frobnicate();\n"), rounds=3, steps=steps)
    assert result.rounds == 1


def test_without_rounds_nothing_is_repaired(app: App) -> None:
    steps = ("resolve", "assemble", "generate", "review", "deliver")
    result = run(app, Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n"), rounds=0, steps=steps)
    assert (result.status, result.rounds) == ("partial", 1)


def test_a_hole_that_the_coder_leaves_out_makes_the_result_partial(app: App) -> None:
    parts = app.parts
    model = ScriptedModel([EMPTY])
    result = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer).run(TASK)
    assert (result.status, result.draft.unfilled) == ("partial", ("invoke",))
    assert not result.review.errors


def test_an_error_outside_the_holes_fails_and_the_attempt_is_kept(app: App) -> None:
    task = Task(TASK.request, spot=TASK.spot, soft_parameters=(SoftParameter("feeType", "entity", "feeTypes"),))
    result = run(app, Fill('\t\tLOGGER.debug("held");\n'), task=task)
    assert result.status == "failed"
    assert [(error.code, error.symbol) for error in result.review.errors] == [("annotation.unknown-entity", "feeTypes")]
    assert 'LOGGER.debug("held");' in result.draft.file.text


@pytest.mark.parametrize("code", ["\t\tint x = ;\n", "\t\t}\n", "\t\t/*\n", '\t\tString s = "\n', "\t\t\\u0000\n"])
def test_code_that_does_not_parse_is_emptied(app: App, code: str) -> None:
    result = run(app, Fill(code))
    assert result.status == "partial"
    assert result.review.errors
    assert app.check([result.draft.file]).status == "ok"


def test_the_model_is_shown_the_context_once(app: App) -> None:
    parts = app.parts
    model = ScriptedModel([{**EMPTY, "invoke": Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n")}])
    Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer).run(TASK)
    (request,) = model.requests
    assert request.blueprint.request == TASK.request
    assert request.pieces[0].title.endswith("CustomerClassPreBillCompletionAlgorithmSpot")


def test_samples_are_drawn_until_one_is_clean(app: App) -> None:
    steps = ("generate", "review", "generate", "review", "deliver")
    result = play(app, [WRONG, RIGHT, WRONG], Limits(samples=3), steps)
    assert (result.status, result.samples, result.rounds, result.usage.calls) == ("ok", 2, 1, 2)
    assert 'LOGGER.debug("held");' in result.draft.file.text


def test_the_best_of_all_samples_is_repaired(app: App) -> None:
    worse = {**EMPTY, "invoke": Fill("\t\tbill.frobnicate();\n\t\tbill.grumble();\n")}
    broken = {**EMPTY, "invoke": Fill("\t\tint x = ;\n")}
    parts = app.parts
    model = ScriptedModel([worse, WRONG, broken, RIGHT])
    engine = Engine(
        parts.resolver, app.front_end, parts.types, model, parts.reviewer, limits=Limits(rounds=2, samples=3)
    )
    result = engine.run(TASK)
    assert (result.status, result.samples, result.edits, result.rounds, result.usage.calls) == ("ok", 3, 1, 2, 4)
    ((repaired, diagnostics),) = model.edits
    assert repaired.fills["invoke"] == WRONG["invoke"]
    assert [d.symbol for d in diagnostics] == ["frobnicate"]


def test_the_same_answer_again_ends_the_drawing(app: App) -> None:
    result = play(app, [WRONG], Limits(samples=9, rounds=0), ("generate", "review", "generate", "review", "deliver"))
    assert (result.status, result.samples) == ("partial", 2)


def test_a_repair_that_makes_it_worse_is_not_delivered(app: App) -> None:
    helper = Fill("\n\tprivate boolean isSmall() {\n\t\treturn true;\n\t}\n")
    worse = {"invoke": Fill("\t\tbill.a1();\n\t\tbill.b2();\n"), "helpers": Fill("\n\tprivate int n() {\n\t}\n")}
    result = play(app, [{**WRONG, "helpers": helper}, worse], Limits())
    assert [error.symbol for error in result.review.errors] == ["frobnicate"]
    assert "private boolean isSmall()" in result.draft.file.text


def test_remedies_that_need_no_coder_leave_all_edits_to_it(app: App) -> None:
    missing = Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n\t\tbill.frobnicate(total);\n")
    result = play(app, [{**EMPTY, "invoke": missing}, WRONG, RIGHT], Limits(rounds=2))
    assert (result.status, result.edits, result.rounds) == ("ok", 2, 4)


def test_what_the_last_edit_leaves_is_still_mended_without_a_coder(app: App) -> None:
    missing = [f"\t\t{name} value = null;\n" for name in ("BigDecimal", "BillStatusLookup", "AccountCharacteristic")]
    wrong = [missing[0] + "\t\tbill.frobnicate();\n", missing[1] + "\t\tbill.defrobnicate();\n", missing[2]]
    result = play(app, [{**EMPTY, "invoke": Fill(code)} for code in wrong], Limits(rounds=2))
    assert (result.status, result.edits, result.rounds) == ("ok", 2, 6)


def test_without_remedies_every_mistake_is_left_to_the_coder(app: App) -> None:
    missing = {**EMPTY, "invoke": Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n")}
    result = play(app, [missing, RIGHT], Limits(remedies=0))
    assert (result.status, result.edits, result.rounds) == ("ok", 1, 2)


def test_the_limit_of_tokens_ends_the_asking_and_is_said(app: App) -> None:
    result = play(app, [WRONG, RIGHT], Limits(samples=3, run_tokens=0))
    assert (result.status, result.samples, result.edits) == ("partial", 1, 0)
    assert result.notes == ("the model was not asked again: 0 tokens are the limit of a run",)


def test_the_text_of_an_answer_is_heard_while_it_is_written(app: App) -> None:
    parts = app.parts
    engine = Engine(parts.resolver, app.front_end, parts.types, ScriptedModel([RIGHT]), parts.reviewer)
    heard: list[str] = []
    engine.run(TASK, on_text=heard.append)
    assert "".join(heard) == RIGHT["invoke"].code


@pytest.mark.parametrize(
    "code",
    [
        "\t}\n\tpublic void extra() {\n",
        "\t\t/* swallowed\n",
        "\t}\n}\nclass Other {\n\tvoid x() {\n",
        "\t\\u007d void extra() \\u007b\n",
        "\t\tif (true) {\n",
        '\t\tString s = "\n',
    ],
)
def test_code_that_would_change_what_lies_around_its_hole_is_kept_out_and_reported(app: App, code: str) -> None:
    result = play(app, [{**EMPTY, "invoke": Fill(code)}], Limits(remedies=0))
    assert (result.status, result.draft.unfilled) == ("partial", ("invoke",))
    assert [(error.code, error.symbol) for error in result.review.errors] == [("answer.leaves-hole", "invoke")]
    assert result.draft.file == result.draft.skeleton.filled(EMPTY)


def test_code_that_left_its_hole_can_be_put_right_by_an_edit(app: App) -> None:
    result = play(app, [{**EMPTY, "invoke": Fill("\t}\n\tvoid extra() {\n")}, RIGHT], Limits())
    assert (result.status, result.edits, result.review.diagnostics) == ("ok", 1, ())


def test_two_holes_that_only_balance_together_are_both_kept_out(app: App) -> None:
    pair = {"invoke": Fill("\t\t}\n"), "helpers": Fill("\n\tstatic class Other {\n"), "validations": Fill("")}
    result = play(app, [pair], Limits(remedies=0))
    assert result.draft.file == result.draft.skeleton.filled(EMPTY)
    assert {(error.code, error.symbol) for error in result.review.errors} == {
        ("answer.leaves-hole", "invoke"),
        ("answer.leaves-hole", "helpers"),
    }
