"""The report as JSON, for scripts: names never change, more may come."""

from typing import IO, Any

import orjson

from serving.batch.told import Head, Told


class JsonReport:
    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._file = file
        self._first = True
        file.write(b'{"batch":' + orjson.dumps(head_json(head)) + b',\n"items":[')

    def add(self, told: Told) -> None:
        self._file.write((b"\n" if self._first else b",\n") + orjson.dumps(told_json(told)))
        self._first = False

    def close(self) -> None:
        self._file.write(b"\n]}\n")


def head_json(head: Head) -> dict[str, Any]:
    return {
        "spec": whole(head.spec),
        "workspace": whole(head.workspace),
        "version": head.version,
        "counts": dict(head.counts),
        "made": head.made,
        "seconds": round(head.seconds, 3),
        "fail_on": head.fail_on,
        "removed": list(head.removed),
        "written": whole(head.written),
    }


def told_json(told: Told) -> dict[str, Any]:
    """One item; its code is in its file, and not here."""
    answer = told.kept.answer if told.kept else {}
    value: dict[str, Any] = {
        "id": told.id,
        "place": told.step.item.place,
        "status": told.status,
        "state": told.step.state,
        "request": told.request,
        "class": told.class_name,
        "spot": told.spot,
        "file": told.file,
        "seconds": told.seconds,
        "coder": answer.get("coder", ""),
        "rounds": answer.get("rounds", 0),
        "summary": told.summary,
        "problem": told.problem,
        "diagnostics": told.diagnostics,
        "unchecked": told.texts("unchecked"),
        "todo": told.texts("todo"),
        "notes": told.texts("notes"),
        "doubts": told.doubts,
    }
    return {key: whole(inner) for key, inner in value.items()}


def whole(value: Any) -> Any:
    """Texts without half a surrogate pair, which JSON cannot carry."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [whole(inner) for inner in value]
    return {key: whole(inner) for key, inner in value.items()} if isinstance(value, dict) else value
