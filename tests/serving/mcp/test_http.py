"""The real command over HTTP: who gets in, what a token may see, and what breaks nothing."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, Implementation

from knowledge.errors import SpotsmithError
from serving.mcp.over_http import parsed, run_http
from serving.settings import FILE, Workspace
from tests.serving.command_line import COMMAND, command, write_settings
from tests.serving.mcp.malformed import malformed

DESK, BUILD = "desk-token-of-a-test", "build-token-of-a-test"
TOKENS = """[mcp.tokens.desk]
env = "DESK_TOKEN"
disclosure = "full"
[mcp.tokens.build]
env = "BUILD_TOKEN"
disclosure = "names"
"""
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "http", "version": "1"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Served:
    url: str
    token: str
    """The fresh one; empty where the site has its own."""
    errors: list[str]

    def post(self, body: Any, token: str | None = None, **headers: str) -> httpx.Response:
        """``body``: JSON, or bytes as they are."""
        given = {"Authorization": f"Bearer {self.token if token is None else token}"}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.post(self.url, content=data, headers={**ACCEPT, **given, **headers}, timeout=60, trust_env=False)

    def call(self, tool: str, token: str = "", client: str = "sdk", **arguments: Any) -> CallToolResult:
        async def work() -> CallToolResult:
            headers = {"Authorization": f"Bearer {token or self.token}"}
            async with httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http:
                transport = streamable_http_client(self.url, http_client=http)
                async with Client(transport, client_info=Implementation(name=client, version="1")) as asking:
                    assert len((await asking.list_tools()).tools) == 8
                    return await asking.call_tool(tool, arguments)

        return anyio.run(work)


@contextmanager
def served(site: Path, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    process = subprocess.Popen(
        [COMMAND, "mcp", "-w", site, "--http", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    assert process.stdout and process.stderr
    errors: list[str] = []
    try:
        first, second = process.stderr.readline(), process.stderr.readline()
        address = re.search(r"http://\S+", first)
        assert address, first + process.stderr.read()
        secret = re.search(r"Bearer (\S+)", second)
        reader = threading.Thread(target=lambda: errors.extend(process.stderr or ()))
        reader.start()
        yield Served(address.group(), secret.group(1) if secret else "", errors)
        assert process.poll() is None, "it still runs"
    finally:
        process.terminate()
        process.wait(60)
        reader.join()
        printed = process.stdout.read()
        process.stdout.close()
        process.stderr.close()
    assert printed == "", "stdout is nobody's"
    assert not any("Traceback" in line for line in errors), errors


@pytest.fixture(scope="module")
def server(site: Workspace) -> Iterator[Served]:
    with served(site.root) as running:
        yield running


def test_the_client_of_the_sdk_works_over_http(server: Served) -> None:
    answer = server.call("show_table", name="CI_BILL")
    assert answer.structured_content and answer.structured_content["primary_key"] == ["BILL_ID"]
    text = "class A { int x = y; }"
    checked = server.call("check_code", path="A.java", text=text).structured_content
    assert checked and checked["diagnostics"][0]["symbol"] == "y"


def test_without_the_token_nothing_is_answered(server: Served) -> None:
    for header in ("", "Bearer", "Bearer wrong", f"Basic {server.token}", server.token, f"Bearer {server.token}x"):
        answer = server.post(HELLO, Authorization=header)
        assert (answer.status_code, answer.text) == (401, "a bearer token is needed\n")
    assert server.post(HELLO).status_code == 200


def test_requests_that_a_web_page_could_send_for_another_host_are_refused(server: Served) -> None:
    assert server.post(HELLO, Host="evil.example").status_code == 421
    assert server.post(HELLO, Origin="http://evil.example").status_code == 403


def test_a_body_that_is_too_large_is_refused(server: Served) -> None:
    assert server.post(b"[" + b" " * 5_000_000 + b"]").status_code == 413


def test_each_token_is_shown_what_the_site_says_whatever_its_client_calls_itself(
    site: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (root / ".spotsmith").symlink_to(site.hidden)
    settings = (site.root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(f'{settings}\n[mcp.clients]\nsdk = "full"\n{TOKENS}', encoding="utf-8")
    with served(root, {"DESK_TOKEN": DESK, "BUILD_TOKEN": BUILD}) as running:
        full = running.call("show_table", DESK, name="CI_BILL").structured_content
        names = running.call("show_table", BUILD, name="CI_BILL").structured_content
        assert full and names
        assert full["columns"][0]["type"] and full["columns"][0]["comment"]
        assert names["columns"][0] == {"name": "BILL_ID"} and names["disclosure"] == "names"
    lines = [json.loads(line) for line in (site.hidden / "mcp-audit.jsonl").read_text("utf-8").splitlines()]
    assert [(line["token"], line["level"]) for line in lines[-2:]] == [("desk", "full"), ("build", "names")]


def fuzzed(server: Served, count: int) -> None:
    headers = {**ACCEPT, "Authorization": f"Bearer {server.token}"}
    with httpx.Client(headers=headers, timeout=60, trust_env=False) as http:
        for body in malformed(count, seed=11):
            assert http.post(server.url, content=body).status_code < 500
    assert not server.call("show_table", name="CI_BILL").is_error


def test_malformed_messages_are_refused_and_end_nothing(server: Served) -> None:
    fuzzed(server, 200)


@pytest.mark.slow
def test_ten_thousand_malformed_messages_are_refused_and_end_nothing(server: Served) -> None:
    fuzzed(server, 10_000)


def test_other_machines_reach_it_only_with_tokens_of_the_site(site: Workspace) -> None:
    ran = command("mcp", "-w", site.root, "--http", "0.0.0.0:0")
    assert (ran.code, ran.out) == (2, "") and "[mcp.tokens]" in ran.err


def test_a_token_that_is_missing_or_short_is_no_token(tmp_path: Path) -> None:
    from serving.settings import find_workspace

    write_settings(tmp_path, {}, TOKENS)
    for environment in ({}, {"DESK_TOKEN": "short", "BUILD_TOKEN": BUILD}):
        with pytest.raises(SpotsmithError, match="DESK_TOKEN must hold a token of 16"):
            run_http(find_workspace(tmp_path), "full", "127.0.0.1:0", environment)


def test_addresses_are_hosts_and_ports() -> None:
    assert [parsed(text) for text in ("127.0.0.1:80", "8321", "[::1]:0", "localhost:1")] == [
        ("127.0.0.1", 80),
        ("127.0.0.1", 8321),
        ("::1", 0),
        ("localhost", 1),
    ]
    for text in ("", "host", "host:x", "host:70000", "h:-1"):
        with pytest.raises(SpotsmithError, match="HOST:PORT"):
            parsed(text)
