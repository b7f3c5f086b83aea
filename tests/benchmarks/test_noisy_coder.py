"""How the loop around a coder turns its mistakes into proven code, stage by stage: see ``noisy_coder`` for what is
assumed. Every text that a stage makes is reviewed by the real reviewer with the real javac, once.

    make bench-coders                          # 3 seeds
    SPOTSMITH_BENCH_SEEDS=10 make bench-coders # narrower intervals
"""

import os
import random
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest

from agents.generate import draft_of
from agents.graph import Engine
from agents.limits import Limits
from agents.repair import repair
from agents.review import Reviewer
from agents.state import Draft, Result, Review
from finetune.dataset.reference import Reference, proven
from finetune.dataset.slips import Slip, Slips, applied
from knowledge.packs.ormb.mistakes import KINDS, MIX
from knowledge.records import SourceFile
from serving.app import App
from serving.finetuning import open_site
from tests.benchmarks.bench_record import hardware, record
from tests.benchmarks.noisy_coder import Noise, NoisyCoder, is_as_written, mistakes_in, names_right

pytestmark = pytest.mark.benchmark

SEEDS = int(os.environ.get("SPOTSMITH_BENCH_SEEDS", "3"))
NOISE = Noise()
RESAMPLES = 2_000
STRANGERS = 4


def drafted(name: str) -> str:
    """Another name: the index must not know the class."""
    return name.replace("Cm", "CmDraft", 1)


class Remembering(Reviewer):
    """A reviewer that reviews a text once: the stages share most of their drafts."""

    def __init__(self, inner: Reviewer) -> None:
        self._inner = inner
        self._known: dict[SourceFile, Review] = {}

    def review(self, files: Sequence[SourceFile]) -> Review:
        (file,) = files
        if file not in self._known:
            self._known[file] = self._inner.review(files)
        return self._known[file]


@dataclass(frozen=True)
class Stage:
    title: str
    limits: Limits
    candidates: bool = True
    edits: bool = True


STAGES = {
    "build_1": Stage("one draft", Limits(rounds=0)),
    "build_3": Stage("up to 3 drafts", Limits(rounds=0, samples=3)),
    "repaired_0": Stage("one draft, certain fixes", Limits(rounds=1), edits=False),
    "repaired_1": Stage("one draft, certain fixes, 1 edit", Limits(rounds=1)),
    "repaired_2": Stage("one draft, certain fixes, 2 edits", Limits(rounds=2)),
    "repaired_1_without_fixes": Stage("one draft, 1 edit", Limits(rounds=1, remedies=0)),
    "repaired_2_without_fixes": Stage("one draft, 2 edits", Limits(rounds=2, remedies=0)),
    "repaired_2_without_candidates": Stage("one draft, certain fixes, 2 edits blind", Limits(rounds=2), False),
    "build_3_repaired_0": Stage("up to 3 drafts, certain fixes", Limits(rounds=1, samples=3), edits=False),
    "build_3_repaired_2": Stage("up to 3 drafts, certain fixes, 2 edits", Limits(rounds=2, samples=3)),
}


@dataclass
class Tally:
    """What a stage did for each algorithm, one entry a seed."""

    clean: dict[str, list[bool]] = field(default_factory=dict)
    as_written: int = 0
    calls: int = 0

    def add(self, reference: Reference, result: Result) -> None:
        self.clean.setdefault(reference.name, []).append(result.status == "ok")
        self.as_written += result.status == "ok" and is_as_written(result.draft.fills, reference.fills)
        self.calls += result.usage.calls

    @property
    def share(self) -> float:
        return statistics.fmean(value for values in self.clean.values() for value in values)

    @property
    def n(self) -> int:
        return sum(map(len, self.clean.values()))


