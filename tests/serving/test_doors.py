"""The same request through every door gives the same file, byte for byte."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from serving.settings import Workspace
from tests.serving.api.process import Serving, serving
from tests.serving.command_line import COMMAND, command, write_settings
from tests.serving.conftest import inputs_of

SAMPLE_SITE = Path(__file__).parents[2] / "samples" / "ormb"
WANTED = ("shift-due-date", "gallons-to-cubic-metres", "leave-review-status")
SAMPLES = yaml.safe_load((SAMPLE_SITE / "requests.yaml").read_text(encoding="utf-8"))
REQUESTS = tuple(sample["request"].strip() for sample in SAMPLES if sample["id"] in WANTED)
Files = dict[str, tuple[str, bytes]]
"""By request, the path of the file and what is in it."""
Door = Callable[[Path], Files]


@pytest.fixture(scope="module")
def site(sample_site: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("doors") / "brightwater"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    write_settings(folder, inputs_of(sample_site))
    return folder


@pytest.fixture(scope="module")
def generated(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What ``spotsmith generate`` writes, with each request in a process of its own."""
    files: Files = {}
    for number, request in enumerate(REQUESTS):
        out = tmp_path_factory.mktemp(f"generated{number}")
        ran = command("generate", "-w", site, "--out", out, request)
        assert ran.code == 0, ran.err
        files[request] = _only(out)
    assert len({text for _, text in files.values()}) == len(REQUESTS)
    return files


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Serving]:
    with serving(site) as running:
        yield running


def test_json_of_the_command_line(site: Path, generated: Files) -> None:
    made = {request: command("generate", "-w", site, "--json", request).json for request in REQUESTS}
    assert {request: _file(result) for request, result in made.items()} == generated


def test_a_piped_chat(site: Path, generated: Files) -> None:
    for request in REQUESTS:
        ran = command("chat", "-w", site, stdin=f"{request}\n/show\n")
        assert (ran.code, ran.out.encode()) == (0, generated[request][1]), ran.err


def test_the_native_api(served: Serving, generated: Files) -> None:
    with served.client() as client:
        made = {request: client.post("/api/generate", json={"request": request}).json() for request in REQUESTS}
    assert {request: _file(result) for request, result in made.items()} == generated


def test_the_api_of_openai(served: Serving, generated: Files) -> None:
    with served.client() as client:
        for request in REQUESTS:
            body = {"model": "spotsmith", "messages": [{"role": "user", "content": request}]}
            said = client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]
            code = re.search(r"^```java\n(.*?\n)```$", said, re.MULTILINE | re.DOTALL)
            assert code and code[1].encode() == generated[request][1], said


def test_mcp_over_its_pipes(site: Path, generated: Files) -> None:
    async def asked() -> dict[str, Any]:
        server = StdioServerParameters(command=str(COMMAND), args=["mcp", "-w", str(site)])
        async with Client(stdio_client(server)) as client:
            return {request: await _finished(client, request) for request in REQUESTS}

    made = anyio.run(asked)
    assert {request: _file(result) for request, result in made.items()} == generated


def test_a_batch(site: Path, generated: Files, tmp_path: Path) -> None:
    spec, out = tmp_path / "items.jsonl", tmp_path / "out"
    spec.write_text("".join(json.dumps({"request": request}) + "\n" for request in REQUESTS), encoding="utf-8")
    ran = command("batch", spec, "-w", site, "--out", out)
    assert ran.code == 0, ran.err
    assert {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.java")} == dict(
        generated.values()
    )


def _only(out: Path) -> tuple[str, bytes]:
    (path,) = (path for path in out.rglob("*") if path.is_file())
    return path.relative_to(out).as_posix(), path.read_bytes()


def _file(result: Any) -> tuple[str, bytes]:
    (file,) = result["files"]
    return file["path"], file["content"].encode()


async def _finished(client: Client, request: str) -> Any:
    """A slow machine answers with a job first."""
    answer = await client.call_tool("generate_code", {"request": request})
    while not answer.is_error and (id := answer.structured_content.get("job", {}).get("id")):
        answer = await client.call_tool("job_status", {"job_id": id})
    assert not answer.is_error, answer.content
    return answer.structured_content
