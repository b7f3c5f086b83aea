"""Ollama: the STAND-IN for its server is held against Ollama's own client, and our questions against the client's.

``SPOTSMITH_OLLAMA``, the URL of a real one, has that asked too; its smallest model is taken.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import ollama
import pytest

from agents.coders.families import family_of
from agents.coders.ollama import OllamaEndpoint
from agents.coders.reply import Wanted, collect
from agents.coders.tools import Argument, Call, Tool, Turn
from agents.coders.wire import Wire
from tests.agents.coders.asker import Asker
from tests.agents.coders.stand_in import StandIn, fails, ollama_pulls, ollama_says, standing_in
from tests.serving.command_line import Spotsmith
from tests.serving.test_coders import SPOT, set_coder

REAL = os.environ.get("SPOTSMITH_OLLAMA", "")
real = pytest.mark.skipif(not REAL, reason="SPOTSMITH_OLLAMA, the URL of a real Ollama, is not set")
WANTED = Wanted("be brief", "say it", tokens=77, temperature=0.3, seed=2, stop=("X",))
OPTIONS = {"num_ctx": 1_024, "num_predict": 77, "temperature": 0.3, "seed": 2, "stop": ["X"]}
MESSAGES = [{"role": "system", "content": "be brief"}, {"role": "user", "content": "say it"}]
TOOL = Tool("show_type", "Members of a type.", (Argument("name", "its name"),))


def client(server: StandIn) -> ollama.Client:
    return ollama.Client(server.url, trust_env=False)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two questions ask the same: the client sends empty lists of tools and images as well."""
    return {key: value for key, value in one.items() if value} == {key: value for key, value in other.items() if value}


# --- the stand-in is faithful: Ollama's own client takes what it says -----------------------------------------------


def test_the_client_reads_the_list_of_the_stand_in() -> None:
    with standing_in(ollama_says("x"), names=("a:1b", "b:latest")) as server, client(server) as asked:
        assert [model.model for model in asked.list().models] == ["a:1b", "b:latest"]


@pytest.mark.parametrize("stream", [True, False])
def test_the_client_reads_the_answers_of_the_stand_in(stream: bool) -> None:
    with standing_in(ollama_says("one two three", "length")) as server, client(server) as asked:
        chat = asked.chat("tiny", MESSAGES, stream=stream)
        parts = list(chat) if stream else [chat]
        text = asked.generate("tiny", "say it", raw=True, stream=stream)
        pieces = list(text) if stream else [text]
    assert "".join(part.message.content or "" for part in parts) == "one two three"
    assert "".join(piece.response for piece in pieces) == "one two three"
    for last in (parts[-1], pieces[-1]):
        assert (last.done, last.done_reason, last.prompt_eval_count, last.eval_count) == (True, "length", 90, 9)


def test_the_client_reads_how_the_stand_in_pulls() -> None:
    with standing_in(ollama_pulls) as server, client(server) as asked:
        steps = list(asked.pull("c:7b", stream=True))
    assert (steps[0].status, steps[-1].status, steps[2].completed, steps[2].total) == (
        "pulling manifest",
        "success",
        40,
        40,
    )


def test_the_client_reads_the_errors_of_the_stand_in() -> None:
    missing = fails(404, json.dumps({"error": "model 'z' not found"}))
    with (
        standing_in(missing) as server,
        client(server) as asked,
        pytest.raises(ollama.ResponseError) as caught,
    ):
        asked.chat("z", MESSAGES)
    assert (caught.value.status_code, caught.value.error) == (404, "model 'z' not found")


# --- our questions are those of the client ---------------------------------------------------------------------------


def test_a_chat_is_asked_for_as_the_client_asks(ask: Asker) -> None:
    with standing_in(ollama_says("x")) as server, client(server) as asked:
        collect(ask.ollama(server).chat(WANTED), WANTED)
        list(asked.chat("tiny", MESSAGES, stream=True, keep_alive="30m", options=OPTIONS))
    assert server.paths == ["/api/chat", "/api/chat"]
    assert same(*server.asked)


