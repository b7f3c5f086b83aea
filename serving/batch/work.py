"""Items -> results, by a few threads that share one engine and its compiler.

Threads, not processes: each process needs a Python, an open index and a JVM of its own (0.4 GB, 2 s to start), and one
JVM beside one Python keeps two cores busy already (docs/lab-log.md has the figures); with a model the workers mostly
wait for its server. The thread that calls ``work`` is the only one that keeps results and writes.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.state import Result
from knowledge.errors import SpotsmithError
from serving.batch.plan import Apps, Step
from serving.log import log_traceback

TICK = 0.25  # seconds between two looks at the clock, so that Ctrl-C is heard on every system
LEAVING = 5.0  # seconds that running items have when their results can no longer be kept


@dataclass(frozen=True, slots=True)
class Made:
    step: Step
    made: Result | str
    """A result, or the sentence that says why there is none."""
    seconds: float


class Stopped(Exception):
    """The user has stopped the batch; what was made so far is kept."""


def work(
    steps: Sequence[Step],
    apps: Apps,
    workers: int,
    keep: Callable[[Made], None],
    stopping: Callable[[int], None],
) -> None:
    """Makes every step and hands each over as it is done. ``keep`` may raise, which ends the work.

    The first Ctrl-C lets the running items end (``stopping`` hears how many), the second leaves them. Raises Stopped.
    """
    for step in steps:  # in this thread: parts that are made when first asked for are not made twice
        _opened(apps, step)
    waiting: queue.SimpleQueue[Step] = queue.SimpleQueue()
    done: queue.SimpleQueue[Made | None] = queue.SimpleQueue()
    stop = threading.Event()
    for step in steps:
        waiting.put(step)
    threads = [
        threading.Thread(target=_worker, args=(waiting, done, stop, apps), name=f"batch-{i}", daemon=True)
        for i in range(min(workers, len(steps)))
    ]
    for thread in threads:
        thread.start()
    try:
        _gathered(done, len(threads), keep)
    except KeyboardInterrupt:
        stop.set()
        stopping(sum(thread.is_alive() for thread in threads))
        _last(done, threads, keep)
        raise Stopped from None
    finally:
        stop.set()
        _left(threads)


def _gathered(done: "queue.SimpleQueue[Made | None]", running: int, keep: Callable[[Made], None]) -> None:
    while running:
        try:
            made = done.get(timeout=TICK)
        except queue.Empty:
            continue
        if made is None:
            running -= 1
        else:
            keep(made)


def _last(
    done: "queue.SimpleQueue[Made | None]",
    threads: Sequence[threading.Thread],
    keep: Callable[[Made], None],
) -> None:
    """What is still running when the user stops the batch; a second Ctrl-C ends the wait."""
    try:
        while any(thread.is_alive() for thread in threads) or not done.empty():
            try:
                made = done.get(timeout=TICK)
            except queue.Empty:
                continue
            if made is not None:
                keep(made)
    except KeyboardInterrupt:
        return


def _left(threads: Sequence[threading.Thread]) -> None:
    """The index is closed next, and nobody may read it then; whoever waits for a model longer than this does not."""
    until = time.monotonic() + LEAVING
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))


def _opened(apps: Apps, step: Step) -> None:
    app = apps.of(step.item)
    if "engine" not in app.__dict__:
        app.compiler.start()
        _ = app.engine


def _worker(
    waiting: "queue.SimpleQueue[Step]",
    done: "queue.SimpleQueue[Made | None]",
    stop: threading.Event,
    apps: Apps,
) -> None:
    try:
        while not stop.is_set():
            try:
                step = waiting.get_nowait()
            except queue.Empty:
                return
            done.put(_made(step, apps))
    finally:
        done.put(None)


def _made(step: Step, apps: Apps) -> Made:
    """One item. A mistake of ours ends the item, not the batch: it goes to the log, and the item counts as error."""
    started = time.perf_counter()
    made: Result | str
    try:
        made = apps.of(step.item).generate(step.item.task)
    except SpotsmithError as error:
        made = str(error)
    except Exception as error:
        made = f"internal error: {type(error).__name__}: {error}. Details are in {log_traceback()}; please report it"
    return Made(step, made, round(time.perf_counter() - started, 4))
