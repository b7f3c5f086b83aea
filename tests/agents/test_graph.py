"""From task to result with a scripted model: what is mended, what is given up, and when it stops."""

from collections.abc import Sequence

import pytest

from agents.coders.scripted import ScriptedModel
from agents.graph import Engine
from agents.state import Result, Task
from knowledge.blueprint import Fill
from knowledge.records import SoftParameter
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
EMPTY = {"validations": Fill(""), "helpers": Fill("")}


def run(app: App, invoke: Fill, task: Task = TASK, rounds: int = 2, steps: Sequence[str] | None = None) -> Result:
    parts = app.parts
    model = ScriptedModel([{**EMPTY, "invoke": invoke}])
    engine = Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer, rounds=rounds)
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