def test_raw_text_is_asked_for_as_the_client_asks(ask: Asker) -> None:
    wanted = Wanted("", "say it", tokens=77, temperature=0.3, seed=2, stop=("X",))
    with standing_in(ollama_says("x")) as server, client(server) as asked:
        collect(ask.ollama(server).complete(wanted), wanted)
        list(asked.generate("tiny", "say it", raw=True, stream=True, keep_alive="30m", options=OPTIONS))
    assert server.paths == ["/api/generate", "/api/generate"]
    assert same(*server.asked)


def test_tools_and_their_results_are_sent_as_the_client_sends_them(ask: Asker) -> None:
    call = Call("show_type", {"name": "Bill"})
    wanted = Wanted("be brief", "say it", tokens=77, temperature=0.3, seed=2, tools=(TOOL,))
    wanted_next = Wanted("be brief", "say it", tokens=77, tools=(TOOL,), turns=(Turn("", (call,), ("a bill",)),))
    with standing_in(ollama_says("x")) as server, client(server) as asked:
        collect(ask.ollama(server).chat(wanted), wanted)
        list(asked.chat("tiny", MESSAGES, tools=[TOOL.as_json()], stream=True))
        collect(ask.ollama(server).chat(wanted_next), wanted_next)
        list(asked.chat("tiny", server.asked[2]["messages"], stream=True))
    assert server.asked[0]["tools"] == server.asked[1]["tools"]
    assert [trimmed(each) for each in server.asked[2]["messages"]] == [
        trimmed(each) for each in server.asked[3]["messages"]
    ]


def trimmed(message: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if value}


def test_a_model_is_pulled_as_the_client_pulls(ask: Asker) -> None:
    statuses: list[str] = []
    with standing_in(ollama_pulls) as server, client(server) as asked:
        ask.ollama(server, "c:7b").pull(statuses.append)
        list(asked.pull("c:7b", stream=True))
    assert server.paths == ["/api/pull", "/api/pull"]
    assert same(*server.asked)
    assert (statuses[0], statuses[-1]) == ("pulling manifest", "success")


# --- a real one ------------------------------------------------------------------------------------------------------


@pytest.fixture
def smallest() -> Iterator[OllamaEndpoint]:
    """The smallest model of the real Ollama; a test that needs one skips where there is none."""
    listed = httpx.get(f"{REAL.rstrip('/')}/api/tags", trust_env=False).json()["models"]
    if not listed:
        pytest.skip(f"the Ollama at {REAL} has no model")
    name = min(listed, key=lambda model: model["size"])["name"]
    wire = Wire(REAL)
    yield OllamaEndpoint(wire, name, family_of(name))
    wire.close()


@real
def test_a_real_ollama_answers(smallest: OllamaEndpoint) -> None:
    assert smallest.model in smallest.models()
    wanted = Wanted("You write Java.", "Write a method that adds two numbers. Code only.", tokens=120)
    reply = collect(smallest.chat(wanted), wanted)
    assert reply.text.strip()
    assert reply.prompt_tokens > 0 < reply.completion_tokens
    raw = Wanted("", "int add(int a, int b) {", tokens=20)
    assert collect(smallest.complete(raw), raw).ended in ("stop", "length")


@real
def test_generate_asks_a_real_ollama(
    smallest: OllamaEndpoint,
    spotsmith: Spotsmith,
    site: Path,
) -> None:
    set_coder(site, kind="ollama", url=REAL, model=smallest.model, samples=1)
    ran = spotsmith("generate", "-w", site, "--json", "--spot", SPOT, "hold small bills")
    assert ran.json["coder"] == f"ollama/{smallest.model}"
    assert (ran.json["status"], ran.code) in (("ok", 0), ("failed", 1), ("partial", 3))
