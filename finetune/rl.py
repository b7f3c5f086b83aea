"""Reinforcement by the compiler: GRPO on a graded reward, with TRL (extra ``rl``).

A bare compile reward is won by code that does nothing, so such code earns nothing and the rest is graded: it parses,
it compiles, it uses what the reference needed, it keeps the house rules; less when it rambles. A group of answers with
one reward teaches nothing: how many were such is counted.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from finetune.evaluate.cases import Case, cases
from finetune.judge import Judge, Judgement
from finetune.loading import Loaded, Weights, load_base, lora, with_adapter
from finetune.manifest import Manifest, base_of, write_manifest
from finetune.quiet import hush
from finetune.records import Record, digest_of
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError

PARSES, COMPILES, USES, KEEPS_RULES = 0.1, 0.5, 0.2, 0.2
RAMBLES = 0.2
"""Most that length takes away."""
FREE_LENGTH = 2.0  # times the reference's length; beyond that an answer pays
NEEDED = ("trl", "datasets", "peft", "torch", "transformers", "accelerate")
INSTALL = "install the extra: pip install 'spotsmith[rl]'"


@dataclass(frozen=True, slots=True)
class RlPlan:
    steps: int = 200
    """Of the optimizer, one group each."""
    generations: int = 8
    """Answers in a group."""
    rate: float = 1e-5
    temperature: float = 0.9
    tokens: int = 1_024
    """Most of one answer."""
    beta: float = 0.0
    """Weight of the distance from the start; 0 needs no second model."""
    rank: int = 16
    seed: int = 42
    weights: Weights = "bf16"
    device: str = ""


@dataclass(frozen=True, slots=True)
class Reward:
    parses: float
    compiles: float
    uses: float
    keeps_rules: float
    rambles: float

    @property
    def total(self) -> float:
        return max(self.parses + self.compiles + self.uses + self.keeps_rules - self.rambles, 0.0)


@dataclass
class Groups:
    """How many groups of answers there were, and how many of one reward."""

    seen: int = 0
    equal: int = 0
    rewards: list[float] = field(default_factory=list)
    """The mean of each group."""

    def add(self, rewards: Sequence[float]) -> None:
        self.seen += 1
        self.equal += math.isclose(max(rewards), min(rewards), abs_tol=1e-6)
        self.rewards.append(sum(rewards) / len(rewards))


@dataclass(frozen=True, slots=True)
class Reinforced:
    adapter: Path
    steps: int
    groups: Groups
    notes: tuple[str, ...]


def reward_of(judged: Judgement, wanted: frozenset[str], length: int, usual: int) -> Reward:
    """``wanted``: symbols that the reference uses; ``length`` and ``usual``: characters of the answer and of the
    reference. House rules count only where the code builds: of code that does not, they say nothing."""
    if judged.empty:
        return Reward(0.0, 0.0, 0.0, 0.0, 0.0)
    used = len(wanted & {*judged.uses}) / len(wanted) if wanted else float(judged.built)
    over = length / max(usual, 1) - FREE_LENGTH
    return Reward(
        PARSES * judged.parsed,
        COMPILES * judged.built,
        USES * used,
        KEEPS_RULES * (judged.built and not judged.rules and judged.clean),
        min(max(over, 0.0) * 0.1, RAMBLES),
    )


class CompilerReward:
    """What TRL calls: answers in, one number each. Answers to one prompt come together."""

    __name__ = "compiler"

    def __init__(self, asked: Sequence[Case], judge: Judge, group: int) -> None:
        self._cases = {case.record.id: case for case in asked}
        self._judge = judge
        self._group = group
        self.groups = Groups()

    def __call__(self, prompts: Any, completions: Sequence[Any], record: Sequence[str], **_: Any) -> list[float]:
        found = [self._one(text_of(answer), key) for answer, key in zip(completions, record, strict=True)]
        for start in range(0, len(found), self._group):
            self.groups.add(found[start : start + self._group])
        return found

    def _one(self, answer: str, key: str) -> float:
        case = self._cases[key]
        judged = self._judge.judge(case.record, answer)
        return reward_of(judged, case.dependencies, len(answer), len(case.record.output)).total


def text_of(answer: Any) -> str:
    """Of an answer as plain text, or as the messages of a chat."""
    return answer if isinstance(answer, str) else str(answer[-1]["content"])


def reinforce(
    site: OpenSite,
    records: Sequence[Record],
    base: Path,
    out: Path,
    plan: RlPlan | None = None,
    adapter: Path | None = None,
) -> Reinforced:
    """Goes on from ``adapter``, or begins a new one on the base; the result is in ``out/adapter``. Raises
    SpotsmithError before anything is loaded where something is missing."""
    plan = plan or RlPlan()
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SpotsmithError(f"reinforcement needs {', '.join(missing)}; {INSTALL}")
    if plan.generations < 2:
        raise SpotsmithError("a group needs two answers or more: one has nothing to be compared with")
    if (out / "adapter").exists():
        raise SpotsmithError(f"{out} holds an adapter already; name another folder")
    judge = Judge(site)
    asked, _ = cases([record for record in records if record.kind == "component"], site, judge)
    if not asked:
        raise SpotsmithError("there is no record of a whole component whose answer builds here")
    hush(out)
    loaded = load_base(base, plan.weights, plan.device)
    reward = CompilerReward(asked, judge, plan.generations)
    trainer = _trainer(loaded, asked, reward, out, plan, adapter)
    trainer.train()
    return _kept(trainer, reward.groups, asked, base, out, plan)


def prompt_of(record: Record, tokenizer: Any) -> Any:
    """As serving asks it: a chat where the tokenizer has a template, else the same text that serving makes of it."""
    if not getattr(tokenizer, "chat_template", None):
        return f"{record.system}\n\n{record.user}\n"
    return [{"role": "system", "content": record.system}, {"role": "user", "content": record.user}]


def _trainer(
    loaded: Loaded, asked: Sequence[Case], reward: CompilerReward, out: Path, plan: RlPlan, adapter: Path | None
) -> Any:
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    rows = [{"prompt": prompt_of(case.record, loaded.tokenizer), "record": case.record.id} for case in asked]
    on_gpu = loaded.device != "cpu"
    settings = GRPOConfig(
        output_dir=str(out / "checkpoints"),
        max_steps=plan.steps,
        per_device_train_batch_size=plan.generations,
        num_generations=plan.generations,
        max_completion_length=plan.tokens,
        temperature=plan.temperature,
        learning_rate=plan.rate,
        beta=plan.beta,
        seed=plan.seed,
        bf16=on_gpu and plan.weights != "fp32",
        use_cpu=not on_gpu,
        gradient_checkpointing=on_gpu,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        chat_template_kwargs=dict(loaded.family.thinking.template) if loaded.family.thinking else None,
    )
    if loaded.tokenizer.pad_token_id is None:
        loaded.tokenizer.pad_token = loaded.tokenizer.eos_token
    return GRPOTrainer(
        model=_started(loaded, plan, adapter),
        reward_funcs=[reward],
        args=settings,
        train_dataset=Dataset.from_list(rows),
        processing_class=loaded.tokenizer,
    )


def _started(loaded: Loaded, plan: RlPlan, adapter: Path | None) -> Any:
    if adapter is None:
        return with_adapter(loaded.model, lora(loaded.model, r=plan.rank, alpha=2 * plan.rank, dropout=0.0))
    from peft import PeftModel

    return PeftModel.from_pretrained(loaded.model, str(adapter), is_trainable=True)


def _kept(trainer: Any, groups: Groups, asked: Sequence[Case], base: Path, out: Path, plan: RlPlan) -> Reinforced:
    """The adapter, the log and the manifest; the manifest last, so that a folder with one is whole."""
    trainer.model.save_pretrained(str(out / "adapter"))
    lines = [json.dumps(row) for row in trainer.state.log_history]
    (out / "log.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    metrics: Mapping[str, Any] = {
        "groups": groups.seen,
        "groups with one reward": groups.equal,
        "first reward": round(groups.rewards[0], 4),
        "last reward": round(sum(groups.rewards[-10:]) / len(groups.rewards[-10:]), 4),
    }
    data = {"digests": {"prompts": digest_of([case.record for case in asked])}, "counts": {"prompts": len(asked)}}
    manifest = Manifest(
        "training",
        recipe="grpo",
        base=base_of(base, out),
        data=data,
        config=asdict(plan),
        metrics=metrics,
        seed=plan.seed,
    )
    write_manifest(out, manifest, ["adapter", "log.jsonl"])
    return Reinforced(out / "adapter", int(trainer.state.global_step), groups, tuple(_notes(groups)))


def _notes(groups: Groups) -> list[str]:
    if groups.seen and groups.equal * 2 > groups.seen:
        return [
            f"{groups.equal} of {groups.seen} groups had one reward and taught nothing: take easier requests, more "
            "answers in a group, or a higher temperature; a model whose answers never compile is to be trained first"
        ]
    return []
