"""What a training run is told, as a YAML file: read, checked, and refused with the nearest known name.

``options`` go to ``transformers.TrainingArguments``; they are checked against its real signature, so that a name that
another version knew is a sentence and not a setting without effect.
"""

import difflib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from finetune.records import Kind, Verdict
from knowledge.errors import SpotsmithError

FOLDER = Path(__file__).parents[1] / "recipes"
Weights = Literal["nf4", "int8", "bf16", "fp32"]
Target = Literal["all", "mlp", "attention"]
Best = Literal["score", "compile", "clean", "invented", "loss"]
OWN_OPTIONS = {
    "output_dir": "--out",
    "seed": "seed",
    "data_seed": "seed",
    "per_device_train_batch_size": "batch.micro",
    "gradient_accumulation_steps": "batch.size",
    "resume_from_checkpoint": "--resume",
    "metric_for_best_model": "judging.best",
    "greater_is_better": "judging.best",
    "load_best_model_at_end": "judging.best",
    "prediction_loss_only": "judging",
    "remove_unused_columns": "data",
    "use_cpu": "--device",
    "bf16": "weights",
    "fp16": "weights",
    "report_to": "track",
    "train_sampling_strategy": "order",
    "push_to_hub": "nothing: Spotsmith sends nothing anywhere",
    "label_smoothing_factor": "nothing: the loss is of the answers alone",
    "activation_checkpointing": "checkpointing",
    "gradient_checkpointing": "checkpointing",
    "eval_strategy": "judging.every",
    "save_strategy": "judging.every",
    "eval_steps": "judging.every",
    "save_steps": "judging.every",
    "neftune_noise_alpha": "neftune",
}
"""Options of TrainingArguments that are said elsewhere, and where."""
_RENAMED = {
    "warmup_ratio": "warmup_steps: 0.05",
    "evaluation_strategy": "judging.every",
    "logging_dir": "nothing: the run folder",
    "no_cuda": "--device cpu",
    "group_by_length": "order.by: [length]",
    "save_safetensors": "nothing: always so",
    "overwrite_output_dir": "nothing: a run is never overwritten",
}
"""Options that transformers had before version 5, and what to write instead."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Adapter(_Strict):
    """LoRA; see finetune/loading.py for the modules of each family."""

    r: int = Field(default=16, ge=1, le=512)
    """Rank: 16 for about 1,000 records, 32 for 10,000; servers take up to 64."""
    alpha: int = Field(default=32, ge=1)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    targets: Target | tuple[str, ...] = "all"
    """All linear layers, those of the MLPs or of attention alone, or names of modules."""
    dora: bool = False
    rslora: bool = False


class Batch(_Strict):
    size: int = Field(default=16, ge=1)
    """Records for one step of the optimizer, over all processes; under 32 is best for LoRA."""
    micro: int | Literal["auto"] = "auto"
    """Records at once on one device; auto: as many as the plan finds room for."""


class Data(_Strict):
    tokens: int = Field(default=4_096, ge=64)
    """Most of prompt and answer together; what is longer loses context first."""
    kinds: tuple[Kind, ...] = ("component", "hole", "fim", "fix", "sql", "text", "chat")
    verdicts: tuple[Verdict, ...] = ("compiled", "compiled with generated artefacts", "parsed", "")
    """Records that were found to fail are never learned unless ``failed`` is named."""
    replay: float = Field(default=0.0, ge=0, le=0.5)
    """Share of records of general code, against forgetting."""
    replay_from: str = ""
    """JSON Lines file of such records (kind text); empty: those of origin general in the split."""
    limit: int = Field(default=0, ge=0)
    """Most records of the site; 0: all."""


class Order(_Strict):
    by: tuple[Literal["length", "verdict", "recency"], ...] = ()
    """What makes a record hard: a long answer; a verdict that is less sure; what is newest comes last. Empty: mixed."""
    epochs: int = Field(default=1, ge=0)
    """So many epochs go from easy to hard; the others are mixed."""


class Judging(_Strict):
    every: Literal["epoch", "no"] | int = "epoch"
    """When the model is evaluated and kept: after each epoch, after so many steps, or at the end alone."""
    records: int = Field(default=16, ge=0)
    """Validation records that are answered and judged, always the same; 0: only the loss.

    The loss is that of all validation records, however few are judged.
    """
    samples: int = Field(default=4, ge=1, le=16)
    temperature: float = Field(default=0.6, ge=0, le=1.5)
    tokens: int = Field(default=512, ge=16)
    """Most of one answer."""
    k: tuple[int, ...] = (1, 4)
    best: Best = "score"
    """What chooses the checkpoint that is kept; without judged records it is the loss."""
    patience: int = Field(default=0, ge=0)
    """Evaluations without a better one before training ends; 0: never."""

    @field_validator("every", mode="before")
    @classmethod
    def _no(cls, said: object) -> object:
        """YAML reads a bare ``no`` as false, which would be every 0 steps."""
        return "no" if said is False else said

    @model_validator(mode="after")
    def _enough(self) -> "Judging":
        if isinstance(self.every, int) and self.every < 1:
            raise ValueError("every is epoch, no, or a number of steps of 1 or more")
        if self.k and max(self.k) > self.samples:
            raise ValueError(f"compile@{max(self.k)} needs as many samples, there are {self.samples}")
        if not self.k or min(self.k) < 1:
            raise ValueError("k needs a number of 1 or more")
        return self


class Recipe(_Strict):
    name: str = ""
    about: str = ""
    base: str
    """A folder, or a name in the local cache of models."""
    revision: str = ""
    weights: Weights = "nf4"
    """Of the base. 4-bit and 8-bit need an adapter. A CPU computes in 32 bits."""
    adapter: Adapter | None = Adapter()
    """null: all weights are trained."""
    batch: Batch = Batch()
    data: Data = Data()
    order: Order = Order()
    judging: Judging = Judging()
    cpu_bits: Literal[16, 32] = 32
    """What a CPU computes in. 16 (bf16, the weights stay in 32) is 1.5 times as fast where it has the instructions
    for it (AMD EPYC, avx512_bf16: 3,260 tokens a second against 2,160) and slower where it has not."""
    muon: bool = False
    """Matrices learn by Muon and the rest by AdamW (finetune/muon.py); for models of which all weights are trained."""
    checkpointing: bool = True
    """Activations are computed twice instead of kept: a third more time for a fraction of the memory."""
    neftune: float | None = Field(default=None, gt=0)
    """Noise on the embeddings; helps chat, no gain is known for code."""
    options: dict[str, Any] = {}
    """Of transformers.TrainingArguments."""
    track: tuple[Literal["tensorboard", "trackio", "wandb"], ...] = ()
    """Trackers beside the run's own log, table and page."""
    monitor: float = Field(default=15.0, ge=0)
    """Seconds between readings of the hardware; 0: none."""
    seed: int = 42

    @model_validator(mode="after")
    def _fits(self) -> "Recipe":
        if self.weights in ("nf4", "int8") and self.adapter is None:
            raise ValueError(
                f"weights: {self.weights} cannot be trained whole; give an adapter, or bf16 or fp32 weights"
            )
        if self.muon and self.adapter is not None:
            raise ValueError("muon: true is for models of which all weights are trained; say adapter: null")
        if self.muon and "optim" in self.options:
            raise ValueError("muon: true and options.optim both name an optimizer; leave one out")
        return self


