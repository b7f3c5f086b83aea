"""A coder that asks a model in this process: several samples in one batch, real names alone where the pack knows them.

Prompts and answers are those of served models; only who writes is another.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agents.answer import fill_of, parse_answer
from agents.coders.members.holes import AnswerCursor, hole_cursor
from agents.coders.protocol import Answer, Ask
from agents.coders.transformers_backend import Drawing, LocalModel, OutOfMemory, Sample
from agents.context import shrunk
from agents.prompt import Prompt, Prompts
from agents.state import Context, Draft, Usage
from knowledge.blueprint import Fill, Skeleton
from knowledge.completion import Completion, Cursor
from knowledge.records import Diagnostic

SHARES = (1.0, 0.5, 0.25, 0.0)
"""Of the context, tried one after the other when a prompt is too long."""
WARMER = 0.4  # added to the temperature of all samples but the first, which must differ from it to be of use
MOST = 8
"""Samples in one batch: their caches are kept at the same time."""
_ENDINGS = {
    "length": "the answer was cut off at its limit of {tokens} tokens; the part before that was used",
    "slow": "the answer was cut off after {seconds:g} seconds; the part before that was used",
}


@dataclass(frozen=True, slots=True)
class LocalManner:
    """How the model is asked."""

    temperature: float = 0.2
    fim: bool = False
    """Whether each hole is asked for alone, by fill-in-the-middle, where the model can."""
    members_only: bool = True
    """Whether it may write only names that exist, where the pack knows them."""
    adapters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which adapters work together, by artefact; ``edit``: for repairs, ``default``: for the rest. Empty: all of them,
    always."""
    warmer: float = WARMER
    """Added for all samples but the first; with 0 all are drawn alike, as an estimate of a rate needs them."""


