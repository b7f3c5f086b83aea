"""A coder that says what it was told to say: for tests and demonstrations. It keeps what it was asked."""

from collections.abc import Mapping, Sequence

from agents.state import Context
from knowledge.blueprint import Fill, Skeleton


class ScriptedModel:
    """Gives the fills of ``script`` one call after the other; the last one is repeated."""

    name = "scripted"

    def __init__(self, script: Sequence[Mapping[str, Fill]]) -> None:
        if not script:
            raise ValueError("a script needs at least one answer")
        self._script = list(script)
        self.requests: list[Context] = []

    def fill(self, context: Context, skeleton: Skeleton) -> Mapping[str, Fill]:
        self.requests.append(context)
        return self._script[min(len(self.requests), len(self._script)) - 1]
