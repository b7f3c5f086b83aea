"""The index: one point per record, found by name, by field or by words. Who writes it and when: ``indexers.run``.

``open_folder`` reads it from an embedded Qdrant Edge shard: one folder per index, written once and never changed while
readers hold it. The file ``current`` names the folder that serves; replacing that file is the swap.
``knowledge.server.open_server`` reads the same points from a Qdrant server that several machines share.
"""

import functools
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeVar

import orjson
import qdrant_edge as edge

from knowledge.encoding import shape
from knowledge.errors import SpotsmithError
from knowledge.points import PAGE, EdgePoints, Points
from knowledge.private_copy import is_writable, private_copy
from knowledge.records import Exemplar, Passage, Record, RecordKind, Symbol, Table
from knowledge.shard import KINDS, Filters, bm25, point_id, record_of
from knowledge.words import words

R = TypeVar("R", Symbol, Table, Exemplar, Passage)

FORMAT = f"2-{shape(*KINDS)}"
"""An index of another format is refused: the records have changed since, or the layout has."""


class IndexMissing(SpotsmithError):
    """There is no index that this version can read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found, and why."""

    record: Record
    score: float
    why: str
    """``exact``, or ``lexical: bill, completion`` with the words that matched."""

    @property
    def kind(self) -> RecordKind:
        return KINDS[type(self.record)]

    @property
    def name(self) -> str:
        return self.record.name


class Store(Protocol):
    """Records by name, by field and by words."""

    place: str
    """Where the index lies; another one for each that `spotsmith index` made."""

    def get(self, kind: type[R], name: str) -> R | None:
        """The record of this kind and exact name; table names in upper case."""

    def get_many(self, kind: type[R], names: Sequence[str]) -> tuple[R, ...]:
        """Those of the named records that exist, in the order of the names."""

    def where(self, kind: type[R], field: str, value: str, limit: int = 10_000) -> tuple[R, ...]:
        """Records with this keyword field (one of role, simple, spot, tables ...), in the order they were indexed."""

    def names(self, kind: type[R], field: str = "kind", value: str = "") -> tuple[str, ...]:
        """The names alone, of all records of a kind or of those with this keyword field."""

    def search(
        self, text: str, kinds: Sequence[type[Record]] = (), limit: int = 20, filters: Filters | None = None
    ) -> list[Hit]:
        """The records that share most words with the text, best first; no kinds means all."""

    def named(self, simple_name: str) -> tuple[str, ...]:
        """Qualified names of all types of this simple name, in class-path order."""

    def table(self, name: str) -> Table | None: ...

    def table_names(self) -> tuple[str, ...]: ...

    def counts(self) -> dict[str, int]:
        """Records by kind (``symbol``) and by kind and role (``symbol/entity``)."""

    def close(self) -> None: ...


class PointStore:
    """A ``Store`` over points, wherever they lie."""

    def __init__(self, points: Points, place: str) -> None:
        self.place = place
        self._points = points
        self._query = bm25()
        self._recent = _Recent()
        self._named = functools.lru_cache(maxsize=4096)(lambda name: self.names(Symbol, "simple", name))

    def get(self, kind: type[R], name: str) -> R | None:
        return next(iter(self.get_many(kind, (name,))), None)

    def get_many(self, kind: type[R], names: Sequence[str]) -> tuple[R, ...]:
        found, unknown = self._recent.of(KINDS[kind], names)
        for start in range(0, len(unknown), PAGE):
            asked = unknown[start : start + PAGE]
            payloads = self._points.retrieve([point_id(KINDS[kind], name) for name in asked])
            read = dict.fromkeys(asked) | {each["name"]: record_of(KINDS[kind], each) for each in payloads}
            self._recent.keep(KINDS[kind], read)
            found |= read
        return tuple(record for name in names if isinstance(record := found[name], kind))

    def where(self, kind: type[R], field: str, value: str, limit: int = 10_000) -> tuple[R, ...]:
        return self.get_many(kind, self.names(kind, field, value)[:limit])

    def names(self, kind: type[R], field: str = "kind", value: str = "") -> tuple[str, ...]:
        filters = {"kind": KINDS[kind]} | ({field: value} if field != "kind" else {})
        found = sorted((payload["order"], payload["name"]) for payload in self._points.scroll(filters))
        return tuple(name for _, name in found)

    def named(self, simple_name: str) -> tuple[str, ...]:
        return self._named(simple_name)

    def table(self, name: str) -> Table | None:
        return self.get(Table, name.upper())

    def table_names(self) -> tuple[str, ...]:
        return self.names(Table)

    def search(
        self, text: str, kinds: Sequence[type[Record]] = (), limit: int = 20, filters: Filters | None = None
    ) -> list[Hit]:
        terms: dict[int, str] = {}
        for word in words(text):
            for index in self._query.embed_query(word).indices:
                terms.setdefault(index, word)
        if not terms:
            return []
        wanted = dict(filters or {}) | ({"kind": [KINDS[kind] for kind in kinds]} if kinds else {})
        return [
            Hit(record_of(near.payload["kind"], near.payload), near.score, _why(terms, near.matched))
            for near in self._points.nearest(dict.fromkeys(terms, 1.0), wanted, limit)
        ]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name in KINDS.values():
            roles = self._points.facet("role", {"kind": name})
            found[name] = self._points.count({"kind": name})
            found |= {f"{name}/{role}": count for role, count in roles.items() if role}
        return found

    def close(self) -> None:
        self._points.close()


