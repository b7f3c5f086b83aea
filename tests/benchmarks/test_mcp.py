"""How long an IDE waits for the MCP server: until it says hello, and for each tool. The floor is a bare SDK server."""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

import pytest

from serving.settings import Workspace
from tests.benchmarks.bench_record import hardware, record
from tests.serving.command_line import COMMAND

pytestmark = pytest.mark.benchmark

STARTS, CALLS = 7, 40
BARE = "from mcp.server.mcpserver import MCPServer; MCPServer('bare', log_level='CRITICAL').run('stdio')"
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "benchmark", "version": "1"}}
TOOLS: dict[str, dict[str, Any]] = {
    "find_symbol": {"query": "bill due date"},
    "show_type": {"name": "Bill"},
    "show_table": {"name": "CI_BILL"},
    "who_uses": {"name": "CI_BILL"},
    "resolve_request": {"request": "late payment fee as a percentage parameter of the overdue balance"},
    "check_code": {"path": "A.java", "text": "class A { int x = y; }"},
}


class Server:
    def __init__(self, *command: Any) -> None:
        self.process = subprocess.Popen(
            [*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, method: str, params: dict[str, Any]) -> float:
        """Milliseconds until the answer."""
        assert self.process.stdin and self.process.stdout
        started = time.perf_counter()
        line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "result" in answer and not answer["result"].get("isError"), answer
        return (time.perf_counter() - started) * 1000

    def end(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def starts(*command: Any) -> list[float]:
    found = []
    for _ in range(STARTS):
        started = time.perf_counter()
        server = Server(*command)
        server.ask("initialize", HELLO)
        found.append((time.perf_counter() - started) * 1000)
        server.end()
    return found


def test_how_long_an_ide_waits(sample_site: Workspace) -> None:
    ours = (COMMAND, "mcp", "-w", sample_site.root)
    hello, floor = statistics.median(starts(*ours)), statistics.median(starts(sys.executable, "-c", BARE))
    record("mcp", mcp_hello_ms=hello, mcp_bare_sdk_hello_ms=floor, n_starts=STARTS)
    print(
        f"\n{hardware()}\ninitialize answered after {hello:.0f} ms, a bare server of the SDK {floor:.0f} ms; n={STARTS}"
    )
    server = Server(*ours)
    server.ask("initialize", HELLO)
    first = server.ask("tools/call", {"name": "find_symbol", "arguments": {"query": "bill"}})
    print(f"first call, with the opening of the index: {first:.0f} ms")
    for tool, arguments in TOOLS.items():
        times = sorted(server.ask("tools/call", {"name": tool, "arguments": arguments}) for _ in range(CALLS))
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"{tool:16} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  n={CALLS}")
        record("mcp", **{f"mcp_{tool}_p50_ms": p50, f"mcp_{tool}_p95_ms": p95})
    server.end()
