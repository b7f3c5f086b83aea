"""Made-up records as a split folder, with a manifest: ready for training, with other spots to evaluate on."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from finetune.manifest import Manifest, write_manifest
from finetune.records import Record
from finetune.split import SplitPlan, Splits, refuse_leaks, write_split
from finetune.vary.plan import Varied, VaryPlan

_VALIDATION = 40
"""Records of the spots of training, at most, that say how training goes."""


def write_varied(folder: Path, made: Varied, plan: VaryPlan, command: str = "") -> dict[str, int]:
    """How many records each part has. Raises SpotsmithError where a part shares something with training."""
    train, validation = _divided(made.train)
    splits = Splits(
        _marked(train, "train"),
        _marked(validation, "validation"),
        (),
        _marked(made.held_out, "held-out"),
        SplitPlan(validation=len(validation) / max(len(made.train), 1), test=0.0, spots=made.held_out_spots),
        ("made up by `spotsmith dataset vary`: a cluster is a record, near duplicates are not looked for",),
    )
    refuse_leaks(splits.parts, str(folder))
    write_split(folder, splits)
    counts = {name: len(part) for name, part in splits.parts.items()}
    said = {"tried": made.tried, "thrown": made.thrown, "too_long": list(made.too_long), "spots": list(made.spots)}
    manifest = Manifest("split", command=command, data={"counts": counts}, config={**asdict(plan), **said})
    write_manifest(folder, replace(manifest, seed=plan.seed))
    return counts


def _divided(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Validation takes made-up tasks alone: each has a class of its own, variations of the site's code do not."""
    most = min(_VALIDATION, len(records) // 10)
    chosen = {record.id for record in [r for r in records if r.frame and r.context_use == "used"][:most]}
    train = [record for record in records if record.id not in chosen]
    return train, [record for record in records if record.id in chosen]


def _marked(records: Sequence[Record], side: str) -> tuple[Record, ...]:
    return tuple(replace(record, cluster=f"{side}-{record.id}") for record in records)
