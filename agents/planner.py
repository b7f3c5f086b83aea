"""Resolution -> Resolution: a model that takes tools may look names up and ask for more, or for less, to be shown.

What was resolved without it is the floor: it adds only what the index holds, a removal needs its reason, and the spot
stays. It is bounded in look-ups and time, and what it cannot do is a note, never the end of a run.
"""

import time
from dataclasses import dataclass, field
from typing import Protocol

from agents.coders.families import Family
from agents.coders.protocol import Ask
from agents.coders.reply import Endpoint, Wanted
from agents.coders.talk import talk
from agents.coders.wire import Problem
from agents.planned import with_wishes
from agents.planner_tools import TOOLS, look_up
from agents.prompt import Prompts
from agents.state import Resolution, Task, Usage
from knowledge.store import Store
from knowledge.symbols import SymbolTable

TEMPERATURE = 0.0  # the same request is planned the same way, as far as the server lets it


@dataclass(frozen=True, slots=True)
class Planned:
    resolution: Resolution
    notes: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)


class Planner(Protocol):
    @property
    def name(self) -> str:
        """As results report it."""

    def plan(self, task: Task, resolution: Resolution, ask: Ask, calls: int) -> Planned:
        """The resolution with what the model adds and leaves out, after at most so many look-ups."""


class ToolPlanner:
    """Asks a served model. Of no use once its server has said that it takes no tools."""

    def __init__(self, endpoint: Endpoint, family: Family, prompts: Prompts, store: Store, types: SymbolTable) -> None:
        self.name = endpoint.model
        self._endpoint = endpoint
        self._family = family
        self._prompts = prompts
        self._store = store
        self._types = types
        self._refused = False

    def plan(self, task: Task, resolution: Resolution, ask: Ask, calls: int) -> Planned:
        if self._refused:
            return Planned(resolution)
        started = time.monotonic()
        try:
            said = talk(
                self._endpoint,
                self._wanted(task, resolution, ask),
                lambda call: look_up(call, self._store, self._types),
                calls,
            )
        except Problem as problem:
            self._refused = problem.kind == "tools"
            usage = Usage(calls=1, seconds=round(time.monotonic() - started, 4))
            return Planned(resolution, (f"nothing was planned: {problem.text}",), usage)
        reply = said.reply
        usage = Usage(said.asked, reply.prompt_tokens, reply.completion_tokens, round(time.monotonic() - started, 4))
        wished, notes = with_wishes(resolution, reply.text, self._store, self._types)
        return Planned(wished, notes, usage)

    def _wanted(self, task: Task, resolution: Resolution, ask: Ask) -> Wanted:
        prompt = self._prompts.plan(task.request, resolution)
        thinking = self._family.thinking
        user = f"{prompt.user}\n{thinking.switch}\n" if thinking and thinking.switch else prompt.user
        return Wanted(
            prompt.system,
            user,
            tokens=ask.tokens,
            seconds=ask.seconds,
            temperature=TEMPERATURE,
            stop=self._family.stop,
            tools=TOOLS,
        )
