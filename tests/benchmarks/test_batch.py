"""500 items in a batch, next to a loop of one-shot commands and to one ``javac`` process a class, in the same run."""

import json
import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.compilers.jdk import Jdk
from agents.site import Site
from knowledge.records import SourceFile
from serving.app import App
from serving.batch.items import items_of
from serving.batch.manifest import folder_of
from serving.batch.read import read_spec
from serving.settings import Workspace
from tests.benchmarks.bench_record import hardware, record
from tests.serving.command_line import COMMAND

pytestmark = pytest.mark.benchmark
ITEMS = 500
SAMPLE = 20  # one-shot commands, and javac processes
WORKERS = 2


def spec_of(site: Workspace, path: Path, count: int) -> Path:
    """The sample requests again and again, each time in other words at the end and under another class name."""
    requests = [entry["request"] for entry in yaml.safe_load((site.root / "requests.yaml").read_text("utf-8"))]
    lines = [
        {"id": f"i{n}", "request": f"{requests[n % len(requests)]} Case {n}.", "class_name": f"CmCase{n}"}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_batch_figures(sample_site: Workspace, app: App, jdk: Jdk, tmp_path: Path) -> None:
    spec = spec_of(sample_site, tmp_path / "items.jsonl", ITEMS)
    wall, report = _batch(spec, sample_site, tmp_path / "out")
    assert report["batch"]["made"] == ITEMS
    again, _ = _batch(spec, sample_site, tmp_path / "out")
    each = sorted(item["seconds"] for item in report["items"])
    one_shot = _one_shot(sample_site, spec)
    files = [tmp_path / "out" / item["file"] for item in report["items"]]
    javac = _javac(app, jdk, files, tmp_path / "out", tmp_path)
    pace, loop, compiled = 60 * ITEMS / wall, 60 / one_shot, 60 / javac
    figures: dict[str, float | int] = {
        "batch_items_per_min": round(pace, 1),
        "batch_p50_ms": round(1000 * statistics.median(each), 1),
        "batch_p95_ms": round(1000 * each[int(0.95 * len(each))], 1),
        "batch_ok": report["batch"]["counts"]["ok"],
        "batch_items": ITEMS,
        "batch_resume_s": round(again, 2),
        "one_shot_items_per_min": round(loop, 1),
        "javac_classes_per_min": round(compiled, 1),
        "batch_vs_oneshot": round(pace / loop, 2),
        "batch_vs_javac": round(pace / compiled, 2),
    }
    print(f"\nbatch on {hardware()}, load {os.getloadavg()[0]:.1f}: n = {ITEMS} items, {WORKERS} workers, scaffold;")
    print(f"baselines: `spotsmith generate` in a loop and one javac process a class, n = {SAMPLE} each")
    for name, value in figures.items():
        print(f"  {name:24} {value}")
    record("serving", **figures)


def _batch(spec: Path, site: Workspace, out: Path) -> tuple[float, Any]:
    """Wall time of the whole command, from its start to its last report."""
    command = [COMMAND, "batch", spec, "-w", site.root, "--out", out, "--workers", str(WORKERS), "--json"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    assert done.returncode in (0, 1), done.stderr.decode()
    return seconds, json.loads((folder_of(site.hidden, spec) / "report.json").read_bytes())


def _one_shot(site: Workspace, spec: Path) -> float:
    """Seconds of one ``spotsmith generate``, over items spread evenly over the spec."""
    items = items_of(read_spec(spec), site)[:: ITEMS // SAMPLE]
    started = time.perf_counter()
    for item in items:
        task = item.task
        command = [COMMAND, "generate", "-w", site.root, "--class-name", task.class_name, task.request]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - started) / len(items)


def _javac(app: App, jdk: Jdk, files: Sequence[Path], root: Path, folder: Path) -> float:
    """Seconds of one javac process for one class, with the sources beside it that it needs to compile."""
    class_path = os.pathsep.join(str(path) for path in app.workspace.files(app.workspace.settings.class_path))
    jobs = []
    for n, path in enumerate(files[:: ITEMS // SAMPLE]):
        file = SourceFile(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        jobs.append((folder / f"classes-{n}", _written(app, file, folder / f"sources-{n}")))
    options = ["-proc:none", "-nowarn", "-encoding", "UTF-8", "-source", "8", "-target", "8", "-cp", class_path]
    started = time.perf_counter()
    for classes, sources in jobs:
        command = [jdk.home / "bin" / "javac", *options, "-d", classes, *sources]
        subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - started) / len(jobs)


def _written(app: App, file: SourceFile, folder: Path) -> list[Path]:
    """The class, the site's sources that it uses, and the generated superclasses, as files."""
    parts = app.parts
    beside = (file, *Site(parts.store, parts.types, app.front_end).neighbours([file]))
    everything = (*beside, *app.front_end.generate(beside, parts.types, parts.store).files)
    for each in everything:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, encoding="utf-8")
    return [folder / each.path for each in everything]
