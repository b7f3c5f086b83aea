"""What a report says of an item, in words that all formats share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from agents.state import Resolution
from serving.batch.manifest import Kept, Record
from serving.batch.plan import Step, file_of

Status = Literal["ok", "partial", "failed", "error", "waiting"]
STATUSES: tuple[Status, ...] = ("ok", "partial", "failed", "error", "waiting")
MEANING = {
    "ok": "proven",
    "partial": "not everything could be checked or written",
    "failed": "the checks found errors; the best attempt is kept",
    "error": "could not be made; it is tried again by the next run",
    "waiting": "not made yet",
}
FailOn = Literal["failed", "partial", "never"]


@dataclass(frozen=True, slots=True)
class Told:
    """An item with what became of it."""

    step: Step
    record: Record | None
    """None while it waits."""
    kept: Kept | None

    @property
    def status(self) -> Status:
        return self.record.status if self.record else "waiting"

    @property
    def id(self) -> str:
        return self.step.item.id

    @property
    def request(self) -> str:
        return self.step.item.task.request

    @property
    def class_name(self) -> str:
        return str(self.kept.answer["class"]) if self.kept else self.step.item.task.class_name

    @property
    def resolution(self) -> Resolution | None:
        return self.kept.resolution if self.kept else None

    @property
    def spot(self) -> str:
        return self.kept.resolution.spot.name if self.kept else self.step.item.task.spot

    @property
    def file(self) -> str:
        """Below the output."""
        return file_of(self.step.item, self.record.path) if self.record and self.record.path else ""

    @property
    def seconds(self) -> float:
        return self.record.seconds if self.record else 0.0

    @property
    def problem(self) -> str:
        return self.record.problem if self.record else ""

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        return self.kept.diagnostics if self.kept else []

    def texts(self, key: Literal["unchecked", "todo", "notes"]) -> list[str]:
        return [str(text) for text in self.kept.answer[key]] if self.kept else []

    @property
    def doubts(self) -> list[str]:
        return list(self.kept.resolution.doubts) if self.kept else []

    @property
    def summary(self) -> str:
        """Why the item is not ok, in a sentence; empty when it is."""
        if self.status == "ok":
            return ""
        errors = [d for d in self.diagnostics if d["severity"] == "error"]
        if errors:
            more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
            return f"line {errors[0]['line']}: {errors[0]['message']}{more}"
        return self.problem or "; ".join([*self.texts("unchecked"), *self.texts("notes")][:2]) or MEANING[self.status]


@dataclass(frozen=True, slots=True)
class Head:
    """What a report says of the batch as a whole."""

    spec: str
    workspace: str
    fail_on: FailOn
    counts: Mapping[str, int]
    seconds: float
    """Of this run."""
    made: int
    """Items that were made in this run."""
    removed: tuple[str, ...] = ()
    """Ids of items that were made once and are no longer in the spec."""
    written: str = ""
    """What was written where, in a sentence."""
    version: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Report(Protocol):
    """A format, written item by item, so that 10,000 of them need not fit into memory."""

    def add(self, told: Told) -> None: ...

    def close(self) -> None: ...


def counted(statuses: Iterable[str]) -> dict[str, int]:
    """Every status with its count, in the order of ``STATUSES``."""
    found = Counter(statuses)
    return {status: found[status] for status in STATUSES}


def fails(status: str, fail_on: FailOn) -> bool:
    """Whether an item makes the batch fail."""
    return fail_on != "never" and (status in ("failed", "error") or (status == "partial" and fail_on == "partial"))


def exit_code(counts: Mapping[str, int], fail_on: FailOn) -> int:
    """1 when items failed, 3 when the worst of those that count is partial, else 0."""
    if fail_on == "never":
        return 0
    if counts.get("failed") or counts.get("error"):
        return 1
    return 3 if fail_on == "partial" and counts.get("partial") else 0
