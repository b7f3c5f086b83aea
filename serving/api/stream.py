"""The event stream of a job."""

from collections.abc import AsyncIterator

from serving.api.events import events_of, server_sent
from serving.api.outcome import job_json
from serving.jobs import Job

AGAIN = b"retry: 2000\n\n"


async def stream(job: Job, start: int) -> AsyncIterator[bytes]:
    """Events from number ``start`` on, then ``end`` with the job. Who leaves and comes back misses nothing."""
    yield AGAIN
    number = start
    async for event in events_of(job, start):
        if event is None:
            yield b": still working\n\n"
            continue
        number = event.number + 1
        yield server_sent(event.kind, event.text, event.number)
    yield server_sent("end", job_json(job), number)
