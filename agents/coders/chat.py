"""A coder that asks a served model: prompts from the pack, answers read for code, what went wrong as sentences."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.answer import fill_of, parse_answer
from agents.coders.families import Family
from agents.coders.protocol import Answer, Ask
from agents.coders.reply import Endpoint, Pieces, Reply, Wanted, collect
from agents.coders.wire import Problem
from agents.context import CHARACTERS_PER_TOKEN, shrunk
from agents.prompt import Prompt, Prompts
from agents.state import Context, Draft, Usage
from knowledge.blueprint import Fill, Skeleton
from knowledge.records import Diagnostic

SHARES = (1.0, 0.5, 0.25, 0.0)
"""Of the context, tried one after the other when a prompt is too long."""
FINAL = ("away", "slow", "page", "key", "missing", "busy", "refused")
WARMER = 0.4  # added to the temperature of all samples but the first, which must differ from it to be of use
ENDINGS = {
    "length": "the answer was cut off at its limit of {tokens} tokens",
    "endless": "the answer had no end and was cut off",
    "dropped": "the answer broke off",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked."""

    temperature: float = 0.2
    fim: bool = False
    """Whether each hole is asked for alone, by fill-in-the-middle, where the family can."""


class ChatCoder:
    varies = True

    def __init__(self, kind: str, endpoint: Endpoint, family: Family, prompts: Prompts, manner: Manner) -> None:
        self.name = f"{kind}/{endpoint.model}"
        self._endpoint = endpoint
        self._family = family
        self._prompts = prompts
        self._manner = manner

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        """One sample a call: most servers answer one question at a time, and the next may not be needed."""
        if self._manner.fim and self._family.fim:
            return [self._fill_in_the_middle(context, skeleton, ask)]
        return [self._answer(lambda shown: self._prompts.fill(shown, skeleton), context, skeleton, ask)]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        def prompt(shown: Context) -> Prompt:
            return self._prompts.edit(shown, draft, diagnostics)

        answer = self._answer(prompt, context, draft.skeleton, ask)
        empty = set(draft.unfilled) - {refusal.symbol for refusal in draft.refused}
        return replace(answer, fills={n: fill for n, fill in answer.fills.items() if fill.code or n in empty})

    def _answer(self, prompt: Callable[[Context], Prompt], context: Context, skeleton: Skeleton, ask: Ask) -> Answer:
        started = time.monotonic()
        try:
            reply, notes, calls = self._asked(prompt, context, ask)
        except Problem as problem:
            usage = Usage(calls=1, seconds=round(time.monotonic() - started, 4))
            return Answer({}, (problem.text,), usage, dead=problem.kind in FINAL or problem.kind == "long")
        fills = parse_answer(reply.text, skeleton, complete=reply.ended == "stop")
        if not reply.text.strip():
            notes += ("the model answered with nothing",)
        elif not fills:
            notes += ("the answer of the model held no code for a hole",)
        seconds = round(time.monotonic() - started, 4)
        return Answer(fills, notes, Usage(calls, reply.prompt_tokens, reply.completion_tokens, seconds))

    def _asked(
        self, prompt: Callable[[Context], Prompt], context: Context, ask: Ask
    ) -> tuple[Reply, tuple[str, ...], int]:
        """A reply to the largest prompt that the model can read, with notes, and how often it was asked."""
        calls = 0
        for share, shown in self._shrinking(prompt, context, ask):
            calls += 1
            try:
                wanted = self._wanted(prompt(shown), ask)
                reply = collect(self._endpoint.chat(wanted), wanted)
            except Problem as problem:
                if problem.kind == "long" and share > 0:
                    continue
                raise
            notes: tuple[str, ...] = ()
            if share < 1:
                notes = (
                    f"the context was shrunk to {len(shown.pieces)} of {len(context.pieces)} pieces to fit the model",
                )
            if reply.ended == "length" and reply.completion_tokens < 0.9 * ask.tokens and reply.text.strip():
                reply, calls = self._continued(reply, wanted), calls + 1
            return reply, notes + self._ending(reply, ask), calls
        raise Problem("long", "the prompt is too long for the model, even without any context")

    def _shrinking(
        self, prompt: Callable[[Context], Prompt], context: Context, ask: Ask
    ) -> Iterator[tuple[float, Context]]:
        room = (self._family.context - ask.tokens) * CHARACTERS_PER_TOKEN
        for share in SHARES:
            shown = context if share == 1 else shrunk(context, int(share * context.tokens))
            if prompt(shown).size <= room or share == 0:
                yield share, shown

    def _continued(self, reply: Reply, wanted: Wanted) -> Reply:
        """A server that stops before our limit has one of its own: it is asked once to go on."""
        again = replace(wanted, so_far=reply.text, tokens=max(wanted.tokens - reply.completion_tokens, 64))
        try:
            rest = collect(self._endpoint.chat(again), again)
        except Problem as problem:
            return replace(reply, note=problem.text)
        spent = reply.prompt_tokens + rest.prompt_tokens, reply.completion_tokens + rest.completion_tokens
        return Reply(reply.text + rest.text, rest.ended, rest.note, *spent)

    def _ending(self, reply: Reply, ask: Ask) -> tuple[str, ...]:
        if reply.ended == "stop":
            return ()
        said = ENDINGS[reply.ended].format(tokens=ask.tokens)
        return (f"{said}: {reply.note}" if reply.note else f"{said}; the part before that was used",)

    def _wanted(self, prompt: Prompt, ask: Ask) -> Wanted:
        switch = self._family.thinking.switch if self._family.thinking else ""
        user = f"{prompt.user}\n{switch}\n" if switch else prompt.user
        return self._question(Wanted(prompt.system, user, stop=(*self._family.stop, *ask.stop)), ask)

    def _question(self, wanted: Wanted, ask: Ask) -> Wanted:
        warmer = WARMER if ask.drawn else 0.0
        return replace(
            wanted,
            tokens=ask.tokens,
            seconds=ask.seconds,
            temperature=min(self._manner.temperature + warmer, 1.5),
            seed=ask.drawn,
            on_text=ask.on_text,
        )

    def _fill_in_the_middle(self, context: Context, skeleton: Skeleton, ask: Ask) -> Answer:
        """Method bodies one by one; members are left to the placeholder, since no text around them asks for any."""
        total = Answer({hole.name: Fill("") for hole in skeleton.holes if not hole.placeholder})
        for hole in skeleton.holes:
            if hole.placeholder and not total.dead:
                part = self._middle(context, skeleton, hole.name, ask)
                notes = dict.fromkeys((*total.notes, *part.notes))
                total = Answer({**total.fills, **part.fills}, tuple(notes), total.usage + part.usage, part.dead)
        return total

    def _middle(self, context: Context, skeleton: Skeleton, name: str, ask: Ask) -> Answer:
        fim = self._family.fim
        if fim is None:
            raise ValueError(f"{self._family.name} has no fill-in-the-middle tokens")
        before, after = self._prompts.fim(context, skeleton, name)
        wanted = self._question(Wanted("", fim.prompt(before, after), stop=(*fim.stop, *ask.stop)), ask)
        started = time.monotonic()
        try:
            pieces: Pieces = self._endpoint.complete(wanted)
            reply = collect(pieces, wanted)
        except Problem as problem:
            usage = Usage(calls=1, seconds=round(time.monotonic() - started, 4))
            return Answer({}, (problem.text,), usage, dead=problem.kind in FINAL)
        seconds = round(time.monotonic() - started, 4)
        usage = Usage(1, reply.prompt_tokens, reply.completion_tokens, seconds)
        fill = fill_of(reply.text, skeleton)
        return Answer({name: fill} if fill.code else {}, self._ending(reply, ask), usage)
