"""The wiring: resolve -> assemble -> generate -> review -> (generate again, or repair) -> deliver.

LangGraph lives here and in ``checkpoints`` alone.

Every step is a plain function of another file; the graph adds streaming, checkpoints and limits.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import EmptyInputError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.attempts import fingerprint, left, rank
from agents.coders.protocol import Answer, Ask, Coder, OnText, unheard
from agents.context import assemble
from agents.generate import edited, generate
from agents.limits import Limits
from agents.repair import bare, emptied, repair
from agents.resolve import Resolver
from agents.review import Reviewer
from agents.state import Context, Draft, Resolution, Result, Review, Task, Usage
from knowledge.front_end import FrontEnd
from knowledge.symbols import SymbolTable

Step = Callable[["Flow"], "Flow"]
_heard: ContextVar[OnText] = ContextVar("heard", default=unheard)


class Flow(TypedDict, total=False):
    """The state of a run; each step adds its record."""

    task: Task
    resolution: Resolution
    context: Context
    candidates: list[Draft]
    """Drafts that wait for their review."""
    draft: Draft
    review: Review
    best_draft: Draft
    best_review: Review
    drawn: int
    """First drafts so far; no more are drawn once ``rounds`` is above 1, or ``exhausted``."""
    exhausted: bool
    rounds: int
    edits: int
    seen: tuple[str, ...]
    """Fingerprints of the error sets so far: the same errors again end the repair."""
    texts: tuple[str, ...]
    """Digests of all drafts so far: one that comes again is not reviewed again."""
    usage: Usage
    notes: tuple[str, ...]
    dead: bool
    """The coder cannot be asked any more."""
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
        limits: Limits | None = None,
    ) -> None:
        self._resolver = resolver
        self._front_end = front_end
        self._types = types
        self._coder = coder
        self._reviewer = reviewer
        self._limits = limits or Limits()
        self._checkpoints = checkpoints
        self._graph = self._wired(checkpoints)

    def run(
        self,
        task: Task,
        run_id: str = "run",
        on_step: Callable[[str], None] | None = None,
        on_text: OnText = unheard,
    ) -> Result:
        """One task from request to result; ``on_step`` hears the name of each finished step, ``on_text`` the coder.

        With checkpoints, a run of the same ``run_id`` that was killed goes on after its last finished step.
        """
        most = 6 + 2 * (self._limits.rounds + self._limits.remedies + self._limits.samples)
        config: Any = {"configurable": {"thread_id": run_id}, "recursion_limit": most}
        result: Result | None = None
        token = _heard.set(on_text)
        try:
            for update in self._updates(task, config):
                for step, values in update.items():
                    if on_step:
                        on_step(step)
                    result = values.get("result", result)
        finally:
            _heard.reset(token)
        if result is None:
            raise RuntimeError("the graph ended without a result")
        if self._checkpoints is not None:
            self._checkpoints.delete_thread(run_id)
        return result

    def _updates(self, task: Task, config: Any) -> Iterator[dict[str, Flow]]:
        """The steps that are left of a killed run, else all. The same run in another process may end in between."""
        if self._checkpoints is not None and self._graph.get_state(config).next:
            try:
                yield from self._graph.stream(None, config, stream_mode="updates")
                return
            except EmptyInputError:
                pass
        yield from self._graph.stream({"task": task}, config, stream_mode="updates")

    def _wired(self, checkpoints: BaseCheckpointSaver[Any] | None) -> "CompiledStateGraph[Any, Any, Any, Any]":
        graph: Any = StateGraph(Flow)
        steps: list[Step] = [self._resolve, self._assemble, self._generate, self._review, self._repair, self._deliver]
        for step in steps:
            graph.add_node(step.__name__.strip("_"), _timed(step))
        graph.add_edge(START, "resolve")
        graph.add_edge("resolve", "assemble")
        graph.add_edge("assemble", "generate")
        graph.add_edge("generate", "review")
        graph.add_conditional_edges("review", self._after_review, ["generate", "repair", "deliver"])
        graph.add_edge("repair", "review")
        graph.add_edge("deliver", END)
        compiled: CompiledStateGraph[Any, Any, Any, Any] = graph.compile(checkpointer=checkpoints)
        return compiled

    def _resolve(self, flow: Flow) -> Flow:
        return {"resolution": self._resolver.resolve(flow["task"])}

    def _assemble(self, flow: Flow) -> Flow:
        budget = self._limits.context_tokens
        context = assemble(flow["task"], flow["resolution"], self._resolver, self._front_end, self._types, budget)
        return {"context": context, "rounds": 1, "edits": 0, "drawn": 0, "seen": (), "texts": (), "dead": False}

    def _generate(self, flow: Flow) -> Flow:
        drawn = flow["drawn"]
        ask = self._ask(flow, self._limits.samples - drawn, drawn)
        made = generate(flow["context"], self._coder, self._front_end, self._types, ask)
        texts = flow["texts"]
        fresh = []
        for draft in made.drafts:
            if _digest(draft) not in texts:
                fresh.append(draft)
                texts = (*texts, _digest(draft))
        exhausted = len(fresh) < len(made.drafts) or not self._coder.varies
        told = _told(flow, made.answers)
        return {"candidates": fresh, "texts": texts, "drawn": drawn + len(made.answers), "exhausted": exhausted, **told}

    def _review(self, flow: Flow) -> Flow:
        """The candidates up to the first clean one. Of first drafts the best is gone on with, else the newest."""
        tried = [(flow["draft"], flow["review"])] if "draft" in flow and flow["rounds"] == 1 else []
        if not flow["candidates"]:
            return {}
        for draft in flow["candidates"]:
            tried.append((draft, self._reviewer.review([draft.file])))
            if not left(*tried[-1]):
                break
        draft, review = min(tried, key=lambda pair: rank(pair, self._front_end))
        best = (draft, review)
        if "best_draft" in flow:
            best = min((best, (flow["best_draft"], flow["best_review"])), key=lambda pair: rank(pair, self._front_end))
        return {"draft": draft, "review": review, "best_draft": best[0], "best_review": best[1], "candidates": []}

    def _after_review(self, flow: Flow) -> str:
        mistakes = fingerprint(flow["draft"], flow["review"])
        if mistakes and self._may_draw(flow):
            return "generate"
        most = self._limits.rounds and self._limits.rounds + self._limits.remedies
        return "deliver" if not mistakes or mistakes in flow["seen"] or flow["rounds"] > most else "repair"

    def _repair(self, flow: Flow) -> Flow:
        """A remedy that is certain, else the coder's edit of the holes that are wrong."""
        draft, review = flow["draft"], flow["review"]
        update: Flow = {"seen": (*flow["seen"], fingerprint(draft, review)), "candidates": []}
        is_free = flow["rounds"] - flow["edits"] <= self._limits.remedies
        mended = repair(draft, review, self._front_end, self._types) if is_free else None
        if mended is None and self._may_ask(flow) and flow["edits"] < self._limits.rounds and self._coder.varies:
            answer = self._coder.edit(flow["context"], draft, left(draft, review), self._ask(flow))
            update["edits"] = flow["edits"] + 1
            update = {**update, **_told(flow, (answer,))}
            mended = edited(draft, answer.fills, self._front_end)
        if mended is not None and _digest(mended) not in flow["texts"]:
            update["candidates"] = [mended]
            update["rounds"] = flow["rounds"] + 1
            update["texts"] = (*flow["texts"], _digest(mended))
        return update

    def _deliver(self, flow: Flow) -> Flow:
        draft, review = flow["best_draft"], flow["best_review"]
        status = "partial" if review.status == "ok" and draft.unfilled else review.status
        if status == "failed":
            smaller = self._clean_part(draft, review)
            draft, status = (smaller, "partial") if smaller else (draft, status)
        result = Result(
            status,
            flow["resolution"],
            draft,
            replace(review, diagnostics=(*review.diagnostics, *draft.refused)),
            flow["rounds"],
            {**flow["seconds"], "total": round(sum(flow["seconds"].values()), 4)},
            flow["drawn"],
            flow["edits"],
            flow.get("usage", Usage()),
            (*flow.get("notes", ()), *(self._stopped(flow) if status != "ok" else ())),
        )
        return {"result": result}

    def _clean_part(self, draft: Draft, review: Review) -> Draft | None:
        """The draft without the holes that have errors; without all holes, when an error spills over its own."""
        for smaller in (emptied(draft, review), bare(draft)):
            if smaller and not self._reviewer.review([smaller.file]).errors:
                return smaller
        return None

    def _ask(self, flow: Flow, samples: int = 1, drawn: int = 0) -> Ask:
        limits = self._limits
        remaining = limits.run_seconds - sum(flow["seconds"].values())
        return Ask(
            samples=max(samples, 1),
            drawn=drawn,
            tokens=limits.answer_tokens,
            seconds=max(min(limits.answer_seconds, remaining), 1.0),
            on_text=_heard.get(),
        )

    def _may_draw(self, flow: Flow) -> bool:
        first = flow["rounds"] == 1 and not flow["edits"] and not flow["seen"]
        return first and not flow["exhausted"] and flow["drawn"] < self._limits.samples and self._may_ask(flow)

    def _may_ask(self, flow: Flow) -> bool:
        return not flow["dead"] and not self._stopped(flow)

    def _stopped(self, flow: Flow) -> tuple[str, ...]:
        """The limits of the run that are used up, as sentences."""
        limits = self._limits
        found = []
        if flow.get("usage", Usage()).completion_tokens >= limits.run_tokens:
            found.append(f"the model was not asked again: {limits.run_tokens} tokens are the limit of a run")
        if sum(flow["seconds"].values()) >= limits.run_seconds:
            found.append(f"the model was not asked again: {limits.run_seconds:g} s are the limit of a run")
        return tuple(found)


def _told(flow: Flow, answers: Sequence[Answer]) -> Flow:
    """What the answers cost and what did not go as asked."""
    usage = sum((answer.usage for answer in answers), flow.get("usage", Usage()))
    notes = dict.fromkeys((*flow.get("notes", ()), *(note for answer in answers for note in answer.notes)))
    return {"usage": usage, "notes": tuple(notes), "dead": any(answer.dead for answer in answers)}


def _digest(draft: Draft) -> str:
    refused = (text for refusal in draft.refused for text in refusal.arguments)
    return hashlib.sha256("\0".join((draft.file.text, *refused)).encode("utf-8", "replace")).hexdigest()[:16]


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
