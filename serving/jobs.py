"""Work that outlasts a caller's patience: a bounded queue, a few worker threads, and what became of each job.

The API and MCP share it. It knows nothing of either: work is a function that is given its ``Job``, tells it what it
does, and thereby hears that it shall stop. Who asks for a job must be its owner; to anybody else it does not exist.
"""

import math
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.errors import SpotsmithError
from serving.log import log_traceback

Status = Literal["queued", "running", "done", "failed", "cancelled"]
Work = Callable[["Job"], Any]
ENDS: tuple[Status, ...] = ("done", "failed", "cancelled")
STOPPED = "the server stopped before it was finished; ask again"
PIECE = 80  # characters of a model's text in one event: a token each would be 40,000 events of a run


class Busy(SpotsmithError):
    """No more work is taken now."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        """Seconds until it is worth asking again, as far as the last jobs tell."""


class Cancelled(BaseException):
    """Ends the work of a job that shall stop. No ``Exception``: what guards against a model's faults lets it pass."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job, numbered from 0 without gaps."""

    number: int
    kind: Literal["status", "step", "text"]
    text: str


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the workers are, and how jobs ended since the start."""

    workers: int
    running: int
    waiting: int
    most_waiting: int
    done: int
    failed: int
    cancelled: int
    refused: int
    seconds: float
    """Of all jobs that ran to their end, together."""


class Job:
    """One piece of work. Every method may be called from any thread."""

    def __init__(self, work: Work, owner: str, position: Callable[["Job"], int]) -> None:
        self.id = secrets.token_urlsafe(12)
        self.owner = owner
        self.created = time.time()
        self.result: Any = None
        """What the work returned, once the job is done."""
        self.problem = ""
        """Why there is no result, in a sentence."""
        self.stopping = ""
        """Why it shall end as soon as it can; empty while it need not."""
        self.work: Work | None = work
        self._position = position
        self._status: Status = "queued"
        self._events: list[Event] = [Event(0, "status", "queued")]
        self._text = ""
        self._changed = threading.Condition()
        self._listeners: list[Callable[[], None]] = []

    @property
    def status(self) -> Status:
        return self._status

    @property
    def ended(self) -> bool:
        return self._status in ENDS

    @property
    def position(self) -> int:
        """Jobs that are taken up until this one is, itself included; 0 once it runs."""
        return self._position(self)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps so far."""
        return tuple(event.text for event in self.since(0) if event.kind == "step")

    def told(self, step: str) -> None:
        """Called by the work after each step. Raises Cancelled when the job shall stop."""
        self._flush()
        self._happened("step", step)
        self.obey()

    def wrote(self, text: str) -> None:
        """Called by the work with each piece of a model's text. Raises Cancelled when the job shall stop."""
        self._text += text
        if len(self._text) >= PIECE or "\n" in text:
            self._flush()
        self.obey()

    def obey(self) -> None:
        if self.stopping:
            raise Cancelled

    def since(self, number: int) -> tuple[Event, ...]:
        """The events so far, from this number on."""
        with self._changed:
            return tuple(self._events[max(number, 0) :])

    def events(self, number: int = 0) -> Iterator[Event]:
        """The events from this number on, those to come too; ends with the job."""
        while True:
            with self._changed:
                while len(self._events) <= number and not self.ended:
                    self._changed.wait()
                fresh, over = tuple(self._events[number:]), self.ended
            yield from fresh
            number += len(fresh)
            if over:
                return

    def wait(self, timeout: float | None = None) -> bool:
        """Whether the job has ended, after at most ``timeout`` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.ended, timeout)

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """``heard`` is called after each event, by the thread that made it; the answer ends that."""
        with self._changed:
            self._listeners.append(heard)

        def leave() -> None:
            with self._changed:
                if heard in self._listeners:
                    self._listeners.remove(heard)

        return leave

    def become(self, status: Status, result: Any = None, problem: str = "") -> None:
        """For ``Jobs``: the next status, with what belongs to it."""
        self._flush()
        if status in ENDS:
            self.work = None  # what it holds is not kept as long as its result is
        self._happened("status", status, lambda: self._end(status, result, problem))

    def _end(self, status: Status, result: Any, problem: str) -> None:
        self.result, self.problem, self._status = result, problem, status

    def _flush(self) -> None:
        text, self._text = self._text, ""
        if text:
            self._happened("text", text)

    def _happened(
        self, kind: Literal["status", "step", "text"], text: str, also: Callable[[], None] = lambda: None
    ) -> None:
        with self._changed:
            if self.ended:
                return
            also()
            self._events.append(Event(len(self._events), kind, text))
            self._changed.notify_all()
            listeners = tuple(self._listeners)
        for heard in listeners:
            heard()


class Jobs:
    """A bounded queue, worked off in order by a fixed number of threads."""

    def __init__(self, workers: int, waiting: int, keep: int = 500) -> None:
        """``waiting`` jobs at most are queued; the last ``keep`` that ended can still be asked for."""
        self._most_waiting = waiting
        self._keep = keep
        self._known: OrderedDict[str, Job] = OrderedDict()
        self._queue: deque[Job] = deque()
        self._running: set[Job] = set()
        self._counts: dict[Status, int] = {"done": 0, "failed": 0, "cancelled": 0}
        self._refused = 0
        self._seconds = 0.0
        self._usual = 1.0  # seconds of a job: a running mean that follows the last ten or so
        self._closing = False
        self._over = False
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._serve, name=f"job worker {number}", daemon=True)
            for number in range(1, workers + 1)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Work, owner: str = "") -> Job:
        """Queues the work; raises Busy when the queue is full, or when this is closing."""
        job = Job(work, owner, self._position)
        with self._changed:
            if self._closing:
                self._refused += 1
                raise Busy("the server is stopping and takes no more work; ask again in a while", 10)
            idle = len(self._threads) - len(self._running)
            if len(self._queue) >= self._most_waiting + max(idle, 0):
                self._refused += 1
                raise Busy(f"{len(self._queue)} jobs are waiting already, which is the limit", self._retry_after())
            self._queue.append(job)
            self._known[job.id] = job
            self._changed.notify()
        return job

    def find(self, id: str, owner: str = "") -> Job | None:
        with self._changed:
            job = self._known.get(id)
        return job if job is not None and job.owner == owner else None

    def cancel(self, id: str, owner: str = "") -> bool:
        """Whether the job had not ended yet. One that runs ends after its step, with status ``cancelled``."""
        job = self.find(id, owner)
        if job is None or job.ended:
            return False
        self._stop(job, "it was cancelled")
        return True

    @property
    def load(self) -> Load:
        with self._changed:
            return Load(
                len(self._threads),
                len(self._running),
                len(self._queue),
                self._most_waiting,
                self._counts["done"],
                self._counts["failed"],
                self._counts["cancelled"],
                self._refused,
                round(self._seconds, 3),
            )

    @property
    def closing(self) -> bool:
        return self._closing

    def refuse(self) -> None:
        """Takes no new work from now on; what it has goes on."""
        with self._changed:
            self._closing = True

    def close(self, grace: float) -> None:
        """Refuses new work, works on for ``grace`` seconds at most, then ends what is left."""
        self.refuse()
        with self._changed:
            self._changed.wait_for(lambda: not self._queue and not self._running, grace)
            left = [*self._queue, *self._running]
        for job in left:
            self._stop(job, STOPPED)
        with self._changed:
            self._over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(1.0)
        for job in left:  # a worker that hangs in a step must not keep those who wait for its job
            self._finished(job, "cancelled", None, STOPPED)

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._over)
                if not self._queue:
                    return
                job = self._queue.popleft()
                self._running.add(job)
            started = time.monotonic()
            self._work(job)
            with self._changed:
                self._running.discard(job)
                spent = time.monotonic() - started
                self._seconds += spent
                self._usual += 0.1 * (spent - self._usual)
                self._changed.notify_all()

    def _work(self, job: Job) -> None:
        work = job.work
        try:
            job.become("running")
            job.obey()
            result = work(job) if work else None
        except Cancelled:
            self._finished(job, "cancelled", None, job.stopping)
        except SpotsmithError as error:
            self._finished(job, "failed", None, str(error))
        except Exception as error:  # the outermost door of a worker: one bad job must not end it
            where = log_traceback()
            self._finished(job, "failed", None, f"internal error: {type(error).__name__}. Details are in {where}")
        else:
            self._finished(job, "done", result, "")

    def _stop(self, job: Job, why: str) -> None:
        with self._changed:
            job.stopping = why
            queued = job in self._queue
            if queued:
                self._queue.remove(job)
                self._changed.notify_all()
        if queued:
            self._finished(job, "cancelled", None, why)

    def _finished(self, job: Job, status: Status, result: Any, problem: str) -> None:
        with self._changed:
            if job.ended:
                return
            self._counts[status] += 1
            self._known.move_to_end(job.id)
            job.become(status, result, problem)
            self._forget()

    def _forget(self) -> None:
        """The longest ended jobs, beyond those that are kept. Called with the lock."""
        ended = [job.id for job in self._known.values() if job.ended]
        for id in ended[: max(len(ended) - self._keep, 0)]:
            del self._known[id]

    def _position(self, job: Job) -> int:
        with self._changed:
            return self._queue.index(job) + 1 if job in self._queue else 0

    def _retry_after(self) -> int:
        """Called with the lock: the time that the workers need for a quarter of what waits."""
        return max(1, math.ceil(self._usual * (len(self._queue) / 4 + 1) / len(self._threads)))
