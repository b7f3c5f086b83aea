"""Index, resolve and generate, cold and warm, on the sample site. Figures only; nothing here asserts a time."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agents.state import Task
from serving.app import App
from serving.index import index_workspace
from serving.settings import Workspace, find_workspace
from tests.benchmarks.bench_record import record

pytestmark = pytest.mark.benchmark
SPOTSMITH = Path(sys.executable).parent / "spotsmith"
REQUEST = "generate an algorithm that holds a bill below a threshold amount parameter until the next bill cycle"


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def test_engine_figures(sample_site: Workspace, app: App) -> None:
    requests = [entry["request"] for entry in yaml.safe_load((sample_site.root / "requests.yaml").read_text("utf-8"))]
    for request in requests:  # the compiler's JIT needs some 50 requests to be warm
        app.generate(Task(request))
    generate = sorted(seconds(lambda r=request: app.generate(Task(r))) for request in requests)  # type: ignore[misc]
    resolve = sorted(seconds(lambda r=request: app.resolve(Task(r))) for request in requests)  # type: ignore[misc]
    full, again = _indexing(sample_site.root)
    cold = statistics.median(_command("generate", REQUEST, "-w", str(sample_site.root)) for _ in range(5))
    helped = statistics.median(_command("--help") for _ in range(10))
    figures = {
        "generate_warm_p50_ms": round(1000 * statistics.median(generate), 1),
        "generate_warm_p95_ms": round(1000 * generate[int(0.95 * len(generate))], 1),
        "resolve_warm_p50_ms": round(1000 * statistics.median(resolve), 2),
        "generate_cold_s": round(cold, 2),
        "index_full_s": round(full, 2),
        "index_unchanged_s": round(again, 2),
        "help_s": round(helped, 3),
    }
    print(f"\nengine, {os.cpu_count()} cores, n = {len(requests)} requests, 5 cold runs, 10 of --help")
    for name, value in figures.items():
        print(f"  {name:24} {value}")
    record("main", **figures)


def _indexing(site: Path) -> tuple[float, float]:
    copy = site.parent / "index-benchmark"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".spotsmith"))
    workspace = find_workspace(copy)
    full = seconds(lambda: index_workspace(workspace, lambda *_: None, full=True))
    again = seconds(lambda: index_workspace(workspace, lambda *_: None))
    return full, again


def _command(*arguments: str) -> float:
    return seconds(
        lambda: subprocess.run(
            [SPOTSMITH, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )
    )
