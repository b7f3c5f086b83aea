"""Real llama.cpp servers, asked as a user's would be. Their models are tiny (``tiny_model.py``)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agents.coders.chat import ChatCoder, Manner
from agents.coders.families import family_of
from agents.coders.openai_compatible import DIALECTS, PLAIN, OpenAiEndpoint, list_models
from agents.coders.protocol import Answer, Ask
from agents.coders.reply import Wanted, collect
from agents.coders.talk import talk
from agents.coders.tools import Argument, Call, Tool
from agents.coders.wire import Problem, Wire
from agents.prompt import Prompts
from agents.state import Context
from knowledge.blueprint import Fill, Skeleton
from knowledge.pack_data import PACKS
from serving.app import App
from tests.agents.coders.servers import llama
from tests.agents.coders.servers.conftest import CODE, LENGTHY, RIGHT
from tests.agents.coders.servers.tiny_model import CONTEXT

Open = Callable[..., OpenAiEndpoint]


@pytest.fixture
def endpoint() -> Iterator[Open]:
    wires: list[Wire] = []

    def make(url: str, model: str = "tiny", stream: bool = True, key: str = "") -> OpenAiEndpoint:
        wires.append(Wire(url, key))
        return OpenAiEndpoint(wires[-1], model, family_of(model), stream, list_models(wires[-1]).dialect)

    yield make
    for wire in wires:
        wire.close()


def asking(word: str, tokens: int = 200) -> Wanted:
    return Wanted("be brief", f"say {word}", tokens=tokens)


def coder(app: App, made: OpenAiEndpoint, family: str = "tiny", fim: bool = False) -> ChatCoder:
    prompts = Prompts(PACKS / app.pack.name / "prompts")
    return ChatCoder("openai", made, family_of(family), prompts, Manner(0.0, fim))


def test_the_models_are_listed_and_the_server_is_known_by_its_list(url: str) -> None:
    wire = Wire(url)
    listed = list_models(wire)
    wire.close()
    assert listed.names == ("tiny",)
    own = listed.dialect == DIALECTS["llamacpp"]
    assert own or listed.dialect == PLAIN
    assert listed.contexts == ({"tiny": CONTEXT} if own else {})


@pytest.mark.parametrize("stream", [True, False])
def test_an_answer_comes_whole_or_piece_by_piece(url: str, endpoint: Open, stream: bool) -> None:
    heard: list[str] = []
    wanted = Wanted("be brief", "write", tokens=200, on_text=heard.append)
    reply = collect(endpoint(url, stream=stream).chat(wanted), wanted)
    assert (reply.text, reply.ended) == (RIGHT, "stop")
    assert (len(heard) > 1) == stream
    assert reply.prompt_tokens > 0 < reply.completion_tokens


def test_text_without_a_chat_is_written_in_the_middle_of_a_file(
    app: App, url: str, endpoint: Open, small_context: Context, skeleton: Skeleton
) -> None:
    """The model of this server knows the marks of the Qwen2.5-Coder family, whatever it is called."""
    made = coder(app, endpoint(url), "qwen2.5-coder", fim=True)
    (answer,) = made.fill(small_context, skeleton, Ask(tokens=100))
    assert answer.fills["invoke"].code.startswith('\t\tLOGGER.debug("middle");\n')
    assert answer.notes == ()


def test_an_answer_that_is_cut_off_is_gone_on_with(
    app: App, url: str, endpoint: Open, small_context: Context, skeleton: Skeleton
) -> None:
    """llama.cpp goes on with the very next token; llama-cpp-python begins anew, which is cut off once more."""
    made = endpoint(url)
    answer = _asked(coder(app, made), small_context, skeleton, "lengthy", Ask(tokens=30))
    assert answer.usage.calls == 2
    if made.takes_grammar:
        assert answer.notes == ()
        assert answer.fills["invoke"] == Fill("".join(LENGTHY[1:-1]))
    else:
        assert answer.notes[0].startswith("the answer was cut off at its limit of 30 tokens, and again")


def test_an_answer_without_end_ends_at_its_limit(
    app: App, url: str, endpoint: Open, small_context: Context, skeleton: Skeleton
) -> None:
    answer = _asked(coder(app, endpoint(url)), small_context, skeleton, "forever", Ask(tokens=40))
    assert (answer.fills, answer.dead) == ({}, False)
    assert answer.notes[0].startswith("the answer was cut off at its limit of 40 tokens, and again")


def test_a_context_that_is_too_long_is_shrunk_until_the_model_takes_it(
    app: App, models: Path, endpoint: Open, context: Context, skeleton: Skeleton
) -> None:
    with llama.native(models / "talker.gguf", context=12_288) as url:
        (answer,) = coder(app, endpoint(url)).fill(context, skeleton, Ask(tokens=100))
    assert answer.fills["invoke"] == Fill(CODE)
    assert answer.notes[0].startswith("the context was shrunk to ")
    assert answer.usage.calls > 1


def test_a_server_with_a_key_refuses_a_wrong_one_and_takes_the_right_one(models: Path, endpoint: Open) -> None:
    with llama.native(models / "talker.gguf", key="right") as url:
        wanted = asking("hello")
        assert collect(endpoint(url, key="right").chat(wanted), wanted).text == RIGHT
        for key, said in (("wrong", "does not take this key"), ("", "wants a key")):
            wire = Wire(url, key)
            made = OpenAiEndpoint(wire, "tiny", family_of("tiny"))
            with pytest.raises(Problem, match=said):
                collect(made.chat(wanted), wanted)
            wire.close()


def test_a_server_that_ends_in_between_is_said(models: Path, endpoint: Open) -> None:
    with llama.native(models / "talker.gguf") as url:
        made = endpoint(url)
    with pytest.raises(Problem, match="nothing answers at"):
        collect(made.chat(asking("hello")), asking("hello"))


def test_a_tool_is_called_and_its_result_reaches_the_model(url: str, endpoint: Open) -> None:
    """llama.cpp reads the call out of the text, llama-cpp-python leaves it there: both arrive."""
    tool = Tool("find_symbol", "Names that fit words.", (Argument("words", "the words"),))
    ran: list[Call] = []

    def run(call: Call) -> str:
        ran.append(call)
        return "com.acme.Bill"

    for stream in (True, False):
        wanted = Wanted("be brief", "say lookup", tokens=200, tools=(tool,))
        found = talk(endpoint(url, stream=stream), wanted, run, most=2)
        assert [(call.name, dict(call.arguments)) for call in ran] == [("find_symbol", {"words": "bill"})]
        assert [len(turn.calls) for turn in found.turns] == [1, 1]
        ran.clear()


def _asked(made: ChatCoder, context: Context, skeleton: Skeleton, word: str, ask: Ask) -> Answer:
    from dataclasses import replace

    said = replace(context, blueprint=replace(context.blueprint, request=f"hold small bills, say {word}"))
    (answer,) = made.fill(said, skeleton, ask)
    return answer
