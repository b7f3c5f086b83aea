"""One open workspace for several threads: each result is the one that a single thread gets."""

import json
import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from agents.coders.protocol import Answer, Ask
from agents.coders.scaffold import ScaffoldCoder
from agents.state import Context, Result, Task
from knowledge.blueprint import Skeleton
from serving.app import App
from serving.claims import claimed
from serving.settings import Workspace
from serving.shapes import result_json

SOON = 60.0


def plain(result: Result) -> str:
    shape = result_json(result)
    del shape["seconds"], shape["usage"]["seconds"]
    return json.dumps(shape, sort_keys=True)


def test_results_do_not_depend_on_who_else_asks(app: App, sample_site: Workspace) -> None:
    requests = [each["request"] for each in yaml.safe_load((sample_site.root / "requests.yaml").read_text("utf-8"))]
    requests = requests[:8]
    alone = {request: plain(app.generate(Task(request))) for request in requests}
    wanted = [*requests, *requests, *requests]
    random.Random(7).shuffle(wanted)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda request: plain(app.generate(Task(request))), wanted))
    assert together == [alone[request] for request in wanted]


class MeetingCoder(ScaffoldCoder):
    """Writes when two runs have come this far: both are in the middle at the same time."""

    met = threading.Barrier(2)

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        self.met.wait(SOON)
        return super().fill(context, skeleton, ask)


def test_the_same_request_twice_at_a_time_runs_twice(app: App, sample_site: Workspace) -> None:
    """The second one must not go on with the first one's checkpoints, as if that had been killed."""
    parts = app.parts
    coder = MeetingCoder(app.front_end, parts.types, parts.store)
    opened = App(sample_site, coder, app.compiler)
    steps: list[list[str]] = [[], []]
    task = Task("hold small bills until the next cycle")
    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(opened.generate, task, heard.append) for heard in steps]
        results = [run.result(SOON) for run in runs]
    assert plain(results[0]) == plain(results[1])
    assert opened.checkpoints
    opened.checkpoints.conn.close()
    assert steps[0] == steps[1] == ["resolve", "assemble", "generate", "review", "deliver"]


def test_a_claim_is_free_again_when_its_holder_ends(tmp_path: Path) -> None:
    with claimed(tmp_path, "run") as first:
        with claimed(tmp_path, "run") as second, claimed(tmp_path, "other") as other:
            assert (first, other) == ("run", "other") and second.startswith("run-")
        with claimed(tmp_path, "run") as third:
            assert third != "run"
    with pytest.raises(RuntimeError), claimed(tmp_path, "run") as fourth:
        assert fourth == "run"
        raise RuntimeError
    assert not list(tmp_path.iterdir())
