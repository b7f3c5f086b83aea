"""The coder that needs no model: the pack writes what the resolution proves and marks what it cannot know."""

from collections.abc import Sequence

from agents.coders.protocol import Answer, Ask
from agents.state import Context, Draft
from knowledge.blueprint import Skeleton
from knowledge.front_end import FrontEnd
from knowledge.pack import Tables, Types
from knowledge.records import Diagnostic


class ScaffoldCoder:
    name = "scaffold"
    varies = False

    def __init__(self, front_end: FrontEnd, types: Types, tables: Tables) -> None:
        self._front_end = front_end
        self._types = types
        self._tables = tables

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        wanted = {hole.name for hole in skeleton.holes}
        fills = self._front_end.scaffold(context.blueprint, self._types, self._tables)
        return [Answer({name: fill for name, fill in fills.items() if name in wanted})]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        """Nothing: what it wrote was proven as far as it can prove."""
        return Answer()
