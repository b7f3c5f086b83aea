"""Calls that take longer than a client waits: a job id, progress, and an end when nobody wants the answer."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult

from agents.coders.protocol import Answer, Ask
from agents.state import Context, Draft
from knowledge.blueprint import Skeleton
from knowledge.records import Diagnostic
from serving.app import App
from serving.jobs import Jobs
from serving.mcp.open_site import OpenSite
from serving.mcp.waiting import wait_for
from tests.serving.mcp.conftest import REQUEST, Door


class SlowModel:
    """A model that answers nothing until it is let, and says that it was asked."""

    name = "slow"
    varies = False

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.may_go_on = threading.Event()
        self.ended = threading.Event()

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> Sequence[Answer]:
        self.asked.set()
        try:
            while not self.may_go_on.wait(0.01):
                ask.on_text("thinking\n")
        finally:
            self.ended.set()
        return [Answer({})]

    def edit(self, context: Context, draft: Draft, diagnostics: Sequence[Diagnostic], ask: Ask) -> Answer:
        return Answer({})


@pytest.fixture
def model() -> Iterator[SlowModel]:
    slow = SlowModel()
    yield slow
    slow.may_go_on.set()


@pytest.fixture
def slow(door: Door, model: SlowModel) -> Door:
    """A server whose model is slow."""
    return Door(door.workspace, OpenSite(door.workspace, lambda workspace: App(workspace, coder=model)))


async def _call(client: Client, tool: str, **arguments: Any) -> Any:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    return answer.structured_content


async def _ended(client: Client, id: str) -> Any:
    """Asks for the job as a client does, until it has ended."""
    with anyio.fail_after(60):
        while True:
            told = await _call(client, "job_status", job_id=id)
            if told["job"]["status"] not in ("queued", "running"):
                return told


def test_a_long_call_gives_a_job_id_that_is_waited_for(slow: Door, model: SlowModel) -> None:
    async def work(client: Client) -> tuple[Any, Any, Any]:
        started = await _call(client, "generate_code", request=REQUEST)
        waiting = await _call(client, "job_status", job_id=started["job"]["id"], wait_seconds=0)
        model.may_go_on.set()
        return started, waiting, await _ended(client, started["job"]["id"])

    started, waiting, ended = slow(work, wait_seconds=0.2)
    assert started["job"]["status"] in ("queued", "running") and "status" not in started
    assert "job_status" in started["note"]
    assert waiting["job"]["id"] == started["job"]["id"]
    assert ended["job"]["status"] == "done"
    assert ended["status"] == "partial", "holes that the model left empty"
    assert ended["job"]["steps"][-1] == "deliver"


def test_steps_are_told_as_progress(door: Door) -> None:
    told: list[str | None] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        told.append(message)

    async def work(client: Client) -> CallToolResult:
        return await client.call_tool("generate_code", {"request": REQUEST}, progress_callback=heard)

    assert not door(work).is_error
    assert told == ["resolve", "assemble", "generate", "review", "deliver"]


def test_a_call_that_its_client_cancels_ends_the_work(slow: Door, model: SlowModel) -> None:
    async def work(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "generate_code", {"request": REQUEST})
            await anyio.to_thread.run_sync(model.asked.wait)
            tasks.cancel_scope.cancel()
        await anyio.to_thread.run_sync(model.ended.wait)

    slow(work, wait_seconds=45)
    assert model.ended.is_set() and not model.may_go_on.is_set()


def test_a_job_is_cancelled_by_its_status(slow: Door, model: SlowModel) -> None:
    async def work(client: Client) -> Any:
        started = await _call(client, "generate_code", request=REQUEST)
        await anyio.to_thread.run_sync(model.asked.wait)
        await _call(client, "job_status", job_id=started["job"]["id"], cancel=True)
        return await _ended(client, started["job"]["id"])

    ended = slow(work, wait_seconds=0.2)
    assert ended["job"]["status"] == "cancelled" and "cancelled" in ended["note"]


def test_more_work_than_may_wait_is_refused_with_when_to_ask_again(slow: Door, model: SlowModel) -> None:
    async def work(client: Client) -> str:
        for number in range(2):
            await _call(client, "generate_code", request=f"{REQUEST} {number}")
            await anyio.to_thread.run_sync(model.asked.wait)
        answer = await client.call_tool("generate_code", {"request": "one more"})
        assert answer.is_error
        model.may_go_on.set()
        return str(answer.content[0].text)  # type: ignore[union-attr]

    assert "waiting already" in slow(work, wait_seconds=0.05, workers=1, waiting=1)


def test_a_job_of_another_token_does_not_exist(door: Door) -> None:
    assert "no job of this id" in door.refusal("job_status", job_id="guessed")


def test_steps_of_a_job_that_ended_before_it_was_waited_for_are_told() -> None:
    told: list[tuple[int, str]] = []

    async def progress(number: int, step: str) -> None:
        told.append((number, step))

    jobs = Jobs(workers=1, waiting=1)
    try:
        job = jobs.submit(lambda job: [job.told(step) for step in ("resolve", "deliver")])
        assert job.wait(30)
        anyio.run(wait_for, job, 30.0, progress)
    finally:
        jobs.close(0)
    assert told == [(1, "resolve"), (2, "deliver")]
