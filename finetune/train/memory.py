"""How much memory and time a run needs, by arithmetic over the shape of its base. Estimates, and called so."""

from dataclasses import dataclass
from importlib.util import find_spec

from finetune.train.recipes import Recipe
from finetune.train.shape import Shape

GIB = 2**30
SPARE = 0.92
"""Share of the free memory that is planned with: allocators leave gaps."""
_STATE = (("8bit", 2.0), ("adafactor", 0.1), ("sgd", 0.0), ("adamw", 8.0))
"""Bytes that an optimizer keeps for each weight that is trained, by part of its name."""
_NF4 = 0.516  # 4 bits and the scales of blocks of 64, which are 8 bits each
_PEAK = {
    "H200": 989,
    "H100": 989,
    "B200": 2250,
    "A100": 312,
    "L40S": 362,
    "L40": 181,
    "A6000": 155,
    "L4": 121,
    "A10": 125,
    "4090": 165,
    "3090": 71,
    "V100": 112,
    "T4": 65,
}
"""Dense 16-bit TFLOPS by the name of a GPU, from the vendor's data sheets."""
_REACHED = {"nf4": 0.25, "int8": 0.2, "bf16": 0.35, "fp32": 0.35}
"""Share of that which training reaches with transformers; taken from reports of others, not measured here."""
_LAYER_SECONDS = 0.001  # of one generated token in one layer, bound by launches and not by arithmetic


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes on one device."""

    weights: float
    adapter: float
    gradients: float
    optimizer: float
    activations: float
    """Of one micro batch, its logits left out."""
    logits: float
    generation: float
    """The cache of answers that are judged; never at the same time as activations."""
    libraries: float

    @property
    def total(self) -> float:
        fixed = self.weights + self.adapter + self.gradients + self.optimizer + self.libraries
        return fixed + max(self.activations + self.logits, self.generation)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the encoded records."""

    records: int
    tokens: int
    """Of all records together, once."""
    answered: int
    longest: int
    longest_answer: int


def memory_of(shape: Shape, recipe: Recipe, sizes: Sizes, micro: int, on_cpu: bool) -> Memory:
    plain = 4 if on_cpu or recipe.weights == "fp32" else 2
    each = {"nf4": _NF4, "int8": 1.0, "bf16": plain, "fp32": 4.0}[recipe.weights]
    trained = trainable(shape, recipe)
    largest = max((a * b for a, b in shape.matrices.values()), default=0)
    unpacked = 2 * plain * largest if recipe.weights in ("nf4", "int8") else 0
    rows = micro * sizes.longest
    layer = rows * (10 * shape.hidden + 4 * shape.inner) * plain
    if recipe.adapter:
        layer += rows * (4 * shape.hidden + shape.inner) * 4  # adapters compute in 32 bits
    kept = shape.layers * rows * shape.hidden * plain
    judged = recipe.judging.samples * (sizes.longest + recipe.judging.tokens) if recipe.judging.records else 0
    return Memory(
        weights=shape.linear * each + shape.others * plain + unpacked,
        adapter=4.0 * trained if recipe.adapter else 0.0,
        gradients=4.0 * trained,
        optimizer=_state(recipe) * trained,
        activations=kept + layer if recipe.checkpointing else shape.layers * layer,
        logits=micro * sizes.longest_answer * shape.vocabulary * (plain + 8.0),
        generation=judged * shape.cache * shape.layers * plain,
        libraries=(1.2 if on_cpu else 1.0) * GIB,
    )


def trainable(shape: Shape, recipe: Recipe) -> int:
    """Weights that are learned."""
    if recipe.adapter is None:
        return shape.parameters
    adapter = recipe.adapter
    extra = 1 if adapter.dora else 0
    return sum(adapter.r * (a + b) + extra * a for a, b in shape.adapted(adapter.targets))


def largest_micro(shape: Shape, recipe: Recipe, sizes: Sizes, free: float, on_cpu: bool) -> int:
    """The largest power of two that fits and divides a step's records; 0 where not even one record does."""
    best, micro = 0, 1
    while micro <= min(recipe.batch.size, max(sizes.records, 1)) and recipe.batch.size % micro == 0:
        if memory_of(shape, recipe, sizes, micro, on_cpu).total > free * SPARE:
            break
        best, micro = micro, micro * 2
    return best


def seconds_of(shape: Shape, recipe: Recipe, sizes: Sizes, epochs: float, flops: float, evaluations: int) -> float:
    """Time of a run at so many useful operations a second."""
    passes = 2 + (2 if recipe.adapter else 4) + (2 if recipe.checkpointing else 0)
    body = passes * shape.linear * sizes.tokens
    head = 6 * shape.hidden * shape.vocabulary * sizes.answered
    learning = epochs * (body + head) / flops
    steps = recipe.judging.records * recipe.judging.tokens
    step = max(shape.layers * _LAYER_SECONDS, 2 * shape.parameters * recipe.judging.samples / flops)
    return learning + evaluations * steps * step


def pace(device_name: str, weights: str, on_cpu: bool) -> float:
    """Useful operations a second: of a known GPU by its data sheet, of a CPU by a short measurement."""
    if on_cpu:
        return _measured() * 0.4
    peak = next((value for name, value in _PEAK.items() if name in device_name), 100)
    return peak * 1e12 * _REACHED[weights]


def free_memory(device: str) -> float:
    """Bytes that are free on a device now."""
    if device != "cpu":
        import torch

        free, _ = torch.cuda.mem_get_info(device)
        return float(free)
    if find_spec("psutil") is None:
        return float("inf")
    import psutil

    return float(psutil.virtual_memory().available)


def _state(recipe: Recipe) -> float:
    name = str(recipe.options.get("optim", "adamw"))
    return next((value for part, value in _STATE if part in name), 8.0)


def _measured() -> float:
    """32-bit operations a second of this CPU, over a twentieth of a second."""
    import time

    import torch

    side = 512
    one = torch.ones(side, side)
    one @ one
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < 0.05:
        one @ one
        done += 1
    return done * 2 * side**3 / (time.perf_counter() - started)
