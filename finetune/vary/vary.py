"""Made-up tasks become records: framed as serving frames them, judged, and thrown away unless they build clean.

Of held-out spots nothing is in the training records, and no request of training is asked again of them. Each kept
record is judged once; what fails is thrown away and counted by what was found.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.answer import fill_of
from agents.context import CHARACTERS_PER_TOKEN
from agents.state import Context, Task
from finetune.dataset.reference import Reference, references
from finetune.judge import Judge, Judgement
from finetune.records import Frame, Record, record_id
from finetune.site import OpenSite
from finetune.vary.plan import Varied, VaryPlan, divided
from finetune.vary.shown import pieces, size_of
from knowledge.blueprint import Blueprint, Fill, Skeleton
from knowledge.composition import Composed, Composer, Fills
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar, SoftParameter, Symbol

_LONGER = 1.5
"""How much longer than a frame alone a piece of the site's own code may be."""
_MEASURED = 42
"""Seed of the tasks that say how long the file of a spot is: the same spots are usable whatever the plan's seed."""
_PATIENCE = 30
"""Attempts for one record; beyond, the spot is worth no more of them."""
Told = Callable[[int, int], None]


def vary(site: OpenSite, plan: VaryPlan, on_done: Told = lambda done, of: None) -> Varied:
    """``on_done`` hears (records made, records wanted). Raises SpotsmithError where the pack composes nothing."""
    symbols = tuple(site.store.get_many(Symbol, sorted(site.store.names(Symbol))))
    composer = site.front_end.composer(site.types, symbols)
    if composer is None:
        raise SpotsmithError("this pack makes up no tasks: there is nothing to vary")
    maker = _Maker(site, composer, plan, Judge(site))
    usable, too_long = maker.usable()
    if not usable:
        raise SpotsmithError("the index knows no spot whose file is short enough: raise --most-characters")
    training, held_out = divided([spot.name for spot in usable], plan)
    known = {spot.name: spot for spot in usable}
    wanted = plan.count + plan.held_out_count
    made = maker.records([known[name] for name in held_out], plan.held_out_count, "held-out")
    kept_out = tuple(_told(made, on_done, 0, wanted))
    own = tuple(maker.of_references(held_out, plan.rewritings))
    made = maker.records([known[name] for name in training], max(plan.count - len(own), 0), "train")
    composed = _told(made, on_done, len(kept_out) + len(own), wanted)
    kept = [_as_text(record) if _is_due(number, plan.texts) else record for number, record in enumerate(composed)]
    kept = [*own, *kept]
    random.Random(plan.seed).shuffle(kept)
    return Varied(tuple(kept), kept_out, maker.tried, dict(maker.thrown.most_common()), training, held_out, too_long)


def _told(records: Iterator[Record], on_done: Told, start: int, wanted: int) -> Iterator[Record]:
    for number, record in enumerate(records, start + 1):
        on_done(number, wanted)
        yield record


@dataclass(frozen=True, slots=True)
class _Asked:
    task: Task
    context: Context
    skeleton: Skeleton


