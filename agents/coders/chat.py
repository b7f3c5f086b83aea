"""A coder that asks a served model: prompts from the pack, answers read for code, what went wrong as sentences."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.answer import fill_of, parse_answer
from agents.coders.asking import Asked, Send, asked
from agents.coders.families import Family, Fim
from agents.coders.grammar import answer_grammar
from agents.coders.protocol import Answer, Ask
from agents.coders.reply import Endpoint, Reply, Wanted
from agents.coders.wire import Problem
from agents.prompt import Prompt, Prompts
from agents.state import Context, Draft, Usage
from knowledge.blueprint import Fill, Skeleton
from knowledge.completion import Completion
from knowledge.records import Diagnostic

PASSING = ("dropped",)
"""Kinds of problems after which the same question may be answered."""
WARMER = 0.4  # added to the temperature of all samples but the first, which must differ from it to be of use
Grammar = Literal["off", "outline", "names"]
Read = Callable[[Reply], dict[str, Fill]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked."""

    temperature: float = 0.2
    fim: bool = False
    """Whether each hole is asked for alone, by fill-in-the-middle, where the family can."""
    grammar: Grammar = "outline"
    """What a server that takes a grammar holds answers to."""


class ChatCoder:
    varies = True

    def __init__(
        self,
        kind: str,
        endpoint: Endpoint,
        family: Family,
        prompts: Prompts,
        manner: Manner,
        completion: Callable[[], Completion | None] = lambda: None,
    ) -> None:
        """``completion`` is asked for where the manner has a grammar of names."""
        self.name = f"{kind}/{endpoint.model}"
        self._endpoint = endpoint
        self._family = family
        self._prompts = prompts
        self._manner = manner
        self._completion = completion

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        """One sample a call: most servers answer one question at a time, and the next may not be needed."""
        if self._manner.fim and self._family.fim:
            return [self._fill_in_the_middle(self._family.fim, context, skeleton, ask)]
        return [self._by_chat(lambda shown: self._prompts.fill(shown, skeleton), context, skeleton, ask)]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        def prompt(shown: Context) -> Prompt:
            return self._prompts.edit(shown, draft, diagnostics)

        answer = self._by_chat(prompt, context, draft.skeleton, ask)
        empty = set(draft.unfilled) - {refusal.symbol for refusal in draft.refused}
        return replace(answer, fills={n: fill for n, fill in answer.fills.items() if fill.code or n in empty})

    def _by_chat(self, prompt: Callable[[Context], Prompt], context: Context, skeleton: Skeleton, ask: Ask) -> Answer:
        switch = self._family.thinking.switch if self._family.thinking else ""
        grammar = self._grammar(skeleton)

        def question(shown: Context) -> Wanted:
            made = prompt(shown)
            user = f"{made.user}\n{switch}\n" if switch else made.user
            stop = (*self._family.stop, *ask.stop)
            return self._wanted(Wanted(made.system, user, stop=stop, grammar=grammar), ask)

        def read(reply: Reply) -> dict[str, Fill]:
            return parse_answer(reply.text, skeleton, complete=reply.ended == "stop")

        return self._answer(self._endpoint.chat, question, read, context, ask)

    def _fill_in_the_middle(self, fim: Fim, context: Context, skeleton: Skeleton, ask: Ask) -> Answer:
        """Method bodies one by one; members are left to the placeholder, since no text around them asks for any."""
        total = Answer({hole.name: Fill("") for hole in skeleton.holes if not hole.placeholder})
        until = time.monotonic() + ask.seconds
        for hole in skeleton.holes:
            if hole.placeholder and not total.dead:
                left = replace(ask, seconds=max(until - time.monotonic(), 0.001))
                part = self._middle(fim, context, skeleton, hole.name, left)
                notes = dict.fromkeys((*total.notes, *part.notes))
                total = Answer({**total.fills, **part.fills}, tuple(notes), total.usage + part.usage, part.dead)
        return total

    def _middle(self, fim: Fim, context: Context, skeleton: Skeleton, name: str, ask: Ask) -> Answer:
        def question(shown: Context) -> Wanted:
            text = fim.prompt(*self._prompts.fim(shown, skeleton, name))
            return self._wanted(Wanted("", text, stop=(*fim.stop, *ask.stop)), ask)

        def read(reply: Reply) -> dict[str, Fill]:
            fill = fill_of(reply.text, skeleton)
            return {name: fill} if fill.code else {}

        return self._answer(self._endpoint.complete, question, read, context, ask)

    def _answer(
        self, send: Send, question: Callable[[Context], Wanted], read: Read, context: Context, ask: Ask
    ) -> Answer:
        started = time.monotonic()
        try:
            found = asked(send, question, context, ask, self._family.context)
        except Problem as problem:
            usage = Usage(calls=1, seconds=_since(started))
            return Answer({}, (problem.text,), usage, dead=problem.kind not in PASSING)
        reply = found.reply
        fills = read(reply)
        usage = Usage(found.calls, reply.prompt_tokens, reply.completion_tokens, _since(started))
        return Answer(fills, (*found.notes, *_empty(found, fills)), usage)

    def _grammar(self, skeleton: Skeleton) -> str:
        if not self._endpoint.takes_grammar or self._manner.grammar == "off":
            return ""
        return answer_grammar(skeleton, self._completion() if self._manner.grammar == "names" else None)

    def _wanted(self, wanted: Wanted, ask: Ask) -> Wanted:
        warmer = WARMER if ask.drawn else 0.0
        return replace(
            wanted,
            tokens=ask.tokens,
            seconds=ask.seconds,
            temperature=min(self._manner.temperature + warmer, 1.5),
            seed=ask.drawn,
            on_text=ask.on_text,
        )


def _empty(found: Asked, fills: dict[str, Fill]) -> tuple[str, ...]:
    if not found.reply.text.strip():
        return ("the model answered with nothing",)
    return () if fills else ("the answer of the model held no code for a hole",)


def _since(started: float) -> float:
    return round(time.monotonic() - started, 4)
