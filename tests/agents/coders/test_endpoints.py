"""What servers do, and the sentence or the part of an answer that is left of it. All servers here are stand-ins."""

import json
import time
from email.utils import formatdate
from typing import Any

import pytest

from agents.coders.ollama import OllamaEndpoint
from agents.coders.openai_compatible import OpenAiEndpoint
from agents.coders.reply import Reply, Wanted, collect
from agents.coders.wire import Patience, Problem, Wire
from knowledge.errors import SpotsmithError
from tests.agents.coders.asker import Asker
from tests.agents.coders.stand_in import (
    Exchange,
    breaks_off,
    fails,
    hangs_up,
    never_begins,
    never_ends,
    ollama_says,
    says,
    standing_in,
    stops_in_the_middle,
)

WANTED = Wanted("be brief", "say it", tokens=200)


def problem(endpoint: OpenAiEndpoint | OllamaEndpoint, wanted: Wanted = WANTED) -> Problem:
    with pytest.raises(Problem) as caught:
        collect(endpoint.chat(wanted), wanted)
    return caught.value


def test_a_streamed_answer_is_heard_piece_by_piece(ask: Asker) -> None:
    heard: list[str] = []
    wanted = Wanted("be brief", "say it", tokens=77, temperature=0.3, seed=2, stop=("X",), on_text=heard.append)
    with standing_in(says("one two three")) as server:
        reply = collect(ask.openai(server).chat(wanted), wanted)
    assert reply == Reply("one two three", "stop", "", 100, 3)
    assert heard == ["one two", " three"]
    (body,) = server.asked
    assert server.paths == ["/v1/chat/completions"]
    assert [message["content"] for message in body["messages"]] == ["be brief", "say it"]
    assert (body["model"], body["max_tokens"], body["temperature"], body["seed"]) == ("tiny", 77, 0.3, 2)
    assert (body["stop"], body["stream"], "chat_template_kwargs" in body) == (["X"], True, False)


