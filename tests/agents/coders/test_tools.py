"""What a chat model asks of tools, over both APIs. The servers are stand-ins."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from agents.coders.reply import Wanted, collect
from agents.coders.talk import NO_MORE, Talk, talk
from agents.coders.tools import Argument, Call, CallPart, Tool, Turn, calls_in_text, read_calls
from agents.coders.wire import Problem
from tests.agents.coders.asker import Asker
from tests.agents.coders.stand_in import Act, Exchange, fails, ollama_says, says, standing_in

SHOW = Tool("show_type", "Members of a type.", (Argument("name", "its name"), Argument("most", "", "integer", False)))
FIND = Tool("find_symbol", "Names that fit words.", (Argument("words", "the words"),))
TOOLS = (SHOW, FIND)
WANTED = Wanted("be brief", "what is a Bill?", tokens=200, tools=TOOLS)


def calls(*wanted: tuple[str, str], text: str = "") -> Act:
    """Streams calls as OpenAI's API does, their arguments in pieces of five characters."""

    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        if text:
            exchange.event(text)
        for index, (name, arguments) in enumerate(wanted):
            exchange.delta(tool_calls=[{"index": index, "id": f"c{index}", "function": {"name": name}}])
            for at in range(0, len(arguments), 5):
                part = {"index": index, "function": {"arguments": arguments[at : at + 5]}}
                exchange.delta(tool_calls=[part])
        exchange.event(finish="tool_calls")
        exchange.chunk("data: [DONE]\n\n")
        exchange.end()

    return act


def whole(*wanted: tuple[str, str]) -> Act:
    """The same in one piece."""
    made = [{"id": f"c{n}", "function": {"name": name, "arguments": text}} for n, (name, text) in enumerate(wanted)]
    message = {"content": None, "tool_calls": made}
    return lambda exchange: exchange.json({"choices": [{"message": message, "finish_reason": "tool_calls"}]})


def ollama_calls(*wanted: tuple[str, dict[str, Any]]) -> Act:
    def act(exchange: Exchange) -> None:
        exchange.begin("application/x-ndjson")
        for name, arguments in wanted:
            message = {"content": "", "tool_calls": [{"function": {"name": name, "arguments": arguments}}]}
            exchange.chunk(json.dumps({"message": message, "done": False}) + "\n")
        exchange.chunk(json.dumps({"message": {"content": ""}, "done": True, "done_reason": "stop"}) + "\n")
        exchange.end()

    return act


def named(call: Call) -> str:
    return f"{call.name} of {', '.join(map(str, call.arguments.values()))}"


def test_a_tool_is_offered_in_the_form_of_the_api(ask: Asker) -> None:
    with standing_in(says("x"), ollama_says("x")) as server:
        collect(ask.openai(server).chat(WANTED), WANTED)
        collect(ask.ollama(server).chat(WANTED), WANTED)
    first, second = server.asked
    assert first["tools"] == second["tools"]
    assert first["tools"][0] == {
        "type": "function",
        "function": {
            "name": "show_type",
            "description": "Members of a type.",
            "parameters": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "description": "its name"},
                    "most": {"type": "integer", "description": ""},
                },
                "required": ["name"],
            },
        },
    }


@pytest.mark.parametrize(
    ("act", "stream"),
    [
        (calls(("show_type", '{"name": "Bill", "most": 3}'), ("find_symbol", '{"words": "hold"}')), True),
        (whole(("show_type", '{"name": "Bill", "most": 3}'), ("find_symbol", '{"words": "hold"}')), False),
    ],
)
def test_calls_are_read_streamed_or_not(ask: Asker, act: Act, stream: bool) -> None:
    with standing_in(act) as server:
        reply = collect(ask.openai(server, stream=stream).chat(WANTED), WANTED)
    assert reply.calls == (
        Call("show_type", {"name": "Bill", "most": 3}, "c0"),
        Call("find_symbol", {"words": "hold"}, "c1"),
    )
    assert (reply.text, reply.ended) == ("", "stop")


def test_calls_of_ollama_are_read(ask: Asker) -> None:
    act = ollama_calls(("show_type", {"name": "Bill"}), ("find_symbol", {"words": "hold"}))
    with standing_in(act) as server:
        reply = collect(ask.ollama(server).chat(WANTED), WANTED)
    assert reply.calls == (
        Call("show_type", {"name": "Bill"}, "call_1"),
        Call("find_symbol", {"words": "hold"}, "call_2"),
    )


def test_calls_that_a_server_leaves_in_the_text_are_read(ask: Asker) -> None:
    said = 'Let me look.\n<tool_call>\n{"name": "show_type", "arguments": {"name": "Bill"}}\n</tool_call>'
    with standing_in(says(said)) as server:
        reply = collect(ask.openai(server).chat(WANTED), WANTED)
    assert (reply.text, reply.calls) == ("Let me look.", (Call("show_type", {"name": "Bill"}, "call_1"),))


def test_without_tools_such_text_is_text() -> None:
    def pieces() -> Any:
        from agents.coders.reply import Piece

        yield Piece('<tool_call>{"name": "x"}</tool_call>', "stop")

    wanted = Wanted("", "")
    assert collect(pieces(), wanted).text == '<tool_call>{"name": "x"}</tool_call>'
    assert collect(pieces(), wanted).calls == ()


