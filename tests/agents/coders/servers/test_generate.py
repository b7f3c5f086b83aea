"""``spotsmith generate`` with a real llama.cpp server, as a user runs it."""

from pathlib import Path

import pytest

from tests.serving.command_line import Ran, Spotsmith
from tests.serving.test_coders import SPOT, set_coder

FEW = {"samples": 1, "answer_tokens": 80}


def generate(spotsmith: Spotsmith, site: Path, request: str, *more: str) -> Ran:
    return spotsmith("generate", "-w", site, "--json", "--coder", "openai", *more, "--spot", SPOT, request)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny models read a character a token: a small context keeps the tests quick."""
    monkeypatch.setenv("SPOTSMITH_LIMITS_CONTEXT_TOKENS", "500")
    monkeypatch.setenv("SPOTSMITH_LIMITS_ROUNDS", "0")


def test_code_that_is_right_is_delivered(url: str, spotsmith: Spotsmith, site: Path) -> None:
    set_coder(site, url=url, **FEW)
    ran = generate(spotsmith, site, "hold small bills")
    assert (ran.code, ran.json["status"], ran.json["coder"]) == (0, "ok", "openai/tiny")
    assert ran.json["usage"]["calls"] == 1


def test_rubbish_is_not_delivered_and_what_is_missing_keeps_its_placeholder(
    babbling: str, spotsmith: Spotsmith, site: Path
) -> None:
    set_coder(site, url=babbling, **FEW)
    ran = generate(spotsmith, site, "hold small bills")
    assert (ran.code, ran.json["status"], ran.json["coder"]) == (3, "partial", "openai/tiny")
    (file,) = ran.json["files"]
    assert "Not written yet" in file["content"]
    assert ran.json["notes"]


@pytest.mark.parametrize("grammar", ["auto", "names"])
def test_an_invented_method_is_found_and_not_delivered_as_ok(
    url: str, spotsmith: Spotsmith, site: Path, grammar: str
) -> None:
    """Where the server takes a grammar of names, the model cannot even write it."""
    set_coder(site, url=url, grammar=grammar, **FEW)
    ran = generate(spotsmith, site, "hold small bills, say invented")
    assert ran.code == 3
    said = [each["symbol"] for each in ran.json["diagnostics"]]
    assert ("frobnicate" in said) or (grammar == "names")


def test_a_wrong_model_name_is_answered_with_the_right_one(url: str, spotsmith: Spotsmith, site: Path) -> None:
    """The server itself would take any name."""
    set_coder(site, url=url)
    said = spotsmith("generate", "-w", site, "--coder", "openai", "--model", "gpt", "hold small bills").sentence
    assert f"{url} has no model 'gpt'; it has: tiny" in said


def test_doctor_and_auto_find_it(url: str, spotsmith: Spotsmith, site: Path) -> None:
    set_coder(site, url=url, **FEW)
    checks = spotsmith("doctor", "-w", site, "--json").json["checks"]
    assert next(each["text"] for each in checks if each["name"] == "coder") == f"openai/tiny at {url}"
    ran = spotsmith("generate", "-w", site, "--spot", SPOT, "hold small bills")
    assert ran.err.startswith(f"spotsmith: the coder is openai/tiny at {url}\n")