def test_an_answer_that_is_not_streamed_is_read_whole(ask: Asker) -> None:
    whole = {
        "choices": [{"message": {"content": "all\nat once"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 3},
    }
    with standing_in(lambda exchange: exchange.json(whole)) as server:
        reply = collect(ask.openai(server, stream=False).chat(WANTED), WANTED)
    assert reply == Reply("all\nat once", "stop", "", 5, 3)
    assert server.asked[0]["stream"] is False


def test_thinking_is_switched_off_for_families_that_think(ask: Asker) -> None:
    with standing_in(says("x"), ollama_says("x")) as server:
        collect(ask.openai(server, "Qwen/Qwen3-8B").chat(WANTED), WANTED)
        collect(ask.ollama(server, "qwen3:8b").chat(WANTED), WANTED)
    assert server.asked[0]["chat_template_kwargs"] == {"enable_thinking": False}
    assert server.asked[1]["think"] is False


def test_nobody_at_the_url_is_said(ask: Asker) -> None:
    with standing_in(says("x")) as server:
        endpoint = ask.openai(server)
    found = problem(endpoint)
    assert (found.kind, found.text) == (
        "away",
        f"nothing answers at {server.url}/v1; is the server running and the URL right?",
    )
    assert ask.pauses == []


def test_a_server_that_does_not_begin_is_given_up(ask: Asker) -> None:
    with standing_in(never_begins) as server:
        found = problem(ask.openai(server, patience=Patience(first=0.05)))
    assert (found.kind, found.text) == ("slow", f"{server.url}/v1 did not begin to answer: nothing came in time")
    assert len(server.asked) == 1


def test_what_came_before_a_pause_without_end_is_kept(ask: Asker) -> None:
    with standing_in(stops_in_the_middle("half")) as server:
        reply = collect(ask.openai(server, patience=Patience(first=0.2)).chat(WANTED), WANTED)
    assert (reply.text, reply.ended) == ("half", "dropped")
    assert reply.note == f"{server.url}/v1 stopped in the middle of its answer: nothing came in time"


def test_what_came_before_the_connection_broke_is_kept_and_not_asked_for_again(ask: Asker) -> None:
    with standing_in(breaks_off("half")) as server:
        reply = collect(ask.openai(server).chat(WANTED), WANTED)
    assert (reply.text, reply.ended) == ("half", "dropped")
    assert reply.note == f"{server.url}/v1 broke the connection in the middle of its answer"
    assert len(server.asked) == 1


def test_an_answer_without_its_last_word_counts_as_broken_off(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        exchange.event("half")
        exchange.end()

    with standing_in(act) as server:
        assert collect(ask.openai(server).chat(WANTED), WANTED).ended == "dropped"


@pytest.mark.parametrize("first", [hangs_up, fails(503, "overloaded"), fails(500, '{"error": "oops"}'), fails(429)])
def test_a_question_is_asked_again_while_nothing_came(ask: Asker, first: Any) -> None:
    with standing_in(first, first, says("there")) as server:
        assert collect(ask.openai(server).chat(WANTED), WANTED).text == "there"
    assert len(server.asked) == 3
    assert ask.pauses == [1.0, 2.0]


def test_a_busy_server_is_asked_again_when_it_says_and_given_up_after_three_times(ask: Asker) -> None:
    with standing_in(fails(429, '{"error": {"message": "slow down"}}', retry_after="7")) as server:
        found = problem(ask.openai(server))
    assert (found.kind, found.text) == ("busy", f"{server.url}/v1 is busy or failing (429: slow down)")
    assert (len(server.asked), ask.pauses) == (3, [7.0, 7.0])


def test_a_server_may_say_until_when_it_is_busy(ask: Asker) -> None:
    until = formatdate(time.time() + 90, usegmt=True)
    with standing_in(fails(429, retry_after=until), says("there")) as server:
        assert collect(ask.openai(server).chat(WANTED), WANTED).text == "there"
    assert 80 < ask.pauses[0] <= 90


def test_a_wait_longer_than_the_time_of_an_answer_is_not_begun(ask: Asker) -> None:
    with standing_in(fails(429, retry_after="500")) as server:
        assert problem(ask.openai(server)).kind == "busy"
    assert ask.pauses == []


@pytest.mark.parametrize("key", ["", "sk-secret"])
def test_a_refused_key_is_said_and_never_shown(ask: Asker, key: str) -> None:
    with standing_in(fails(401, '{"error": "bad key sk-secret"}')) as server:
        found = problem(ask.openai(server, key=key))
    assert found.kind == "key"
    assert ("does not take this key" in found.text) == bool(key)
    assert "sk-secret" not in found.text
    assert server.headers[0].get("Authorization", "") == (f"Bearer {key}" if key else "")


def test_a_key_that_a_server_repeats_in_an_error_is_blotted_out(ask: Asker) -> None:
    with standing_in(fails(400, '{"error": "no such field; key sk-secret"}')) as server:
        assert problem(ask.openai(server, key="sk-secret")).text.endswith("(400: no such field; key ***)")


def test_a_wrong_model_is_answered_with_the_names_of_those_there_are(ask: Asker) -> None:
    missing = fails(404, '{"error": {"message": "model not found"}}')
    with standing_in(missing, names=("alpha", "beta")) as server:
        openai, ollama = problem(ask.openai(server, "gamma")), problem(ask.ollama(server, "gamma"))
    assert openai.text == f"{server.url}/v1 has no model 'gamma'; it has: alpha, beta"
    assert ollama.text == f"Ollama at {server.url} has no model 'gamma'; it has: alpha, beta"


@pytest.mark.parametrize("status", [200, 404])
def test_a_web_page_is_no_answer(ask: Asker, status: int) -> None:
    with standing_in(fails(status, "<html>Welcome</html>", "text/html; charset=utf-8")) as server:
        found = problem(ask.openai(server))
    assert found.text == f"{server.url}/v1 answers with a web page ({status}) and not with the API; check the URL"


@pytest.mark.parametrize("text", ["<html>no type</html>", "hello", "[1, 2]", '"word"'])
def test_text_that_is_not_the_api_is_no_answer(ask: Asker, text: str) -> None:
    with standing_in(fails(200, text, "text/plain")) as server:
        assert problem(ask.openai(server)).kind == problem(ask.ollama(server)).kind == "page"


def test_an_answer_without_end_is_cut_at_the_budget(ask: Asker) -> None:
    count = iter(range(1_000_000))

    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        while not exchange.server.over.is_set():
            exchange.event(f"line {next(count)};\n")

    with standing_in(act) as server:
        reply = collect(ask.openai(server).chat(WANTED), WANTED)
    assert reply.ended == "endless"
    assert WANTED.tokens * 6 < len(reply.text) < WANTED.tokens * 6 + 20


def test_an_answer_that_goes_in_circles_is_cut_long_before(ask: Asker) -> None:
    wanted = Wanted("", "", tokens=100_000)
    with standing_in(never_ends("return null; // and so on and on\n")) as server:
        reply = collect(ask.openai(server).chat(wanted), wanted)
    assert reply.ended == "endless"
    assert len(reply.text) < 10_000


def test_a_line_without_end_is_no_answer(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        while not exchange.server.over.is_set():
            exchange.chunk("x" * 100_000)

    with standing_in(act) as server:
        assert problem(ask.openai(server)).kind == "page"


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens",
        "the request exceeds the available context size. try increasing the context size",
        "Requested tokens (9000) exceed context window of 512",
        "prompt is too long",
    ],
)
def test_a_prompt_that_is_too_long_is_told_apart_from_other_refusals(ask: Asker, said: str) -> None:
    with standing_in(fails(400, f'{{"error": {{"message": "{said}"}}}}'), fails(400, '{"error": "no"}')) as server:
        assert problem(ask.openai(server)).kind == "long"
        assert problem(ask.openai(server)).kind == "refused"


@pytest.mark.parametrize(
    "status_and_text",
    [
        (400, '{"error": {"message": "Unknown parameter: chat_template_kwargs"}}'),
        (422, '{"detail": [{"type": "extra_forbidden", "loc": ["body", "chat_template_kwargs"]}]}'),
        (400, '{"message": "' + "x" * 300 + ' chat_template_kwargs is not permitted"}'),
    ],
)
def test_a_field_that_a_strict_server_refuses_is_left_out_from_then_on(
    ask: Asker, status_and_text: tuple[int, str]
) -> None:
    with standing_in(fails(*status_and_text), says("one"), says("two")) as server:
        endpoint = ask.openai(server, "qwen3:8b")
        assert [collect(endpoint.chat(WANTED), WANTED).text for _ in range(2)] == ["one", "two"]
    assert ["chat_template_kwargs" in body for body in server.asked] == [True, False, False]
    assert all(body["seed"] == 0 and body["stream_options"] for body in server.asked)


def test_all_that_can_be_left_out_is_when_the_refusal_names_nothing(ask: Asker) -> None:
    with standing_in(fails(400, '{"error": "unrecognized request argument"}'), says("one")) as server:
        assert collect(ask.openai(server, "qwen3:8b").chat(WANTED), WANTED).text == "one"
    assert sorted(server.asked[1]) == ["max_tokens", "messages", "model", "stream"]


def test_a_server_that_refuses_without_reason_is_asked_once(ask: Asker) -> None:
    with standing_in(fails(400, '{"error": "unrecognized request argument"}')) as server:
        found = problem(ask.openai(server, "qwen3:8b"))
    assert (found.kind, len(server.asked)) == ("refused", 2)
    with standing_in(fails(400, '{"error": "no"}')) as server:
        assert problem(ask.openai(server, "qwen3:8b")).kind == "refused"
    assert len(server.asked) == 1


def test_the_limit_goes_into_the_field_that_the_server_takes(ask: Asker) -> None:
    said = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    with standing_in(fails(400, json.dumps({"error": {"message": said}})), says("one")) as server:
        assert collect(ask.openai(server).chat(WANTED), WANTED).text == "one"
    assert (server.asked[1]["max_completion_tokens"], "max_tokens" in server.asked[1]) == (WANTED.tokens, False)


def test_an_error_page_without_end_is_not_read_to_its_end(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        exchange.send_response(400)
        exchange.send_header("transfer-encoding", "chunked")
        exchange.end_headers()
        while not exchange.server.over.is_set():
            exchange.chunk("no " * 1_000)

    with standing_in(act) as server:
        found = problem(ask.openai(server))
    assert (found.kind, len(found.text) < 300) == ("refused", True)


def test_an_error_inside_of_a_stream_is_told(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        exchange.whole('data: {"error": {"message": "out of memory"}}\n\n', "text/event-stream")

    with standing_in(act) as server:
        found = problem(ask.openai(server))
    assert (found.kind, found.text) == ("refused", f"{server.url}/v1 reports: out of memory")


def test_no_redirect_is_followed(ask: Asker) -> None:
    with standing_in(says("elsewhere")) as other, standing_in(fails(307, location=f"{other.url}/v1")) as server:
        assert problem(ask.openai(server)).kind == "refused"
    assert other.asked == []


def test_no_proxy_of_the_environment_is_used(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in(says("elsewhere")) as proxy, standing_in(says("here")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert collect(ask.openai(server).chat(WANTED), WANTED).text == "here"
    assert proxy.asked == []


@pytest.mark.parametrize("url", ["", "127.0.0.1:80", "ftp://host/x", "http://", "http://x:port/v1"])
def test_what_is_no_url_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(SpotsmithError, match="is not a URL"):
        Wire(url)


def test_a_password_in_the_url_is_not_shown(ask: Asker) -> None:
    assert ask.wire("http://me:secret@127.0.0.1:9/v1").place == "http://127.0.0.1:9/v1"


def test_ollama_is_told_how_long_the_context_is(ask: Asker) -> None:
    wanted = Wanted("s" * 1_000, "u" * 20_000, tokens=500, stop=("X",))
    with standing_in(ollama_says("fine")) as server:
        reply = collect(ask.ollama(server, "qwen2.5-coder:7b").chat(wanted), wanted)
    assert reply == Reply("fine", "stop", "", 90, 9)
    (body,) = server.asked
    assert server.paths == ["/api/chat"]
    assert body["keep_alive"] == "30m"
    assert body["options"] == {"num_ctx": 8_192, "num_predict": 500, "temperature": 0.2, "seed": 0, "stop": ["X"]}
    assert "think" not in body


def test_ollama_lists_its_models_and_pulls_one_when_told_to(ask: Asker) -> None:
    def act(exchange: Exchange) -> None:
        exchange.whole('{"status": "pulling manifest"}\n{"status": "success"}\n', "application/x-ndjson")

    statuses: list[str] = []
    with standing_in(act, names=("a:1b", "b:latest")) as server:
        assert ask.ollama(server).models() == ("a:1b", "b:latest")
        ask.ollama(server, "c:7b").pull(statuses.append)
    assert (server.paths, server.asked) == (["/api/pull"], [{"model": "c:7b", "stream": True}])
    assert statuses == ["pulling manifest", "success"]


def test_an_error_of_ollama_while_it_pulls_is_told(ask: Asker) -> None:
    refusal = fails(200, '{"error": "file does not exist"}\n', "application/x-ndjson")
    with standing_in(refusal) as server, pytest.raises(Problem, match="file does not exist"):
        ask.ollama(server).pull(lambda status: None)
