"""What a run says while it goes: a line of JSON for each reading, and the same as a table."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LINES = "log.jsonl"
TABLE = "log.csv"
_FIRST = ("step", "epoch", "loss", "eval_loss", "learning_rate", "grad_norm")


class RunLog:
    def __init__(self, folder: Path) -> None:
        self._lines = folder / LINES
        self._table = folder / TABLE

    def add(self, entry: Mapping[str, Any]) -> None:
        with self._lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")

    def entries(self) -> list[dict[str, Any]]:
        return list(self._read())

    def rewind(self, step: int) -> None:
        """Forget what comes after a step: it is about to happen again."""
        kept = [entry for entry in self._read() if entry.get("step", 0) <= step]
        half = self._lines.with_name(f".{LINES}.part")
        half.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in kept), encoding="utf-8")
        half.replace(self._lines)

    def write_table(self) -> None:
        entries = self.entries()
        names = {name for entry in entries for name in entry}
        columns = [*(name for name in _FIRST if name in names), *sorted(names - set(_FIRST))]
        half = self._table.with_name(f".{TABLE}.part")
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(entries)
        half.replace(self._table)

    def _read(self) -> Iterator[dict[str, Any]]:
        if not self._lines.is_file():
            return
        for line in self._lines.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:  # the last line of a killed run
                continue
            if isinstance(entry, dict):
                yield entry
