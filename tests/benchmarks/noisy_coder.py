"""A coder that errs as models do, for any number of runs that can be repeated: a model of a model.

It knows the right answer (``dataset.reference``) and makes mistakes in it (``dataset.slips``). All numbers below are
assumptions, but for the shares of the kinds of mistakes: what it shows is how the loop around a coder turns mistakes
into proven code, not how often a given model is right.

- A first draft has a geometric number of mistakes, 1.5 on average over all algorithms and in proportion to the lines
  of each. Drafts of one request are independent: real models repeat their mistakes, so that drawing more samples is
  shown at its best here.
- Asked for an edit, it mends the mistake that lies nearest to each finding with probability 0.6; with 0.8 where the
  finding names what stands there in truth. Where it does not, it keeps the line or writes another wrong one, each in
  half of the cases. Each edit brings a new mistake with probability 0.05.
- The same seed gives the same luck to every stage: first drafts are equal, and so are edits of equal drafts.
"""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from agents.coders.protocol import Answer, Ask
from agents.state import Context, Draft, Usage
from finetune.dataset.reference import Reference
from finetune.dataset.slips import Slip, Slips, applied
from knowledge.blueprint import Fill, Skeleton
from knowledge.records import Diagnostic

_NAME = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True)
class Noise:
    mistakes: float = 1.5
    """Of a first draft, on average over all algorithms."""
    mends: float = 0.6
    """How likely a reported mistake is mended."""
    mends_named: float = 0.8
    """The same where the finding names what is right."""
    another: float = 0.5
    """How likely a line that is not mended becomes another wrong one."""
    adds: float = 0.05
    """How likely an edit brings a new mistake."""


@dataclass(frozen=True)
class Mistake:
    """Lines of a draft that are not those of the reference; or an import, then without a hole."""

    hole: str
    first: int
    last: int
    """In the draft, one behind the end."""
    right: tuple[str, ...]
    """The lines of the reference; of an import its name."""
    held: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """Names that only the reference has."""
        return frozenset(_NAME.findall("\n".join(self.right))) - frozenset(_NAME.findall("\n".join(self.held)))


class NoisyCoder:
    """Answers one request."""

    name = "noisy"
    varies = True

    def __init__(self, reference: Reference, slips: Slips, seed: int, noise: Noise, scale: float = 1.0) -> None:
        """``scale``: how much longer than the average the reference is."""
        self._reference = reference
        self._slips = slips
        self._seed = f"{seed} {reference.name.rpartition('.')[2]}"
        self._noise = noise
        self._mean = noise.mistakes * scale
        self.candidates = True
        """Whether it reads the names that findings offer."""
        self.edits = True
        """Whether it has anything to say when it is asked for an edit."""

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        """One sample a call, so that none is drawn in vain."""
        slips = self.slips_of(ask.drawn)
        return [Answer(applied(self._reference.fills, slips), usage=Usage(calls=1))]

    def slips_of(self, sample: int) -> list[Slip]:
        """The mistakes of a first draft."""
        rng = random.Random(f"{self._seed} sample {sample}")
        more = self._mean / (1 + self._mean)
        slips: list[Slip] = []
        while rng.random() < more:
            slip = self._slips.draw(rng, {(s.place.hole, s.place.line) for s in slips})
            if slip is None:
                break
            slips.append(slip)
        return slips

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        if not self.edits:
            return Answer()
        held = held_fills(draft, self._reference.fills)
        rng = random.Random(f"{self._seed} edit {hashlib.sha256(repr(sorted(held.items())).encode()).hexdigest()}")
        mistakes = list(mistakes_in(held, self._reference.fills))
        luck = [(rng.random(), rng.random()) for _ in mistakes]
        chances: dict[int, float] = {}
        for diagnostic in diagnostics:
            at = about(diagnostic, mistakes, draft)
            if at is not None:
                named = self.candidates and names_right(diagnostic, mistakes[at])
                chance = self._noise.mends_named if named else self._noise.mends
                chances[at] = max(chance, chances.get(at, 0.0))
        written = dict(held)
        for at in sorted(chances, key=lambda n: -mistakes[n].first):
            mend, otherwise = luck[at]
            if mend < chances[at]:
                written = _mended(written, mistakes[at], self._reference)
            elif otherwise < self._noise.another:
                written = self._worsened(rng, written, mistakes[at])
        if rng.random() < self._noise.adds:
            written = self._added(rng, written)
        changed = {name: fill for name, fill in written.items() if fill != held.get(name)}
        return Answer(changed, usage=Usage(calls=1))

    def _worsened(self, rng: random.Random, fills: dict[str, Fill], mistake: Mistake) -> dict[str, Fill]:
        """Another wrong text where the lines correspond; else it stays as it is."""
        if not mistake.hole or mistake.last - mistake.first != 1 or len(mistake.right) != 1:
            return fills
        lines = fills[mistake.hole].code.split("\n")
        place = _line_of(self._reference.fills[mistake.hole].code, mistake, lines)
        slip = self._slips.again(rng, (mistake.hole, place), mistake.held[0]) if place is not None else None
        if slip is None:
            return fills
        lines[mistake.first] = applied(self._reference.fills, [slip])[mistake.hole].code.split("\n")[slip.place.line]
        return {**fills, mistake.hole: replace(fills[mistake.hole], code="\n".join(lines))}

    def _added(self, rng: random.Random, fills: dict[str, Fill]) -> dict[str, Fill]:
        slip = self._slips.draw(rng, ())
        place = slip.place if slip else None
        if slip is None or place is None or not place.hole:
            return fills
        right = self._reference.fills[place.hole].code.split("\n")[place.line]
        lines = fills[place.hole].code.split("\n")
        if lines.count(right) != 1:
            return fills
        lines[lines.index(right)] = right[: place.start] + slip.new + right[place.end :]
        return {**fills, place.hole: replace(fills[place.hole], code="\n".join(lines))}


