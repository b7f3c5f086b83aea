"""The graph of a workspace for LangGraph's tools: ``SPOTSMITH_WORKSPACE=site langgraph dev`` (see ``langgraph.json``).

Nothing is sent to LangSmith: tracing is switched off here, whatever the shell says.
"""

import os
from functools import cache
from pathlib import Path

from agents.graph import Graph
from agents.studio import studio_graph
from knowledge.errors import SpotsmithError
from serving.app import App, checked
from serving.settings import find_workspace
from serving.shapes import result_json

VARIABLE = "SPOTSMITH_WORKSPACE"

for switch in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
    os.environ[switch] = "false"


@cache
def make_graph() -> Graph:
    """The graph of the workspace that the variable names. Its compiler ends with the process."""
    place = os.environ.get(VARIABLE, "")
    if not place:
        raise SpotsmithError(f"set {VARIABLE} to the folder of a spotsmith.toml")
    app = App(find_workspace(Path(place)), resumable=False)  # the tools keep the steps themselves
    app.compiler.start()
    return studio_graph(app.engine, checked, result_json)


graph = make_graph()
