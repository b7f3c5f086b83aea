"""Reads a dataset line by line as it is: a line that is no record is a finding, not the end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finetune.records import Record, record_of
from finetune.split_files import SPLIT_FILES
from finetune.verify.findings import Finding, Place
from knowledge.errors import SpotsmithError

BUILT = "records.jsonl"
"""What ``dataset build`` writes."""


@dataclass(frozen=True, slots=True)
class Dataset:
    records: tuple[Record, ...]
    places: tuple[Place, ...]
    unreadable: tuple[Finding, ...]


def read_dataset(path: Path) -> Dataset:
    """Of a JSON Lines file, or of a folder that ``dataset split`` wrote. Raises SpotsmithError when there is nothing
    in it that is a record."""
    records: list[Record] = []
    places: list[Place] = []
    unreadable: list[Finding] = []
    for file, split in _files(path):
        for place, found in _lines(file, split):
            if isinstance(found, Record):
                records.append(found)
                places.append(place)
            else:
                unreadable.append(Finding("", place, "format", "error", found))
    if not records and not unreadable:
        raise SpotsmithError(f"{path}: the dataset is empty; `spotsmith dataset build` makes one from the site's code")
    if not records:
        raise SpotsmithError(
            f"{path}: none of {len(unreadable):,} lines is a record of Spotsmith (line {unreadable[0].place.line}: "
            f"{unreadable[0].text}); `spotsmith dataset import` reads the formats of other tools"
        )
    return Dataset(tuple(records), tuple(places), tuple(unreadable))


def _files(path: Path) -> list[tuple[Path, str]]:
    if not path.is_dir():
        return [(path, "")]
    found = [(path / name, split.replace("_", "-")) for split, name in SPLIT_FILES.items() if (path / name).is_file()]
    if not found and (path / BUILT).is_file():
        return [(path / BUILT, "")]
    if not found:
        names = ", ".join((BUILT, *SPLIT_FILES.values()))
        raise SpotsmithError(f"{path}: the folder holds none of {names}; give a JSON Lines file or such a folder")
    return found


def _lines(path: Path, split: str) -> Iterator[tuple[Place, Record | str]]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield Place(path.name, number, split), _record(raw)
    except OSError as error:
        raise SpotsmithError(f"{path}: the dataset cannot be read: {error.strerror or error}") from error


def _record(raw: bytes) -> Record | str:
    """The record, or why the line is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return f"not UTF-8 text at byte {error.start}"
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        cut = "" if raw.endswith(b"\n") else "; the line has no end, so the file may be half-written"
        return f"not JSON: {getattr(error, 'msg', 'nested too deep')}{cut}"
    if not isinstance(data, dict):
        return f"a record is a JSON object, this is a {type(data).__name__}"
    try:
        return record_of(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"not a record: {error}"
