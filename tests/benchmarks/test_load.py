"""200 clients of one server for two minutes, then the end of the server while they go on. Nothing may be lost, mixed up
or broken, and memory must stay flat; times are printed and not asserted."""

import asyncio
import hashlib
import os
import signal
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from serving.settings import Workspace
from tests.benchmarks.bench_record import hardware, record
from tests.benchmarks.load_clients import KINDS, Clients, Seen, token_of
from tests.serving.api.process import SOON, Serving, serving
from tests.serving.command_line import write_settings
from tests.serving.conftest import inputs_of

pytestmark = pytest.mark.benchmark
CLIENTS = 200
SECONDS = float(os.environ.get("SPOTSMITH_BENCH_SECONDS", "120"))
LONG = 60.0  # seconds of load below which halves are too short to compare memory: caches still fill
FLAT = 1.1  # most that the median of the second half may be above that of the first
ALONE = 40  # answers to a client that is alone: the baseline
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Memory:
    """Resident bytes of the server and of its compiler, once a second."""

    pid: int
    server: list[int] = field(default_factory=list)
    compiler: list[int] = field(default_factory=list)

    async def sample(self) -> None:
        while True:
            self.server.append(_resident(self.pid))
            self.compiler.append(sum(map(_resident, _children(self.pid))))
            await asyncio.sleep(1)


@pytest.fixture
def served(sample_site: Workspace, tmp_path: Path) -> Iterator[Serving]:
    folder = tmp_path / "brightwater"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    tokens = (
        f'[serve.tokens.c{n}]\nsha256 = "{hashlib.sha256(token_of(n).encode()).hexdigest()}"' for n in range(CLIENTS)
    )
    write_settings(folder, inputs_of(sample_site), "\n".join(tokens))
    with serving(folder) as running:
        yield running


def test_load(served: Serving) -> None:
    alone, loaded, memory, stopping = asyncio.run(_played(served))
    counts = {"alone": len(_all(alone)), "loaded": len(_all(loaded)), "stopping": len(_all(stopping))}
    _print(alone, loaded, memory, stopping)
    for seen in (alone, loaded, stopping):
        assert seen.wrong == []
    assert set(loaded.said) <= {"200", "429"}, loaded.said  # nothing was lost
    assert all(loaded.seconds[kind] for kind in KINDS) and counts["stopping"]
    assert served.process.wait(SOON) == 0 and served.other == []
    first, second = _halves(memory.server)
    if SECONDS >= LONG:
        assert second <= FLAT * first
        assert _halves(memory.compiler)[1] <= FLAT * _halves(memory.compiler)[0]


async def _played(served: Serving) -> tuple[Seen, Seen, Memory, Seen]:
    alone = await _asked(served, 1, ALONE)
    memory = Memory(served.process.pid)
    sampling = asyncio.create_task(memory.sample())
    loaded, stopping = Clients(served.url), Clients(served.url)
    living = [asyncio.create_task(loaded.live(number)) for number in range(CLIENTS)]
    await asyncio.sleep(SECONDS)
    loaded.over.set()
    await asyncio.gather(*living)
    sampling.cancel()
    living = [asyncio.create_task(stopping.live(number)) for number in range(CLIENTS)]
    while len(_all(stopping.seen)) < CLIENTS // 4:
        await asyncio.sleep(0.05)
    served.process.send_signal(signal.SIGTERM)
    await asyncio.gather(*living)
    return alone, loaded.seen, memory, stopping.seen


async def _asked(served: Serving, clients: int, answers: int) -> Seen:
    made = Clients(served.url)
    living = [asyncio.create_task(made.live(number)) for number in range(clients)]
    while len(_all(made.seen)) < answers and not made.seen.wrong:
        await asyncio.sleep(0.01)
    made.over.set()
    await asyncio.gather(*living)
    return made.seen


def _print(alone: Seen, loaded: Seen, memory: Memory, stopping: Seen) -> None:
    print(f"\nserve on {hardware()}, load {os.getloadavg()[0]:.1f}, clients in the same machine, scaffold coder")
    print(f"{CLIENTS} clients for {SECONDS:g} s, each with a token of its own: {len(_all(loaded))} answers")
    print(f"{'ms':28}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}")
    _row("one client alone", _all(alone))
    for kind in KINDS:
        _row(f"{kind}, from first asking", loaded.seconds[kind])
    _row("all, from first asking", _all(loaded))
    _row("all, once taken", [each for kind in KINDS for each in loaded.served[kind]])
    print(f"answers and refusals: {dict(loaded.said)}")
    for name, samples in (("server", memory.server), ("compiler", memory.compiler)):
        halves = "first half {:.0f}, second half {:.0f}".format(*(each / 2**20 for each in _halves(samples)))
        print(f"memory of the {name} in MiB, median: {halves}, most {max(samples) / 2**20:.0f}, n = {len(samples)}")
    print(f"stopped under load: {dict(stopping.said)}, nothing broken: {not stopping.wrong}")
    _record(alone, loaded, memory, stopping)


def _record(alone: Seen, loaded: Seen, memory: Memory, stopping: Seen) -> None:
    times = sorted(_all(loaded))
    first, second = _halves(memory.server)
    record(
        "serving",
        load_clients=CLIENTS,
        load_seconds=SECONDS,
        load_answers=len(times),
        load_answers_per_s=len(times) / SECONDS,
        load_p50_ms=1000 * _at(times, 0.5),
        load_p95_ms=1000 * _at(times, 0.95),
        load_p99_ms=1000 * _at(times, 0.99),
        load_alone_p50_ms=1000 * _at(sorted(_all(alone)), 0.5),
        load_refused_429=loaded.said["429"],
        load_wrong=len(loaded.wrong),
        load_memory_first_half_mib=first / 2**20,
        load_memory_second_half_mib=second / 2**20,
        load_compiler_memory_second_half_mib=_halves(memory.compiler)[1] / 2**20,
        stop_answered=stopping.said["200"],
        stop_refused_503=stopping.said["503"] + stopping.said["503 in a stream"],
        stop_wrong=len(stopping.wrong),
    )


def _row(name: str, seconds: list[float]) -> None:
    times = sorted(seconds)
    shown = "".join(f"{1000 * _at(times, part):9.0f}" for part in (0.5, 0.95, 0.99)) if times else ""
    print(f"{name:28}{len(times):7}{shown}")


def _at(times: list[float], part: float) -> float:
    return times[min(int(part * len(times)), len(times) - 1)]


def _all(seen: Seen) -> list[float]:
    return [each for kind in KINDS for each in seen.seconds[kind]]


def _halves(samples: list[int]) -> tuple[float, float]:
    middle = len(samples) // 2
    return statistics.median(samples[:middle]), statistics.median(samples[middle:])


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except OSError:
        return 0


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
