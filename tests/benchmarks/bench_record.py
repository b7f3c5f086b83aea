"""Keeps the figures of benchmarks as flat JSON in ``build/bench/NAME.json``, merged: each benchmark adds its own."""

import json
import os
from pathlib import Path

BENCH = Path(__file__).parents[2] / "build" / "bench"


def record(name: str, **figures: float | int | str) -> Path:
    """Add figures to ``build/bench/NAME.json``; those of the same key are replaced."""
    path = BENCH / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.update({key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()})
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(path)
    return path


def hardware() -> str:
    """Processor, cores and memory in one line, for the head of a benchmark's print."""
    model = "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    return f"{model}, {os.cpu_count()} cores, {pages / 2**30:.0f} GiB"
