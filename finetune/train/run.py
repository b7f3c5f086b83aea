"""A run from its recipe to an adapter: plan, load, learn, keep. It reads from top to bottom.

The same entry for one process and for many (``accelerate launch -m spotsmith train ...``): the first process alone
judges and writes. A run that is killed goes on with ``resume`` from its last whole checkpoint, as if nothing had been.
"""

import inspect
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from finetune.manifest import NAME as MANIFEST
from finetune.manifest import Manifest, base_of, data_of, parent, write_manifest
from finetune.quiet import hush
from finetune.train.log import RunLog
from finetune.train.monitor import Monitor
from finetune.train.page import page_of
from finetune.train.plan import Plan, counted, make_plan, told
from finetune.train.recipes import Recipe
from finetune.train.sampling import Judges, Seen, rates, slice_of
from finetune.train.started import RECIPE, begin, check_folder, same, started_of
from knowledge.errors import SpotsmithError

CHECKPOINTS, ADAPTER, MODEL, PAGE, METRICS, ANSWERS = (
    "checkpoints",
    "adapter",
    "model",
    "page.html",
    "metrics.json",
    "answers",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    recipe: Recipe
    data: Path
    out: Path
    device: str = ""
    """``cpu``, ``cuda``, or empty: a GPU where there is one."""
    resume: bool = False
    force: bool = False
    """Start although the plan says that it will not fit."""
    judged: bool = False
    """Whether the first process has a judge; all must know, since they evaluate together."""
    command: str = ""


def planned(wanted: Wanted) -> Plan:
    """What the run would need and do; nothing is written and no weight is loaded. Raises SpotsmithError."""
    if wanted.device not in ("", "cpu", "cuda"):
        raise SpotsmithError(
            f"--device {wanted.device}: it is cpu or cuda; CUDA_VISIBLE_DEVICES chooses a GPU, accelerate takes several"
        )
    hush(wanted.out, wanted.recipe.track)
    return make_plan(wanted.recipe, wanted.data, wanted.out, wanted.device)


def train(wanted: Wanted, judge: Judges | None = None, say: Callable[[str], None] = lambda line: None) -> Path:
    """Returns the folder of the run, finished. ``say`` hears what happens. Raises SpotsmithError."""
    recipe, out = wanted.recipe, wanted.out
    # The first process may have begun the folder before the others look.
    before = check_folder(out, wanted.resume) if _first() or wanted.resume else None
    plan = planned(wanted)
    micro = before.micro if before else _agreed(plan)
    if micro != plan.micro:
        plan = make_plan(recipe, wanted.data, out, wanted.device, micro=micro)
    started = started_of(recipe, wanted.data, plan.base, plan.micro, _processes())
    if before:
        same(before, started, out)
    for line in told(plan):
        say(line)
    if plan.problems and not wanted.force:
        raise SpotsmithError(f"{plan.problems[0]} (--force starts all the same)")
    if _first() and not before:
        begin(out, recipe, started)
    return _run(wanted, plan, judge, say)


def _run(wanted: Wanted, plan: Plan, judge: Judges | None, say: Callable[[str], None]) -> Path:
    import torch
    from transformers import set_seed

    from finetune.train.trainer import newest_whole, step_of

    out, log = wanted.out, RunLog(wanted.out)
    checkpoint = newest_whole(out / CHECKPOINTS, remove=_first()) if wanted.resume else None
    if wanted.resume:
        say(f"goes on from step {step_of(checkpoint)}" if checkpoint else "no checkpoint is whole: starts over")
        if _first():
            log.rewind(step_of(checkpoint) if checkpoint else -1)
    set_seed(plan.recipe.seed)
    model = _model(plan)
    trainer = _trainer(wanted, plan, model, judge, log, say)
    monitor = Monitor(plan.recipe.monitor, lambda found: log.add({"step": trainer.state.global_step, **found}))
    try:
        if _first():
            monitor.start()
        result = trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        metrics = {**result.metrics, **_measured(trainer, plan)}
    except torch.OutOfMemoryError as error:
        raise SpotsmithError(
            f"the memory of {plan.device_name} is full with {plan.micro} records at once: start again with another "
            f"--out and --set batch.micro={max(plan.micro // 2, 1)}, or fewer data.tokens"
        ) from error
    finally:
        monitor.stop()
    _keep(trainer, wanted, plan, metrics)
    trainer.accelerator.wait_for_everyone()
    return out


def _model(plan: Plan) -> Any:
    from finetune.loading import load_base, lora, with_adapter

    recipe = plan.recipe
    model = load_base(plan.base, recipe.weights, plan.device).model
    adapter = recipe.adapter
    if adapter is None:
        return model.requires_grad_(True)
    config = lora(
        model, adapter.r, adapter.alpha, adapter.dropout, adapter.targets, dora=adapter.dora, rslora=adapter.rslora
    )
    return with_adapter(model, config, recipe.checkpointing)


def _trainer(
    wanted: Wanted, plan: Plan, model: Any, judge: Judges | None, log: RunLog, say: Callable[[str], None]
) -> Any:
    from transformers import EarlyStoppingCallback, PrinterCallback

    from finetune.loading import in_shards
    from finetune.train.trainer import AnswerTrainer, Collator, Judged, Recorder

    recipe, material = plan.recipe, plan.material
    validation = list(material.validation.examples)
    judged = None
    wants = bool((judge or wanted.judged) and recipe.judging.records and validation)
    if wants and in_shards():
        say("the model is spread over several processes: the loss chooses the checkpoint, spotsmith evaluate judges it")
    elif wants:
        part = slice_of(validation, recipe.judging.records, recipe.seed)
        judged = Judged(
            judge, part, recipe.judging, plan.base, recipe.seed, lambda step, seen: _answers(wanted.out, step, seen)
        )
    arguments = _arguments(wanted, plan, bool(validation), judged is not None and bool(judged.slice))
    callbacks: list[Any] = [Recorder(log, lambda: _show(wanted.out, plan, log), say)]
    if recipe.judging.patience and arguments.load_best_model_at_end:
        callbacks.append(EarlyStoppingCallback(recipe.judging.patience))
    trainer = AnswerTrainer(
        order=recipe.order,
        judged=judged,
        muon=recipe.muon,
        model=model,
        args=arguments,
        train_dataset=list(material.train.examples),
        eval_dataset=validation or None,
        data_collator=Collator(_padding(plan.tokenizer)),
        processing_class=plan.tokenizer,
        callbacks=callbacks,
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def _arguments(wanted: Wanted, plan: Plan, measured: bool, judged: bool) -> Any:
    """The recipe in the words of transformers."""
    from transformers import TrainingArguments

    recipe, every = plan.recipe, plan.recipe.judging.every
    on_gpu = plan.device != "cpu"
    strategy = "no" if every == "no" else "epoch" if every == "epoch" else "steps"
    best = recipe.judging.best if judged else "loss"
    metric = f"compile@{max(recipe.judging.k)}" if best == "compile" else best
    options = {"logging_steps": 5, "logging_nan_inf_filter": False, "dataloader_pin_memory": on_gpu, **recipe.options}
    options["save_total_limit"] = max(int(options.get("save_total_limit") or 2), 2)  # the last whole one always stays
    if strategy == "steps":
        options |= {"eval_steps": every, "save_steps": every}
    checkpointing = _checkpointing(TrainingArguments) if recipe.checkpointing else {}
    arguments = TrainingArguments(
        output_dir=str(wanted.out / CHECKPOINTS),
        seed=recipe.seed,
        data_seed=recipe.seed,
        per_device_train_batch_size=plan.micro,
        per_device_eval_batch_size=1,
        gradient_accumulation_steps=plan.accumulate,
        bf16=_knows_bf16() if on_gpu else recipe.cpu_bits == 16,
        use_cpu=not on_gpu,
        eval_strategy=strategy if measured else "no",
        save_strategy="epoch" if strategy == "no" else strategy,
        load_best_model_at_end=measured and strategy != "no",
        metric_for_best_model=f"eval_{metric}",
        greater_is_better=best not in ("loss", "invented"),
        prediction_loss_only=True,
        remove_unused_columns=False,
        report_to=list(recipe.track) or "none",
        neftune_noise_alpha=recipe.neftune,
        disable_tqdm=True,
        **checkpointing,
        **options,
    )
    if arguments.n_gpu > 1:  # several GPUs are for accelerate; the old way of one process for all is slow
        arguments._n_gpu = 1
    return arguments


def _checkpointing(arguments: Any) -> dict[str, Any]:
    """Under its name in this version of transformers."""
    known = inspect.signature(arguments).parameters
    name = "activation_checkpointing" if "activation_checkpointing" in known else "gradient_checkpointing"
    return {name: True, f"{name}_kwargs": {"use_reentrant": False}}


def _measured(trainer: Any, plan: Plan) -> dict[str, float]:
    """Metrics of the state that is kept: the best evaluation, or one now."""
    if trainer.eval_dataset is None:
        return {}
    if trainer.args.load_best_model_at_end and trainer.state.best_global_step:
        at = trainer.state.best_global_step
        found = next((e for e in trainer.state.log_history if e.get("step") == at and "eval_loss" in e), None)
        if found:
            return {**found, "best_step": at}
    measured: dict[str, float] = trainer.evaluate()
    return measured


def _keep(trainer: Any, wanted: Wanted, plan: Plan, metrics: Mapping[str, Any]) -> None:
    """The result, its metrics, the table and the page, and last of all the manifest."""
    out, log = wanted.out, RunLog(wanted.out)
    name = ADAPTER if plan.recipe.adapter else MODEL
    half = out / f".{name}.part"
    if _first():
        shutil.rmtree(half, ignore_errors=True)
    trainer.accelerator.wait_for_everyone()
    trainer.save_model(str(half))
    if not _first():
        return
    (half / "training_args.bin").unlink(missing_ok=True)  # pickled, names folders of this machine, and nobody reads it
    (half / "README.md").unlink(
        missing_ok=True
    )  # a form of PEFT that nobody filled in; the card is written from manifests
    shutil.rmtree(out / name, ignore_errors=True)
    half.rename(out / name)
    found = _metrics(trainer, plan, metrics)
    _write(out / METRICS, json.dumps(found, indent=2, sort_keys=True) + "\n")
    _show(out, plan, log)
    manifest = Manifest(
        kind="training",
        command=wanted.command,
        recipe=plan.recipe.name,
        base=base_of(plan.base, out),
        data=data_of(plan.data, out, plan.material.counts),
        config={
            "recipe": plan.recipe.model_dump(mode="json"),
            "micro": plan.micro,
            "accumulate": plan.accumulate,
            "processes": _processes(),
            "tokens": plan.most,
            "learned_weights": plan.trained,
            "replayed": plan.material.replay,
            "notes": list(plan.notes),
        },
        metrics=found,
        seed=plan.recipe.seed,
        parents=tuple(parent(each, out) for each in (plan.data, plan.base) if (each / MANIFEST).is_file()),
    )
    write_manifest(out, manifest, [RECIPE, name, METRICS])


def _metrics(trainer: Any, plan: Plan, metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers alone; shares of answers with their interval."""
    numbers = {name: value for name, value in metrics.items() if isinstance(value, int | float)}
    sizes, steps = plan.material.sizes, trainer.state.global_step
    epochs = float(numbers.get("epoch", 0.0))
    return {
        **rates(numbers),
        "steps": steps,
        "planned_steps": plan.steps,
        "tokens_per_epoch": sizes.tokens,
        "answered_tokens_per_epoch": sizes.answered,
        "epochs": epochs,
        **_peak(plan),
    }


def _peak(plan: Plan) -> dict[str, float]:
    if plan.device == "cpu":
        return {}
    import torch

    return {"peak_gpu_gib": round(torch.cuda.max_memory_allocated() / 2**30, 2)}


def _show(out: Path, plan: Plan, log: RunLog) -> None:
    entries = log.entries()
    learned, validated = len(plan.material.train.examples), len(plan.material.validation.examples)
    facts = {
        "base": f"{plan.base.name} ({counted(plan.shape.parameters)} weights, {plan.recipe.weights})",
        "learned": f"{plan.trained:,} weights",
        "records": f"{learned:,} learned, {validated:,} validated",
        "batch": f"{plan.micro} at once, {plan.accumulate} times, {_processes()} processes",
        "steps": f"{max((entry.get('step', 0) for entry in entries), default=0):,} of {plan.steps:,}",
        "device": plan.device_name,
        "seed": str(plan.recipe.seed),
    }
    log.write_table()
    _write(out / PAGE, page_of(f"Training: {plan.recipe.name}", facts, entries, plan.notes))


def _answers(out: Path, step: int, seen: Sequence[Seen]) -> None:
    """What the model wrote at an evaluation, and what was found."""
    (out / ANSWERS).mkdir(exist_ok=True)
    lines = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in seen)
    _write(out / ANSWERS / f"step-{step:06}.jsonl", lines)


def _write(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.part")
    half.write_text(text, encoding="utf-8", errors="replace")
    half.replace(path)


def _padding(tokenizer: Any) -> int:
    """Any token will do: padding is masked and labelled by its place."""
    return int(tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id)


def _knows_bf16() -> bool:
    import torch

    return bool(torch.cuda.is_bf16_supported())


def _agreed(plan: Plan) -> int:
    """The first process's number of records at once: the free memory of others may differ."""
    if _processes() == 1:
        return plan.micro
    from accelerate import PartialState
    from accelerate.utils import broadcast_object_list

    PartialState(cpu=plan.device == "cpu")
    said = [plan.micro]
    broadcast_object_list(said)
    return int(said[0])


def _processes() -> int:
    return int(os.environ.get("WORLD_SIZE", "1"))


def _first() -> bool:
    return int(os.environ.get("RANK", "0")) == 0
