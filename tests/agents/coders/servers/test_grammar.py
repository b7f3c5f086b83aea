"""Grammars that real llama.cpp servers hold a model to: one of random weights, and one that says what it was told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from agents.answer import parse_answer
from agents.coders.grammar import answer_grammar
from finetune.dataset.reference import Reference, proven
from knowledge.blueprint import Skeleton
from knowledge.completion import Completion
from knowledge.records import Symbol
from serving.app import App
from serving.finetuning import open_site
from tests.agents.coders.servers import llama
from tests.agents.coders.servers.tiny_model import END, talker

BLOCK = re.compile(r"```[a-zA-Z+#]{0,12} hole=(\d)\n(?:[^\n]*\n)*?[ \t]*```")
MINE = """```java hole=2
\t\t// bill.frobnicate() is in a comment; it's free, and so is "bill.frob
\t\tString text = "bill.frobnicate() \\" in a text" + 'x' + 1.5f;
\t\tif (bill.getAccount() != null && this.bill.frobnicate == bill . x) {
\t\t\tbills.anything(1, 2).chained().further();
\t\t\tbill.getAccount(); /* bill.frobnicate
\t\t\t goes on */ Object[] b = {bill, (Object) account};
\t\t}
```"""


@pytest.fixture(scope="session")
def completion(app: App) -> Completion:
    store = app.parts.store
    made = app.front_end.completion(app.parts.types, store, store.names(Symbol))
    assert made is not None
    return made


def written(url: str, grammar: str, tokens: int, seed: int, temperature: float = 1.0) -> str:
    body = {"model": "tiny", "prompt": "x\n", "max_tokens": tokens, "seed": seed, "temperature": temperature}
    with httpx.Client(trust_env=False, timeout=60.0) as client:
        answer = client.post(f"{url}/completions", json={**body, "grammar": grammar, "top_p": 1.0})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["choices"][0]["text"])


def test_whatever_a_model_writes_is_blocks_for_holes(babbling: str, skeleton: Skeleton) -> None:
    """Random weights end a line now and then, so most answers are cut off: each is the beginning of such blocks."""
    grammar = answer_grammar(skeleton)
    for seed in range(8):
        text = written(babbling, grammar, 300, seed).lstrip("\n")
        assert re.match(r"```[a-zA-Z+#]{0,12} hole=[123]\n", text), text
        numbers = re.findall(r"^```[a-zA-Z+#]{0,12} hole=(\d)$", text, re.MULTILINE)
        assert numbers == sorted(set(numbers))
        assert BLOCK.sub("", text).strip() == "" or not text.rstrip().endswith("```")


def test_behind_a_name_in_scope_the_model_writes_a_member(
    babbling: str, skeleton: Skeleton, completion: Completion
) -> None:
    grammar = answer_grammar(skeleton, completion).replace("root ::= ", "whole ::= ", 1)
    found = re.search(r"^(c1-m-bill) ::= (.*)$", grammar, re.MULTILINE)
    assert found
    members = set(re.findall(r'"([A-Za-z]\w*)"', found[2]))
    assert "getAccount" in members
    for seed in range(12):
        text = written(babbling, f'root ::= "bill." {found[1]}\n{grammar}', 60, seed)
        name = re.match(r"bill\.(\w+)", text)
        assert name and any(known.startswith(name[1]) for known in members), text


@pytest.mark.parametrize("code", [MINE, MINE.replace("hole=2", "hole=3")])
def test_right_code_is_written_as_the_model_wants_it(
    tmp_path: Path, skeleton: Skeleton, completion: Completion, code: str
) -> None:
    with _saying(tmp_path, code) as url:
        for grammar in (answer_grammar(skeleton), answer_grammar(skeleton, completion)):
            assert written(url, grammar, 400, 0, 0.0) == code
    assert parse_answer(code, skeleton)


def test_a_wrong_member_is_not_written_where_names_are_held(
    tmp_path: Path, skeleton: Skeleton, completion: Completion
) -> None:
    code = "```java hole=2\n\t\tbill.frobnicate();\n```"
    with _saying(tmp_path, code) as url:
        assert written(url, answer_grammar(skeleton), 400, 0, 0.0) == code
        held = written(url, answer_grammar(skeleton, completion), 40, 0, 0.0)
    assert held.startswith("```java hole=2\n\t\tbill.")
    assert "frobnicate" not in held


@contextmanager
def _saying(folder: Path, code: str) -> Iterator[str]:
    """A server with a model that says ``code``."""
    with llama.native(talker(folder / "model.gguf", {}, [*_phrases(code), END], ["x", END])) as url:
        yield url


def _phrases(code: str) -> list[str]:
    """The code in pieces that are all different: what the model says last decides what it says next."""
    found: list[str] = []
    while code:
        size = next(size for size in range(min(12, len(code)), 31) if code[:size] not in found)
        found.append(code[:size])
        code = code[size:]
    return found


@pytest.mark.slow
def test_no_body_of_a_sample_algorithm_is_forbidden(app: App, tmp_path: Path, completion: Completion) -> None:
    """The model says what their authors wrote, and must be let to."""
    made, _ = proven(open_site(app))
    print(f"{len(made)} bodies")
    assert len(made) >= 5
    changed = []
    for number, reference in enumerate(made):
        answer = _answer(reference)
        (tmp_path / str(number)).mkdir()
        with _saying(tmp_path / str(number), answer) as url:
            if written(url, answer_grammar(reference.skeleton, completion), 4_000, 0, 0.0) != answer:
                changed.append(reference.name)
    assert changed == []


def _answer(reference: Reference) -> str:
    numbers = {hole.name: number for number, hole in enumerate(reference.skeleton.holes, 1)}
    blocks = []
    for name, number in numbers.items():
        fill = reference.fills.get(name)
        if fill and fill.code:
            imports = "".join(f"import {each};\n" for each in fill.imports)
            blocks.append(f"```java hole={number}\n{imports}{fill.code.rstrip()}\n```")
    return "\n".join(blocks)