class LocalCoder:
    varies = True

    def __init__(
        self, model: LocalModel, prompts: Prompts, completion: Completion | None, manner: LocalManner | None = None
    ) -> None:
        self.name = f"transformers/{model.name}"
        self._model = model
        self._prompts = prompts
        self._manner = manner or LocalManner()
        self._completion = completion if self._manner.members_only else None

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        self._switch(context.blueprint.artefact)
        if self._manner.fim and self._model.fills_in_the_middle:
            return self._by_middles(context, skeleton, ask)
        return self._by_chat(lambda shown: self._prompts.fill(shown, skeleton), context, skeleton, ask)

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        def prompt(shown: Context) -> Prompt:
            return self._prompts.edit(shown, draft, diagnostics)

        self._switch("edit", context.blueprint.artefact)
        answer = self._by_chat(prompt, context, draft.skeleton, replace(ask, samples=1))[0]
        return replace(answer, fills={name: fill for name, fill in answer.fills.items() if fill.code})

    def _switch(self, *tasks: str) -> None:
        """Take the adapters of the first of these tasks that has some."""
        by_task = self._manner.adapters
        if by_task:
            task = next((task for task in tasks if task in by_task), "default")
            self._model.use(*by_task.get(task, ()))

    def _by_chat(
        self, prompt: Callable[[Context], Prompt], context: Context, skeleton: Skeleton, ask: Ask
    ) -> list[Answer]:
        def ids(shown: Context) -> list[int]:
            made = prompt(shown)
            return self._model.chat(made.system, made.user)

        def cursor(completion: Completion) -> Cursor:
            return AnswerCursor(completion, skeleton)

        samples, answer = self._samples(ids, context, ask, cursor)
        return [_with_fills(answer, parse_answer(s.text, skeleton, s.ended == "stop"), s, ask) for s in samples] or [
            answer
        ]

    def _by_middles(self, context: Context, skeleton: Skeleton, ask: Ask) -> list[Answer]:
        """Method bodies one by one; members are left to the placeholder, since no text around them asks for any."""
        empty = {hole.name: Fill("") for hole in skeleton.holes if not hole.placeholder}
        answers: list[Answer] = []
        for hole in skeleton.holes:
            if hole.placeholder:
                parts = self._middles(context, skeleton, hole.name, ask)
                answers = [_joined(a, b) for a, b in zip(answers, parts, strict=False)] if answers else parts
                if parts[0].dead:
                    break
        return [replace(answer, fills={**empty, **answer.fills}) for answer in answers] or [Answer(empty)]

    def _middles(self, context: Context, skeleton: Skeleton, name: str, ask: Ask) -> list[Answer]:
        fim = self._model.family.fim
        assert fim is not None  # fills_in_the_middle says so

        def ids(shown: Context) -> list[int]:
            return self._model.raw(fim.prompt(*self._prompts.fim(shown, skeleton, name)))

        def cursor(completion: Completion) -> Cursor:
            return hole_cursor(completion, skeleton, name)

        samples, answer = self._samples(ids, context, ask, cursor)
        fills = [fill_of(sample.text, skeleton) for sample in samples]
        return [
            _with_fills(answer, {name: fill} if fill.code else {}, sample, ask)
            for fill, sample in zip(fills, samples, strict=True)
        ] or [answer]

    def _samples(
        self,
        prompt: Callable[[Context], list[int]],
        context: Context,
        ask: Ask,
        cursor: Callable[[Completion], Cursor],
    ) -> tuple[list[Sample], Answer]:
        """Texts, and what is to be said of all of them; no texts when none could be written."""
        started = time.monotonic()
        ids, notes = self._fitting(prompt, context, ask)
        if ids is None:
            return [], Answer({}, ("the prompt is too long for the model, even without any context",), dead=True)
        count = min(max(ask.samples, 1), MOST)
        while True:
            cursors = [cursor(self._completion) for _ in range(count)] if self._completion else []
            try:
                samples, _ = self._model.write(ids, self._drawing(count, ask), cursors)
                break
            except OutOfMemory as problem:
                if count == 1:
                    return [], Answer({}, (f"{problem}: take a smaller model or 4-bit weights",), dead=True)
                count = count // 2
        spent = Usage(1, len(ids), 0, round((time.monotonic() - started) / count, 4))
        return samples, Answer({}, notes, spent)

    def _fitting(
        self, prompt: Callable[[Context], list[int]], context: Context, ask: Ask
    ) -> tuple[list[int] | None, tuple[str, ...]]:
        """The largest prompt that leaves room for the answer."""
        room = self._model.context - min(ask.tokens, self._model.context // 2)
        for share in SHARES:
            shown = context if share == 1 else shrunk(context, int(share * context.tokens))
            ids = prompt(shown)
            if len(ids) <= room:
                said = f"the context was shrunk to {len(shown.pieces)} of {len(context.pieces)} pieces to fit the model"
                return ids, () if share == 1 else (said,)
        return None, ()

    def _drawing(self, count: int, ask: Ask) -> Drawing:
        warmer = self._manner.temperature + self._manner.warmer
        first = warmer if ask.drawn else self._manner.temperature
        rest = [min(warmer, 1.5)] * (count - 1)
        tokens = min(ask.tokens, self._model.context // 2)
        return Drawing([min(first, 1.5), *rest], tokens, ask.seconds, ask.stop, ask.drawn, on_text=ask.on_text)


def _with_fills(said: Answer, fills: dict[str, Fill], sample: Sample, ask: Ask) -> Answer:
    notes = said.notes
    if sample.ended != "stop":
        notes += (_ENDINGS[sample.ended].format(tokens=ask.tokens, seconds=ask.seconds),)
    if not sample.text.strip():
        notes += ("the model answered with nothing",)
    elif not fills:
        notes += ("the answer of the model held no code for a hole",)
    return Answer(fills, notes, replace(said.usage, completion_tokens=sample.tokens))


def _joined(first: Answer, second: Answer) -> Answer:
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    return Answer({**first.fills, **second.fills}, notes, first.usage + second.usage, second.dead)
