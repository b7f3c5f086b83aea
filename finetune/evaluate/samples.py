"""Cases -> samples: drafts of a coder, each judged; and a first draft taken through the engine's own repair."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.coders.protocol import Answer, Ask, Coder
from agents.generate import draft_of
from agents.graph import Engine
from agents.limits import Limits
from agents.state import Context, Draft, Usage
from finetune.evaluate.cases import Case, Decided
from finetune.judge import Judge, Judgement
from finetune.kinds import ErrorKind, kinds_of
from finetune.site import OpenSite
from knowledge.blueprint import Fill, Skeleton
from knowledge.errors import SpotsmithError
from knowledge.records import Diagnostic


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is asked for."""

    samples: int = 5
    seeds: tuple[int, ...] = (1, 2, 3)
    temperature: float = 0.4
    """Of all samples of local models; a served one is asked as in serving."""
    tokens: int = 1_024
    """Most of one answer."""
    seconds: float = 300.0
    """Most of one call."""
    rounds: int = 2
    """Edit rounds of repair."""
    resamples_seed: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """One draft and what was found about it."""

    arm: str
    seed: int
    record: str
    number: int
    good: bool
    """It builds, and not because it does nothing."""
    clean: bool
    """Good, and no check of the pack failed."""
    empty: bool
    parsed: bool
    invented: int
    kinds: tuple[ErrorKind, ...]
    rules: tuple[str, ...]
    recall: float | None
    """Share of the reference's own dependencies that it uses; None where the reference has none."""
    text: str = ""
    """The whole file."""
    answer: Mapping[str, Fill] = field(default_factory=dict)
    """What the coder wrote, by hole."""
    usage: Usage = field(default_factory=Usage)


def draw(case: Case, coder: Coder, arm: str, seed: int, amount: Amount, judge: Judge, site: OpenSite) -> list[Sample]:
    """As many samples as are wanted, fewer from a coder that does not vary. What was not answered counts as empty."""
    answers = _answers(case, coder, seed, amount)
    made = []
    for number, answer in enumerate(answers):
        draft = draft_of(case.skeleton, answer.fills, coder.name, site.front_end)
        made.append(sample_of(case, judge.draft(draft), (arm, seed, number), answer.fills, answer.usage, site))
    return made


def repaired(case: Case, coder: Coder, first: Sample, arm: str, amount: Amount, judge: Judge, site: OpenSite) -> Sample:
    """The first draft after the engine's certain remedies and edit rounds: its best attempt, with nothing left out.

    A result that is delivered has its broken holes emptied; that would build, so it is not what is judged."""
    if site.reviewer is None:
        raise SpotsmithError("repair needs the site's reviewer; open the workspace to evaluate with it")
    limits = Limits(
        rounds=amount.rounds,
        samples=1,
        context_tokens=site.context_tokens,
        answer_tokens=amount.tokens,
        answer_seconds=amount.seconds,
    )
    begun = Begun(coder, first.answer)
    resolver = Decided(site.resolver, case.resolution)
    engine = Engine(resolver, site.front_end, site.types, begun, site.reviewer, limits=limits)
    most = 10 + 2 * (limits.rounds + limits.remedies + limits.samples + limits.review_rounds)
    state = engine.graph.invoke({"task": case.task}, {"recursion_limit": most})
    best: Draft = state["best_draft"]
    usage = first.usage + state.get("usage", Usage())
    return sample_of(case, judge.draft(best), (arm, first.seed, first.number), best.fills, usage, site)


def sample_of(
    case: Case,
    judged: Judgement,
    place: tuple[str, int, int],
    answer: Mapping[str, Fill],
    usage: Usage,
    site: OpenSite,
) -> Sample:
    arm, seed, number = place
    wanted = case.dependencies
    return Sample(
        arm,
        seed,
        case.record.id,
        number,
        judged.good,
        judged.clean and judged.good,
        judged.empty,
        judged.parsed,
        judged.invented,
        kinds_of(judged.diagnostics, site.types),
        judged.rules,
        len(wanted & {*judged.uses}) / len(wanted) if wanted else None,
        judged.text,
        answer,
        usage,
    )


def _answers(case: Case, coder: Coder, seed: int, amount: Amount) -> list[Answer]:
    wanted = amount.samples if coder.varies else 1
    found: list[Answer] = []
    until = time.monotonic() + amount.seconds * wanted
    while len(found) < wanted:
        ask = Ask(wanted - len(found), seed * 1_000 + len(found), amount.tokens, amount.seconds)
        answers = coder.fill(case.context, case.skeleton, ask)
        found += answers
        if not answers or any(answer.dead for answer in answers) or time.monotonic() > until:
            break
    return (found + [Answer()] * wanted)[:wanted]


class Begun:
    """A coder whose first draft is there already."""

    def __init__(self, coder: Coder, first: Mapping[str, Fill]) -> None:
        self._coder, self._first = coder, first
        self.name = coder.name
        self.varies = coder.varies

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        return [Answer(self._first)]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        return self._coder.edit(context, draft, diagnostics, ask)
