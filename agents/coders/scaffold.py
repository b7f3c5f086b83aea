"""The coder that needs no model: the pack writes what the resolution proves and marks what it cannot know."""

from collections.abc import Mapping

from agents.state import Context
from knowledge.blueprint import Fill, Skeleton
from knowledge.front_end import FrontEnd
from knowledge.pack import Tables, Types


class ScaffoldCoder:
    name = "scaffold"

    def __init__(self, front_end: FrontEnd, types: Types, tables: Tables) -> None:
        self._front_end = front_end
        self._types = types
        self._tables = tables

    def fill(self, context: Context, skeleton: Skeleton) -> Mapping[str, Fill]:
        wanted = {hole.name for hole in skeleton.holes}
        fills = self._front_end.scaffold(context.blueprint, self._types, self._tables)
        return {name: fill for name, fill in fills.items() if name in wanted}
