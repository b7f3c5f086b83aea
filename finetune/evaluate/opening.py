"""Runs and folders of adapters -> the models under test, loaded as serving loads them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.coders.transformers_backend import open_model
from finetune.evaluate.arms import LocalSubject
from finetune.manifest import NAME as MANIFEST
from finetune.manifest import read_manifest
from finetune.quiet import hush
from knowledge.completion import Completion
from knowledge.errors import SpotsmithError

ADAPTER = "adapter_config.json"


@dataclass(frozen=True, slots=True)
class Trained:
    """What a run left: an adapter, or a whole model."""

    folder: Path
    whole: bool


def trained_in(path: Path) -> Trained:
    """Of a run's folder, of an adapter's, or of a model's. Raises SpotsmithError."""
    for folder in (path, path / "adapter"):
        if (folder / ADAPTER).is_file():
            return Trained(folder, False)
    for folder in (path / "model", path):
        if (folder / "config.json").is_file():
            return Trained(folder, True)
    if not path.is_dir():
        raise SpotsmithError(f"{path}: there is no such folder; name a run of `spotsmith train` or an adapter")
    raise SpotsmithError(
        f"{path} holds no adapter ({ADAPTER}) and no model (config.json): the run is not finished, or it is none"
    )


def base_of(path: Path, trained: Trained) -> Path:
    """The base that something was trained on, as its manifest says it, else as PEFT does. Raises SpotsmithError."""
    for folder in dict.fromkeys((path, trained.folder, trained.folder.parent)):
        if (folder / MANIFEST).is_file():
            named = read_manifest(folder).base.get("path")
            if named and (found := (folder / str(named)).resolve()).is_dir():
                return found
    if not trained.whole:
        named = _peft(trained.folder).get("base_model_name_or_path")
        if isinstance(named, str) and Path(named).is_dir():
            return Path(named)
    raise SpotsmithError(f"{path} does not say where its base model lies; name its folder with --base")


def open_subject(
    paths: Sequence[Path],
    base: Path | None,
    completion: Completion | None,
    temperature: float,
    *,
    four_bit: bool = False,
    device: str = "",
) -> tuple[LocalSubject, Path]:
    """The base and what was trained on it, in one load where these are adapters; and the folder of the base.

    Raises SpotsmithError."""
    trained = [trained_in(path) for path in paths]
    if any(each.whole for each in trained) and len(trained) > 1:
        raise SpotsmithError("several runs are evaluated together only where all of them are adapters of one base")
    bases = [base or base_of(path, each) for path, each in zip(paths, trained, strict=True)] or ([base] if base else [])
    if not bases:
        raise SpotsmithError("name a run or an adapter to evaluate, or a base model with --base")
    if len({each.resolve() for each in bases}) > 1:
        raise SpotsmithError(f"the runs have different bases: {', '.join(sorted({str(each) for each in bases}))}")
    hush()
    adapters = {f"run-{number}": each.folder for number, each in enumerate(trained, 1) if not each.whole}
    model = open_model(bases[0], four_bit=four_bit, adapters=adapters, device=device)
    whole = next((open_model(each.folder, four_bit=four_bit, device=device) for each in trained if each.whole), None)
    if whole:
        whole.family = model.family  # the folder of a run says less than the name of the base
    return LocalSubject(model, tuple((name,) for name in adapters), completion, temperature, whole), bases[0]


def _peft(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / ADAPTER).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SpotsmithError(f"{folder / ADAPTER} cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}
