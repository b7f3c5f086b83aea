"""The folder of a run: begun, gone on with, or finished; never one run over another.

``manifest.json`` is written last. A folder without it is a run that was stopped; ``started.json`` says of what.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from finetune.manifest import NAME as MANIFEST
from finetune.manifest import digest_of_file
from finetune.split_files import HEAD
from finetune.train.recipes import Recipe, as_yaml
from knowledge.errors import SpotsmithError

NAME = "started.json"
RECIPE = "recipe.yaml"


@dataclass(frozen=True, slots=True)
class Started:
    """What must be the same to go on."""

    recipe: str
    """Digest of the whole recipe."""
    data: str
    """Digest of the split's head, which holds those of its files."""
    base: str
    """Digest of the base's configuration and the names and sizes of its files."""
    micro: int = 0
    """Records at once; another number would sum in another order."""
    processes: int = 1


_SAID = {
    "recipe": "the recipe is another one",
    "data": "the data is another split",
    "base": "the base is another model",
    "processes": "it ran with another number of processes",
}


def is_finished(out: Path) -> bool:
    return (out / MANIFEST).is_file()


def read_started(out: Path) -> Started | None:
    path = out / NAME
    if not path.is_file():
        return None
    try:
        return Started(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise SpotsmithError(f"{path} cannot be read, so the run cannot go on: {error}; start another") from error


def check_folder(out: Path, resume: bool) -> Started | None:
    """What the stopped run was, when there is one to go on with. Raises SpotsmithError for what would overwrite."""
    started = read_started(out)
    if is_finished(out):
        raise SpotsmithError(f"{out}: this run is finished; choose another folder with --out for a new one")
    if resume and started is None:
        raise SpotsmithError(f"{out}: there is no run here to go on with; leave --resume out to start one")
    if not resume and started is not None:
        raise SpotsmithError(f"{out}: a run was started here and stopped; --resume goes on, --out starts elsewhere")
    if not resume and out.exists() and any(out.iterdir()):
        raise SpotsmithError(f"{out}: the folder is not empty; choose another with --out")
    return started


def same(before: Started, now: Started, out: Path) -> None:
    """Raises SpotsmithError where a run would go on as another."""
    for name, said in _SAID.items():
        if getattr(before, name) != getattr(now, name):
            raise SpotsmithError(
                f"{out}: {said} than when this run was started; go on as it was, or choose another --out"
            )


def begin(out: Path, recipe: Recipe, started: Started) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / RECIPE).write_text(as_yaml(recipe), encoding="utf-8")
    half = out / f".{NAME}.part"
    half.write_text(json.dumps(asdict(started), indent=2) + "\n", encoding="utf-8")
    half.replace(out / NAME)


def started_of(recipe: Recipe, data: Path, base: Path, micro: int, processes: int) -> Started:
    files: Mapping[str, int] = {path.name: path.stat().st_size for path in sorted(base.glob("*.safetensors"))}
    said = json.dumps(files) + digest_of_file(base / "config.json")
    return Started(
        _digest(as_yaml(recipe)),
        digest_of_file(data / HEAD),
        _digest(said),
        micro,
        processes,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
