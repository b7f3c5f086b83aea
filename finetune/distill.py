"""Rejection sampling: a model writes several answers to requests it was trained on; those that pass all checks, and say
something new, become records.

Beside them stands a control of the same size: answers to the same prompts, taken as they came. A model also gets better
by learning from its own unfiltered answers (Qwen3-30B 42.4 -> 55.3 on LiveCodeBench, arXiv 2604.01193), so only what
is gained over the control is the doing of the checks. Several different passes of a prompt are kept: a strict filter
that leaves one costs 2 to 4 points (arXiv 2509.20837).
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from finetune.dataset.answer import answer_text
from finetune.evaluate.arms import Subject, arm_of
from finetune.evaluate.cases import Case, Shown, cases, prompts_for
from finetune.evaluate.run import OnProgress
from finetune.evaluate.samples import Amount, Sample, draw
from finetune.judge import Judge
from finetune.near import NEAR, code_tokens, shingles, similarity
from finetune.records import Record, prompt_text, record_id, write_records
from finetune.site import OpenSite
from finetune.split import Splits, write_split
from knowledge.errors import SpotsmithError

WHY = (
    "control holds as many answers of the same model to the same prompts, taken as they came: a model can get better "
    "by its own unfiltered answers too, so train both and claim only what distilled gains over control"
)


@dataclass(frozen=True, slots=True)
class DistillPlan:
    samples: int = 8
    """Answers that are drawn for each prompt."""
    keep: int = 3
    """Most passes that are kept of a prompt."""
    temperature: float = 0.8
    seed: int = 1
    tokens: int = 1_024
    seconds: float = 300.0
    near: float = NEAR
    """Similarity of code tokens from which two answers count as one."""
    who: str = "tuned"
    shown: Shown = "record"
    """The prompt that is answered; the record keeps its own in any case."""


@dataclass(frozen=True, slots=True)
class Distilled:
    records: tuple[Record, ...]
    control: tuple[Record, ...]
    counts: Mapping[str, int]
    """How many were left after each step."""
    left_out: Mapping[str, str]
    """Prompts that could not be asked, by record, with the reason."""


def distill(
    site: OpenSite,
    records: Sequence[Record],
    subject: Subject,
    plan: DistillPlan | None = None,
    guarded: Sequence[Record] = (),
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Distilled:
    """``records`` are those that may be trained on. ``guarded``: records that are evaluated with; answers near theirs
    are dropped. Raises SpotsmithError where no record can be asked for."""
    plan = plan or DistillPlan()
    judge = Judge(site)
    asked, left_out = cases([record for record in records if record.kind == "component"], site, judge)
    if not asked:
        why = next(iter(left_out.values()), "there are no records of whole components")
        raise SpotsmithError(f"nothing to draw answers for: {why}")
    amount = Amount(plan.samples, (plan.seed,), plan.temperature, plan.tokens, plan.seconds)
    known = {"guarded": [_shingled(record.output) for record in guarded if record.output]}
    drawn: list[tuple[Case, list[Sample]]] = []
    for at, case in enumerate(asked, 1):
        on_progress("drawn", at, len(asked))
        coder = subject.coder(arm_of(plan.who), prompts_for(case, site, plan.shown), 0)
        drawn.append((case, draw(case, coder, plan.who, plan.seed, amount, judge, site)))
    counts: Counter[str] = Counter()
    kept = [(case, _kept(case, samples, plan, known["guarded"], counts)) for case, samples in drawn]
    made = tuple(_record(case, sample, True) for case, samples in kept for sample in samples)
    control = _control(drawn, {case.record.id: len(samples) for case, samples in kept})
    counts["control"] = len(control)
    return Distilled(made, control, dict(counts), left_out)


def write_distilled(folder: Path, found: Distilled, plan: DistillPlan, splits: Splits | None = None) -> None:
    """``distilled`` and ``control``: as splits whose training part is larger where ``splits`` is given, else as record
    files; and last ``distill.json`` with what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    head = folder / "distill.json"
    head.unlink(missing_ok=True)
    for name, records in (("distilled", found.records), ("control", found.control)):
        write_records(folder / f"{name}.jsonl", records)
        if splits is not None:
            write_split(folder / name, replace(splits, train=(*splits.train, *records)))
    said = {"why": WHY, "plan": asdict(plan), "counts": dict(found.counts), "left_out": dict(found.left_out)}
    head.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _kept(
    case: Case, samples: Sequence[Sample], plan: DistillPlan, guarded: Sequence[frozenset[int]], counts: Counter[str]
) -> list[Sample]:
    """The first passes that are like no other, nor like the record's own answer."""
    passed = [sample for sample in samples if sample.clean]
    counts["drawn"] += len(samples)
    counts["built"] += sum(sample.good for sample in samples)
    counts["clean"] += len(passed)
    taken = [_shingled(answer_text(case.skeleton, case.reference.fills))]
    found: list[Sample] = []
    for sample in passed:
        text = _shingled(answer_text(case.skeleton, sample.answer))
        if any(similarity(text, other) >= plan.near for other in taken):
            continue
        counts["distinct"] += 1
        if any(similarity(text, other) >= plan.near for other in guarded):
            counts["near what is evaluated with"] += 1
            continue
        taken.append(text)
        if len(found) < plan.keep:
            found.append(sample)
    counts["kept"] += len(found)
    return found


def _control(drawn: Sequence[tuple[Case, Sequence[Sample]]], sizes: Mapping[str, int]) -> tuple[Record, ...]:
    """For each prompt the first answers, as many as were kept of it; where it has too few with any text, the next ones
    of other prompts, so that both sets have one size."""
    found: list[Record] = []
    spare: list[Record] = []
    for case, samples in drawn:
        said = [_record(case, sample, False) for sample in samples if answer_text(case.skeleton, sample.answer)]
        unique = list({record.id: record for record in said}.values())
        size = sizes[case.record.id]
        found += unique[:size]
        spare += unique[size:]
    return (*found, *spare[: sum(sizes.values()) - len(found)])


def _record(case: Case, sample: Sample, is_proven: bool) -> Record:
    output = answer_text(case.skeleton, sample.answer)
    return replace(
        case.record,
        id=record_id(case.record.kind, prompt_text(case.record), output),
        output=output,
        origin="distilled",
        source=f"sample {sample.number + 1} for {case.record.id}",
        date="",
        verdict="compiled" if is_proven else "",
        findings=(),
        extra={**case.record.extra, "control": not is_proven},
    )


def _shingled(text: str) -> frozenset[int]:
    return shingles(code_tokens(text))
