"""What a run would need and do, said before anything heavy is loaded: ``--plan``, and the first thing of every run."""

import math
import os
import shutil
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from agents.coders.families import Family
from finetune.loading import check_base, check_installed, device_of, load_tokenizer, named_family
from finetune.train.base import find_base
from finetune.train.data import Material, material_of, tokenizer_notes, tokenizer_problems
from finetune.train.memory import (
    GIB,
    Memory,
    Sizes,
    free_memory,
    largest_micro,
    memory_of,
    pace,
    seconds_of,
    trainable,
)
from finetune.train.recipes import Recipe, check_options
from finetune.train.shape import Shape, shape_of
from knowledge.errors import SpotsmithError

_FOR_A_GPU = 1.5e9
"""Weights above which a CPU is no place to train, unless someone names it."""
_LR = (5e-5, 1e-3)


@dataclass(frozen=True, slots=True)
class Plan:
    recipe: Recipe
    base: Path
    data: Path
    device: str
    device_name: str
    family: Family
    tokenizer: Any
    shape: Shape
    material: Material
    micro: int
    accumulate: int
    steps: int
    """Of the optimizer, in the whole run."""
    memory: Memory
    free: float
    disk: float
    """Bytes that the run writes at most at a time."""
    seconds: float
    most: int
    """Tokens of the longest record that is learned."""
    problems: tuple[str, ...] = ()
    """Why it cannot run here."""
    notes: tuple[str, ...] = ()

    @property
    def trained(self) -> int:
        return trainable(self.shape, self.recipe)


