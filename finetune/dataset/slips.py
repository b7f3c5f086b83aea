"""Mistakes put into code that was right, one piece of one line each: which ones, and where, is drawn.

What a mistake looks like in a language is the pack's matter (``knowledge.learning.Mistakes``).
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.blueprint import Fill, Skeleton
from knowledge.learning import Mistakes

NAMES = ("invented method", "other name")
IMPORTS = ("no import", "wrong import")
TRIES = 40


@dataclass(frozen=True)
class Place:
    """Where a mistake of a kind can be made: characters of a line of a hole, with the text that stands there."""

    kind: str
    how: str
    hole: str
    line: int
    start: int
    end: int
    old: str


@dataclass(frozen=True)
class Slip:
    place: Place
    new: str
    """What stands there instead; of an import the name that is imported instead, or nothing."""


Fills = Mapping[str, Fill]


def applied(fills: Fills, slips: Collection[Slip]) -> dict[str, Fill]:
    made = dict(fills)
    for slip in sorted(slips, key=lambda s: -s.place.start):
        if slip.place.how.endswith("import"):
            made = {name: replace(fill, imports=_other_import(fill.imports, slip)) for name, fill in made.items()}
        else:
            fill = made[slip.place.hole]
            lines = fill.code.split("\n")
            line, place = lines[slip.place.line], slip.place
            lines[place.line] = line[: place.start] + slip.new + line[place.end :]
            made[place.hole] = replace(fill, code="\n".join(lines))
    return made


def _other_import(imports: tuple[str, ...], slip: Slip) -> tuple[str, ...]:
    if slip.place.old not in imports:
        return imports
    return tuple(name for name in (*imports, slip.new) if name not in ("", slip.place.old))


class Slips:
    """The mistakes that can be made in one reference. ``shows`` says whether the checks find a mistake when it is the
    only one: those that they rightly do not mind are not drawn."""

    def __init__(self, skeleton: Skeleton, fills: Fills, mistakes: Mistakes, shows: Callable[[Slip], bool]) -> None:
        self._skeleton = skeleton
        self._fills = fills
        self._mistakes = mistakes
        self._shows = shows
        self._shown: dict[Slip, bool] = {}

    def draw(self, rng: random.Random, taken: Collection[tuple[str, int]]) -> Slip | None:
        """One more mistake, on a line that is not taken."""
        kind = _weighed(rng, self._mistakes.shares)
        for _ in range(TRIES):
            places = self.places(kind, _weighed(rng, self._mistakes.ways[kind]))
            free = [place for place in places if (place.hole, place.line) not in taken]
            if free and (slip := self._made(rng, rng.choice(free))):
                return slip
        return None

    def again(self, rng: random.Random, place: tuple[str, int], held: str) -> Slip | None:
        """Another mistake on this line, for one that held the given text there."""
        same = [p for places in self._places.values() for p in places if (p.hole, p.line) == place]
        changed = [p for p in same if not p.how.endswith("import") and not _stands(p, held, self._fills)]
        named = [p for p in changed if p.kind in NAMES] or changed
        return self._made(rng, rng.choice(named)) if named else None

    def _made(self, rng: random.Random, place: Place) -> Slip | None:
        slip = Slip(place, self._mistakes.wrong(place.how, place.old, rng))
        return slip if slip.new != place.old and self.shows(slip) else None

    def shows(self, slip: Slip) -> bool:
        """Whether the checks find it; asked once."""
        if slip not in self._shown:
            self._shown[slip] = self._shows(slip)
        return self._shown[slip]

    def places(self, kind: str, how: str) -> list[Place]:
        return self._places.get((kind, how), [])

    @cached_property
    def size(self) -> int:
        """Lines of code: more of them hold more mistakes."""
        return sum(bool(line.strip()) for fill in self._fills.values() for line in fill.code.split("\n"))

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[Place]]:
        found: dict[tuple[str, str], list[Place]] = {}
        for place in self._all_places():
            found.setdefault((place.kind, place.how), []).append(place)
        return found

    def _all_places(self) -> Iterator[Place]:
        spans = {n: span for n, span in self._skeleton.spans(self._fills).items() if self._code(n)}
        for found in self._mistakes.places(self._skeleton.filled(self._fills).text):
            hole = next((name for name, (first, last) in spans.items() if first <= found.line <= last), "")
            if hole:
                at = found.line - spans[hole][0]
                yield Place(found.kind, found.how, hole, at, found.start, found.end, found.old)
        for name in sorted({name for fill in self._fills.values() for name in fill.imports}):
            for how in IMPORTS:
                yield Place("other name", how, "", 0, 0, 0, name)

    def _code(self, hole: str) -> str:
        return self._fills[hole].code if hole in self._fills else ""


def _weighed(rng: random.Random, shares: Mapping[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _stands(place: Place, held: str, fills: Fills) -> bool:
    """Whether a line still has the right text at a place, as far as the text before it tells."""
    line = fills[place.hole].code.split("\n")[place.line]
    return held.startswith(line[: place.end]) or held.endswith(line[place.start :])