@pytest.mark.parametrize(
    ("name", "arguments", "problem"),
    [
        ("rm", "{}", "there is no tool 'rm'; there are: show_type, find_symbol"),
        ("show_type", "{", "the arguments of show_type are not a JSON object"),
        ("show_type", "[1]", "the arguments of show_type are not a JSON object"),
        ("show_type", "", "show_type wants name (string): its name"),
        ("show_type", '{"name": ["Bill"]}', "show_type wants name (string): its name"),
        ("show_type", '{"name": "Bill", "most": "many"}', "show_type wants most (integer): "),
    ],
)
def test_a_call_that_fits_no_tool_says_why(name: str, arguments: str, problem: str) -> None:
    (call,) = read_calls([CallPart(0, "a", name, arguments)], TOOLS)
    assert (call.problem, call.arguments) == (problem, {})


def test_values_are_taken_as_the_tool_wants_them_and_unknown_ones_are_left_out() -> None:
    (call,) = read_calls([CallPart(0, "a", "show_type", '{"name": 7, "most": " 12 ", "path": "/etc"}')], TOOLS)
    assert (call.arguments, call.problem) == ({"name": "7", "most": 12}, "")


def test_calls_of_one_index_and_several_ids_are_several() -> None:
    """Some servers count every call of an answer as the first."""
    parts = [CallPart(0, "a", "find_symbol", '{"words": "x"}'), CallPart(0, "b", "find_symbol", '{"words": "y"}')]
    assert [call.arguments["words"] for call in read_calls(parts, TOOLS)] == ["x", "y"]


def test_text_without_calls_stays_as_it_is() -> None:
    assert calls_in_text("  plain ", TOOLS) == ("  plain ", ())


# --- conversations -------------------------------------------------------------------------------------------------


def conversed(ask: Asker, *acts: Act, kind: str = "openai", most: int = 8) -> tuple[Talk, list[dict[str, Any]]]:
    with standing_in(*acts) as server:
        endpoint = ask.openai(server) if kind == "openai" else ask.ollama(server)
        return talk(endpoint, WANTED, named, most), server.asked


def test_what_a_tool_gave_reaches_the_model_and_its_answer_ends_the_talk(ask: Asker) -> None:
    found, asked = conversed(ask, calls(("show_type", '{"name": "Bill"}'), text="One moment."), says("It is a bill."))
    assert (found.reply.text, found.asked) == ("It is a bill.", 2)
    assert found.turns == (Turn("One moment.", (Call("show_type", {"name": "Bill"}, "c0"),), ("show_type of Bill",)),)
    assert asked[1]["messages"][2:] == [
        {
            "role": "assistant",
            "content": "One moment.",
            "tool_calls": [
                {"id": "c0", "type": "function", "function": {"name": "show_type", "arguments": '{"name": "Bill"}'}}
            ],
        },
        {"role": "tool", "tool_call_id": "c0", "content": "show_type of Bill"},
    ]
    assert found.reply.completion_tokens > 3  # of both answers


def test_ollama_is_given_results_in_its_own_form(ask: Asker) -> None:
    found, asked = conversed(ask, ollama_calls(("show_type", {"name": "Bill"})), ollama_says("Fine."), kind="ollama")
    assert found.reply.text == "Fine."
    assert asked[1]["messages"][2:] == [
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"function": {"name": "show_type", "arguments": {"name": "Bill"}}}],
        },
        {"role": "tool", "tool_name": "show_type", "content": "show_type of Bill"},
    ]


def test_a_model_that_never_stops_asking_is_ended_after_its_calls(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        count = len(exchange.server.asked)
        tools = exchange.server.asked[-1].get("tools")
        (calls(("find_symbol", f'{{"words": "w{count}"}}')) if tools else says("Enough."))(exchange)

    found, asked = conversed(ask, act, most=3)
    assert (found.reply.text, len(found.turns), len(asked)) == ("Enough.", 3, 4)
    assert ["tools" in body for body in asked] == [True, True, True, False]
    assert found.turns[-1].results == (f"find_symbol of w3\n{NO_MORE}",)


def test_calls_beyond_the_bound_in_one_answer_are_not_run(ask: Asker) -> None:
    many = [("find_symbol", f'{{"words": "w{n}"}}') for n in range(5)]
    found, _ = conversed(ask, calls(*many), says("Enough."), most=2)
    assert found.turns[0].results == ("find_symbol of w0", "find_symbol of w1", NO_MORE, NO_MORE, NO_MORE)


def test_the_same_call_is_not_run_twice_and_a_wrong_one_is_told(ask: Asker) -> None:
    again = ("find_symbol", '{"words": "x"}')
    found, _ = conversed(ask, calls(again), calls(again, ("rm", "{}")), says("Done."))
    assert found.turns[1].results == (
        "You asked this before; the answer stands above.",
        "there is no tool 'rm'; there are: show_type, find_symbol",
    )


REFUSALS = [
    (500, '{"error": {"message": "tools param requires --jinja flag"}}'),
    (400, '{"error": "registry.ollama.ai/library/tiny:latest does not support tools"}'),
    (400, '{"message": "\\"auto\\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"}'),
]


@pytest.mark.parametrize(("status", "text"), REFUSALS)
def test_a_server_that_takes_no_tools_is_told_apart_and_asked_once(ask: Asker, status: int, text: str) -> None:
    endpoints: list[Callable[[Any], Any]] = [ask.openai, ask.ollama]
    for endpoint in endpoints:
        with standing_in(fails(status, text)) as server, pytest.raises(Problem) as caught:
            talk(endpoint(server), WANTED, named)
        assert (caught.value.kind, len(server.asked)) == ("tools", 1)
        assert "takes no tools" in caught.value.text
