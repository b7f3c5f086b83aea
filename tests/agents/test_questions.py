"""The question back to the user: when it is asked, that it waits for its answer, and that nobody has to be there."""

from pathlib import Path

import pytest

from agents.checkpoints import open_checkpoints
from agents.coders.scaffold import ScaffoldCoder
from agents.graph import Engine
from agents.state import Question, Result, Task
from knowledge.errors import SpotsmithError
from serving.app import App

LITTLE = Task("generate a billing algorithm")
CLEAR = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
OTHER = "CustomerClassPostBillCompletionAlgorithmSpot"


def engine(app: App, path: Path | None = None) -> Engine:
    parts = app.parts
    coder = ScaffoldCoder(app.front_end, parts.types, parts.store)
    checkpoints = open_checkpoints(path) if path else None
    return Engine(parts.resolver, app.front_end, parts.types, coder, parts.reviewer, checkpoints)


def asked(one: Engine, steps: list[str] | None = None) -> Question:
    heard = steps if steps is not None else []
    question = one.run(LITTLE, "one", heard.append, may_ask=True)
    assert isinstance(question, Question)
    return question


def option(question: Question, simple: str) -> str:
    return next(each.name for each in question.options if each.name.endswith(f".{simple}"))


def test_a_request_that_may_mean_several_spots_is_asked_back(app: App) -> None:
    steps: list[str] = []
    question = asked(engine(app), steps)
    resolution = app.resolve(LITTLE)
    assert steps == ["resolve"]
    assert question.run_id == "one"
    assert question.options[0] == resolution.spot
    assert {each.name for each in question.options[1:]} == set(resolution.rivals)
    assert all(each.summary for each in question.options)
    assert question.text.endswith("Which one is meant?")


def test_the_run_goes_on_with_what_was_chosen(app: App) -> None:
    one = engine(app)
    chosen = option(asked(one), OTHER)
    steps: list[str] = []
    result = one.go_on("one", chosen, steps.append)
    assert isinstance(result, Result)
    assert steps == ["choose", "assemble", "generate", "review", "deliver"]
    assert (result.resolution.spot.name, result.resolution.spot.why) == (chosen, "chosen by the task")
    assert result.resolution.doubts == () or "--spot" not in result.resolution.doubts[0]
    with pytest.raises(SpotsmithError, match="no question of this run"):
        one.go_on("one", chosen)


def test_a_question_waits_for_its_answer_across_processes(app: App, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.sqlite"
    question = asked(engine(app, path))
    assert asked(engine(app, path)) == question
    result = engine(app, path).go_on("one", option(question, OTHER))
    assert isinstance(result, Result) and result.resolution.spot.name.endswith(OTHER)


def test_without_anybody_to_ask_the_best_is_taken_and_the_doubt_is_said(app: App, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.sqlite"
    question = asked(engine(app, path))
    steps: list[str] = []
    result = engine(app, path).run(LITTLE, "one", steps.append)
    assert steps == ["choose", "assemble", "generate", "review", "deliver"]
    assert result.resolution.spot == question.options[0]
    assert any("was taken" in doubt for doubt in result.resolution.doubts)
    plain = engine(app).run(LITTLE)
    assert plain.draft.file == result.draft.file


def test_an_answer_that_names_no_spot_leaves_the_question_standing(app: App) -> None:
    one = engine(app)
    question = asked(one)
    with pytest.raises(SpotsmithError, match="no spot 'Frobnicate'"):
        one.go_on("one", "Frobnicate")
    assert isinstance(one.go_on("one", question.options[1].name), Result)


def test_any_spot_may_be_the_answer_not_only_the_options(app: App) -> None:
    one = engine(app)
    asked(one)
    result = one.go_on("one", "SaTypePostProcessingAlgorithmSpot")
    assert isinstance(result, Result) and result.resolution.spot.name.endswith("SaTypePostProcessingAlgorithmSpot")


def test_a_clear_request_is_not_asked_back(app: App) -> None:
    assert isinstance(engine(app).run(CLEAR, may_ask=True), Result)


def test_another_request_under_the_same_name_starts_anew(app: App) -> None:
    one = engine(app)
    asked(one)
    result = one.run(CLEAR, "one", may_ask=True)
    assert isinstance(result, Result) and result.resolution.spot.name.endswith(CLEAR.spot)
