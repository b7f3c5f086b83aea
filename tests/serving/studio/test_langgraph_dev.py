"""LangGraph's own tools open the same graph: in this process, and as ``langgraph dev`` with the file of this tree."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agents.state import Task
from agents.studio import studio_graph
from knowledge.errors import SpotsmithError
from serving.app import App, checked
from serving.settings import Workspace
from serving.shapes import result_json
from tests.serving.studio.install_langgraph_cli import INTERPRETER, ROOT

ASKED = {"request": "hold small bills until the next cycle", "class_name": "CmStudio", "package": "com.acme"}
TASK = Task(ASKED["request"], class_name="CmStudio", package="com.acme")


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in ("seconds", "usage")}


def test_the_graph_for_tools_gives_what_the_other_doors_give(app: App) -> None:
    graph = studio_graph(app.engine, checked, result_json)
    answer = graph.invoke(ASKED)["answer"]
    assert untimed(answer) == untimed(result_json(app.generate(TASK)))
    assert json.loads(json.dumps(answer)) == answer
    nodes = set(graph.get_graph(xray=True).nodes)
    assert {"ask", "engine:resolve", "engine:generate", "engine:review", "engine:deliver", "tell"} <= nodes


def test_it_refuses_what_the_other_doors_refuse(app: App) -> None:
    graph = studio_graph(app.engine, checked, result_json)
    for asked in ({"request": " "}, {"request": ["no", "text"]}, {**ASKED, "class_name": "../CmStudio"}):
        with pytest.raises(SpotsmithError):
            graph.invoke(asked)


def test_without_a_workspace_it_says_what_to_set() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "SPOTSMITH_WORKSPACE"}
    done = subprocess.run(
        [sys.executable, "-c", "import serving.studio"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("set SPOTSMITH_WORKSPACE to the folder of a spotsmith.toml\n")


@pytest.fixture
def server(sample_site: Workspace, tmp_path: Path) -> Iterator[str]:
    """``langgraph dev`` on the sample site; its address."""
    if not INTERPRETER.is_file():
        pytest.skip(f"there is no langgraph dev in {INTERPRETER.parent}; `make studio` puts it there")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tree = tmp_path / "tree"  # of links: the server keeps a folder of its own where it is started
    tree.mkdir()
    for name in ("langgraph.json", "agents", "indexers", "knowledge", "serving", "spotsmith"):
        (tree / name).symlink_to(ROOT / name)
    options = ["--host", "127.0.0.1", "--port", str(port)]
    log = tmp_path / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [INTERPRETER, "-m", "langgraph_cli", "dev", *options, "--no-browser", "--no-reload"],
            cwd=tree,
            env={**os.environ, "SPOTSMITH_WORKSPACE": str(sample_site.root), "LANGGRAPH_CLI_NO_ANALYTICS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        while not _answers(address):
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"it ended with {process.wait(0.2)}: {log.read_text(encoding='utf-8')}")
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{address}/ok").is_success
    return False


def test_langgraph_dev_serves_the_same_graph(server: str, app: App) -> None:
    with httpx.Client(base_url=server, timeout=60) as client:
        answer = client.post("/runs/wait", json={"assistant_id": "spotsmith", "input": ASKED}).json()["answer"]
        assert untimed(answer) == untimed(json.loads(json.dumps(result_json(app.generate(TASK)))))
        (assistant,) = client.post("/assistants/search", json={}).json()
        drawn = client.get(f"/assistants/{assistant['assistant_id']}/graph", params={"xray": "true"}).json()
        assert {"ask", "engine:review", "tell"} <= {str(node["id"]) for node in drawn["nodes"]}
        thread = client.post("/threads", json={}).json()["thread_id"]
        client.post(f"/threads/{thread}/runs/wait", json={"assistant_id": "spotsmith", "input": ASKED})
        state = client.get(f"/threads/{thread}/state").json()
        assert state["values"]["answer"]["class"] == "com.acme.CmStudio_Impl", "Studio shows the state of a thread"
