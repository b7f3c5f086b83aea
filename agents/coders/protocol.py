"""The door for models: a coder fills the holes of a skeleton. Everything else is decided before it is asked."""

from collections.abc import Mapping
from typing import Protocol

from agents.state import Context
from knowledge.blueprint import Fill, Skeleton


class Coder(Protocol):
    @property
    def name(self) -> str:
        """As results report it: ``scaffold``, ``ollama/qwen3`` ..."""

    def fill(self, context: Context, skeleton: Skeleton) -> Mapping[str, Fill]:
        """Code for the holes it can fill, by hole name. A hole that is left out keeps its placeholder."""
