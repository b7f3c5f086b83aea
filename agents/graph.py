"""The wiring: resolve -> assemble -> generate -> review -> (repair) -> deliver.

LangGraph lives here and in ``checkpoints`` alone.

Every step is a plain function of another file; the graph adds streaming, checkpoints and the limit on rounds.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.coders.protocol import Coder
from agents.context import assemble
from agents.generate import generate
from agents.repair import bare, emptied, repair
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.state import Context, Draft, Resolution, Result, Review, Task
from knowledge.front_end import FrontEnd
from knowledge.symbols import SymbolTable

ROUNDS = 2
Step = Callable[["Flow"], "Flow"]


class Flow(TypedDict, total=False):
    """The state of a run; each step adds its record."""

    task: Task
    resolution: Resolution
    context: Context
    draft: Draft
    review: Review
    rounds: int
    seen: tuple[str, ...]
    """Fingerprints of the error sets so far: the same errors again end the repair."""
    seconds: Mapping[str, float]
    result: Result


class Engine:
    """The graph with its parts. Safe for one run at a time in each thread."""

    def __init__(
        self,
        resolver: Resolver,
        front_end: FrontEnd,
        types: SymbolTable,
        coder: Coder,
        reviewer: Reviewer,
        checkpoints: BaseCheckpointSaver[Any] | None = None,
        rounds: int = ROUNDS,
    ) -> None:
        self._resolver = resolver
        self._front_end = front_end
        self._types = types
        self._coder = coder
        self._reviewer = reviewer
        self._rounds = rounds
        self._checkpoints = checkpoints
        self._graph = self._wired(checkpoints)

    def run(self, task: Task, run_id: str = "run", on_step: Callable[[str], None] | None = None) -> Result:
        """One task from request to result; ``on_step`` hears the name of each finished step.

        With checkpoints, a run of the same ``run_id`` that was killed goes on after its last finished step.
        """
        config: Any = {"configurable": {"thread_id": run_id}, "recursion_limit": 10 + 4 * self._rounds}
        killed = self._checkpoints is not None and bool(self._graph.get_state(config).next)
        result: Result | None = None
        for update in self._graph.stream(None if killed else {"task": task}, config, stream_mode="updates"):
            for step, values in update.items():
                if on_step:
                    on_step(step)
                result = values.get("result", result)
        if result is None:
            raise RuntimeError("the graph ended without a result")
        if self._checkpoints is not None:
            self._checkpoints.delete_thread(run_id)
        return result

    def _wired(self, checkpoints: BaseCheckpointSaver[Any] | None) -> "CompiledStateGraph[Any, Any, Any, Any]":
        graph: Any = StateGraph(Flow)
        steps: list[Step] = [self._resolve, self._assemble, self._generate, self._review, self._repair, self._deliver]
        for step in steps:
            graph.add_node(step.__name__.strip("_"), _timed(step))
        graph.add_edge(START, "resolve")
        graph.add_edge("resolve", "assemble")
        graph.add_edge("assemble", "generate")
        graph.add_edge("generate", "review")
        graph.add_conditional_edges("review", self._after_review, ["repair", "deliver"])
        graph.add_edge("repair", "review")
        graph.add_edge("deliver", END)
        compiled: CompiledStateGraph[Any, Any, Any, Any] = graph.compile(checkpointer=checkpoints)
        return compiled

    def _resolve(self, flow: Flow) -> Flow:
        return {"resolution": self._resolver.resolve(flow["task"])}

    def _assemble(self, flow: Flow) -> Flow:
        return {"context": assemble(flow["task"], flow["resolution"], self._resolver, self._front_end, self._types)}

    def _generate(self, flow: Flow) -> Flow:
        draft = generate(flow["context"], self._coder, self._front_end, self._types)
        return {"draft": draft, "rounds": 1, "seen": ()}

    def _review(self, flow: Flow) -> Flow:
        return {"review": self._reviewer.review([flow["draft"].file])}

    def _after_review(self, flow: Flow) -> str:
        errors = _fingerprint(flow["review"])
        done = not errors or errors in flow["seen"] or flow["rounds"] > self._rounds
        return "deliver" if done else "repair"

    def _repair(self, flow: Flow) -> Flow:
        mended = repair(flow["draft"], flow["review"], self._front_end, self._types)
        seen = (*flow["seen"], _fingerprint(flow["review"]))
        return {"draft": mended or flow["draft"], "rounds": flow["rounds"] + (mended is not None), "seen": seen}

    def _deliver(self, flow: Flow) -> Flow:
        draft, review = flow["draft"], flow["review"]
        status = "partial" if review.status == "ok" and draft.unfilled else review.status
        if status == "failed":
            smaller = self._clean_part(draft, review)
            draft, status = (smaller, "partial") if smaller else (draft, status)
        seconds = {**flow["seconds"], "total": round(sum(flow["seconds"].values()), 4)}
        return {"result": Result(status, flow["resolution"], draft, review, flow["rounds"], seconds)}

    def _clean_part(self, draft: Draft, review: Review) -> Draft | None:
        """The draft without the holes that have errors; without all holes, when an error spills over its own."""
        for smaller in (emptied(draft, review), bare(draft)):
            if smaller and not self._reviewer.review([smaller.file]).errors:
                return smaller
        return None


def _timed(step: Step) -> Step:
    """The step, with its wall time added to the flow's ``seconds``."""
    name = step.__name__.strip("_")

    def run(flow: Flow) -> Flow:
        started = time.perf_counter()
        update = step(flow)
        spent = dict(flow.get("seconds", {}))
        spent[name] = round(spent.get(name, 0.0) + time.perf_counter() - started, 4)
        return {**update, "seconds": spent}

    return run


def _fingerprint(review: Review) -> str:
    return "|".join(sorted(f"{e.code}:{e.symbol}:{e.line}" for e in review.errors))
