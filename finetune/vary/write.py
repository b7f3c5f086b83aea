"""Made-up records as a split folder, with a manifest: ready for training, with other spots to evaluate on."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from finetune.manifest import Manifest, parent, write_manifest
from finetune.records import Record
from finetune.split import SplitPlan, Splits, read_split, refuse_leaks, write_split
from finetune.vary.plan import Varied, VaryPlan


def write_varied(folder: Path, made: Varied, plan: VaryPlan, command: str = "") -> dict[str, int]:
    """How many records each part has. Each third spot that is held out from training gives the validation, so that
    training is watched on spots it never sees; no checkpoint is chosen by the others. Raises SpotsmithError where a
    part shares something with training."""
    watched = made.held_out_spots[::3] if len(made.held_out_spots) > 1 else ()
    splits = Splits(
        _marked(made.train, "train"),
        _marked([record for record in made.held_out if record.spot in watched], "validation"),
        (),
        _marked([record for record in made.held_out if record.spot not in watched], "held-out"),
        SplitPlan(validation=0.0, test=0.0, spots=made.held_out_spots),
        ("made up by `spotsmith dataset vary`: a cluster is a record, near duplicates are not looked for",),
    )
    refuse_leaks(splits.parts, str(folder))
    write_split(folder, splits)
    counts = {name: len(part) for name, part in splits.parts.items()}
    said = {"tried": made.tried, "thrown": made.thrown, "too_long": list(made.too_long), "spots": list(made.spots)}
    manifest = Manifest("split", command=command, data={"counts": counts}, config={**asdict(plan), **said})
    write_manifest(folder, replace(manifest, seed=plan.seed))
    return counts


def write_more(folder: Path, made: Varied, plan: VaryPlan, before: Path, command: str = "") -> dict[str, int]:
    """Other records to train on, with the validation and the held-out records of the split ``before``. Those that
    share a class or a question with them are left out."""
    old = read_split(before)
    kept = (*old.validation, *old.test, *old.held_out)
    classes, asked = {record.component for record in kept}, {record.instruction for record in kept}
    train = [r for r in made.train if r.component not in classes and r.instruction not in asked]
    splits = replace(old, train=_marked(train, "train"))
    refuse_leaks(splits.parts, str(folder))
    write_split(folder, splits)
    counts = {name: len(part) for name, part in splits.parts.items()}
    said = {"tried": made.tried, "thrown": made.thrown, "spots": list(made.spots)}
    manifest = Manifest("split", command=command, data={"counts": counts}, config={**asdict(plan), **said})
    write_manifest(folder, replace(manifest, seed=plan.seed, parents=(parent(before, folder),)))
    return counts


def _marked(records: Sequence[Record], side: str) -> tuple[Record, ...]:
    return tuple(replace(record, cluster=f"{side}-{record.id}") for record in records)
