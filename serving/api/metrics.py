"""Counts for Prometheus, as the text that it reads. A few plain lines: a client library would be larger than this."""

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from serving.jobs import Load

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds: a look-up takes 1 ms, a class without a model 50 ms, with a model up to minutes."""
Labels = tuple[tuple[str, str], ...]


class Counts:
    """Requests by address, and results by status. Addresses are templates, so that their number is small."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[Labels, int] = defaultdict(int)
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)
        self._results: dict[str, int] = defaultdict(int)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        with self._lock:
            self._requests[("route", route), ("method", method), ("status", str(status))] += 1
            self._seconds[route] += seconds
            place = next((i for i, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
            self._buckets[route][place] += 1

    def result(self, status: str) -> None:
        with self._lock:
            self._results[status] += 1

    def text(self, load: Load) -> str:
        with self._lock:
            return "\n".join((*self._of_requests(), *self._of_results(), *_of_jobs(load), *_of_process())) + "\n"

    def _of_requests(self) -> Iterator[str]:
        yield from _head("spotsmith_requests_total", "counter", "Requests by address, method and status.")
        for labels, count in sorted(self._requests.items()):
            yield _line("spotsmith_requests_total", count, dict(labels))
        name = "spotsmith_request_seconds"
        yield from _head(name, "histogram", "Time until the whole answer was sent.")
        for route, counts in sorted(self._buckets.items()):
            total = 0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                total += count
                yield _line(f"{name}_bucket", total, {"route": route, "le": bound})
            yield _line(f"{name}_sum", round(self._seconds[route], 6), {"route": route})
            yield _line(f"{name}_count", total, {"route": route})

    def _of_results(self) -> Iterator[str]:
        yield from _head("spotsmith_results_total", "counter", "Code that was written, by status.")
        for status in ("ok", "partial", "failed"):
            yield _line("spotsmith_results_total", self._results[status], {"status": status})


def _of_jobs(load: Load) -> Iterator[str]:
    gauges = {
        "spotsmith_workers": (load.workers, "Threads that work."),
        "spotsmith_jobs_running": (load.running, "Jobs that are worked on."),
        "spotsmith_jobs_waiting": (load.waiting, "Jobs in the queue."),
        "spotsmith_jobs_waiting_limit": (load.most_waiting, "Jobs that may wait."),
    }
    for name, (value, said) in gauges.items():
        yield from _head(name, "gauge", said)
        yield _line(name, value)
    yield from _head("spotsmith_jobs_total", "counter", "Jobs that ended, by status.")
    for status, count in (("done", load.done), ("failed", load.failed), ("cancelled", load.cancelled)):
        yield _line("spotsmith_jobs_total", count, {"status": status})
    yield from _head("spotsmith_jobs_refused_total", "counter", "Jobs that were refused, since too many waited.")
    yield _line("spotsmith_jobs_refused_total", load.refused)
    yield from _head("spotsmith_job_seconds_total", "counter", "Time that the workers spent on jobs.")
    yield _line("spotsmith_job_seconds_total", load.seconds)


def _of_process() -> Iterator[str]:
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    yield from _head("process_resident_memory_bytes", "gauge", "Memory of this process, without the compiler's.")
    yield _line("process_resident_memory_bytes", pages * 4096)


def _head(name: str, kind: str, said: str) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, value: float, labels: Mapping[str, str] | None = None) -> str:
    shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in (labels or {}).items())
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
