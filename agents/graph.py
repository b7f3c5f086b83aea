"""The wiring: resolve -> assemble -> generate -> review -> (again, or repair) -> deliver, and what may come between:
choose and plan before assemble, revise in the place of generate, consult before deliver.

LangGraph lives here, in ``checkpoints``, ``checkpoints_postgres`` and ``studio`` alone.

Every step is a plain function of another file; the graph adds streaming, checkpoints, limits, and the question back
to the user when several spots may be meant.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, overload

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.errors import EmptyInputError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, interrupt

from agents.attempts import fingerprint
from agents.bounds import heard, may_draw, stopped
from agents.checkpoints import RecordSerializer
from agents.coders.protocol import Coder, OnText, unheard
from agents.flow import Flow
from agents.limits import Limits
from agents.planner import Planner
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.revise import as_before
from agents.state import Question, Resolution, Result, Task
from agents.steps import Steps
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.symbols import SymbolTable

Step = Callable[[Flow], Flow]
OnStep = Callable[[str], None]
Graph = CompiledStateGraph[Any, Any, Any, Any]
_asks: ContextVar[bool] = ContextVar("asks", default=False)
"""Whether somebody is there who can be asked; set for the time of a run, never kept with it."""


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
        limits: Limits | None = None,
        planner: Planner | None = None,
        architect: Coder | None = None,
    ) -> None:
        """``planner``: a model that may ask for more to be shown; ``architect``: one that is asked what to change in
        the best draft, mostly a stronger one than the coder. Both can be done without."""
        self._limits = limits or Limits()
        self._steps = Steps(resolver, front_end, types, coder, reviewer, self._limits, planner, architect)
        self._checkpoints = checkpoints

    @overload
    def run(
        self, task: Task, run_id: str = "run", on_step: OnStep | None = None, on_text: OnText = unheard
    ) -> Result: ...

    @overload
    def run(
        self,
        task: Task,
        run_id: str = "run",
        on_step: OnStep | None = None,
        on_text: OnText = unheard,
        *,
        may_ask: Literal[True],
    ) -> Result | Question: ...

    def run(
        self,
        task: Task,
        run_id: str = "run",
        on_step: OnStep | None = None,
        on_text: OnText = unheard,
        *,
        may_ask: bool = False,
    ) -> Result | Question:
        """One task from request to result; ``on_step`` hears the name of each finished step, ``on_text`` the coder.

        With checkpoints, a run of the same ``run_id`` that was killed goes on after its last finished step.
        ``may_ask``: when several spots may be meant, the run stops with a question, and ``go_on`` takes the answer;
        otherwise the best is taken, and the doubt is reported.
        """
        return self._played({"task": task}, run_id, on_step, on_text, may_ask)

    def go_on(
        self, run_id: str, chosen: str, on_step: OnStep | None = None, on_text: OnText = unheard
    ) -> Result | Question:
        """The run that stopped with a question, with the spot that was chosen: one of the options, or any other.

        Raises SpotsmithError for a spot that does not exist; the question still stands then.
        """
        waiting = self._asking.get_state(_thread(run_id))
        if waiting.next != ("choose",):
            raise SpotsmithError("no question of this run waits for an answer; send the request again")
        self._steps.resolver.resolve(replace(waiting.values["task"], spot=chosen))
        return self._played(Command(resume=chosen), run_id, on_step, on_text, may_ask=True)

    def revise(
        self,
        task: Task,
        previous: Result,
        asked: str,
        run_id: str = "run",
        on_step: OnStep | None = None,
        on_text: OnText = unheard,
    ) -> Result:
        """A follow-up: ``previous`` changed as ``asked``, in the user's words.

        ``task`` is the whole request as it now stands; what it leaves open (spot, class name, package) stays as it
        was, unless it names another spot. Code of holes that are still there is kept and edited; a coder that cannot
        edit writes all anew. With nothing ``asked`` the code is carried over as it is.
        """
        start: Flow = {"task": as_before(task, previous), "previous": previous, "asked": asked}
        result = self._played(start, run_id, on_step, on_text, may_ask=False)
        assert isinstance(result, Result)
        return result

    def _played(
        self, start: "Flow | Command[Any]", run_id: str, on_step: OnStep | None, on_text: OnText, may_ask: bool
    ) -> Result | Question:
        graph = self._asking if may_ask else self._graph
        saver = graph.checkpointer if isinstance(graph.checkpointer, BaseCheckpointSaver) else None
        if saver is not None and saver is not self._checkpoints and not isinstance(start, Command):
            saver.delete_thread(run_id)  # what only this process remembers is never gone on with by chance
        result: Result | None = None
        is_asked = False
        with _set(heard, on_text), _set(_asks, may_ask):
            for update in self._updates(graph, start, self._config(run_id)):
                if "__interrupt__" in update:
                    is_asked = True  # the stream is read to its end: only then the checkpoint is written
                    continue
                for step, values in update.items():
                    if on_step:
                        on_step(step)
                    result = values.get("result", result)
        if is_asked:
            return _question(graph, run_id)
        if result is None:
            raise RuntimeError("the graph ended without a result")
        if saver is not None:
            saver.delete_thread(run_id)
        return result

    def _updates(self, graph: Graph, start: "Flow | Command[Any]", config: Any) -> Iterator[dict[str, Any]]:
        """The steps that are left of a killed run, else all. The same run in another process may end in between."""
        if isinstance(start, Command):
            yield from graph.stream(start, config, stream_mode="updates")
            return
        if self._checkpoints is not None and graph.get_state(config).next:
            try:
                yield from graph.stream(None, config, stream_mode="updates")
                return
            except EmptyInputError:
                pass
        yield from graph.stream(start, config, stream_mode="updates")

    def _config(self, run_id: str) -> Any:
        limits = self._limits
        most = limits.rounds + limits.remedies + limits.samples + limits.review_rounds
        return {**_thread(run_id), "recursion_limit": 10 + 2 * most}

    @property
    def graph(self) -> Graph:
        """Without a place for its steps: whoever builds it into another graph keeps them."""
        return self._wired(None)

    @cached_property
    def _graph(self) -> Graph:
        return self._wired(self._checkpoints)

    @cached_property
    def _asking(self) -> Graph:
        """A question needs a place where the run waits: the checkpoints, or this process."""
        return self._graph if self._checkpoints is not None else self._wired(InMemorySaver(serde=RecordSerializer()))

    def _wired(self, checkpoints: BaseCheckpointSaver[Any] | None) -> Graph:
        graph: Any = StateGraph(Flow)
        steps = self._steps
        nodes: list[Step] = [steps.resolve, self.choose, steps.plan, steps.assemble, steps.generate, steps.revise]
        for step in [*nodes, steps.review, steps.repair, steps.consult, steps.deliver]:
            graph.add_node(step.__name__, _timed(step))
        graph.add_edge(START, "resolve")
        graph.add_conditional_edges("resolve", self._after_resolve, ["choose", "plan", "assemble"])
        graph.add_conditional_edges("choose", self._after_choose, ["plan", "assemble"])
        graph.add_edge("plan", "assemble")
        graph.add_conditional_edges("assemble", _after_assemble, ["generate", "revise"])
        graph.add_edge("generate", "review")
        graph.add_edge("revise", "review")
        graph.add_conditional_edges("review", self._after_review, ["generate", "repair", "consult", "deliver"])
        graph.add_edge("repair", "review")
        graph.add_conditional_edges("consult", self._after_work, ["consult", "deliver"])
        graph.add_edge("deliver", END)
        compiled: Graph = graph.compile(checkpointer=checkpoints)
        return compiled

    def choose(self, flow: Flow) -> Flow:
        """The user's choice among the spots that may be meant. A run that goes on without him takes the best."""
        if not _asks.get():
            return {}
        task = replace(flow["task"], spot=interrupt("which spot"))
        return {"task": task, **self._steps.resolve({"task": task})}

    def _after_resolve(self, flow: Flow) -> str:
        return "choose" if flow["resolution"].rivals and _asks.get() else self._after_choose(flow)

    def _after_choose(self, flow: Flow) -> str:
        return "plan" if self._steps.planner else "assemble"

    def _after_review(self, flow: Flow) -> str:
        mistakes = fingerprint(flow["draft"], flow["review"])
        if mistakes and may_draw(flow, self._limits):
            return "generate"
        most = self._limits.rounds and self._limits.rounds + self._limits.remedies
        is_done = not mistakes or mistakes in flow["seen"] or flow["rounds"] > most
        return self._after_work(flow) if is_done else "repair"

    def _after_work(self, flow: Flow) -> str:
        """The reviewer's turn, as often as it may be asked and has something to change."""
        is_over = flow.get("settled") or flow.get("consulted", 0) >= self._limits.review_rounds
        return "deliver" if is_over or not self._steps.architect or stopped(flow, self._limits) else "consult"


def _after_assemble(flow: Flow) -> str:
    return "revise" if "previous" in flow else "generate"


def _question(graph: Graph, run_id: str) -> Question:
    """What a run waits for; made from its resolution, so that a checkpoint holds nothing but records."""
    resolution: Resolution = graph.get_state(_thread(run_id)).values["resolution"]
    options = (resolution.spot, *(each for each in resolution.alternatives if each.name in resolution.rivals))
    best, *others = (option.name.rpartition(".")[2] for option in options)
    return Question(run_id, f"{best} fits best, but so may {', '.join(others)}. Which one is meant?", options)


def _thread(run_id: str) -> Any:
    return {"configurable": {"thread_id": run_id}}


@contextmanager
def _set(variable: ContextVar[Any], value: object) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _timed(step: Step) -> Step:
    """The step, with its wall time added to the flow's ``seconds``."""
    name = step.__name__

    def run(flow: Flow) -> Flow:
        started = time.perf_counter()
        update = step(flow)
        spent = dict(flow.get("seconds", {}))
        spent[name] = round(spent.get(name, 0.0) + time.perf_counter() - started, 4)
        return {**update, "seconds": spent}

    return run
