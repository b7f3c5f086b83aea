"""``transformers.Trainer`` with what it lacks here: answers alone count, each with its weight; records come from easy
to hard; and at each evaluation the model writes code that is compiled, so that building code chooses the checkpoint.

Checkpoints, resuming, several GPUs and machines are the library's. What is kept is marked whole when it is: a
checkpoint without its mark was being written when the process ended, and is never gone on from.
"""

import json
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import broadcast_object_list
from transformers import Trainer, TrainerCallback

from finetune.muon import MuonWithAdamW
from finetune.train.examples import Example, batch_of
from finetune.train.log import RunLog
from finetune.train.loss import answer_loss
from finetune.train.order import Curriculum
from finetune.train.recipes import Judging, Order
from finetune.train.sampling import Judges, Seen, answers, figures, score
from knowledge.errors import SpotsmithError

_TOLD = {
    "epoch": "epoch",
    "loss": "loss",
    "eval_loss": "validation loss",
    "eval_compile@1": "compile@1",
    "eval_clean": "clean",
    "eval_invented": "invented",
    "eval_empty": "empty",
    "eval_score": "score",
}
WHOLE = "whole.json"
"""Last of a checkpoint to be written: the sizes of its files."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How the model is judged while it learns."""

    judge: Judges | None
    """Of the first process; the others hear what it found."""
    slice: Sequence[Example]
    plan: Judging
    base: Path
    seed: int = 0
    told: Callable[[int, Sequence[Seen]], None] = field(default=lambda step, seen: None)
    """Hears the answers of each evaluation."""


class AnswerTrainer(Trainer):  # type: ignore[misc]  # the library has no types that are followed here
    def __init__(self, *, order: Order, judged: Judged | None = None, muon: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        self._muon = muon
        self._order = order
        self._judged = judged if judged and judged.slice else None
        # Counts the tokens of a whole step for every model, also for one that takes no arguments of a loss.
        self.model_accepts_loss_kwargs = True

    def create_optimizer(self, model: Any = None) -> Any:
        if not self._muon:
            return super().create_optimizer(model)
        if self.optimizer is None:
            said, learning = self.args, model or self.model
            betas = (said.adam_beta1, said.adam_beta2)
            self.optimizer: Any = MuonWithAdamW(learning, said.learning_rate, betas, said.weight_decay)
        return self.optimizer

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        loss = answer_loss(model, inputs, num_items_in_batch)
        if num_items_in_batch is not None and self.args.average_tokens_across_devices:
            loss = loss * self.accelerator.num_processes  # gradients are averaged, the count is of all processes
        return (loss, {}) if return_outputs else loss

    def prediction_step(self, model: Any, inputs: dict[str, Any], *_: Any, **__: Any) -> tuple[Any, None, None]:
        """The loss of one record without its weight; the mean over records is the same for any number of processes."""
        given = {name: value for name, value in self._prepare_inputs(inputs).items() if name != "weights"}
        with torch.no_grad(), self.compute_loss_context_manager():
            return answer_loss(model, given).detach(), None, None

    def evaluation_loop(self, *arguments: Any, metric_key_prefix: str = "eval", **settings: Any) -> Any:
        """Metrics that are added here drive the best checkpoint and early stopping; added later they come too late."""
        output = super().evaluation_loop(*arguments, metric_key_prefix=metric_key_prefix, **settings)
        if self._judged:
            found = [self._figures(self._judged, output.metrics[f"{metric_key_prefix}_loss"])]
            if self.accelerator.num_processes > 1:
                broadcast_object_list(found)
            output.metrics.update({f"{metric_key_prefix}_{name}": value for name, value in (found[0] or {}).items()})
        return output

    def _figures(self, judged: Judged, loss: float) -> dict[str, float] | None:
        if judged.judge is None or not self.is_world_process_zero():
            return None
        model = self.accelerator.unwrap_model(self.model)
        model.eval()
        seen = answers(model, self.processing_class, judged.base, judged.slice, judged.plan, judged.judge, judged.seed)
        judged.told(self.state.global_step, seen)
        found = figures(seen, judged.plan)
        return {**found, "score": score(found, loss)}

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        return Curriculum(train_dataset or self.train_dataset, self._order, self.args.seed)

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        super()._save_checkpoint(model, trial)
        self.accelerator.wait_for_everyone()
        folder = Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}"
        if self.args.should_save and folder.is_dir():
            mark_whole(folder)


class Collator:
    """Rows end together; see ``batch_of``."""

    def __init__(self, padding: int) -> None:
        self._padding = padding

    def __call__(self, examples: Sequence[Example]) -> dict[str, torch.Tensor]:
        made = {name: torch.tensor(rows) for name, rows in batch_of(examples, self._padding).items()}
        return {**made, "weights": torch.tensor([example.weight for example in examples])}


class Recorder(TrainerCallback):  # type: ignore[misc]
    """Everything that the trainer logs goes into the run's own log; ``shown`` then makes the table and the page."""

    def __init__(self, log: RunLog, shown: Callable[[], None], say: Callable[[str], None]) -> None:
        self._log = log
        self._shown = shown
        self._say = say

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        if state.is_world_process_zero and logs:
            self._log.add({"step": state.global_step, **logs})
            shown = ", ".join(f"{said} {logs[name]:.4g}" for name, said in _TOLD.items() if name in logs)
            if shown and "train_runtime" not in logs:
                self._say(f"step {state.global_step:,} of {state.max_steps:,}: {shown}")
        if logs and not math.isfinite(logs.get("loss", 0.0)):
            raise SpotsmithError(
                f"the loss is no number any more at step {state.global_step:,}: start again with another --out and a "
                "lower --set options.learning_rate"
            )

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if state.is_world_process_zero:
            self._shown()


def mark_whole(checkpoint: Path) -> None:
    sizes = {path.relative_to(checkpoint).as_posix(): path.stat().st_size for path in _files(checkpoint)}
    half = checkpoint / f".{WHOLE}.part"
    half.write_text(json.dumps(sizes, indent=2) + "\n", encoding="utf-8")
    half.replace(checkpoint / WHOLE)


def is_whole(checkpoint: Path) -> bool:
    try:
        sizes = json.loads((checkpoint / WHOLE).read_text(encoding="utf-8"))
        return bool(sizes) and all((checkpoint / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def newest_whole(checkpoints: Path, remove: bool = True) -> Path | None:
    """The checkpoint to go on from. ``remove``: half-written ones go."""
    whole = []
    for folder in checkpoints.glob("checkpoint-*"):
        if is_whole(folder):
            whole.append(folder)
        elif remove:
            shutil.rmtree(folder)
    return max(whole, key=step_of, default=None)


def step_of(checkpoint: Path) -> int:
    number = checkpoint.name.rpartition("-")[2]
    return int(number) if number.isdigit() else 0


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != WHOLE]
