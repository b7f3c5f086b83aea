"""A run that was killed goes on after its last finished step."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver

from agents.checkpoints import RecordSerializer, open_checkpoints
from agents.coders.protocol import Answer, Ask
from agents.coders.scaffold import ScaffoldCoder
from agents.graph import Engine
from agents.state import Context, Task
from knowledge.blueprint import Skeleton
from serving.app import App


class Killed(Exception):
    """Stands for the end of the process in the middle of a step."""


class DyingCoder(ScaffoldCoder):
    """Dies at its first call and works at the second."""

    calls = 0

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        self.calls += 1
        if self.calls == 1:
            raise Killed
        return super().fill(context, skeleton, ask)


def test_a_killed_run_goes_on_where_it_was_and_leaves_nothing_behind(app: App, tmp_path: Path) -> None:
    parts = app.parts
    coder = DyingCoder(app.front_end, parts.types, parts.store)
    task = Task("hold small bills until the next cycle")
    path = tmp_path / "checkpoints.sqlite"

    def engine() -> Engine:
        return Engine(parts.resolver, app.front_end, parts.types, coder, parts.reviewer, open_checkpoints(path))

    with pytest.raises(Killed):
        engine().run(task, "one")
    steps: list[str] = []
    again = engine()
    result = again.run(task, "one", steps.append)
    assert steps == ["generate", "review", "deliver"]
    assert result.status == "ok" and result.draft.file == app.generate(task).draft.file
    steps.clear()
    again.run(task, "one", steps.append)
    assert steps == ["resolve", "assemble", "generate", "review", "deliver"]


def test_a_record_comes_back_from_a_checkpoint_as_it_was(app: App) -> None:
    serializer = RecordSerializer()
    result = app.generate(Task("hold small bills until the next cycle"))
    state = {"channel_values": {"result": result, "draft": result.draft, "rounds": 1}, "list": [result.review]}
    assert serializer.loads_typed(serializer.dumps_typed(state)) == state


class AlmostEnded(SqliteSaver):
    """Says that a step is left, as it was until a moment ago: another process has ended the same run since."""

    asked = 0

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        self.asked += 1
        if self.asked == 2:
            self.delete_thread(config["configurable"]["thread_id"])
        return super().get_tuple(config)


def test_a_run_that_another_process_ends_at_that_moment_starts_anew(app: App, tmp_path: Path) -> None:
    parts = app.parts
    coder = DyingCoder(app.front_end, parts.types, parts.store)
    opened = open_checkpoints(tmp_path / "checkpoints.sqlite")
    engine = Engine(parts.resolver, app.front_end, parts.types, coder, parts.reviewer, opened)
    task = Task("hold small bills until the next cycle")
    with pytest.raises(Killed):
        engine.run(task, "one")
    saver = AlmostEnded(opened.conn, serde=RecordSerializer())
    steps: list[str] = []
    again = Engine(parts.resolver, app.front_end, parts.types, coder, parts.reviewer, saver)
    assert again.run(task, "one", steps.append).status == "ok"
    assert saver.asked >= 2 and steps == ["resolve", "assemble", "generate", "review", "deliver"]
