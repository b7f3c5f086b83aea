"""Keeps figures of benchmarks as flat JSON in ``build/bench/NAME.json``; later runs update single figures."""

import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "bench"


def record(name: str, **figures: float) -> None:
    """Merge ``figures`` into ``build/bench/<name>.json`` and print them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    target = FOLDER / f"{name}.json"
    known = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    known.update({key: round(value, 4) for key, value in figures.items()})
    target.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print("".join(f"\n{key:>28} {value:>12,.3f}" for key, value in figures.items()), flush=True)
