"""Source files that a person names, read as text; folders are walked."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.state import Unchecked
from indexers.reading import decode
from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile

MOST_BYTES = 2_000_000  # the longest source that we know of has 400,000; a checker must not hang on a dump


@dataclass(frozen=True, slots=True)
class Sources:
    files: tuple[SourceFile, ...]
    skipped: tuple[Unchecked, ...]
    """Files that are no source text, each with the reason."""

    @property
    def paths(self) -> tuple[str, ...]:
        return (*(file.path for file in self.files), *(note.path for note in self.skipped))


def read_sources(paths: Iterable[Path], suffixes: Sequence[str]) -> Sources:
    """Raises SpotsmithError for a path that is not there or cannot be read, and for a folder without sources."""
    read = [_read(file) for file in dict.fromkeys(file for path in paths for file in _named(path, suffixes))]
    return Sources(
        tuple(each for each in read if isinstance(each, SourceFile)),
        tuple(each for each in read if isinstance(each, Unchecked)),
    )


def _named(path: Path, suffixes: Sequence[str]) -> list[Path]:
    """Of a folder what lies below it, but not in its hidden folders: Spotsmith keeps drafts there, editors copies."""
    if not path.is_dir():
        return [path]
    found = (file for suffix in suffixes for file in path.rglob(f"*{suffix}") if file.is_file())
    files = sorted(file for file in found if not _is_hidden(file.relative_to(path)))
    if not files:
        raise SpotsmithError(f"{path}: no {' or '.join(suffixes)} file below this folder")
    return files


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts[:-1])


def _read(path: Path) -> SourceFile | Unchecked:
    shown = os.fsencode(path).decode("utf-8", "replace")  # names need not be text; reports must be
    try:
        with path.open("rb") as file:  # which may be a pipe or a device, whose size nothing says
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        return Unchecked(f"not checked: larger than {MOST_BYTES // 1_000_000} MB, which no source file is", shown)
    text = decode(data)
    if "\0" in text:
        return Unchecked("not checked: a binary file, not source text", shown)
    return SourceFile(shown, text)
