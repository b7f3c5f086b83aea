"""A reviewer of the draft: what of its changes is kept, what it costs, and that a draft is never worse for it."""

from collections.abc import Mapping, Sequence

from agents.coders.protocol import Answer
from agents.coders.scripted import ScriptedModel
from agents.consult import consulted
from agents.graph import Engine
from agents.limits import Limits
from agents.prompt import Prompts
from agents.state import Result, Task
from knowledge.blueprint import Fill
from knowledge.pack_data import PACKS
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
HELPER = Fill("\n\tprivate boolean isSmall() {\n\t\treturn true;\n\t}\n")
FIRST = {"validations": Fill(""), "helpers": HELPER, "invoke": Fill('\t\tLOGGER.debug("held");\n')}
BETTER = Fill('\t\tif (isSmall()) {\n\t\t\tLOGGER.debug("held");\n\t\t}\n')
WRONG = Fill("\t\tbill.frobnicate();\n")


def play(
    app: App,
    drafts: Sequence[Mapping[str, Fill]],
    reviews: Sequence[Mapping[str, Fill]],
    limits: Limits,
    steps: list[str],
) -> tuple[Result, ScriptedModel]:
    parts, architect = app.parts, ScriptedModel(reviews)
    engine = Engine(
        parts.resolver,
        app.front_end,
        parts.types,
        ScriptedModel(drafts),
        parts.reviewer,
        limits=limits,
        architect=architect,
    )
    return engine.run(TASK, on_step=steps.append), architect


def test_a_change_that_compiles_is_kept_and_its_cost_is_counted_apart(app: App) -> None:
    steps: list[str] = []
    result, architect = play(app, [FIRST], [{"invoke": BETTER}], Limits(), steps)
    assert steps == ["resolve", "assemble", "generate", "review", "consult", "deliver"]
    assert (result.status, result.edits, result.rounds) == ("ok", 0, 1)
    assert "if (isSmall()) {" in result.draft.file.text
    assert (result.roles["reviewer"].calls, result.usage.calls) == (1, 2)
    assert result.notes == ("the reviewer scripted changed invoke",)
    ((seen, _),) = architect.edits
    assert seen.fills == FIRST
    assert app.check([result.draft.file]).status == "ok"


def test_a_change_that_breaks_the_draft_is_left_out_and_said(app: App) -> None:
    result, _ = play(app, [FIRST], [{"invoke": WRONG}], Limits(), [])
    assert (result.status, result.draft.fills) == ("ok", FIRST)
    assert result.notes == ("a change of the reviewer scripted was left out, since it would break: invoke",)


def test_a_bad_change_does_not_cost_the_good_one(app: App) -> None:
    log = Fill("\n\tprivate boolean isSmall() {\n\t\treturn false;\n\t}\n")
    result, _ = play(app, [FIRST], [{"invoke": WRONG, "helpers": log}], Limits(), [])
    assert result.status == "ok"
    assert result.draft.fills == {**FIRST, "helpers": log}
    assert len(result.notes) == 2


def test_changes_that_only_work_together_are_kept_together(app: App) -> None:
    pair = {
        "invoke": Fill('\t\tif (isTiny()) {\n\t\t\tLOGGER.debug("held");\n\t\t}\n'),
        "helpers": Fill("\n\tprivate boolean isTiny() {\n\t\treturn true;\n\t}\n"),
    }
    result, _ = play(app, [FIRST], [pair], Limits(), [])
    assert (result.status, "isTiny" in result.draft.file.text) == ("ok", True)


def test_code_that_leaves_its_hole_is_not_let_in(app: App) -> None:
    escaping = {"invoke": Fill("\t}\n\tpublic void extra() {\n")}
    result, _ = play(app, [FIRST], [escaping], Limits(), [])
    assert (result.status, result.draft.fills, result.draft.refused) == ("ok", FIRST, ())


def test_nothing_to_change_is_said_and_costs_nothing_more(app: App) -> None:
    for nothing in ({}, {"invoke": FIRST["invoke"]}, {"helpers": Fill("")}):
        result, architect = play(app, [FIRST], [nothing], Limits(review_rounds=3), [])
        assert (result.status, result.draft.fills, len(architect.edits)) == ("ok", FIRST, 1)
        assert result.notes == ("the reviewer scripted changed nothing",)


def test_the_reviewer_is_asked_as_often_as_allowed_while_it_changes_something(app: App) -> None:
    more = [{"invoke": Fill(f'\t\tLOGGER.debug("{n}");\n')} for n in range(5)]
    steps: list[str] = []
    result, architect = play(app, [FIRST], more, Limits(review_rounds=2), steps)
    assert (len(architect.edits), result.roles["reviewer"].calls) == (2, 2)
    assert steps[-3:] == ["consult", "consult", "deliver"]
    none, unasked = play(app, [FIRST], more, Limits(review_rounds=0), [])
    assert (unasked.edits, dict(none.roles)) == ([], {})


def test_a_draft_that_could_not_be_repaired_is_shown_with_its_mistakes(app: App) -> None:
    result, architect = play(app, [{**FIRST, "invoke": WRONG}], [{"invoke": BETTER}], Limits(), [])
    assert result.status == "ok"
    assert [each.symbol for each in architect.edits[0][1] if each.severity == "error"] == ["frobnicate"]


def test_a_reviewer_that_cannot_be_asked_leaves_the_draft_and_says_why(app: App) -> None:
    parts = app.parts
    engine = Engine(parts.resolver, app.front_end, parts.types, ScriptedModel([FIRST]), parts.reviewer)
    result = engine.run(TASK)
    dead = Answer({}, ("nothing answers",), dead=True)
    made = consulted((result.draft, result.review), dead, parts.reviewer, app.front_end, "big")
    assert (made.draft, made.changed, made.notes) == (result.draft, (), ("nothing answers",))


def test_a_reviewer_is_asked_in_its_own_words(app: App) -> None:
    result, architect = play(app, [FIRST], [{}], Limits(), [])
    ((draft, findings),) = architect.edits
    parts, model = app.parts, ScriptedModel([FIRST])
    Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer).run(TASK)
    folder = PACKS / app.pack.name / "prompts"
    asked = Prompts(folder, reviews=True).edit(model.requests[0], draft, findings).user
    assert "You review this draft." in asked and 'LOGGER.debug("held");' in asked
    assert "You review this draft." not in Prompts(folder).edit(model.requests[0], draft, findings).user
    assert result.status == "ok"