def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def read_recipe(name: str, settings: Sequence[str] = ()) -> Recipe:
    """A recipe of Spotsmith by name, or a file by path. ``settings``: ``key.of.field=value`` that replace what it
    says. Raises SpotsmithError."""
    path = _file(name)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SpotsmithError(f"{path}: the recipe cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise SpotsmithError(f"{path}: a recipe is a list of fields with values; the least is `base: FOLDER`")
    for setting in settings:
        _set(data, setting)
    data.setdefault("name", path.stem)
    return recipe_of(data, str(path))


def recipe_of(data: Mapping[str, Any], place: str) -> Recipe:
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise SpotsmithError(f"{place}: {_told(first['type'], first['loc'], first['msg'])}") from error


def check_options(options: Mapping[str, Any], place: str) -> None:
    """Against the installed version of transformers. Raises SpotsmithError that names what is known."""
    from transformers import TrainingArguments

    known = set(inspect.signature(TrainingArguments).parameters)
    for name in options:
        if name in OWN_OPTIONS:
            raise SpotsmithError(f"{place}: options.{name} is not set here; say it by {OWN_OPTIONS[name]}")
        if name in _RENAMED:
            raise SpotsmithError(f"{place}: options.{name} is of an older transformers; now it is {_RENAMED[name]}")
        if name not in known:
            raise SpotsmithError(f"{place}: unknown field options.{name}; {_nearest(name, known - OWN_OPTIONS.keys())}")


def as_yaml(recipe: Recipe) -> str:
    """What a run was told, with every default in its place."""
    return yaml.safe_dump(recipe.model_dump(mode="json"), sort_keys=False, allow_unicode=True)


def _file(name: str) -> Path:
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    if name in names():
        return FOLDER / f"{name}.yaml"
    raise SpotsmithError(f"there is no recipe {name!r}; {_nearest(name, names())}, or give a .yaml file")


def _set(data: dict[str, Any], setting: str) -> None:
    key, mark, value = setting.partition("=")
    if not mark or not key:
        raise SpotsmithError(f"--set {setting}: it is key=value, as in --set options.learning_rate=1e-4")
    *above, last = key.split(".")
    place = data
    for name in above:
        inner = place.get(name)
        place[name] = dict(inner) if isinstance(inner, dict) else {}
        place = place[name]
    place[last] = _value(value)


def _value(text: str) -> Any:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SpotsmithError(f"--set ...={text}: not a YAML value: {' '.join(str(error).split())}") from error
    try:
        return float(found) if isinstance(found, str) and found[:1].isdigit() else found  # YAML reads 1e-4 as text
    except ValueError:
        return found


def _told(kind: str, place: Sequence[int | str], message: str) -> str:
    where = ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        return f"unknown field {where}; {_nearest(str(place[-1]), _fields_at(place[:-1]))}"
    if kind == "missing":
        return f"the field {where} is missing"
    return f"{where}: {message}" if where else message.removeprefix("Value error, ")


def _fields_at(place: Iterable[int | str]) -> list[str]:
    model: type[BaseModel] = Recipe
    for part in place:
        model = _inner(model.model_fields[str(part)].annotation) if part in model.model_fields else model
    return list(model.model_fields)


def _inner(annotation: Any) -> type[BaseModel]:
    options = get_args(annotation) if get_origin(annotation) else (annotation,)
    return next(each for each in options if isinstance(each, type) and issubclass(each, BaseModel))


def _nearest(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"did you mean {found[0]}?" if found else f"known: {', '.join(sorted(known))}"
