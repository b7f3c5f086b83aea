"""kill -9 at any moment, and again: nothing lost, nothing done twice, the output of an unbroken run byte for byte."""

import contextlib
import json
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from serving.batch.manifest import folder_of
from tests.serving.batch.conftest import tree
from tests.serving.command_line import COMMAND, command

REQUESTS = Path(__file__).parents[3] / "samples" / "ormb" / "requests.yaml"


def write_spec(path: Path, count: int) -> Path:
    """Items varied from the sample requests, each with a class name of its own."""
    requests = [entry["request"] for entry in yaml.safe_load(REQUESTS.read_text(encoding="utf-8"))]
    lines = [
        {"id": f"i{n}", "request": f"{requests[n % len(requests)]} Case {n}.", "class_name": f"CmCase{n}"}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def killed_after(seconds: float, *arguments: str | Path) -> bool:
    """Runs a batch and kills it with its compiler's parent at this moment; False when it was done before."""
    process = subprocess.Popen([COMMAND, "batch", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(seconds) != 0
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def seconds(spec: Path, site: Path, folder: Path) -> float:
    started = time.perf_counter()
    assert command("batch", spec, "-w", site, "--out", folder / "whole").code == 0
    return time.perf_counter() - started


def broken_and_whole(site: Path, folder: Path, items: int, kills: int, seed: int) -> int:
    """Compares a batch that is killed again and again with one that is not; gives the kills that hit it."""
    whole, broken = (write_spec(folder / f"{name}.jsonl", items) for name in ("whole", "broken"))
    work = seconds(whole, site, folder)
    start = seconds(whole, site, folder)  # nothing is left to do
    latest = start + 2 * max(work - start, 0) / kills  # so that the last kills still find something to interrupt
    moments = random.Random(seed)
    print(f"seed {seed}: all of it {work:.1f} s, nothing left to do {start:.1f} s, kills before {latest:.1f} s")
    manifest = folder_of(site / ".spotsmith", broken) / "manifest.jsonl"
    hits = 0
    for _ in range(kills):
        moment = moments.uniform(0.2, latest)
        hit = killed_after(moment, broken, "-w", site, "--out", folder / "broken")
        print(f"killed at {moment:.2f} s" if hit else f"done before {moment:.2f} s")
        hits += hit
    last = command("batch", broken, "-w", site, "--out", folder / "broken", "--json")
    assert last.code == 0, last.err
    assert last.json["batch"]["counts"]["ok"] == items
    assert tree(folder / "broken") == tree(folder / "whole")
    entries = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    done = Counter(entry["record"]["id"] for entry in entries if "record" in entry)
    assert done == Counter({f"i{n}": 1 for n in range(items)}), "what was done is not done again"
    for name in (whole, broken):
        zipped = command("batch", name, "-w", site, "--out", folder / f"{name.stem}.zip", "--json")
        assert (zipped.code, zipped.json["batch"]["made"]) == (0, 0)
    assert (folder / "broken.zip").read_bytes() == (folder / "whole.zip").read_bytes()
    return hits


def test_a_batch_that_is_killed_three_times_gives_the_same_files(other_site: Path, tmp_path: Path) -> None:
    assert broken_and_whole(other_site, tmp_path, items=30, kills=3, seed=4) > 0


@pytest.mark.slow
def test_a_batch_that_is_killed_at_twenty_random_moments_gives_the_same_files(other_site: Path, tmp_path: Path) -> None:
    hits = broken_and_whole(other_site, tmp_path, items=400, kills=20, seed=int(time.time()))
    assert hits > 5, "so few kills hit the batch that they prove nothing"
