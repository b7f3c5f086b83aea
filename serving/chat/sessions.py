"""Conversations of a workspace that can be gone on with: a file for each, written anew after every turn."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge.encoding import decode, encode, shape
from knowledge.errors import SpotsmithError
from serving.conversation.state import State


@dataclass(frozen=True, slots=True)
class _Kept:
    format: str
    state: State


class Session:
    """Where one conversation is kept."""

    def __init__(self, folder: Path, path: Path | None = None) -> None:
        self._folder = folder
        self._path = path or folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.json"

    def keep(self, state: State, most: int) -> None:
        """Raises SpotsmithError where it cannot be written; of all sessions the newest ``most`` stay."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".partial")
            with open(partial, "w", encoding="utf-8", opener=_private) as file:
                file.write(encode(_Kept(_format(), state)))
            partial.replace(self._path)
            for old in _all(self._folder)[:-most]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise SpotsmithError(f"{self._path}: the session cannot be kept: {error.strerror}") from error


def newest(folder: Path) -> tuple[Session, State] | None:
    """The session that was written last and that this version can read."""
    for path in reversed(_all(folder)):
        try:
            kept = decode(_Kept, path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):  # half written, or of another version
            continue
        if kept.format == _format():
            return Session(folder, path), kept.state
    return None


def _all(folder: Path) -> list[Path]:
    found = folder.glob("*.json") if folder.is_dir() else ()
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _format() -> str:
    return shape(State)


def _private(path: str, flags: int) -> int:
    """What people ask for is theirs alone to read."""
    return os.open(path, flags, 0o600)
