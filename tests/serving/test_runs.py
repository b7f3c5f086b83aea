"""The folders of runs: all that was made, and no more than is kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from agents.state import Task
from serving.app import App
from serving.runs import KEPT, keep_run

TASK = Task("hold small bills until the next cycle")


def test_runs_that_are_kept_at_the_same_time_forget_the_old_ones_together(app: App, tmp_path: Path) -> None:
    result, old, threads = app.generate(TASK), 2 * KEPT, 8
    for number in range(old):
        folder = tmp_path / f"20200101-000000-{number:06d}-Old"
        folder.mkdir()
        (folder / "result.json").write_text("{}", encoding="utf-8")
    with ThreadPoolExecutor(threads) as pool:
        made = [each.result() for each in [pool.submit(keep_run, tmp_path, TASK, result) for _ in range(threads)]]
    left = list(tmp_path.iterdir())
    assert set(made) <= set(left) and len(left) == KEPT
    assert all((run / "result.json").is_file() for run in left)
