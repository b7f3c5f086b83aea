"""A coder that says what it was told to say: for tests and demonstrations. It keeps what it was asked."""

from collections.abc import Mapping, Sequence

from agents.coders.protocol import Answer, Ask
from agents.state import Context, Draft, Usage
from knowledge.blueprint import Fill, Skeleton
from knowledge.records import Diagnostic


class ScriptedModel:
    """Gives the fills of ``script``, one a call, whether it is asked for code or for edits; the last is repeated."""

    name = "scripted"
    varies = True

    def __init__(self, script: Sequence[Mapping[str, Fill]]) -> None:
        if not script:
            raise ValueError("a script needs at least one answer")
        self._script = list(script)
        self._calls = 0
        self.requests: list[Context] = []
        self.edits: list[tuple[Draft, tuple[Diagnostic, ...]]] = []

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        self.requests.append(context)
        return [self._next(ask)]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        self.edits.append((draft, tuple(diagnostics)))
        return self._next(ask)

    def _next(self, ask: Ask) -> Answer:
        fills = self._script[min(self._calls, len(self._script) - 1)]
        self._calls += 1
        for fill in fills.values():
            ask.on_text(fill.code)
        return Answer(fills, usage=Usage(calls=1))