class _Maker:
    def __init__(self, site: OpenSite, composer: Composer, plan: VaryPlan, judge: Judge) -> None:
        self._site, self._composer, self._plan, self._judge = site, composer, plan, judge
        self._exemplars = site.store.get_many(Exemplar, sorted(site.store.names(Exemplar)))
        self._seen: set[str] = set()
        self.tried = 0
        self.thrown: Counter[str] = Counter()

    def usable(self) -> tuple[list[Symbol], tuple[str, ...]]:
        """Spots that tasks can be made up for, and those whose files are too long."""
        found: list[Symbol] = []
        too_long: list[str] = []
        rng = random.Random(_MEASURED)
        for spot in sorted(self._site.store.where(Symbol, "role", "spot"), key=lambda each: each.name):
            made = self._composer.compose(spot, rng)
            if made is None:
                continue
            text = self._asked(spot, made, rng).skeleton.filled({}).text
            (found.append(spot) if len(text) <= self._plan.most_characters else too_long.append(spot.name))
        return found, tuple(too_long)

    def records(self, spots: Sequence[Symbol], count: int, side: str) -> Iterator[Record]:
        """As many for each spot, as far as it gives them."""
        tired: Counter[str] = Counter()
        for number in range(count):
            spot = spots[number % len(spots)]
            if tired[spot.name] < _PATIENCE:
                record = self._one(spot, f"{self._plan.seed}-{side}-{number}")
                if record:
                    yield record
                else:
                    tired[spot.name] += 1

    def of_references(self, held_out: Sequence[str], times: int) -> Iterator[Record]:
        """The site's own code with other names; of held-out spots none."""
        for found in references(self._site) if times else ():
            if not isinstance(found, Reference) or found.exemplar.spot in held_out:
                continue
            for number in range(times):
                record = self._rewritten(found, random.Random(f"{self._plan.seed}-{found.name}-{number}"))
                if record:
                    yield record

    def _rewritten(self, found: Reference, rng: random.Random) -> Record | None:
        blueprint = found.context.blueprint
        fills, softs = self._composer.rewritten(found.fills, blueprint.soft_parameters, rng)
        skeleton = self._site.front_end.skeleton(replace(blueprint, soft_parameters=softs), self._site.types)
        hole = next((hole.name for hole in skeleton.holes if hole.placeholder), "")
        if not hole or not fills[hole].code.strip() or fills[hole].code in self._seen:
            return None
        self._seen.add(fills[hole].code)
        self.tried += 1
        record = _of_reference(self._site, found, skeleton, fills, hole, softs)
        if len(record.prefix) + len(record.suffix) > self._plan.most_characters * _LONGER:
            self.thrown["too long"] += 1
            return None
        return record if self._holds(record) else None

    def _holds(self, record: Record) -> bool:
        judged = self._judge.judge(record, record.output)
        if judged.clean and not judged.empty:
            return True
        self.thrown[_why(judged)] += 1
        return False

    def _one(self, spot: Symbol, seed: str) -> Record | None:
        rng = random.Random(seed)
        for _ in range(_PATIENCE):
            made = self._composer.compose(spot, rng)
            if made is None:
                return None
            asked = self._asked(spot, made, rng)
            marks = {f"{made.request}\0{made.code}", asked.skeleton.qualified_name}
            if marks & self._seen:
                continue
            self._seen |= marks
            self.tried += 1
            record = _record(self._site, asked, made, spot, self._plan.lines_behind)
            if self._holds(record):
                return record
        return None

    def _asked(self, spot: Symbol, made: Composed, rng: random.Random) -> _Asked:
        site = self._site
        package = site.front_end.package(spot, [each for each in self._exemplars if each.spot == spot.name])
        said = [word.strip(".,;()") for word in made.request.split()]
        start = rng.randrange(max(len(said) - 3, 1))
        class_name = site.front_end.class_name(said[start:], site.resolver.short_name(spot.name), "")
        task = Task(made.request, made.artefact, spot.name, class_name, package, made.soft_parameters)
        blueprint = Blueprint(made.request, made.artefact, package, class_name, spot, made.soft_parameters)
        shown = pieces(made, site.types, rng, self._plan.distractors)
        context = Context(blueprint, shown, int(size_of(shown) / CHARACTERS_PER_TOKEN))
        return _Asked(task, context, site.front_end.skeleton(blueprint, site.types))


def _record(site: OpenSite, asked: _Asked, made: Composed, spot: Symbol, behind: int) -> Record:
    before, after = site.prompts.fim(asked.context, asked.skeleton, made.hole)
    after = "".join(after.splitlines(keepends=True)[: behind or None])
    output = fill_of(made.code, asked.skeleton).code
    return Record(
        id=record_id("fim", f"{before}\0{after}", output),
        kind="fim",
        category="business_logic",
        instruction=made.request,
        input="\n".join(piece.text for piece in asked.context.pieces),
        output=output,
        prefix=before,
        suffix=after,
        task=asked.task,
        frame=Frame(asked.skeleton, {}, made.hole),
        component=asked.skeleton.qualified_name,
        spot=spot.name,
        origin="synthetic",
        source="made up",
        context_use="used",
        verdict="compiled",
    )


def _of_reference(
    site: OpenSite, found: Reference, skeleton: Skeleton, fills: Fills, hole: str, softs: tuple[SoftParameter, ...]
) -> Record:
    """The code of one hole is asked for; the author's code around it is given."""
    # Imports of the answer are given too: they stand above what is asked for.
    needed = fills[hole].imports
    given = {name: Fill(fill.code, (*fill.imports, *needed)) for name, fill in fills.items() if name != hole}
    before, after = skeleton.around(hole, given)
    output = fill_of(fills[hole].code, skeleton).code
    return Record(
        id=record_id("fim", f"{before}\0{after}", output),
        kind="fim",
        category="business_logic",
        instruction=found.task.request,
        output=output,
        prefix=before,
        suffix=after,
        task=replace(found.task, soft_parameters=softs),
        frame=Frame(skeleton, {name: (f.code, f.imports) for name, f in given.items()}, hole),
        component=skeleton.qualified_name,
        spot=found.exemplar.spot,
        origin="synthetic",
        source=found.exemplar.source.path,
        context_use="none",
        verdict="compiled",
    )


def _is_due(number: int, share: float) -> bool:
    """Of each run of numbers that share, spread evenly."""
    return int((number + 1) * share) > int(number * share)


def _as_text(record: Record) -> Record:
    """The whole file, to be read from its first token on: names are copied in all of it, not in the answer alone."""
    text = f"{record.prefix}{record.output}{record.suffix}"
    return replace(
        record, id=record_id("text", "", text), kind="text", prefix="", suffix="", output=text, task=None, frame=None
    )


def _why(judged: Judgement) -> str:
    return judged.diagnostics[0].code if judged.diagnostics else "empty"
