"""A model behind a server, from a prompt to code. The servers are stand-ins."""

from collections.abc import Callable, Iterator

import pytest

from agents.coders.chat import ChatCoder, Manner
from agents.coders.families import Family, family_of
from agents.coders.ollama import OllamaEndpoint
from agents.coders.openai_compatible import OpenAiEndpoint
from agents.coders.protocol import Answer, Ask
from agents.coders.wire import Wire
from agents.generate import draft_of
from agents.prompt import Prompts
from agents.state import Context
from knowledge.blueprint import Fill, Skeleton
from knowledge.pack_data import PACKS
from serving.app import App
from tests.agents.coders.stand_in import (
    StandIn,
    breaks_off,
    fails,
    hangs_up,
    never_ends,
    ollama_says,
    says,
    says_text,
    standing_in,
)

TOO_LONG = fails(400, '{"error": {"message": "maximum context length is 512 tokens"}}')
GOOD = '```java hole=2\n\t\tLOGGER.debug("held");\n```\n'
FILLED = {"validations": Fill(""), "invoke": Fill('\t\tLOGGER.debug("held");\n'), "helpers": Fill("")}
Make = Callable[..., ChatCoder]


@pytest.fixture
def coder(app: App) -> Iterator[Make]:
    wires: list[Wire] = []

    def make(server: StandIn, model: str = "tiny", fim: bool = False, kind: str = "openai") -> ChatCoder:
        wires.append(Wire(f"{server.url}/v1" if kind == "openai" else server.url, pause=lambda seconds: None))
        family: Family = family_of(model)
        prompts = Prompts(PACKS / app.pack.name / "prompts")
        endpoint = (OpenAiEndpoint if kind == "openai" else OllamaEndpoint)(wires[-1], model, family)
        return ChatCoder(kind, endpoint, family, prompts, Manner(0.2, fim))

    yield make
    for wire in wires:
        wire.close()


def one(coder: ChatCoder, context: Context, skeleton: Skeleton, ask: Ask | None = None) -> Answer:
    (answer,) = coder.fill(context, skeleton, ask or Ask(tokens=400))
    return answer


@pytest.mark.parametrize(("kind", "act"), [("openai", says(GOOD)), ("ollama", ollama_says(GOOD))])
def test_an_answer_becomes_fills_and_its_cost_is_counted(
    coder: Make, context: Context, skeleton: Skeleton, kind: str, act: Callable[..., None]
) -> None:
    heard: list[str] = []
    with standing_in(act) as server:
        made = coder(server, kind=kind)
        answer = one(made, context, skeleton, Ask(tokens=400, on_text=heard.append))
    assert (made.name, answer.fills, answer.notes, answer.dead) == (f"{kind}/tiny", FILLED, (), False)
    assert answer.usage.calls == 1
    assert answer.usage.prompt_tokens > 0 < answer.usage.completion_tokens
    assert "".join(heard) == GOOD


def test_later_samples_are_warmer_and_of_another_seed(coder: Make, context: Context, skeleton: Skeleton) -> None:
    with standing_in(says(GOOD)) as server:
        made = coder(server)
        for drawn in range(3):
            one(made, context, skeleton, Ask(drawn=drawn))
    assert [(body["temperature"], body["seed"]) for body in server.asked] == [
        (0.2, 0),
        (0.6000000000000001, 1),
        (0.6000000000000001, 2),
    ]


def test_an_edit_names_what_is_wrong_and_gives_the_holes_that_change(
    app: App, coder: Make, context: Context, skeleton: Skeleton
) -> None:
    draft = draft_of(skeleton, {**FILLED, "invoke": Fill("\t\tbill.getAcount();\n")}, "x", app.front_end)
    review = app.check([draft.file])
    with standing_in(says(GOOD)) as server:
        answer = coder(server).edit(context, draft, review.errors, Ask())
    assert answer.fills == {"invoke": FILLED["invoke"]}
    assert "there is: getAccount" in server.asked[0]["messages"][1]["content"]


def test_a_prompt_that_is_too_long_is_shrunk_until_it_is_taken(
    coder: Make, context: Context, skeleton: Skeleton
) -> None:
    with standing_in(TOO_LONG, TOO_LONG, says(GOOD)) as server:
        answer = one(coder(server), context, skeleton)
    assert answer.fills == FILLED
    sizes = [len(body["messages"][1]["content"]) for body in server.asked]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    (note,) = answer.notes
    assert note.startswith("the context was shrunk to ")
    assert answer.usage.calls == 3


def test_a_prompt_that_is_always_too_long_ends_with_that_sentence(
    coder: Make, context: Context, skeleton: Skeleton
) -> None:
    with standing_in(TOO_LONG) as server:
        answer = one(coder(server), context, skeleton)
    assert (answer.fills, answer.dead, len(server.asked)) == ({}, True, 4)
    assert answer.notes[0].startswith(f"the prompt is too long for the model at {server.url}/v1")


def test_a_server_with_a_limit_of_its_own_is_asked_to_go_on(coder: Make, context: Context, skeleton: Skeleton) -> None:
    with standing_in(says(GOOD[:20], "length"), says(GOOD[20:])) as server:
        answer = one(coder(server), context, skeleton)
    assert (answer.fills, answer.notes) == (FILLED, ())
    assert server.asked[1]["messages"][2] == {"role": "assistant", "content": GOOD[:20]}


