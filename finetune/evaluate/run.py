"""The compile tier: every arm on the same held-out requests, in one load, judged as a result is checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from finetune.evaluate.arms import Arm, Subject, arm_of
from finetune.evaluate.cases import Case, Shown, cases, prompts_for
from finetune.evaluate.figures import ArmFigures, Pair, figures_of, pairs_of
from finetune.evaluate.samples import Amount, Sample, draw, repaired
from finetune.judge import Judge
from finetune.records import Record, digest_of
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError

OnProgress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much it is."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the compile tier found."""

    digest: str
    """Of the records that were asked for: evaluations are compared only where it is the same."""
    records: int
    left_out: Mapping[str, str]
    """Records that could not be asked for, by id, with the reason."""
    arms: tuple[ArmFigures, ...]
    pairs: tuple[Pair, ...]
    samples: tuple[Sample, ...]


def evaluate(
    site: OpenSite,
    records: Sequence[Record],
    subject: Subject,
    arms: Sequence[str],
    amount: Amount | None = None,
    shown: Shown = "serving",
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Compiled:
    """Raises SpotsmithError where nothing can be asked for or an arm is unknown. The first arm is the baseline."""
    amount = amount or Amount()
    wanted = [arm_of(name) for name in arms]
    if not records:
        raise SpotsmithError(
            "nothing can be asked for: this part holds no whole component and no body that stands alone; "
            "name another --part, or build more records"
        )
    judge = Judge(site)
    asked, left_out = cases(records, site, judge)
    if not asked:
        why = next(iter(left_out.values()))
        raise SpotsmithError(f"none of the {len(records)} records can be asked for; the first: {why}")
    taken = _Evaluating(site, judge, subject, amount, shown, on_progress)
    by_arm: dict[str, list[Sample]] = {arm.name: [] for arm in wanted}
    for number, seed in enumerate(amount.seeds):
        for plain in dict.fromkeys(arm.plain for arm in wanted):
            made = taken.drawn(asked, plain, number, seed)
            if plain.name in by_arm:
                by_arm[plain.name] += made
            mending = Arm(plain.who, plain.members, True)
            if mending in wanted:
                by_arm[mending.name] += taken.mended(asked, mending, number, made)
    clusters = {case.record.id: case.cluster for case in asked}
    figures = tuple(figures_of(name, made, clusters, amount.resamples_seed) for name, made in by_arm.items())
    return Compiled(
        digest_of([case.record for case in asked]),
        len(asked),
        left_out,
        figures,
        tuple(pairs_of(by_arm, clusters, _seeds(subject, amount), amount.resamples_seed)),
        tuple(sample for made in by_arm.values() for sample in made),
    )


def _seeds(subject: Subject, amount: Amount) -> int:
    """Seeds that make a difference: without chance in the drawing only another training does."""
    return len(amount.seeds) if amount.temperature > 0 else min(len(amount.seeds), subject.runs)


@dataclass(frozen=True, slots=True)
class _Evaluating:
    site: OpenSite
    judge: Judge
    subject: Subject
    amount: Amount
    shown: Shown
    on_progress: OnProgress

    def drawn(self, asked: Sequence[Case], arm: Arm, number: int, seed: int) -> list[Sample]:
        made: list[Sample] = []
        for at, case in enumerate(asked, 1):
            self.on_progress(f"{arm.name}, seed {seed}", at, len(asked))
            coder = self.subject.coder(arm, prompts_for(case, self.site, self.shown), number, case.is_middle)
            made += draw(case, coder, arm.name, seed, self.amount, self.judge, self.site)
        return made

    def mended(self, asked: Sequence[Case], arm: Arm, number: int, made: Sequence[Sample]) -> list[Sample]:
        """The first draft of each request, repaired; one that is clean stays as it is."""
        first = {sample.record: sample for sample in made if sample.number == 0}
        found = []
        for at, case in enumerate(asked, 1):
            self.on_progress(f"{arm.name}, {number + 1}", at, len(asked))
            coder = self.subject.coder(arm, prompts_for(case, self.site, self.shown), number, case.is_middle)
            begun = first[case.record.id]
            found.append(repaired(case, coder, begun, arm.name, self.amount, self.judge, self.site))
        return found
