"""How far a batch is: a bar with counts by status and the time left on a terminal, plain lines elsewhere."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from serving.batch.told import STATUSES
from serving.terminal import print_text

EVERY = 10.0  # seconds between two plain lines, unless there is something to say


class Progress(Protocol):
    def planning(self, done: int, total: int) -> None: ...

    def making(self, total: int) -> None: ...

    def made(self, id: str, status: str, summary: str) -> None: ...

    def said(self, text: str) -> None: ...


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """On stderr, so that stdout can be piped."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True, highlight=False), transient=True, refresh_per_second=5) as bars:
        yield Bar(bars)


class Bar:
    def __init__(self, bars: "object") -> None:
        from rich.progress import Progress as Bars

        assert isinstance(bars, Bars)
        self._bars = bars
        self._task = bars.add_task("planning", total=None, counts="")
        self._counts: Counter[str] = Counter()

    def planning(self, done: int, total: int) -> None:
        self._bars.update(self._task, completed=done, total=total)

    def making(self, total: int) -> None:
        self._bars.reset(self._task, total=total, description="making", counts=counts(self._counts))

    def made(self, id: str, status: str, summary: str) -> None:
        self._counts[status] += 1
        self._bars.update(self._task, advance=1, counts=counts(self._counts))

    def said(self, text: str) -> None:
        self._bars.console.print(text, markup=False)


class Lines:
    """For logs: each item that is not ok, and where the batch stands every few seconds."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._started = self._told = time.monotonic()

    def planning(self, done: int, total: int) -> None:
        if time.monotonic() - self._told >= EVERY:
            self.said(f"planned {done:,} of {total:,}")

    def making(self, total: int) -> None:
        self._total, self._started = total, time.monotonic()

    def made(self, id: str, status: str, summary: str) -> None:
        self._counts[status] += 1
        if status != "ok":
            print_text(f"{status}: {id}: {summary}\n", sys.stderr)
        if time.monotonic() - self._told >= EVERY:
            done = self._counts.total()
            left = (time.monotonic() - self._started) / done * (self._total - done)
            self.said(f"{done:,} of {self._total:,} made: {counts(self._counts)}; {_duration(left)} left")

    def said(self, text: str) -> None:
        self._told = time.monotonic()
        print_text(f"{text}\n", sys.stderr)


def counts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{found[status]:,} {status}" for status in STATUSES if found.get(status))


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
