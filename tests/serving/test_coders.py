"""Which coder writes, as settings and command line say; what is told about it. The servers are stand-ins."""

import json
from pathlib import Path

import pytest

from serving.settings import FILE
from tests.agents.coders.stand_in import fails, ollama_says, says, standing_in
from tests.serving.command_line import Spotsmith

SPOT = "CustomerClassPreBillCompletionAlgorithmSpot"
RIGHT = '```java hole=2\n\t\tLOGGER.debug("held");\n```\n'
WRONG = "```java hole=2\n\t\tbill.frobnicate();\n```\n"


def set_coder(site: Path, **values: object) -> None:
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    with (site / FILE).open("a", encoding="utf-8") as file:
        file.write("\n".join(["\n[coder]", *lines, ""]))


def test_auto_takes_what_answers_and_says_which(spotsmith: Spotsmith, other_site: Path) -> None:
    with standing_in(ollama_says(RIGHT)) as server:
        set_coder(other_site, url=server.url)
        ran = spotsmith("generate", "-w", other_site, "--spot", SPOT, "hold small bills")
    assert ran.code == 0, ran.err
    assert ran.err.startswith(f"spotsmith: the coder is ollama/tiny at {server.url}\n")
    assert "ollama/tiny coder, 1 draft, 0 edits, " in ran.err


def test_auto_falls_back_to_the_scaffold_with_a_sentence(spotsmith: Spotsmith, other_site: Path) -> None:
    with standing_in(says(RIGHT)) as server:
        set_coder(other_site, url=f"{server.url}/v1")
    ran = spotsmith("generate", "-w", other_site, "--json", "hold small bills until the next cycle")
    assert (ran.code, ran.json["coder"]) == (0, "scaffold")
    assert ran.err == (
        "spotsmith: the scaffold writes, since no model can be asked: "
        f"nothing answers at {server.url}/v1; is the server running and the URL right?\n"
    )


def test_a_server_that_was_named_and_does_not_answer_is_said(spotsmith: Spotsmith, other_site: Path) -> None:
    with standing_in(says(RIGHT)) as server:
        set_coder(other_site, kind="openai", url=f"{server.url}/v1")
    assert spotsmith("generate", "-w", other_site, "hold small bills").sentence == (
        f"nothing answers at {server.url}/v1; is the server running and the URL right? "
        "See [coder] in spotsmith.toml, or pass --coder scaffold"
    )


def test_without_a_url_nothing_is_asked_and_nothing_is_said(spotsmith: Spotsmith, other_site: Path) -> None:
    ran = spotsmith("generate", "-w", other_site, "--json", "hold small bills until the next cycle")
    assert (ran.code, ran.json["coder"], ran.json["usage"]["calls"], ran.err) == (0, "scaffold", 0, "")


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("/v1", ("--coder", "openai"), "has no model 'gone'; it has: alpha, beta"),
        ("/v1", ("--coder", "openai", "--model", "zeta"), "has no model 'zeta'; it has: alpha, beta"),
        (
            "",
            ("--coder", "ollama"),
            "has no model 'gone'; it has: alpha, beta; `spotsmith pull gone` has Ollama fetch it",
        ),
        ("", ("--coder", "magic"), "there is no coder 'magic'; --coder takes auto, scaffold, openai, ollama"),
    ],
)
def test_a_coder_that_was_named_must_be_there(
    spotsmith: Spotsmith, other_site: Path, path: str, options: tuple[str, ...], said: str
) -> None:
    with standing_in(says(RIGHT), names=("alpha", "beta")) as server:
        set_coder(other_site, url=f"{server.url}{path}", model="gone")
        assert said in spotsmith("generate", "-w", other_site, *options, "hold small bills").sentence
    assert server.asked == []


def test_an_openai_coder_needs_a_url(spotsmith: Spotsmith, other_site: Path) -> None:
    said = spotsmith("generate", "-w", other_site, "--coder", "openai", "hold small bills").sentence
    assert said == "coder.url is not set; it looks like http://127.0.0.1:8000/v1"


def test_the_key_reaches_the_server_and_no_file(
    spotsmith: Spotsmith, other_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_KEY", "sk-very-secret")
    with standing_in(says(WRONG), fails(401, '{"error": "bad key sk-very-secret"}')) as server:
        set_coder(other_site, kind="openai", url=f"{server.url}/v1", api_key_env="SITE_KEY", samples=1)
        ran = spotsmith("generate", "-w", other_site, "--spot", SPOT, "hold small bills")
    assert ran.code == 3
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer sk-very-secret"}
    kept = [path for path in (other_site / ".spotsmith" / "runs").rglob("*") if path.is_file()]
    assert kept
    for text in (ran.out, ran.err, *(path.read_text(encoding="utf-8") for path in kept)):
        assert "sk-very-secret" not in text


def test_doctor_says_which_model_answers(spotsmith: Spotsmith, other_site: Path) -> None:
    def coder() -> tuple[bool, str]:
        checks = spotsmith("doctor", "-w", other_site, "--json").json["checks"]
        return next((check["ok"], check["text"]) for check in checks if check["name"] == "coder")

    assert coder() == (True, "scaffold, which needs no model; coder.url in spotsmith.toml names one")
    with standing_in(says(RIGHT)) as server:
        set_coder(other_site, kind="ollama", url=server.url)
        assert coder() == (True, f"ollama/tiny at {server.url}")
    found, said = coder()
    assert (found, said.startswith(f"nothing answers at {server.url}")) == (False, True)
    assert server.asked == []


def test_ollama_pulls_a_model_when_it_is_told_to(spotsmith: Spotsmith, other_site: Path) -> None:
    done = fails(200, '{"status": "success"}\n', "application/x-ndjson")
    with standing_in(done) as server:
        set_coder(other_site, url=server.url)
        ran = spotsmith("pull", "-w", other_site, "new:1b")
    assert (ran.code, ran.out, ran.err) == (0, "", f"Ollama at {server.url} has new:1b\n")
    assert (server.paths, server.asked) == (["/api/pull"], [{"model": "new:1b", "stream": True}])
