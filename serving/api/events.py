"""Jobs and their waiting clients: an event stream that can be resumed, and calls that wait for the end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request

from serving.api.json_text import to_json
from serving.jobs import Event, Job, Jobs

PULSE = 15.0  # seconds; proxies close what is silent for a minute


async def events_of(job: Job, number: int = 0, pulse: float = PULSE) -> AsyncIterator[Event | None]:
    """The job's events from this number on, until it ends; None when nothing happened for ``pulse`` seconds."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def heard() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and the client with it
            loop.call_soon_threadsafe(changed.set)

    leave = job.listen(heard)
    try:
        while True:
            changed.clear()
            over = job.ended
            for event in job.since(number):
                number = event.number + 1
                yield event
            if over:
                return
            try:
                await asyncio.wait_for(changed.wait(), pulse)
            except TimeoutError:
                yield None
    finally:
        leave()


async def ended(job: Job, request: Request, jobs: Jobs) -> bool:
    """Waits for the job. A client that goes away takes its job along; then the answer is False."""
    gone = asyncio.ensure_future(_gone(request))
    over = asyncio.ensure_future(_drained(job))
    try:
        await asyncio.wait((gone, over), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, over):
            task.cancel()
        await asyncio.gather(gone, over, return_exceptions=True)
        if not job.ended:
            jobs.cancel(job.id, job.owner)
    return job.ended


def server_sent(event: str, data: object, number: int | None = None) -> bytes:
    """One event of a stream. JSON has no line ends of its own, so nothing in ``data`` can begin another event."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: ".encode() + to_json(data) + b"\n\n"


async def _drained(job: Job) -> None:
    async for _ in events_of(job):
        pass


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
