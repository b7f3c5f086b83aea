"""Who was told what: a line of JSON for each answer in ``.spotsmith/mcp-audit.jsonl``. Names, never code."""

import time
from pathlib import Path
from threading import Lock

import orjson

from serving.mcp.disclosure import Level

FILE = "mcp-audit.jsonl"
MOST_BYTES = 20_000_000  # then the file becomes .1, and the .1 of before is gone
MOST_NAMES = 500  # of one answer; the count says how many there were


class Audit:
    """Append-only. A disk that is full stops nothing but the audit, and ``broken`` says so."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.broken = ""
        self._lock = Lock()

    def note(self, client: str, owner: str, what: str, names: list[str], level: Level, size: int) -> None:
        line = {
            "when": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "client": client,
            "token": owner,
            "what": what,
            "level": level,
            "names": names[:MOST_NAMES],
            "name_count": len(names),
            "characters": size,
        }
        with self._lock:
            try:
                self._make_room()
                with self.path.open("ab") as file:
                    file.write(orjson.dumps(line) + b"\n")
            except OSError as error:
                self.broken = f"{self.path}: the audit cannot be written: {error.strerror}"

    def _make_room(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
            self.path.replace(self.path.with_suffix(".jsonl.1"))
