"""A conversation with a chat model that may use tools: bounded in calls and time, and it always ends in an answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from agents.coders.reply import Endpoint, Reply, Wanted, collect
from agents.coders.tools import Call, Turn

NO_MORE = "No more calls are answered. Answer the question now with what you know."


@dataclass(frozen=True, slots=True)
class Talk:
    reply: Reply
    """The last one, with the tokens of all."""
    turns: tuple[Turn, ...] = ()
    """What was asked for on the way, in order."""

    @property
    def asked(self) -> int:
        """How often the model was asked."""
        return len(self.turns) + 1


def talk(endpoint: Endpoint, wanted: Wanted, run: Callable[[Call], str], most: int = 8) -> Talk:
    """Asks ``wanted``, answers at most ``most`` calls of ``wanted.tools`` with ``run``, and gives what comes last.

    ``wanted.tokens`` is the budget of one answer, ``wanted.seconds`` the deadline of all. ``run`` is given calls that
    fit their tool, and a call that comes again is not run again. Raises Problem; of kind ``tools`` when the server or
    the model takes none.
    """
    until = time.monotonic() + wanted.seconds
    known: dict[str, str] = {}
    turns: list[Turn] = []
    spent = prompt = completion = 0
    while True:
        left = max(until - time.monotonic(), 0.001)
        tools = wanted.tools if spent < most else ()
        asked = replace(wanted, turns=(*wanted.turns, *turns), tools=tools, seconds=left)
        reply = collect(endpoint.chat(asked), asked)
        prompt, completion = prompt + reply.prompt_tokens, completion + reply.completion_tokens
        if not reply.calls:
            return Talk(replace(reply, prompt_tokens=prompt, completion_tokens=completion), tuple(turns))
        results = []
        for call in reply.calls:
            spent += 1
            results.append(_result(call, run, known) if spent <= most else NO_MORE)
        if spent >= most and results[-1] != NO_MORE:
            results[-1] += f"\n{NO_MORE}"
        turns.append(Turn(reply.text, reply.calls, tuple(results)))


def _result(call: Call, run: Callable[[Call], str], known: dict[str, str]) -> str:
    if call.problem:
        return call.problem
    key = f"{call.name} {sorted(call.arguments.items())}"
    if key in known:
        return "You asked this before; the answer stands above."
    known[key] = run(call)
    return known[key]