class Bench:
    def __init__(self, app: App) -> None:
        self.app = app
        self.reviewer = Remembering(app.parts.reviewer)
        self.references, self.left_out = proven(open_site(app), drafted)
        self.slips = {
            r.name: Slips(r.skeleton, r.fills, app.front_end.mistakes(), self._showing(r)) for r in self.references
        }
        self._lines = statistics.fmean(slips.size for slips in self.slips.values())

    def coder(self, reference: Reference, seed: int, stage: Stage | None = None) -> NoisyCoder:
        slips = self.slips[reference.name]
        coder = NoisyCoder(reference, slips, seed, NOISE, slips.size / self._lines)
        if stage is not None:
            coder.candidates, coder.edits = stage.candidates, stage.edits
        return coder

    def run(self, reference: Reference, coder: NoisyCoder, limits: Limits) -> Result:
        parts = self.app.parts
        engine = Engine(parts.resolver, self.app.front_end, parts.types, coder, self.reviewer, limits=limits)
        return engine.run(reference.task)

    def mended(self, reference: Reference, slip: Slip) -> Draft:
        """The reference with one mistake, and with all certain remedies for it."""
        front_end, types = self.app.front_end, self.app.parts.types
        draft = draft_of(reference.skeleton, applied(reference.fills, [slip]), "noisy", front_end)
        for _ in range(Limits().remedies):
            mended = repair(draft, self.reviewer.review([draft.file]), front_end, types)
            if mended is None:
                break
            draft = mended
        return draft

    def outcome(self, reference: Reference, draft: Draft) -> Literal["left", "right", "otherwise"]:
        if draft.refused or self.reviewer.review([draft.file]).errors:
            return "left"
        return "right" if is_as_written(draft.fills, reference.fills) else "otherwise"

    def _showing(self, reference: Reference) -> Callable[[Slip], bool]:
        def shows(slip: Slip) -> bool:
            draft = draft_of(reference.skeleton, applied(reference.fills, [slip]), "noisy", self.app.front_end)
            return bool(draft.refused or self.reviewer.review([draft.file]).errors)

        return shows


@pytest.fixture(scope="module")
def bench(app: App) -> Bench:
    app.compiler.start()
    return Bench(app)


def test_stages(bench: Bench) -> None:
    tallies = {name: Tally() for name in [*STAGES, "k_sampling_equal_calls", "k_sampling_3_repaired_2"]}
    kinds: Counter[str] = Counter()
    counts: list[int] = []
    for seed in range(SEEDS):
        for reference in bench.references:
            results = {}
            for name, stage in STAGES.items():
                results[name] = bench.run(reference, bench.coder(reference, seed, stage), stage.limits)
                tallies[name].add(reference, results[name])
            for name, other in (
                ("k_sampling_equal_calls", "repaired_2"),
                ("k_sampling_3_repaired_2", "build_3_repaired_2"),
            ):
                spent = Limits(rounds=0, samples=results[other].usage.calls)
                tallies[name].add(reference, bench.run(reference, bench.coder(reference, seed), spent))
            first = bench.coder(reference, seed).slips_of(0)
            kinds.update(slip.place.kind for slip in first)
            counts.append(len(first))
    said(bench, kinds, counts)
    table(tallies)
    keep(tallies, len(bench.references))


def said(bench: Bench, kinds: Counter[str], counts: list[int]) -> None:
    spots = {reference.task.spot for reference in bench.references}
    print(f"\nnoisy coder (a model of a model): {len(bench.references)} sample algorithms of {len(spots)} spots")
    for name, why in bench.left_out.items():
        print(f"  left out: {name}: {why}")
    print(f"  {SEEDS} seeds; {hardware()}")
    print(f"  assumed: {NOISE}; kinds {MIX}")
    print(
        f"  drawn: {statistics.fmean(counts):.2f} mistakes a first draft, none in {counts.count(0) / len(counts):.0%};"
    )
    print("  " + ", ".join(f"{kind} {n / sum(counts):.0%}" for kind, n in kinds.most_common()))


def table(tallies: dict[str, Tally]) -> None:
    titles = {name: stage.title for name, stage in STAGES.items()}
    titles["k_sampling_equal_calls"] = "as many drafts as repaired_2 made calls"
    titles["k_sampling_3_repaired_2"] = "as many drafts as build_3_repaired_2 made calls"
    print(f"\n{'stage':<32}{'clean':>7}  {'95 % interval':<17}{'calls':>6}{'as written':>12}")
    for name, tally in tallies.items():
        low, high = interval(tally)
        as_written = tally.as_written / max(round(tally.share * tally.n), 1)
        print(
            f"{name:<32}{tally.share:>7.3f}  {low:.3f} to {high:.3f}  {tally.calls / tally.n:>6.2f}{as_written:>12.3f}",
            end="",
        )
        print(f"  {titles[name]}")
    for one, other in (("repaired_2", "k_sampling_equal_calls"), ("build_3_repaired_2", "k_sampling_3_repaired_2")):
        low, high = interval(tallies[one], tallies[other])
        more = tallies[one].share - tallies[other].share
        print(f"{one} less {other}: {more:+.3f} ({low:+.3f} to {high:+.3f}), n = {tallies[one].n}")


