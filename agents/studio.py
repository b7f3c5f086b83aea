"""The same graph behind a door that speaks JSON, for LangGraph's own tools (``langgraph dev``, Studio).

Those tools store and show the state, so that it begins with plain texts and ends with plain data; between them run
the engine's own steps, as a graph inside this one.
"""

from collections.abc import Callable
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph

from agents.graph import Engine, Graph
from agents.state import Result, Task

STEPS = 100  # far above what ``Limits`` lets a run take; the usual 25 would end one with many repairs


class Asked(TypedDict, total=False):
    """What the tools send; only ``request`` is needed."""

    request: str
    spot: str
    class_name: str
    package: str


class Told(TypedDict):
    answer: dict[str, Any]


class Around(TypedDict, total=False):
    request: str
    spot: str
    class_name: str
    package: str
    task: Task
    result: Result
    answer: dict[str, Any]


def studio_graph(engine: Engine, checked: Callable[[Task], Task], shape: Callable[[Result], dict[str, Any]]) -> Graph:
    """``checked`` refuses tasks that the other doors refuse; ``shape`` is the JSON of a result."""

    def ask(asked: Around) -> Around:
        said, spot, name, package = (_text(asked.get(key)) for key in ("request", "spot", "class_name", "package"))
        return {"task": checked(Task(said, spot=spot, class_name=name, package=package))}

    def tell(around: Around) -> Around:
        return {"answer": shape(around["result"])}

    graph: Any = StateGraph(Around, input_schema=Asked, output_schema=Told)
    graph.add_node("ask", ask)
    graph.add_node("engine", engine.graph)
    graph.add_node("tell", tell)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", "engine")
    graph.add_edge("engine", "tell")
    graph.add_edge("tell", END)
    compiled: Graph = graph.compile()
    return compiled.with_config(recursion_limit=STEPS)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
