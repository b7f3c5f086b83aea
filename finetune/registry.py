"""Adapters by topic, in a folder that a team shares by git: versions, where each comes from, and mixtures of several.

``FOLDER/NAME/VERSION/`` holds the adapter as PEFT reads it, and ``entry.json``. A version is never changed; the weights
go through Git LFS. In ``[coder]`` an adapter may be named as ``name@version`` instead of by its folder.
"""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from finetune.evaluate.opening import ADAPTER, trained_in
from finetune.evaluate.report import is_evaluated, read_evaluation
from finetune.manifest import NAME as MANIFEST
from finetune.manifest import digest_of_folder, read_manifest
from finetune.quiet import hush
from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest

ENTRY = "entry.json"
WEIGHTS = "adapter_model.safetensors"
Combination = Literal["linear", "cat", "ties", "dare"]
COMBINATIONS: tuple[Combination, ...] = get_args(Combination)
_ATTRIBUTES = "*.safetensors filter=lfs diff=lfs merge=lfs -text\n*.gguf filter=lfs diff=lfs merge=lfs -text\n"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PEFT = {"linear": "linear", "cat": "cat", "ties": "ties", "dare": "dare_linear"}


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    version: int
    digest: str
    """SHA-256 over the adapter's files."""
    created: str = ""
    about: str = ""
    """What it was trained for, in words."""
    recipe: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    """Of training, and from its evaluation the rates of the tuned model."""
    merged: Sequence[Mapping[str, Any]] = ()
    """``name``, ``version`` and ``weight`` of what it was mixed from; ``combination`` beside them."""

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


def entries(registry: Path) -> list[Entry]:
    """All versions of all adapters, by name and version. Raises SpotsmithError for an entry that cannot be read."""
    found = [_read(path) for path in registry.glob(f"*/*/{ENTRY}") if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda entry: (entry.name, entry.version))


def add(registry: Path, source: Path, name: str, about: str = "") -> Entry:
    """A new version of an adapter: of a run's, or of a folder. Raises SpotsmithError."""
    trained = trained_in(source)
    if trained.whole:
        raise SpotsmithError(f"{source} holds a whole model; the registry is for adapters")
    manifest = next((read_manifest(f) for f in (source, trained.folder) if (f / MANIFEST).is_file()), None)
    metrics = {**(manifest.metrics if manifest else {}), **_measured(source)}
    told = {
        "about": about,
        "recipe": manifest.recipe if manifest else "",
        "base": manifest.base if manifest else {},
        "data": manifest.data if manifest else {},
        "metrics": metrics,
    }
    return _kept(registry, trained.folder, name, told)


