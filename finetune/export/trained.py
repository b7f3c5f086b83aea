"""What is exported: a run of training with its base, its adapter or whole model, and the records it never learned."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.coders.families import Family
from finetune import manifest
from finetune.loading import named_family
from finetune.manifest import Manifest
from finetune.records import Record, read_records
from finetune.split_files import SPLIT_FILES
from knowledge.errors import SpotsmithError

if TYPE_CHECKING:
    from finetune.train.recipes import Recipe

MOST_CONTEXT = 131_072


@dataclass(frozen=True, slots=True)
class Trained:
    run: Path
    manifest: Manifest
    recipe: "Recipe"
    base: Path
    adapter: Path | None
    """None where all weights were trained."""
    family: Family

    @property
    def model(self) -> Path:
        """The folder with the weights of the whole model: what was trained, or what the adapter belongs to."""
        return self.base if self.adapter else self.run / "model"

    @property
    def name(self) -> str:
        return self.run.resolve().name

    @property
    def context(self) -> int:
        """Tokens that the model reads and writes at once, by its configuration."""
        config = json.loads((self.base / "config.json").read_text(encoding="utf-8"))
        return min(int(config.get("max_position_embeddings") or self.family.context), MOST_CONTEXT)

    @property
    def quantised(self) -> bool:
        return self.recipe.weights in ("nf4", "int8")

    def validation(self) -> list[Record]:
        """The records of the split's validation part. Raises SpotsmithError when they are not those of the run."""
        name = SPLIT_FILES["validation"]
        path = self.run / str(self.manifest.data.get("folder", "")) / name
        if not path.is_file():
            raise SpotsmithError(f"{path} is gone: an export is proven with the validation records of its run's split")
        known = self.manifest.data.get("digests", {}).get(name)
        if known and manifest.digest_of_file(path) != known:
            raise SpotsmithError(f"{path} is not the file that this run was trained beside: put that one back")
        records = list(read_records(path))
        if not records:
            raise SpotsmithError(
                f"{path} holds no record, so an export cannot be proven: split again with more of them"
            )
        return records


def open_run(run: Path) -> Trained:
    """Raises SpotsmithError for a folder that is no finished run, or whose files or base have changed."""
    from finetune.train.recipes import read_recipe

    if not run.is_dir():
        raise SpotsmithError(f"{run}: there is no such folder; name the folder of a run of `spotsmith train`")
    found = manifest.intact(run)
    if found.kind != "training":
        raise SpotsmithError(
            f"{run} is of a {found.kind}, not of training: name the folder of a run of `spotsmith train`"
        )
    adapter = run / "adapter"
    if not adapter.is_dir() and not (run / "model").is_dir():
        raise SpotsmithError(f"{run} holds neither adapter/ nor model/: its training did not end; train with --resume")
    recipe = read_recipe(str(run / "recipe.yaml"))
    base = _base(run, found)
    return Trained(run, found, recipe, base, adapter if adapter.is_dir() else None, named_family(base))


def _base(run: Path, found: Manifest) -> Path:
    said = str(found.base.get("path", ""))
    base = (run / Path(said).expanduser()).resolve()
    if not said or not base.is_dir():
        raise SpotsmithError(f"the base model of {run}, {said or 'of no name'}, is gone: put it back to where it was")
    known = found.base.get("digest")
    if known and manifest.digest_of_folder(base) != known:
        raise SpotsmithError(f"{base} is not the base that {run} was trained on: its files have changed since")
    return base
