"""What a build made, in numbers: for a table, and for ``build.json``."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from finetune.dataset.build import Built
from finetune.dataset.mix import shares_of
from finetune.dataset.plan import BuildPlan
from finetune.records import CATEGORIES, TARGET_SHARES, digest_of, write_records
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError

RECORDS, ABOUT = "records.jsonl", "build.json"


def counts_of(built: Built) -> dict[str, Any]:
    records = built.records
    shares, weighted = shares_of(records), shares_of(records, by_weight=True)
    return {
        "records": len(records),
        "classes": built.classes,
        "spots": len({record.spot for record in records if record.spot}),
        "kinds": _counted(record.kind for record in records),
        "categories": {
            category: {
                "records": sum(record.category == category for record in records),
                "share": round(shares[category], 4),
                "weighted_share": round(weighted[category], 4),
                "target": TARGET_SHARES[category],
            }
            for category in CATEGORIES
        },
        "context_use": _counted(record.context_use or "not said" for record in records),
        "origins": _counted(record.origin for record in records),
        "verdicts": _counted(record.verdict or "not looked at" for record in records),
        "framework_patterned": sum(bool(record.extra.get("framework_patterns")) for record in records),
        "left_out": _counted(each.why for each in built.left_out),
    }


def must_be_folder(path: Path) -> None:
    """Said before the work is done. Raises SpotsmithError."""
    if path.exists() and not path.is_dir():
        raise SpotsmithError(f"{path}: a file is in the way of the dataset's folder; name another one with --out")


def write_build(folder: Path, built: Built, plan: BuildPlan, site: OpenSite) -> dict[str, Any]:
    """``records.jsonl`` and ``build.json``, each whole or not at all. Returns what the latter says."""
    try:
        digest = write_records(folder / RECORDS, built.records)
        told = {
            "digest": digest,
            "ids": digest_of(built.records),
            "seed": plan.seed,
            "plan": asdict(plan),
            "index": Path(site.index).name,
            "counts": counts_of(built),
            "left_out": [asdict(each) for each in built.left_out],
            "notes": list(built.notes),
        }
        half = folder / f".{ABOUT}.part"
        half.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        half.replace(folder / ABOUT)
    except OSError as error:
        raise SpotsmithError(f"{folder}: the dataset cannot be written: {error.strerror}") from error
    return told


def _counted(values: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda each: (-each[1], each[0])))
