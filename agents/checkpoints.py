"""Where a run stands, kept in SQLite after every step, so that a killed run goes on instead of starting over.

Our records are written as plain JSON, never pickled: a checkpoint file is data, and reading one runs nothing.
"""

import sqlite3
from pathlib import Path
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from agents.state import Attempt, Context, Draft, Resolution, Result, Review, Task, Usage
from knowledge.encoding import decode, encode

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Attempt, Task, Resolution, Context, Draft, Review, Result, Usage)
}
_MARK = "spotsmith.record"


class RecordSerializer(JsonPlusSerializer):
    """LangGraph's own serializer, with the records of the flow as JSON texts inside it."""

    def __init__(self) -> None:
        super().__init__(allowed_msgpack_modules=None)

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        return super().dumps_typed(_packed(obj))

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        return _unpacked(super().loads_typed(data))


def open_checkpoints(path: Path) -> SqliteSaver:
    """The checkpoints of a workspace; a damaged file is replaced, since all that it holds can be made again.

    ``conn.close()`` of the result ends it. Raises OSError or sqlite3.Error where no file can be kept.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connected(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        path.unlink()
        connection = _connected(path)
    return SqliteSaver(connection, serde=RecordSerializer())


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous=OFF")  # a lost step costs its repetition, an fsync per step 5 ms
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _packed(value: Any) -> Any:
    name = type(value).__name__
    if name in KINDS and isinstance(value, KINDS[name]):
        return {_MARK: name, "json": encode(value)}
    if isinstance(value, dict):
        return {key: _packed(item) for key, item in value.items()}
    return [_packed(item) for item in value] if type(value) is list else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        if _MARK in value:
            return decode(KINDS[value[_MARK]], value["json"])
        return {key: _unpacked(item) for key, item in value.items()}
    return [_unpacked(item) for item in value] if type(value) is list else value
