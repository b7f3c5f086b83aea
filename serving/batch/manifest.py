"""What is done, kept so that a killed batch goes on where it was: an append-only file of JSON lines, and the results.

Not SQLite: one writer appends one line for each finished item and makes it durable; a line that a kill or a power cut
tore is the last one and is cut off; people can read it. A result is written whole, in a file of its own, before its
line, so that a line always has its result; one that is gone or damaged is made again.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from agents.state import Resolution, Result
from indexers.publish import only_writer
from knowledge.encoding import decode, encode
from knowledge.errors import SpotsmithError
from serving.picture import named_in
from serving.shapes import result_json

Status = Literal["ok", "partial", "failed", "error"]
"""``error``: the item could not be made at all; such items are always tried again."""


@dataclass(frozen=True, slots=True)
class Record:
    """A finished item."""

    id: str
    key: str
    """Digest of everything that the result depends on; another key is another result."""
    status: Status
    seconds: float
    path: str = ""
    """Of its file, inside its source tree."""
    sha256: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """Where an item's file will be, so that a resumed batch need not resolve it again."""

    id: str
    key: str
    path: str
    spot: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A result as it is kept."""

    id: str
    key: str
    answer: dict[str, Any]
    """As ``serving.shapes.result_json`` gives it."""
    resolution: Resolution
    named: tuple[str, ...]
    """What the code names, for the picture."""

    @property
    def text(self) -> str:
        """As it can be written: half a surrogate pair, which a model may send, cannot."""
        return str(self.answer["files"][0]["content"]).encode("utf-8", "replace").decode()

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.answer["diagnostics"]
        return found


@dataclass(slots=True)
class Manifest:
    """The folder of a batch. Only the process that holds its lock may append."""

    folder: Path
    records: dict[str, Record] = field(default_factory=dict)
    """The newest of each item."""
    plans: dict[str, Planned] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    """Digests of all texts that the batch ever made: only files that hold one of these are replaced unasked."""
    _file: IO[bytes] | None = None

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """As it stands; an empty one where there is none. Raises SpotsmithError where it cannot be read."""
        manifest = cls(folder)
        try:
            data = (folder / "manifest.jsonl").read_bytes()
        except FileNotFoundError:
            return manifest
        except OSError as error:
            raise SpotsmithError(f"{folder / 'manifest.jsonl'}: cannot be read: {error.strerror}") from error
        for line in data.split(b"\n")[:-1]:  # what follows the last line end is a torn line
            manifest._note(line)
        return manifest

    def has(self, record: Record) -> bool:
        """Whether its result is there; whether it is whole, only ``result`` can say."""
        return self._result(record.id, record.key).is_file()

    def forget(self, record: Record) -> None:
        """Has an item whose result is damaged made again by the next run."""
        self._result(record.id, record.key).unlink(missing_ok=True)

    def result(self, record: Record) -> Kept | None:
        """None when the file is gone or damaged."""
        try:
            data = orjson.loads(self._result(record.id, record.key).read_bytes())
            kept = Kept(
                data["id"],
                data["key"],
                data["answer"],
                decode(Resolution, data["resolution"]),
                tuple(data["named"]),
            )
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
            return None
        whole = hashlib.sha256(kept.text.encode()).hexdigest() == record.sha256 and kept.id == record.id
        return kept if whole and kept.key == record.key else None

    def add(self, id: str, key: str, seconds: float, made: Result | str) -> Record:
        """Keep a result, or the sentence that says why there is none. Raises OSError where it cannot be kept."""
        if isinstance(made, str):
            record = Record(id, key, "error", seconds, problem=made)
        else:
            digest = hashlib.sha256(made.draft.file.text.encode("utf-8", "replace")).hexdigest()
            record = Record(id, key, made.status, seconds, made.draft.file.path, digest)
            _write_whole(self._result(id, key), _kept(id, key, made))
        old = self.records.get(id)
        self._append([{"record": record}])
        if old and old.key != key:
            self._result(id, old.key).unlink(missing_ok=True)
        return record

    def plan(self, plans: Iterable[Planned]) -> None:
        fresh = [plan for plan in plans if self.plans.get(plan.id) != plan]
        if fresh:
            self._append([{"plan": plan} for plan in fresh])

    def _append(self, entries: Iterable[dict[str, Any]]) -> None:
        assert self._file is not None, "the manifest is open for reading only"
        lines = [encode(entry).encode() for entry in entries]
        start = self._file.tell()
        try:
            self._file.write(b"".join(line + b"\n" for line in lines))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            os.ftruncate(self._file.fileno(), start)  # half a line of a full disk must not spoil the next one
            raise
        for line in lines:
            self._note(line)

    def _note(self, line: bytes) -> None:
        try:
            entry = orjson.loads(line)
            if "record" in entry:
                record = decode(Record, orjson.dumps(entry["record"]).decode())
                self.records[record.id] = record
                self.written.add(record.sha256)
            elif "plan" in entry:
                plan = decode(Planned, orjson.dumps(entry["plan"]).decode())
                self.plans[plan.id] = plan
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return  # of another version, or damaged: what it said is made again

    def _result(self, id: str, key: str) -> Path:
        name = hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()[:20]
        return self.folder / "results" / f"{name}-{key[:16]}.json"


@contextmanager
def opened(folder: Path) -> Iterator[Manifest]:
    """The manifest for writing; a second process is refused."""
    with ExitStack() as stack:
        try:
            stack.enter_context(only_writer(folder))
            (folder / "results").mkdir(exist_ok=True)
            file = stack.enter_context((folder / "manifest.jsonl").open("ab"))
        except SpotsmithError as error:
            raise SpotsmithError(str(error).replace("is indexing already", "runs this batch already")) from error
        except OSError as error:
            raise SpotsmithError(f"{folder}: cannot be written: {error.strerror}") from error
        manifest = Manifest.read(folder)
        file.truncate(_whole_lines(folder / "manifest.jsonl"))
        file.seek(0, os.SEEK_END)
        manifest._file = file
        yield manifest


def folder_of(hidden: Path, spec: Path) -> Path:
    """Where the batch of a spec file is kept: by the file's name and place."""
    place = str(spec.resolve())
    name = re.sub(r"[^\w.-]+", "-", spec.name)[:60]
    return hidden / "batches" / f"{name}-{hashlib.sha256(place.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _kept(id: str, key: str, made: Result) -> bytes:
    answer = result_json(made)
    value = {
        "id": id,
        "key": key,
        "answer": answer,
        "resolution": encode(made.resolution),
        "named": named_in(made),
    }
    return encode(value).encode()


def _write_whole(path: Path, data: bytes) -> None:
    """The whole file or none, on the disk before it has its name."""
    partial = path.parent / "partial"  # one writer; what a killed one left is written over
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _whole_lines(path: Path) -> int:
    return path.read_bytes().rfind(b"\n") + 1
