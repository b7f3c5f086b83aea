"""A folder for every run: its task, resolution, result and file, so that nothing is lost and all can be read."""

import json
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agents.state import Result, Task
from serving.shapes import resolution_json, result_json

KEPT = 200  # older runs are removed


def keep_run(folder: Path, task: Task, result: Result) -> Path:
    """Writes the run below ``folder`` and gives its path; raises OSError where that cannot be."""
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000:06d}-{result.draft.skeleton.class_name}"
    run = folder / name
    run.mkdir(parents=True, exist_ok=True)
    _json(run / "task.json", asdict(task))
    _json(run / "resolution.json", resolution_json(result.resolution))
    _json(run / "result.json", result_json(result))
    (run / Path(result.draft.file.path).name).write_text(result.draft.file.text, encoding="utf-8")
    _forget_old(folder)
    return run


def _forget_old(folder: Path) -> None:
    """Another thread or process may forget the same ones at this moment; a run is kept whether or not old ones go."""
    runs = sorted(path for path in folder.iterdir() if path.is_dir())
    for old in runs[:-KEPT]:
        with suppress(OSError):
            for file in old.iterdir():
                file.unlink(missing_ok=True)
            old.rmdir()


def _json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