class _Recent:
    """The records that were read last, and the names that are none.

    Resolution asks for the same few hundred types again and again: decoding a wide one takes 0.1 to 1 ms.
    """

    _MOST = 4096

    def __init__(self) -> None:
        self._records: OrderedDict[tuple[RecordKind, str], Record | None] = OrderedDict()
        self._lock = Lock()

    def of(self, kind: RecordKind, names: Sequence[str]) -> tuple[dict[str, Record | None], list[str]]:
        """What is known of these names, and the names that have to be read."""
        found: dict[str, Record | None] = {}
        unknown: dict[str, None] = {}
        with self._lock:
            for name in names:
                try:
                    found[name] = self._records[kind, name]
                except KeyError:
                    unknown[name] = None
                else:
                    self._records.move_to_end((kind, name))
        return found, list(unknown)

    def keep(self, kind: RecordKind, read: Mapping[str, Record | None]) -> None:
        with self._lock:
            for name, record in read.items():
                self._records[kind, name] = record
            while len(self._records) > self._MOST:
                self._records.popitem(last=False)


def _why(terms: Mapping[int, str], matched: frozenset[int]) -> str:
    return "lexical: " + ", ".join(word for index, word in terms.items() if index in matched)


def open_folder(path: Path) -> PointStore:
    """The index that serves under this path; ``IndexMissing`` when there is none that can be read."""
    folder = current_folder(path)
    if folder is None:
        raise IndexMissing(f"{path}: there is no index yet. Run `spotsmith index`.")
    if read_manifest(folder).get("format") != FORMAT:
        raise IndexMissing(f"{path}: the index was written by another version. Run `spotsmith index`.")
    try:
        return PointStore(open_shard(folder), str(folder))
    except Exception as error:  # the engine raises nothing narrower
        if not is_writable(folder / "shard"):
            return PointStore(_open_copy(folder / "shard"), str(folder))
        raise IndexMissing(f"{path}: the index cannot be read ({error}). Run `spotsmith index`.") from error


def open_shard(folder: Path) -> EdgePoints:
    """The points of one index, by the folder that ``current`` names."""
    return EdgePoints(edge.EdgeShard.load(str(folder / "shard")))


def _open_copy(shard: Path) -> EdgePoints:
    """The points of a shard that may only be read."""
    try:
        copy = private_copy(shard)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        raise IndexMissing(
            f"{shard}: this user may not write there, which the index's engine needs, and a private copy cannot be "
            f"made ({why}). Give this user permission to read it, or to write it"
        ) from error
    try:
        return EdgePoints(edge.EdgeShard.load(copy.name), copy)
    except Exception as error:
        copy.cleanup()
        raise IndexMissing(f"{shard}: the index cannot be read ({error}). Run `spotsmith index`.") from error


class StoredSymbols:
    """The types of a store, by name (``knowledge.symbols.SymbolSource``)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> Symbol | None:
        return self._store.get(Symbol, name)

    def named(self, simple_name: str) -> tuple[str, ...]:
        return self._store.named(simple_name)


def current_folder(path: Path) -> Path | None:
    """The folder of the index that serves, or None."""
    try:
        name = (path / "current").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    folder = path / name
    return folder if name and folder.is_dir() else None


def read_manifest(folder: Path) -> dict[str, Any]:
    """What was indexed, as its writer noted it; empty when there is none."""
    try:
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    return manifest if isinstance(manifest, dict) else {}