def interval(tally: Tally, less: Tally | None = None) -> tuple[float, float]:
    """Bootstrap over the algorithms, so that the seeds of one algorithm stay together."""
    rng = random.Random(1)
    means = {name: statistics.fmean(values) for name, values in tally.clean.items()}
    if less is not None:
        means = {name: mean - statistics.fmean(less.clean[name]) for name, mean in means.items()}
    names = list(means)
    drawn = sorted(statistics.fmean(means[n] for n in rng.choices(names, k=len(names))) for _ in range(RESAMPLES))
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def keep(tallies: dict[str, Tally], algorithms: int) -> None:
    figures = {name: tally.share for name, tally in tallies.items()}
    calls = {f"{name}_calls": tally.calls / tally.n for name, tally in tallies.items()}
    record("coders", n=tallies["build_1"].n, algorithms=algorithms, seeds=SEEDS, **figures, **calls)
    assert tallies["build_1"].n == SEEDS * algorithms


def test_what_certain_remedies_mend(bench: Bench) -> None:
    """Each mistake of the first drafts alone: mended as its author wrote it, in another way, or left; and whether its
    finding names what is right."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for reference, slip in drawn_slips(bench):
        tally = found.setdefault((slip.place.kind, slip.place.how), Counter())
        tally["n"] += 1
        tally[bench.outcome(reference, bench.mended(reference, slip))] += 1
        tally["named"] += named(bench, reference, slip)
    total = sum(found.values(), Counter())
    print(f"\n{'mistakes, one at a time':<40}{'n':>5}{'mended':>8}{'otherwise':>11}{'named':>8}")
    rows = {f"{kind}, {how}": found[kind, how] for kind in KINDS for how in KINDS[kind] if (kind, how) in found}
    for title, row in {**rows, "all": total}.items():
        print(f"{title:<40}{row['n']:>5}{row['right']:>8}{row['otherwise']:>11}{row['named']:>8}")
    n = total["n"]
    record(
        "coders",
        fixes_n=n,
        fixes_right=total["right"] / n,
        fixes_otherwise=total["otherwise"] / n,
        findings_naming_right=total["named"] / n,
    )


def test_calls_that_have_no_remedy_are_left(bench: Bench) -> None:
    """A method that other types have and the receiver has not: whatever it is replaced by is a guess."""
    rng = random.Random(1)
    names = sorted({name for r in bench.references for name in _called(r)})
    tally: Counter[str] = Counter()
    for reference in bench.references:
        slips = bench.slips[reference.name]
        for place in rng.sample(slips.places("invented method", "made up"), STRANGERS):
            slip = Slip(place, rng.choice(names))
            if slip.new != place.old and slips.shows(slip):
                mended = bench.mended(reference, slip)
                tally["n"] += 1
                tally["replaced"] += not is_as_written(mended.fills, applied(reference.fills, [slip]))
                tally["compiles"] += bench.outcome(reference, mended) == "otherwise"
    print(
        f"\ncalls of methods of other types: {tally['n']}, replaced {tally['replaced']}, so that it compiles: ", end=""
    )
    print(tally["compiles"])
    record("coders", strangers_n=tally["n"], strangers_replaced=tally["compiles"] / tally["n"])
    assert tally["compiles"] <= tally["n"] / 100


def _called(reference: Reference) -> Iterator[str]:
    return (name for fill in reference.fills.values() for name in re.findall(r"\.(\w+)\(", fill.code))


def drawn_slips(bench: Bench) -> Iterator[tuple[Reference, Slip]]:
    for seed in range(SEEDS):
        for reference in bench.references:
            for slip in bench.coder(reference, seed).slips_of(0):
                yield reference, slip


def named(bench: Bench, reference: Reference, slip: Slip) -> bool:
    """Whether a finding about a mistake offers the right name; only where a name is what is wrong."""
    fills = applied(reference.fills, [slip])
    mistakes = list(mistakes_in(fills, reference.fills))
    draft = draft_of(reference.skeleton, fills, "noisy", bench.app.front_end)
    review = bench.reviewer.review([draft.file])
    return any(names_right(error, mistake) for error in review.errors for mistake in mistakes)
