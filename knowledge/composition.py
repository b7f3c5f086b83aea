"""Small tasks that a pack makes up about a spot, with code that answers them: what a model can practise on."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.blueprint import Fill
from knowledge.records import SoftParameter, Symbol

Fills = Mapping[str, Fill]


@dataclass(frozen=True, slots=True)
class Composed:
    """A request and the code of one hole. Whether it compiles is for a compiler to say."""

    artefact: str
    """What kind of code the spot asks for, in the pack's word."""
    request: str
    hole: str
    code: str
    soft_parameters: tuple[SoftParameter, ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    """(qualified type, member) of what the code calls beyond values of the language and the framework's basic types."""


class Composer(Protocol):
    def compose(self, spot: Symbol, rng: random.Random) -> Composed | None:
        """Another task each time; nothing where the spot hands in nothing to work with."""

    def rewritten(
        self, fills: Fills, softs: Sequence[SoftParameter], rng: random.Random
    ) -> tuple[Fills, tuple[SoftParameter, ...]]:
        """Code that exists, with other names of its variables and of what is configured."""