def folder_of(registry: Path, spec: str) -> Path:
    """The folder of ``name`` (its newest version) or ``name@version``. Raises SpotsmithError."""
    name, _, version = spec.partition("@")
    known = [entry for entry in entries(registry) if entry.name == name]
    if not known:
        names = sorted({entry.name for entry in entries(registry)})
        near = nearest(names, name, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise SpotsmithError(f"{registry} has no adapter {name!r}; {hint}it has: {', '.join(names) or 'none'}")
    wanted = [entry for entry in known if not version or str(entry.version) == version]
    if not wanted:
        versions = ", ".join(str(entry.version) for entry in known)
        raise SpotsmithError(f"{registry} has no version {version} of {name}; it has: {versions}")
    return registry / name / str(wanted[-1].version)


def merge(
    registry: Path,
    specs: Mapping[str, float],
    name: str,
    base: Path,
    combination: Combination = "linear",
    density: float = 0.5,
    about: str = "",
) -> Entry:
    """A mixture of adapters of one base, as a new adapter. ``specs``: weight by ``name@version``.

    ``cat`` adds up exactly what each does, and so its rank is the sum; the others keep the rank and mix approximately.
    ``density``: share of the weights that ``ties`` and ``dare`` keep. Of the base only ``config.json`` is read.
    """
    if combination not in COMBINATIONS:
        raise SpotsmithError(f"there is no combination {combination!r}; there are {', '.join(COMBINATIONS)}")
    if len(specs) < 2:
        raise SpotsmithError("merge takes two or more adapters of the registry")
    parts = [_read(folder_of(registry, spec) / ENTRY) for spec in specs]
    _check_one_base(parts)
    weights = list(specs.values())
    half = registry / f".{name}.merging"
    try:
        _merged([registry / p.name / str(p.version) for p in parts], weights, base, combination, density, half)
        merged = [
            {"name": part.name, "version": part.version, "weight": weight, "combination": combination}
            for part, weight in zip(parts, weights, strict=True)
        ]
        return _kept(registry, half, name, {"about": about, "base": parts[0].base, "merged": merged})
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _merged(
    folders: Sequence[Path], weights: list[float], base: Path, combination: Combination, density: float, to: Path
) -> None:
    hush()
    from peft import PeftModel

    names = [f"part-{number}" for number in range(len(folders))]
    try:
        model = PeftModel.from_pretrained(_shape(base), str(folders[0]), adapter_name=names[0], low_cpu_mem_usage=True)
        for name, folder in zip(names[1:], folders[1:], strict=True):
            model.load_adapter(str(folder), adapter_name=name, low_cpu_mem_usage=True)
        more = {"density": density} if combination in ("ties", "dare") else {}
        model.add_weighted_adapter(names, weights, "merged", combination_type=_PEFT[combination], **more)
        model.save_pretrained(str(to / "all"), selected_adapters=["merged"])
    except Exception as error:  # PEFT raises what torch raises
        said = " ".join(str(error).split())[:200]
        hint = "; adapters of different ranks are combined with cat" if "same r value" in said else ""
        raise SpotsmithError(f"the adapters cannot be combined as {combination}: {said}{hint}") from error
    for path in (to / "all" / "merged").iterdir():
        path.rename(to / path.name)
    shutil.rmtree(to / "all")


def _shape(base: Path) -> Any:
    """The base without its weights: PEFT mixes what the adapters hold, and looks at nothing but shapes and places.

    Each weight is one zero seen as many, so that a 32B base takes no memory."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    if not (base / "config.json").is_file():
        raise SpotsmithError(f"{base}: there is no config.json, so this is no base model")
    config = AutoConfig.from_pretrained(str(base), local_files_only=True, trust_remote_code=False)
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    for module in model.modules():
        for name, weight in list(module.named_parameters(recurse=False)):
            zeros = torch.zeros(1, dtype=torch.float32).expand(weight.shape)
            setattr(module, name, torch.nn.Parameter(zeros, requires_grad=False))
    return model


def _kept(registry: Path, source: Path, name: str, told: Mapping[str, Any]) -> Entry:
    """Whole or not at all; the next version of the name."""
    if not _NAME.fullmatch(name):
        raise SpotsmithError(f"{name!r} is no name of an adapter: small letters, digits, dots and dashes")
    if not (source / WEIGHTS).is_file():
        raise SpotsmithError(f"{source}: there is no {WEIGHTS}, so this is no adapter")
    registry.mkdir(parents=True, exist_ok=True)
    attributes = registry / ".gitattributes"
    if not attributes.exists():
        attributes.write_text(_ATTRIBUTES, encoding="utf-8")
    version = max((entry.version for entry in entries(registry) if entry.name == name), default=0) + 1
    half = registry / name / f".{version}.part"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for file in (ADAPTER, WEIGHTS):
        shutil.copyfile(source / file, half / file)
    _without_places(half / ADAPTER)
    entry = Entry(name, version, digest_of_folder(half), datetime.now(UTC).isoformat(timespec="seconds"), **dict(told))
    said = json.dumps(asdict(entry), indent=1, ensure_ascii=False, sort_keys=True, default=str)
    (half / ENTRY).write_text(said + "\n", encoding="utf-8")
    half.rename(registry / name / str(version))
    return entry


def _without_places(config: Path) -> None:
    """The folder of the base on one machine says nothing on another."""
    found = json.loads(config.read_text(encoding="utf-8"))
    named = found.get("base_model_name_or_path")
    if isinstance(named, str) and Path(named).is_absolute():
        found["base_model_name_or_path"] = Path(named).name
        config.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _read(path: Path) -> Entry:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        unknown = sorted(data.keys() - {each.name for each in fields(Entry)})
        if unknown:
            raise ValueError(f"unknown field {unknown[0]!r}")
        return Entry(**{**data, "merged": tuple(data.get("merged", ()))})
    except (OSError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as error:
        raise SpotsmithError(f"{path} is no entry of a registry of adapters: {error}") from error


def _check_one_base(parts: Sequence[Entry]) -> None:
    digests = {str(part.base["digest"]) for part in parts if part.base.get("digest")}
    if len(digests) > 1:
        said = ", ".join(f"{part.spec} on {str(part.base.get('digest', '?'))[:12]}" for part in parts)
        raise SpotsmithError(f"adapters of different bases cannot be mixed: {said}")


def _measured(source: Path) -> dict[str, Any]:
    """The rates of the tuned model by part, where the run was evaluated."""
    if not is_evaluated(source):
        return {}
    found = {}
    for part, each in read_evaluation(source)["parts"].items():
        for arm in each.get("compile", {}).get("arms", ()):
            if arm["arm"] == "tuned":
                found[f"evaluation {part}"] = arm["rates"]
    return found
