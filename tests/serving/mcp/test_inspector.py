"""The MCP Inspector over stdio, a client that is not ours. Over HTTP it can send no token, which ours asks for.

``npm install --prefix build/inspector`` with the ``package.json`` beside this file makes it run.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from serving.settings import Workspace
from tests.serving.command_line import COMMAND

INSPECTOR = Path(__file__).parents[3] / "build" / "inspector" / "node_modules" / ".bin" / "mcp-inspector"

pytestmark = pytest.mark.skipif(
    not INSPECTOR.exists(),
    reason="the MCP Inspector is not installed: cp tests/serving/mcp/inspector/package.json build/inspector/ "
    "&& npm install --prefix build/inspector",
)


def inspected(*arguments: str | Path) -> Any:
    ran = subprocess.run(
        [INSPECTOR, "--cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def over_stdio(site: Workspace, *arguments: str) -> Any:
    # The Inspector takes all that starts with a dash for itself; the server finds its workspace by its folder.
    script = site.root / "serve.sh"
    script.write_text(f'#!/bin/sh\nexec "{COMMAND}" mcp -w "{site.root}"\n', encoding="utf-8")
    script.chmod(0o755)
    return inspected(script, *arguments)


def test_it_lists_what_there_is(site: Workspace) -> None:
    tools = over_stdio(site, "--method", "tools/list")["tools"]
    assert [tool["name"] for tool in tools][:2] == ["find_symbol", "show_type"]
    assert all("outputSchema" in tool for tool in tools)
    templates = over_stdio(site, "--method", "resources/templates/list")["resourceTemplates"]
    assert "spotsmith://tables/{name}" in [template["uriTemplate"] for template in templates]
    prompts = over_stdio(site, "--method", "prompts/list")["prompts"]
    assert [prompt["name"] for prompt in prompts] == ["new_algorithm", "explain_spot", "fix_file"]


def test_it_calls_tools_and_checks_their_answers_against_their_schemas(site: Workspace) -> None:
    call = ("--method", "tools/call", "--tool-name", "show_table", "--tool-arg", "name=CI_BILL")
    shown = over_stdio(site, *call)
    assert shown["structuredContent"]["primary_key"] == ["BILL_ID"]


def test_it_reads_resources(site: Workspace) -> None:
    read = over_stdio(site, "--method", "resources/read", "--uri", "spotsmith://tables/CI_BILL")
    assert json.loads(read["contents"][0]["text"])["name"] == "CI_BILL"
