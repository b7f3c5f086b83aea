"""A question to a served model, until it has an answer: shrunk when it is too long, gone on with when it is cut off."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from agents.coders.continuing import joined
from agents.coders.protocol import Ask
from agents.coders.reply import Pieces, Reply, Wanted, collect
from agents.coders.wire import Problem
from agents.context import CHARACTERS_PER_TOKEN, shrunk
from agents.state import Context

SHARES = (1.0, 0.5, 0.25, 0.0)
"""Of the context, tried one after the other when a prompt is too long."""
CALLS = 4
"""Most questions that go on with one answer: a server may have a small limit of its own."""
ENDINGS = {
    "length": "the answer was cut off at its limit of {tokens} tokens",
    "endless": "the answer had no end and was cut off",
    "dropped": "the answer broke off",
}
Send = Callable[[Wanted], Pieces]
Question = Callable[[Context], Wanted]


@dataclass(frozen=True, slots=True)
class Asked:
    reply: Reply
    notes: tuple[str, ...] = ()
    calls: int = 1


def asked(send: Send, question: Question, context: Context, ask: Ask, readable: int) -> Asked:
    """The answer to the largest question that the model takes. ``readable``: tokens that it can read and write at once.

    Raises Problem where there is no answer.
    """
    until = time.monotonic() + ask.seconds
    calls = 0
    for share, shown in _shrinking(question, context, (readable - ask.tokens) * CHARACTERS_PER_TOKEN):
        calls += 1
        wanted = _timed(question(shown), until)
        try:
            reply = collect(send(wanted), wanted)
        except Problem as problem:
            if problem.kind == "long" and share > 0:
                continue
            raise
        reply, more = _gone_on(send, wanted, reply, until)
        said = f"the context was shrunk to {len(shown.pieces)} of {len(context.pieces)} pieces to fit the model"
        notes = (said,) if share < 1 else ()
        return Asked(reply, notes + _ending(reply, wanted, more), calls + more)
    raise Problem("long", "the prompt is too long for the model, even without any context")


def _shrinking(question: Question, context: Context, room: float) -> Iterator[tuple[float, Context]]:
    for share in SHARES:
        shown = context if share == 1 else shrunk(context, int(share * context.tokens))
        wanted = question(shown)
        if len(wanted.system) + len(wanted.user) <= room or share == 0:
            yield share, shown


def _gone_on(send: Send, wanted: Wanted, reply: Reply, until: float) -> tuple[Reply, int]:
    """An answer that was cut off is gone on with, up to twice the tokens that it was given: the limit may be the
    server's, and much smaller than ours."""
    calls = 0
    while reply.ended == "length" and reply.text.strip() and calls < CALLS and time.monotonic() < until:
        left = min(wanted.tokens, 2 * wanted.tokens - reply.completion_tokens)
        if left <= 0:
            break
        again = _timed(replace(wanted, so_far=reply.text, tokens=left), until)
        calls += 1
        try:
            rest = collect(send(again), again)
        except Problem as problem:
            return replace(reply, note=problem.text), calls
        text, before = joined(reply.text, rest.text), reply.text
        spent = reply.prompt_tokens + rest.prompt_tokens, reply.completion_tokens + rest.completion_tokens
        reply = Reply(text, rest.ended, rest.note, *spent)
        if text == before:
            break
    return reply, calls


def _ending(reply: Reply, wanted: Wanted, more: int) -> tuple[str, ...]:
    if reply.ended == "stop":
        return ()
    said = ENDINGS[reply.ended].format(tokens=wanted.tokens)
    if reply.ended == "length" and more:
        said += ", and again where it went on"
    return (f"{said}: {reply.note}" if reply.note else f"{said}; the part before that was used",)


def _timed(wanted: Wanted, until: float) -> Wanted:
    return replace(wanted, seconds=max(until - time.monotonic(), 0.001))
