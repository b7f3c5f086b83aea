"""Waiting for a job without losing a client's patience: most clients give up after 60 s, progress or not."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from serving.jobs import Job

if TYPE_CHECKING:
    from serving.mcp.asker import Progress


async def wait_for(job: Job, seconds: float, progress: "Progress") -> None:
    """Returns when the job has ended, or after ``seconds``; each finished step is told as it comes."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def heard() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and the client with it
            loop.call_soon_threadsafe(changed.set)

    leave = job.listen(heard)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await _told(job, changed, progress)
    finally:
        leave()


async def _told(job: Job, changed: asyncio.Event, progress: "Progress") -> None:
    told = 0
    while True:
        over = job.ended  # asked before the steps are read: those of the end are told too
        steps = job.steps
        for number, step in enumerate(steps[told:], told + 1):
            await progress(number, step)
        told = len(steps)
        if over:
            return
        await changed.wait()
        changed.clear()
