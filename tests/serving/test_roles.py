"""The models beside the one that writes, as the settings say: a reviewer, and a planner. The servers are stand-ins."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from agents.coders.reply import Wanted
from agents.state import Result, Task
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.roles import open_reviewer, planner_of
from serving.settings import Coder, Workspace
from tests.agents.coders.stand_in import Act, StandIn, fails, says, standing_in

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
FIRST = '```java hole=2\n\t\tLOGGER.debug("held");\n```\n'
BETTER = '```java hole=2\n\t\tLOGGER.debug("held for long");\n```\n'
WRONG = "```java hole=2\n\t\tbill.frobnicate();\n```\n"


@contextmanager
def site(app: App, coder: dict[str, Any]) -> Iterator[App]:
    settings = app.workspace.settings.model_copy(update={"coder": Coder.model_validate(coder)})
    opened = App(Workspace(app.workspace.root, settings), compiler=app.compiler)
    try:
        yield opened
    finally:
        for each in (opened.served, opened.beside):
            if each:
                each.close()
        opened.parts.store.close()


def reviewed(app: App, writes: Act, *reviews: Act, **reviewer: Any) -> tuple[Result, StandIn]:
    with standing_in(writes) as drafter, standing_in(*reviews, names=["big"]) as architect:
        asked = {"url": f"{architect.url}/v1", **reviewer}
        with site(app, {"kind": "openai", "url": f"{drafter.url}/v1", "reviewer": asked}) as opened:
            return opened.generate(TASK), architect


def test_the_second_model_reviews_what_the_first_one_wrote(app: App) -> None:
    result, architect = reviewed(app, says(FIRST), says(BETTER))
    assert (result.status, result.draft.coder) == ("ok", "openai/tiny")
    assert 'LOGGER.debug("held for long");' in result.draft.file.text
    assert (result.usage.calls, result.roles["reviewer"].calls) == (2, 1)
    assert result.notes == ("the reviewer openai/big changed invoke",)
    question = architect.asked[0]["messages"][1]["content"]
    assert "You review this draft." in question and 'LOGGER.debug("held");' in question
    assert "grammar" not in architect.asked[0]


@pytest.mark.parametrize("said", ["NONE", "The draft is right as it is.", "", FIRST])
def test_a_reviewer_may_find_nothing_to_change(app: App, said: str) -> None:
    result, _ = reviewed(app, says(FIRST), says(said))
    assert (result.status, result.notes) == ("ok", ("the reviewer openai/big changed nothing",))


def test_a_reviewer_that_breaks_the_draft_or_is_away_costs_nothing_but_its_call(app: App) -> None:
    result, _ = reviewed(app, says(FIRST), says(WRONG))
    assert result.status == "ok" and 'LOGGER.debug("held");' in result.draft.file.text
    result, _ = reviewed(app, says(FIRST), fails(500, "{}"))
    assert result.status == "ok" and 'LOGGER.debug("held");' in result.draft.file.text
    assert "busy or failing" in result.notes[0]


def test_with_one_model_there_is_no_reviewer(app: App) -> None:
    with standing_in(says(FIRST)) as server, site(app, {"kind": "openai", "url": f"{server.url}/v1"}) as opened:
        assert opened.beside is None
        assert opened.generate(TASK).usage.calls == len(server.asked) == 1


def test_one_server_may_have_both_models(app: App) -> None:
    with standing_in(says(FIRST), says(BETTER), names=["small", "big"]) as server:
        coder = {"kind": "openai", "url": f"{server.url}/v1", "model": "small", "reviewer": {"model": "big"}}
        with site(app, coder) as opened:
            result = opened.generate(TASK)
    assert [body["model"] for body in server.asked] == ["small", "big"]
    assert 'LOGGER.debug("held for long");' in result.draft.file.text


def test_a_reviewer_that_does_not_answer_is_said_or_refused(app: App) -> None:
    prompts = app._pack[1] / "prompts"
    with standing_in(says("x")) as server:
        away = f"{server.url}/v1"
    settings = Coder.model_validate({"url": "http://127.0.0.1:1/v1", "reviewer": {"url": away}})
    assert open_reviewer(settings, prompts, {}).said.startswith("nobody reviews the drafts: nothing answers at ")
    named = Coder.model_validate({"reviewer": {"url": away, "kind": "openai"}})
    with pytest.raises(SpotsmithError, match=r"nothing answers at .*See \[coder.reviewer\]"):
        open_reviewer(named, prompts, {})


def test_the_key_of_the_coder_is_not_sent_to_another_server(app: App) -> None:
    prompts = app._pack[1] / "prompts"
    keys = {"SPOTSMITH_API_KEY": "secret", "OTHER": "mine"}
    with standing_in(says("x"), names=["big"]) as server:
        url = f"{server.url}/v1"
        for reviewer, sent in (
            ({"url": url}, None),
            ({"url": url, "api_key_env": "OTHER"}, "Bearer mine"),
            ({"model": "big"}, "Bearer secret"),
        ):
            coder = url if "url" not in reviewer else "http://127.0.0.1:1/v1"
            settings = Coder.model_validate({"url": coder, "reviewer": reviewer})
            beside = open_reviewer(settings, prompts, keys)
            assert beside.coder is not None and beside.endpoint is not None
            try:
                list(beside.endpoint.chat(Wanted("be brief", "hello")))
            finally:
                beside.close()
            assert server.headers[-1].get("Authorization") == sent, reviewer


def _asks(server: StandIn, **more: Any) -> dict[str, Any]:
    return {"kind": "openai", "url": f"{server.url}/v1", **more}


@pytest.mark.parametrize(
    ("model", "planner", "is_one"),
    [("qwen3:8b", "auto", True), ("qwen3:8b", "off", False), ("starcoder2:3b", "auto", False), ("tiny", "on", True)],
)
def test_a_model_plans_if_its_family_takes_tools_or_it_is_told_to(
    app: App, model: str, planner: str, is_one: bool
) -> None:
    with standing_in(says(FIRST), names=[model]) as server, site(app, _asks(server, planner=planner)) as opened:
        settings, store = opened.workspace.settings.coder, opened.parts.store
        made = planner_of(settings, opened.served, opened._pack[1] / "prompts", store, opened.parts.types)
    assert (made is not None) == is_one


def test_a_planner_asks_before_the_code_is_written(app: App) -> None:
    wish = says("ADD BillCycleSchedule: the window of the next cycle")
    with standing_in(wish, says(FIRST), names=["qwen3:8b"]) as server, site(app, _asks(server)) as opened:
        result = opened.generate(TASK)
    assert (result.status, result.usage.calls, result.roles["planner"].calls) == ("ok", 2, 1)
    assert "tools" in server.asked[0] and "tools" not in server.asked[1]
    assert "BillCycleSchedule" in json.dumps(server.asked[1]["messages"])
