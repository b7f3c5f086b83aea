"""The API as OpenAI's own Python client sees it."""

import threading
from collections.abc import Callable, Iterator

import openai
import pytest

from agents.state import Task
from serving.app import App
from tests.agents.coders.stand_in import Act, Exchange, standing_in
from tests.serving.api.conftest import SiteWith, token_of
from tests.serving.api.process import REQUEST, SOON, Serving, serving

MESSAGES = [{"role": "user", "content": REQUEST}]
Client = Callable[..., openai.OpenAI]


@pytest.fixture
def client(served: Serving) -> Iterator[Client]:
    made: list[openai.OpenAI] = []

    def opened(key: str | None = None) -> openai.OpenAI:
        made.append(
            openai.OpenAI(base_url=f"{served.url}/v1", api_key=key or served.token, max_retries=0, timeout=SOON)
        )
        return made[-1]

    yield opened
    for each in made:
        each.close()


def code_of(text: str) -> str:
    return text.split("```")[1].removeprefix("java\n")


def test_a_plain_answer_is_the_code_of_every_other_door(client: Client, app: App) -> None:
    answer = client().chat.completions.create(model="spotsmith", messages=MESSAGES)
    (choice,) = answer.choices
    assert (choice.finish_reason, choice.message.role, answer.model) == ("stop", "assistant", "spotsmith")
    assert choice.message.content.startswith("**ok**: ")
    assert code_of(choice.message.content) == app.generate(Task(REQUEST)).draft.file.text
    assert answer.usage and answer.usage.total_tokens == 0  # the scaffold asks no model


def test_a_streamed_answer_says_its_steps_and_then_the_same_text(client: Client) -> None:
    plain = client().chat.completions.create(model="spotsmith", messages=MESSAGES).choices[0].message.content
    text, steps, ends, usage = "", "", [], None
    options = {"include_usage": True}
    for chunk in client().chat.completions.create(
        model="spotsmith", messages=MESSAGES, stream=True, stream_options=options
    ):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            steps += getattr(choice.delta, "reasoning_content", None) or ""
            ends += [choice.finish_reason] if choice.finish_reason else []
    assert text == plain and ends == ["stop"] and usage is not None
    assert steps.splitlines() == [
        "found the spot, the tables and the types",
        "put the context together",
        "wrote a draft",
        "compiled and checked it",
        "finished",
    ]


def test_tools_and_other_parameters_are_ignored_politely(client: Client) -> None:
    tool = {"type": "function", "function": {"name": "write_file", "parameters": {"type": "object", "properties": {}}}}
    answer = client().chat.completions.create(
        model="spotsmith",
        messages=[{"role": "system", "content": "You are a pirate."}, *MESSAGES],
        tools=[tool],
        tool_choice="required",
        temperature=2,
        n=3,
        max_tokens=1,
        seed=1,
        logprobs=True,
        stop=["class"],
        response_format={"type": "json_object"},
        extra_body={"top_k": 40, "num_ctx": 1, "invented": {"a": [1]}},
    )
    (choice,) = answer.choices
    assert choice.message.tool_calls is None and "class Cm" in choice.message.content


def test_content_in_parts_is_read_and_pictures_are_not(client: Client) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    parts = [{"type": "text", "text": REQUEST}, picture]
    answer = client().chat.completions.create(model="spotsmith", messages=[{"role": "user", "content": parts}])
    assert answer.choices[0].message.content.startswith("**ok**")


def test_the_history_is_the_conversation(client: Client) -> None:
    first = client().chat.completions.create(model="spotsmith", messages=MESSAGES).choices[0].message
    more = [*MESSAGES, {"role": "assistant", "content": first.content}]
    more.append({"role": "user", "content": "add a soft parameter for the threshold"})
    second = client().chat.completions.create(model="spotsmith", messages=more).choices[0].message.content
    assert "threshold" in code_of(second) and "threshold" not in code_of(first.content)
    name = code_of(first.content).partition("public class ")[2].split()[0]
    assert f"public class {name}" in code_of(second)


def test_models_are_the_one_that_there_is(client: Client) -> None:
    assert [model.id for model in client().models.list()] == ["spotsmith"]
    assert client().models.retrieve("spotsmith").owned_by == "spotsmith"


def test_a_wrong_model_is_not_found(client: Client) -> None:
    with pytest.raises(openai.NotFoundError, match="The model `gpt-4o` does not exist") as problem:
        client().chat.completions.create(model="gpt-4o", messages=MESSAGES)
    assert (problem.value.code, problem.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        client().models.retrieve("gpt-4o")


def test_a_wrong_key_and_a_wrong_scope_are_told_apart(client: Client) -> None:
    with pytest.raises(openai.AuthenticationError, match="not known here"):
        client("sk-wrong-0123456789").chat.completions.create(model="spotsmith", messages=MESSAGES)
    with pytest.raises(openai.PermissionDeniedError, match="scope generate"):
        client(token_of("reader")).chat.completions.create(model="spotsmith", messages=MESSAGES)


@pytest.mark.parametrize(
    "messages", [[], [{"role": "user", "content": " "}], [{"role": "system", "content": "x"}], ["x"]]
)
def test_a_conversation_without_a_question_is_a_bad_request(client: Client, messages: list[object]) -> None:
    with pytest.raises(openai.BadRequestError, match=r"messages|no text of the user"):
        client().chat.completions.create(model="spotsmith", messages=messages)


def test_a_request_that_nothing_fits_is_a_sentence(client: Client) -> None:
    messages = [{"role": "user", "content": "x" * 1500}]
    try:
        said = client().chat.completions.create(model="spotsmith", messages=messages).choices[0].message.content
    except openai.UnprocessableEntityError as problem:
        said = problem.message
    assert said.strip()


def writes_until_left(left: threading.Event, said: str = "thinking about it, at some length; ") -> Act:
    """A model that never stops; it notices when nobody listens any more."""

    def act(exchange: Exchange) -> None:
        try:
            exchange.begin("text/event-stream")
            while not exchange.server.over.wait(0.05):  # at the pace of a model
                exchange.event(said)
        except OSError:
            left.set()

    return act


def test_who_leaves_in_the_middle_takes_the_job_and_the_model_along(site_with: SiteWith) -> None:
    """Streaming or not: no worker goes on, the model's server is left alone, and the next one is served."""
    left = threading.Event()
    with standing_in(writes_until_left(left)) as model:
        section = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\nanswer_tokens = 100000\n[serve]\nworkers = 1'
        with serving(site_with(section)) as running:
            key, url = running.token, f"{running.url}/v1"
            with openai.OpenAI(base_url=url, api_key=key, max_retries=0, timeout=SOON) as client:
                stream = client.chat.completions.create(model="spotsmith", messages=MESSAGES, stream=True)
                heard = 0
                for chunk in stream:
                    heard += "at some length" in (getattr(chunk.choices[0].delta, "reasoning_content", None) or "")
                    if heard == 3:
                        break
                stream.close()
                assert left.wait(SOON)
                running.noted(lambda line: line["event"] == "job" and line["status"] == "cancelled")
                left.clear()
                with pytest.raises(openai.APITimeoutError):
                    client.with_options(timeout=2.0).chat.completions.create(model="spotsmith", messages=MESSAGES)
                assert left.wait(SOON)
                running.noted(lambda line: len([e for e in running.lines if e["event"] == "job"]) == 2)
                assert client.models.list().data
            with running.client() as admin:
                counts = admin.get("/metrics").text
            assert 'spotsmith_jobs_total{status="cancelled"} 2' in counts and "spotsmith_jobs_running 0" in counts
            assert running.other == []