def make_plan(recipe: Recipe, data: Path, out: Path, device: str = "", micro: int = 0) -> Plan:
    """``device``: named by a person; empty: a GPU where there is one. ``micro``: as a stopped run had it.

    Raises SpotsmithError for what cannot even be planned; what is planned and cannot run is among the problems.
    """
    check_installed(recipe.weights)
    check_trackers(recipe)
    base = find_base(recipe.base, recipe.revision)
    check_base(base, recipe.weights)
    check_options(recipe.options, f"the recipe {recipe.name}")
    shape, family = shape_of(base), named_family(base)
    place = device_of(device)
    problems = _no_gpu(recipe, shape, place, device)
    tokenizer = load_tokenizer(base)
    if wrong := tokenizer_problems(tokenizer, family, shape.vocabulary):
        raise SpotsmithError(f"{base}: {wrong[0]}")
    notes = tokenizer_notes(tokenizer, family)
    most = min(recipe.data.tokens, shape.positions or recipe.data.tokens)
    material = material_of(recipe, data, tokenizer, family, most)
    sizes, free, on_cpu = material.sizes, free_memory(place), place == "cpu"
    wanted = micro or (0 if recipe.batch.micro == "auto" else recipe.batch.micro)
    fitting = largest_micro(shape, recipe, sizes, free, on_cpu)
    chosen = wanted or max(fitting, 1)
    memory = memory_of(shape, recipe, sizes, chosen, on_cpu)
    problems += _too_small(recipe, memory, free, chosen, place)
    accumulate = max(recipe.batch.size // (chosen * _processes()), 1)
    steps, epochs = _steps(recipe, sizes, chosen, accumulate)
    disk = _disk(recipe, shape)
    problems += _no_room(out, disk)
    judging = recipe.judging.every
    evaluations = 1 if judging == "no" else max(steps // judging, 1) if isinstance(judging, int) else round(epochs)
    name = _name(place)
    seconds = seconds_of(shape, recipe, sizes, epochs, pace(name, recipe.weights, on_cpu) * _processes(), evaluations)
    notes += [*material.notes, *_advice(recipe, shape, sizes)]
    return Plan(
        recipe=recipe,
        base=base,
        data=data,
        device=place,
        device_name=name,
        family=family,
        tokenizer=tokenizer,
        shape=shape,
        material=material,
        micro=chosen,
        accumulate=accumulate,
        steps=steps,
        memory=memory,
        free=free,
        disk=disk,
        seconds=seconds,
        most=most,
        problems=tuple(problems),
        notes=tuple(notes),
    )


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan for scripts. Memory and disk in bytes, time in seconds."""
    return {
        "recipe": plan.recipe.name,
        "base": str(plan.base),
        "device": plan.device,
        "device_name": plan.device_name,
        "parameters": plan.shape.parameters,
        "trained": plan.trained,
        "batch": {"micro": plan.micro, "accumulate": plan.accumulate},
        "steps": plan.steps,
        "memory": {**asdict(plan.memory), "total": plan.memory.total},
        "free": plan.free,
        "disk": plan.disk,
        "seconds": plan.seconds,
        "longest": plan.most,
        "problems": plan.problems,
        "notes": plan.notes,
    }


def told(plan: Plan) -> list[str]:
    """The plan in lines for a terminal."""
    memory, sizes, recipe = plan.memory, plan.material.sizes, plan.recipe
    share = 100 * plan.trained / max(plan.shape.parameters, 1)
    parts = {
        "weights": memory.weights,
        "adapter": memory.adapter,
        "gradients": memory.gradients,
        "optimizer": memory.optimizer,
        "activations": memory.activations,
        "logits": memory.logits,
        "judged answers": memory.generation,
        "libraries": memory.libraries,
    }
    size = f"{counted(plan.shape.parameters)} weights as {recipe.weights}"
    in_answers = f"{sizes.answered:,} of them in answers"
    lines = [
        f"base        {plan.base.name}: {plan.shape.kind}, {size}",
        f"device      {plan.device_name}, {plan.free / GIB:.1f} GiB free",
        f"learned     {plan.trained:,} weights ({share:.2g} %)"
        + (f", LoRA of rank {recipe.adapter.r}" if recipe.adapter else ", all of them"),
        f"records     {sizes.records:,} to learn from ({plan.material.replay:,} of general code), "
        f"{len(plan.material.validation.examples):,} to validate with",
        f"tokens      {sizes.tokens:,} an epoch, {in_answers}; the longest record has {sizes.longest:,}",
        f"batch       {plan.micro} at once, {plan.accumulate} times, {_processes()} processes: "
        f"{plan.micro * plan.accumulate * _processes()} records a step, {plan.steps:,} steps",
        f"memory      {memory.total / GIB:.1f} GiB (estimate): "
        + ", ".join(f"{name} {value / GIB:.2f}" for name, value in parts.items() if value > 0.005 * GIB),
        f"disk        {plan.disk / GIB:.2f} GiB for checkpoints and the result",
        f"time        about {_duration(plan.seconds)} (estimate; the log says the real pace after the first steps)",
    ]
    lines += [f"note        {note}" for note in plan.notes]
    return [*lines, *(f"problem     {problem}" for problem in plan.problems)]


def check_trackers(recipe: Recipe) -> None:
    """Raises SpotsmithError where a tracker that the recipe asks for is not installed."""
    for name in recipe.track:
        if find_spec(name) is None:
            raise SpotsmithError(
                f"track: {name} is not installed: pip install {name}, or leave it out; the run keeps "
                "a log, a table and a page of its own in any case"
            )


def counted(weights: int) -> str:
    """``7.6 billion``, ``331 thousand``."""
    size, name = next(
        ((s, n) for s, n in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")) if weights >= s), (1, "")
    )
    return f"{weights / size:.3g} {name}".strip()


def _no_gpu(recipe: Recipe, shape: Shape, place: str, device: str) -> list[str]:
    if place != "cpu" or device == "cpu" or shape.parameters < _FOR_A_GPU:
        return []
    return [
        f"there is no GPU here, and {recipe.name or 'the recipe'} trains {counted(shape.parameters)} weights: "
        "run it on a machine with one, take a smaller base, or say --device cpu when you have days"
    ]


def _too_small(recipe: Recipe, memory: Memory, free: float, micro: int, place: str) -> list[str]:
    if memory.total <= free:
        return []
    other = {"nf4": "", "int8": "weights: nf4, ", "bf16": "weights: nf4, ", "fp32": "weights: nf4, "}[recipe.weights]
    checkpointing = "" if recipe.checkpointing else "checkpointing: true, "
    return [
        f"it needs about {memory.total / GIB:.1f} GiB on {place} with {micro} records at once and {free / GIB:.1f} GiB "
        f"are free: try {other}{checkpointing}data.tokens below {recipe.data.tokens:,}, or a smaller base"
    ]


def _no_room(out: Path, needed: float) -> list[str]:
    there = next((each for each in (out, *out.absolute().parents) if each.is_dir()), Path())
    free = shutil.disk_usage(there).free
    if needed <= free:
        return []
    said = f"the run writes up to {needed / GIB:.1f} GiB and {free / GIB:.1f} GiB are free"
    return [f"{there}: {said}: choose another place with --out, or --set options.save_total_limit=1"]


def _disk(recipe: Recipe, shape: Shape) -> float:
    """Checkpoints hold the trained weights and the optimizer's state; one more is written before one is removed."""
    kept = int(recipe.options.get("save_total_limit") or 2) + 1
    trained = trainable(shape, recipe)
    return trained * (4.0 + 8.0) * kept + trained * 4.0 + 50 * 2**20


def _steps(recipe: Recipe, sizes: Sizes, micro: int, accumulate: int) -> tuple[int, float]:
    batches = math.ceil(sizes.records / (micro * _processes()))
    per_epoch = max(math.ceil(batches / accumulate), 1)
    most = int(recipe.options.get("max_steps", -1))
    if most > 0:
        return most, most / per_epoch
    epochs = float(recipe.options.get("num_train_epochs", 3))
    return math.ceil(per_epoch * epochs), epochs


def _advice(recipe: Recipe, shape: Shape, sizes: Sizes) -> list[str]:
    notes = []
    trained = trainable(shape, recipe)
    if recipe.adapter and trained < sizes.answered:
        notes.append(
            f"the adapter has {trained:,} weights and the answers {sizes.answered:,} tokens: it cannot hold all of "
            f"them; a rank of {min(2 * recipe.adapter.r, 64)} holds more"
        )
    rate = float(recipe.options.get("learning_rate", 5e-5))
    if recipe.adapter and not _LR[0] <= rate <= _LR[1]:
        notes.append(
            f"a learning rate of {rate:g} is unusual for LoRA; sensible ones are from {_LR[0]:g} to {_LR[1]:g}"
        )
    if recipe.adapter is None and recipe.weights == "bf16":
        notes.append("all weights are learned in 16 bits, where small steps are lost: weights: fp32 keeps them")
    if recipe.adapter and recipe.adapter.r > 64:
        notes.append(f"servers take adapters up to a rank of 64 without a rebuild; this has {recipe.adapter.r}")
    if recipe.data.tokens > (shape.positions or recipe.data.tokens):
        notes.append(f"the base reads {shape.positions:,} tokens; data.tokens of {recipe.data.tokens:,} is more")
    return notes


def _processes() -> int:
    return int(os.environ.get("WORLD_SIZE", "1"))


def _name(place: str) -> str:
    if place == "cpu":
        return f"CPU, {os.cpu_count()} cores"
    import torch

    return str(torch.cuda.get_device_properties(place).name)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3_600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.0f} days"