def test_an_answer_cut_at_our_budget_is_reported_and_its_whole_blocks_kept(
    coder: Make, context: Context, skeleton: Skeleton
) -> None:
    with standing_in(says(GOOD + "```java hole=3\n\tvoid x() {", "length", tokens=32)) as server:
        answer = one(coder(server), context, skeleton, Ask(tokens=16))
    assert answer.fills == {"invoke": FILLED["invoke"]}
    said = "the answer was cut off at its limit of 16 tokens; the part before that was used"
    assert (answer.notes, answer.usage.calls) == ((said,), 1)  # twice its tokens are written already


def test_an_answer_cut_at_our_budget_is_gone_on_with_once(coder: Make, context: Context, skeleton: Skeleton) -> None:
    first, second = GOOD[:30], f"```java hole=2\n{GOOD[30:]}"  # it opens the block again, as many models do
    with standing_in(says(first, "length", tokens=100), says(second)) as server:
        answer = one(coder(server), context, skeleton, Ask(tokens=100))
    assert (answer.fills, answer.notes, answer.usage.calls) == (FILLED, (), 2)
    assert [body["max_tokens"] for body in server.asked] == [100, 100]


def test_an_answer_without_end_is_cut_off_after_twice_its_tokens(
    coder: Make, context: Context, skeleton: Skeleton
) -> None:
    with standing_in(
        says(GOOD, "length", tokens=50), says("```java hole=3\n\tint a;\n", "length", tokens=50)
    ) as server:
        answer = one(coder(server), context, skeleton, Ask(tokens=50))
    assert (answer.fills, len(server.asked)) == ({"invoke": FILLED["invoke"]}, 2)
    (note,) = answer.notes
    assert note == (
        "the answer was cut off at its limit of 50 tokens, and again where it went on; the part before that was used"
    )


def test_what_was_reached_is_kept_when_going_on_fails(coder: Make, context: Context, skeleton: Skeleton) -> None:
    with standing_in(says(GOOD, "length", tokens=9), fails(401)) as server:
        answer = one(coder(server), context, skeleton, Ask(tokens=10))
    assert (answer.fills, answer.dead) == ({"invoke": FILLED["invoke"]}, False)
    assert "refuses us (401)" in answer.notes[0]


def test_of_an_answer_that_broke_off_whole_blocks_are_kept(coder: Make, context: Context, skeleton: Skeleton) -> None:
    with standing_in(breaks_off(GOOD + "```java hole=3\n\tvoid x")) as server:
        answer = one(coder(server), context, skeleton)
    assert (answer.fills, answer.dead) == ({"invoke": FILLED["invoke"]}, False)
    assert answer.notes[0].startswith("the answer broke off: ")


@pytest.mark.parametrize(
    ("act", "said", "dead"),
    [
        (hangs_up, "broke the connection before it answered", False),
        (fails(401, "no"), "it wants a key: set the variable of coder.api_key_env", True),
        (fails(429), "is busy or failing (429)", True),
        (fails(404, '{"error": "no such model"}'), "does not know what it was asked for", True),
        (fails(200, "<html/>", "text/html"), "answers with a web page", True),
        (says(""), "the model answered with nothing", False),
        (says("   \n"), "the model answered with nothing", False),
        (says("I am sorry, I cannot."), "the answer of the model held no code for a hole", False),
        (never_ends("and again\n"), "the answer had no end and was cut off", False),
    ],
)
def test_whatever_a_server_does_ends_in_a_sentence(
    coder: Make, context: Context, skeleton: Skeleton, act: Callable[..., None], said: str, dead: bool
) -> None:
    with standing_in(act) as server:
        answer = one(coder(server), context, skeleton)
    assert answer.fills == {}
    assert any(said in note for note in answer.notes), answer.notes
    assert answer.dead == dead
    assert answer.usage.calls == 1


def test_bodies_are_asked_for_in_the_middle_where_the_family_can(
    app: App, coder: Make, context: Context, skeleton: Skeleton
) -> None:
    def act(exchange: object) -> None:
        text = '\t\tLOGGER.debug("held");\n\t}\n\n\tprivate void more() {\n'
        exchange.json({"choices": [{"text": text, "finish_reason": "stop"}]})  # type: ignore[attr-defined]

    with standing_in(act) as server:
        answer = one(coder(server, "qwen2.5-coder:7b", fim=True), context, skeleton)
    assert server.paths == ["/v1/completions"]
    prompt = server.asked[0]["prompt"]
    assert prompt.startswith("<|fim_prefix|>// What is known")
    assert prompt.endswith("<|fim_middle|>")
    assert "public void invoke() {\n\t\t// hold small bills\n<|fim_suffix|>\t}\n" in prompt
    draft = draft_of(skeleton, answer.fills, "x", app.front_end)
    assert draft.fills == FILLED  # what follows the end of the body is left out


def test_in_the_middle_too_a_long_prompt_is_shrunk_and_a_cut_text_gone_on_with(
    coder: Make, context: Context, skeleton: Skeleton
) -> None:
    with standing_in(TOO_LONG, says_text("\t\tLOGGER.", "length"), says_text('debug("held");\n')) as server:
        answer = one(coder(server, "qwen2.5-coder:7b", fim=True), context, skeleton)
    assert answer.fills == FILLED
    long, short, rest = (body["prompt"] for body in server.asked)
    assert len(long) > len(short)
    assert rest == f"{short}\t\tLOGGER."
    assert [note.partition(" to ")[0] for note in answer.notes] == ["the context was shrunk"]


def test_a_family_without_such_tokens_is_asked_by_chat(coder: Make, context: Context, skeleton: Skeleton) -> None:
    with standing_in(says(GOOD)) as server:
        answer = one(coder(server, "llama3", fim=True), context, skeleton)
    assert (server.paths, answer.fills) == (["/v1/chat/completions"], FILLED)
