"""The real command over its pipes: what it says, what it must not say, and how it ends."""

import json
import os
import select
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult

from serving.settings import Workspace
from tests.serving.command_line import COMMAND, Ran, command
from tests.serving.mcp.malformed import malformed

HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "pipes", "version": "1"}}


class Pipes:
    """A server process, spoken to line by line. Everything that it writes on stdout is kept."""

    def __init__(self, site: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [COMMAND, "mcp", "-w", site, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.lines: list[bytes] = []
        self.errors = b""
        self._answers: dict[Any, Any] = {}
        self._arrived = threading.Condition()
        self._threads = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for thread in self._threads:
            thread.start()

    def send(self, line: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def ask(self, id: int, method: str, params: Any = None) -> Any:
        message = {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}}
        self.send(json.dumps(message).encode())
        with self._arrived:
            came = self._arrived.wait_for(lambda: id in self._answers or self.process.poll() is not None, 120)
            assert came and id in self._answers, f"no answer to {method}; stderr: {self.errors.decode()[-2000:]}"
            return self._answers[id]

    def hello(self) -> Any:
        answer = self.ask(1, "initialize", HELLO)
        self.send(b'{"jsonrpc":"2.0","method":"notifications/initialized"}')
        return answer

    def end(self) -> int:
        assert self.process.stdin
        self.process.stdin.close()
        code = self.process.wait(60)
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        return code

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            message = json.loads(line)
            with self._arrived:
                if "method" not in message and isinstance(message.get("id"), int):
                    self._answers[message["id"]] = message
                self._arrived.notify_all()
        with self._arrived:
            self._arrived.notify_all()

    def _read_errors(self) -> None:
        assert self.process.stderr
        self.errors = self.process.stderr.read()


@contextmanager
def pipes(site: Workspace, *options: str) -> Iterator[Pipes]:
    spoken = Pipes(site.root, *options)
    try:
        yield spoken
    finally:
        if spoken.process.poll() is None:
            spoken.process.kill()
            spoken.end()


def test_a_session_says_hello_answers_and_ends_with_its_client(site: Workspace) -> None:
    with pipes(site) as spoken:
        said = spoken.hello()["result"]
        assert said["serverInfo"]["name"] == "spotsmith"
        assert "generate_code" in said["instructions"]
        answer = spoken.ask(2, "tools/call", {"name": "show_table", "arguments": {"name": "CI_BILL"}})
        assert answer["result"]["structuredContent"]["primary_key"] == ["BILL_ID"]
        assert spoken.end() == 0
        assert spoken.errors == b""


def test_the_option_is_a_ceiling_for_what_is_shown(site: Workspace) -> None:
    with pipes(site, "--disclosure", "names") as spoken:
        spoken.hello()
        answer = spoken.ask(2, "tools/call", {"name": "show_table", "arguments": {"name": "CI_BILL"}})
        assert answer["result"]["structuredContent"]["columns"][0] == {"name": "BILL_ID"}
        assert spoken.end() == 0


def test_the_client_of_the_sdk_works_over_stdio(site: Workspace) -> None:
    async def work() -> CallToolResult:
        with Path("/dev/null").open("w", encoding="utf-8") as silent:
            parameters = StdioServerParameters(command=str(COMMAND), args=["mcp", "-w", str(site.root)])
            async with Client(stdio_client(parameters, errlog=silent)) as client:
                assert len((await client.list_tools()).tools) == 8
                return await client.call_tool("check_code", {"path": "A.java", "text": "class A { int x = y; }"})

    answer = anyio.run(work)
    assert answer.structured_content and answer.structured_content["diagnostics"][0]["symbol"] == "y"


def fuzzed(site: Workspace, count: int) -> None:
    """Sends them all; the server answers real questions in between and at the end, and stdout holds JSON alone."""
    with pipes(site) as spoken:
        spoken.hello()
        for number, line in enumerate(malformed(count)):
            spoken.send(line)
            if number % 200 == 0:
                assert "result" in spoken.ask(10 + number, "tools/call", _table())
        assert "result" in spoken.ask(9, "tools/call", _table())
        assert spoken.end() == 0
        assert all(json.loads(line)["jsonrpc"] == "2.0" for line in spoken.lines)
        assert b"Traceback" not in spoken.errors


def _table() -> dict[str, Any]:
    return {"name": "show_table", "arguments": {"name": "CI_BILL"}}


def test_malformed_messages_neither_end_the_server_nor_reach_its_stdout(site: Workspace) -> None:
    fuzzed(site, 600)


@pytest.mark.slow
def test_ten_thousand_malformed_messages_neither_end_the_server_nor_reach_its_stdout(site: Workspace) -> None:
    fuzzed(site, 10_000)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_compiler(site: Workspace, number: signal.Signals) -> None:
    with pipes(site) as spoken:
        spoken.hello()
        spoken.ask(2, "tools/call", {"name": "check_code", "arguments": {"path": "A.java", "text": "class A { }"}})
        children = _children(spoken.process.pid)
        assert children, "the compiler runs"
        ends = [os.pidfd_open(child) for child in children]
        spoken.process.send_signal(number)
        spoken.process.wait(30)
        spoken.end()
        ended, _, _ = select.select(ends, [], [], 30)
        assert ended == ends
        for descriptor in ends:
            os.close(descriptor)


def _children(pid: int) -> list[int]:
    text = "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(each) for each in text.split()]


def test_without_a_workspace_the_command_says_so_and_leaves_stdout_alone(tmp_path: Path) -> None:
    ran: Ran = command("mcp", "-w", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "spotsmith init" in ran.err