def held_fills(draft: Draft, right: Mapping[str, Fill]) -> dict[str, Fill]:
    """What the coder wrote last, also where it was refused: then with the imports that it needs."""
    refused = {refusal.symbol: Fill(refusal.arguments[0], right[refusal.symbol].imports) for refusal in draft.refused}
    return {**refused, **draft.fills}


def mistakes_in(held: Mapping[str, Fill], right: Mapping[str, Fill]) -> Iterator[Mistake]:
    for name in sorted(right):
        old = right[name].code.split("\n")
        new = held[name].code.split("\n") if name in held else []
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "replace" and b - a == d - c:
                yield from (Mistake(name, c + n, c + n + 1, (old[a + n],), (new[c + n],)) for n in range(b - a))
            elif tag != "equal":
                yield Mistake(name, c, d, tuple(old[a:b]), tuple(new[c:d]))
    wanted = {name for fill in right.values() for name in fill.imports}
    given = {name for fill in held.values() for name in fill.imports}
    for name in sorted(wanted - given):
        simple = name.rpartition(".")[2]
        wrong = tuple(sorted(other for other in given - wanted if other.rpartition(".")[2] == simple))
        yield Mistake("", 0, 0, (name,), wrong)


def is_as_written(held: Mapping[str, Fill], right: Mapping[str, Fill]) -> bool:
    """Whether the code is that of the reference, blanks aside."""
    return all(name in held and held[name].code.split() == fill.code.split() for name, fill in right.items())


def about(diagnostic: Diagnostic, mistakes: Sequence[Mistake], draft: Draft) -> int | None:
    """The mistake that a finding most likely speaks of: an import of that name, the nearest one of the same hole, or
    the only one elsewhere."""
    for at, mistake in enumerate(mistakes):
        simple = mistake.right[0].rpartition(".")[2] if not mistake.hole else ""
        is_outside = bool(mistake.held) and not _hole(diagnostic, draft)
        if simple and (is_outside or simple == diagnostic.symbol.rpartition(".")[2]):
            return at
    hole, line = _hole(diagnostic, draft) or ("", 0)
    near = [(abs(m.first - line), at) for at, m in enumerate(mistakes) if m.hole and m.hole == hole]
    elsewhere = [(0, at) for at, mistake in enumerate(mistakes) if mistake.hole]
    return min(near or elsewhere[:1])[1] if near or elsewhere else (0 if mistakes else None)


def names_right(diagnostic: Diagnostic, mistake: Mistake) -> bool:
    """Whether a candidate of the finding is a name that the reference has there and the draft does not."""
    named = {re.split(r"[(]", candidate)[0].rpartition(".")[2] for candidate in diagnostic.candidates}
    if not mistake.hole:
        return mistake.right[0] in diagnostic.candidates
    return bool(named & mistake.words)


def _hole(diagnostic: Diagnostic, draft: Draft) -> tuple[str, int] | None:
    """The hole of a finding and the line in it, from 0."""
    if not diagnostic.line:
        return diagnostic.symbol, 0
    for name, (first, last) in draft.skeleton.spans(draft.fills).items():
        if first <= diagnostic.line <= last:
            return name, diagnostic.line - first
    return None


def _mended(fills: dict[str, Fill], mistake: Mistake, reference: Reference) -> dict[str, Fill]:
    if mistake.hole:
        fill = fills.get(mistake.hole, Fill(""))
        lines = fill.code.split("\n")
        lines[mistake.first : mistake.last] = mistake.right
        return {**fills, mistake.hole: replace(fill, code="\n".join(lines))}
    right = mistake.right[0]
    made = {}
    for name, fill in fills.items():
        kept = [other for other in fill.imports if other not in mistake.held]
        needs = right in reference.fills[name].imports
        made[name] = replace(fill, imports=tuple(dict.fromkeys([*kept, *([right] if needs else [])])))
    return made


def _line_of(right: str, mistake: Mistake, lines: Sequence[str]) -> int | None:
    """The line of the reference that a line of the draft stands for."""
    wanted = right.split("\n")
    if len(wanted) == len(lines):
        return mistake.first
    return wanted.index(mistake.right[0]) if wanted.count(mistake.right[0]) == 1 else None
