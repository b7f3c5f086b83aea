"""What was read from files that have not changed: a file per stage, keyed by content, pruned to what was last used."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import orjson

from knowledge.encoding import decode, encode

T = TypeVar("T")


class Cache:
    """Kept from one run to the next in a folder. Losing it costs time and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, dict[str, str]] = {}
        self._used: dict[str, dict[str, str]] = {}

    def get(self, stage: str, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """The value of this key from the last run, else made now. ``kind`` is a dataclass of JSON-like fields."""
        kept = self._stage(stage).get(key)
        value = make() if kept is None else decode(kind, kept)
        self._used.setdefault(stage, {})[key] = encode(value) if kept is None else kept
        return value

    def save(self) -> None:
        """Write what was used in this run and forget the rest."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for stage, entries in self._used.items():
            if entries != self._kept.get(stage):
                partial = self._folder / f"{stage}.partial"
                partial.write_bytes(orjson.dumps(entries))
                partial.replace(self._path(stage))

    def _stage(self, stage: str) -> dict[str, str]:
        if stage not in self._kept:
            try:
                self._kept[stage] = orjson.loads(self._path(stage).read_bytes())
            except (OSError, orjson.JSONDecodeError):
                self._kept[stage] = {}
        return self._kept[stage]

    def _path(self, stage: str) -> Path:
        return self._folder / f"{stage}.json"
