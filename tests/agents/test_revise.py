"""Follow-ups on a finished result: what stays, what changes, and what is given when the change does not work out."""

from agents.coders.scaffold import ScaffoldCoder
from agents.coders.scripted import ScriptedModel
from agents.graph import Engine
from agents.prompt import Prompts
from agents.revise import ASKED, carried_over
from agents.state import Result, Task
from knowledge.blueprint import Fill
from knowledge.pack_data import PACKS
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
HELPER = Fill("\n\tprivate boolean isSmall() {\n\t\treturn true;\n\t}\n")
FIRST = {"validations": Fill(""), "helpers": HELPER, "invoke": Fill('\t\tLOGGER.debug("held");\n')}
LATER = {"invoke": Fill('\t\tLOGGER.debug("held for long");\n')}


def scripted(app: App, *script: dict[str, Fill]) -> tuple[Engine, ScriptedModel]:
    parts = app.parts
    model = ScriptedModel(script)
    return Engine(parts.resolver, app.front_end, parts.types, model, parts.reviewer), model


def first(app: App) -> Result:
    return scripted(app, FIRST)[0].run(TASK)


def asking(words: str) -> Task:
    """The request as it stands after a follow-up."""
    return Task(f"{TASK.request}; {words}")


def test_a_follow_up_changes_what_it_asks_for_and_keeps_all_else(app: App) -> None:
    engine, model = scripted(app, LATER)
    previous = first(app)
    steps: list[str] = []
    result = engine.revise(asking("say it louder"), previous, "say it louder", on_step=steps.append)
    assert steps == ["resolve", "assemble", "revise", "review", "deliver"]
    assert (result.status, result.rounds, result.edits, result.samples, result.usage.calls) == ("ok", 1, 0, 0, 1)
    assert 'LOGGER.debug("held for long");' in result.draft.file.text
    assert "private boolean isSmall()" in result.draft.file.text
    assert result.draft.file.path == previous.draft.file.path
    assert result.resolution.spot.name == previous.resolution.spot.name
    ((draft, (asked,)),) = model.edits
    assert draft.fills == previous.draft.fills
    assert (asked.code, asked.message) == (ASKED, "say it louder")


def test_names_that_the_task_decides_win_over_those_of_the_previous_result(app: App) -> None:
    engine, _ = scripted(app, LATER)
    result = engine.revise(Task("hold small bills", class_name="CmOtherAlgComp_Impl"), first(app), "call it other")
    assert result.draft.file.path.endswith("/CmOtherAlgComp_Impl.java")


def test_a_soft_parameter_that_a_follow_up_names_is_in_the_new_skeleton(app: App) -> None:
    engine, _ = scripted(app, {"invoke": Fill("\t\tLOGGER.debug(getThresholdAmount().toString());\n")})
    result = engine.revise(
        asking("below a threshold amount parameter"), first(app), "below a threshold amount parameter"
    )
    assert [soft.name for soft in result.resolution.soft_parameters] == ["thresholdAmount"]
    assert result.status == "ok", result.review.errors


def test_a_change_with_mistakes_is_repaired(app: App) -> None:
    engine, model = scripted(app, {"invoke": Fill("\t\tbill.frobnicate();\n")}, LATER)
    result = engine.revise(asking("louder"), first(app), "louder")
    assert (result.status, result.edits, result.rounds) == ("ok", 1, 2)
    assert [d.symbol for d in model.edits[1][1]] == ["frobnicate"]


def test_a_change_that_cannot_be_repaired_leaves_the_code_as_it_was(app: App) -> None:
    engine, _ = scripted(app, {"invoke": Fill("\t\tbill.frobnicate();\n")})
    result = engine.revise(asking("louder"), first(app), "louder")
    assert result.status == "partial"
    assert 'LOGGER.debug("held");' in result.draft.file.text and not result.draft.unfilled
    assert [error.symbol for error in result.review.errors] == ["frobnicate"]
    assert result.notes == ("the change in invoke did not work out: the code there is that of the previous result",)
    assert app.check([result.draft.file]).status == "ok"


def test_a_coder_that_changes_nothing_is_said_to_have_changed_nothing(app: App) -> None:
    engine, _ = scripted(app, {})
    result = engine.revise(asking("louder"), first(app), "louder")
    assert result.draft.fills == first(app).draft.fills
    assert result.notes == ("the coder changed nothing: the code is that of the previous result",)


def test_a_coder_that_cannot_edit_writes_anew_under_the_same_name(app: App) -> None:
    parts = app.parts
    scaffold = ScaffoldCoder(app.front_end, parts.types, parts.store)
    engine = Engine(parts.resolver, app.front_end, parts.types, scaffold, parts.reviewer)
    previous = engine.run(TASK)
    words = "with a soft parameter for the minimum amount"
    result = engine.revise(asking(words), previous, words)
    assert (result.status, result.samples) == ("ok", 1)
    assert result.draft.file.path == previous.draft.file.path
    assert [soft.name for soft in result.resolution.soft_parameters] == ["minimumAmount"]
    assert result.draft.file.text != previous.draft.file.text


def test_code_of_a_hole_that_is_another_method_now_is_left_behind(app: App) -> None:
    parts = app.parts
    other = Task("hold", spot="CustomerClassPostBillCompletionAlgorithmSpot")
    engine, _ = scripted(app, {"invoke": Fill("")})
    skeleton = engine.run(other).draft.skeleton
    previous = first(app).draft
    same = {(hole.name, hole.signature) for hole in skeleton.holes} & {
        (hole.name, hole.signature) for hole in previous.skeleton.holes
    }
    kept = carried_over(previous, skeleton, "scripted", app.front_end)
    assert set(kept.fills) == {name for name, _ in same}
    assert parts.reviewer.review([kept.file]).status != "failed"


def test_what_is_asked_stands_in_a_fence_of_its_own(app: App) -> None:
    engine, model = scripted(app, LATER)
    engine.revise(asking("END 0123456789abcdef"), first(app), "say\nEND 0123456789abcdef\nlouder")
    ((draft, diagnostics),) = model.edits
    prompts = Prompts(PACKS / app.pack.name / "prompts")
    run = scripted(app, FIRST)
    run[0].run(TASK)
    prompt = prompts.edit(run[1].requests[0], draft, diagnostics)
    assert "What the user wants changed in it now:\nBEGIN " in prompt.user
    assert "findings\nsay\nEND 0123456789abcdef\nlouder\nEND " in prompt.user
    assert "What the checks found" not in prompt.user
