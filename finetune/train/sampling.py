"""What a model under training writes for a fixed slice of records, and what the judge says of it."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from agents.coders.transformers_backend import Drawing, LocalModel, OutOfMemory
from finetune.judge import Judgement, build_at
from finetune.manifest import rate
from finetune.records import Record
from finetune.train.examples import Example
from finetune.train.recipes import Judging


class Judges(Protocol):
    def judge(self, record: Record, answer: str) -> Judgement:
        """What becomes of an answer in its place."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer and what was found about it."""

    record: str
    good: bool
    """It builds, and not because it does nothing."""
    clean: bool
    invented: bool
    empty: bool
    text: str


def slice_of(examples: Sequence[Example], count: int, seed: int) -> tuple[Example, ...]:
    """Examples that can be judged, mixed over spots, the same for each evaluation of all runs on a split."""
    able = [each for each in examples if each.record and each.record.frame and not each.answer_cut]
    random.Random(f"judged {seed}").shuffle(able)
    return tuple(able[:count])


def answers(
    model: Any, tokenizer: Any, folder: Path, slice_: Sequence[Example], judging: Judging, judge: Judges, seed: int
) -> list[Seen]:
    """``judging.samples`` answers to each example, drawn in one batch by the code that serving draws with."""
    local = LocalModel(folder, model, tokenizer)
    seen: list[Seen] = []
    for number, example in enumerate(slice_):
        assert example.record is not None  # slice_of takes no others
        prompt = example.ids[: len(example.ids) - example.answered]
        for text in _drawn(local, prompt, judging, seed + number):
            found = judge.judge(example.record, text)
            good = found.built and not found.empty
            seen.append(Seen(example.record.id, good, good and found.clean, found.invented > 0, found.empty, text))
    return seen


def figures(seen: Sequence[Seen], judging: Judging) -> dict[str, float]:
    """Metrics of an evaluation: compile@k by the unbiased estimator, the others as shares of all answers."""
    total = len(seen)
    drawn = Counter(each.record for each in seen)
    built = Counter(each.record for each in seen if each.good)
    counts = [(drawn[record], built[record]) for record in drawn]
    found = {f"compile@{k}": build_at(k, counts) for k in judging.k}
    found["clean"] = sum(each.clean for each in seen) / total
    found["invented"] = sum(each.invented for each in seen) / total
    found["empty"] = sum(each.empty for each in seen) / total
    return {**found, "judged": float(total)}


def score(found: dict[str, float], loss: float) -> float:
    """One number for the best checkpoint: what builds counts most, then what keeps the house rules, then what invents
    nothing. An answer that does nothing counts as none. The loss decides between equals."""
    builds = max((value for name, value in found.items() if name.startswith("compile@")), default=0.0)
    honest = max(1.0 - found["invented"] - found["empty"], 0.0)
    return 0.5 * builds + 0.3 * found["clean"] + 0.2 * honest - 0.001 * min(loss, 10.0)


def rates(found: dict[str, float]) -> dict[str, Any]:
    """Metrics with their number and interval, where they are shares of answers."""
    n = int(found.get("eval_judged", 0))
    shares = ("eval_clean", "eval_invented", "eval_empty", "eval_compile@1")
    return {name: rate(round(value * n), n) if n and name in shares else value for name, value in found.items()}


def _drawn(model: LocalModel, prompt: Sequence[int], judging: Judging, seed: int) -> list[str]:
    """In one batch, or in as many as the memory wants."""
    wanted = judging.samples
    at_once = wanted
    texts: list[str] = []
    while len(texts) < wanted:
        rows = min(at_once, wanted - len(texts))
        drawing = Drawing([judging.temperature] * rows, judging.tokens, seed=seed + 7919 * len(texts))
        try:
            texts += [sample.text for sample in model.write(prompt, drawing)[0]]
        except OutOfMemory:
            if at_once == 1:
                raise
            at_once //= 2
    return texts
