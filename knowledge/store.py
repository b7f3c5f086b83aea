"""The index: one point per record, found by name, by field or by words. Who writes it and when: ``indexers.run``.

``EdgeStore`` keeps it in an embedded Qdrant Edge shard: one folder per index, written once and never changed while
readers hold it. The file ``current`` names the folder that serves; replacing that file is the swap.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import orjson
import qdrant_edge as edge

from knowledge.encoding import shape
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar, Passage, Record, RecordKind, Symbol, Table
from knowledge.shard import KINDS, Filters, bm25, condition, point_id, record_of
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


class EdgeStore:
    """A ``Store`` in an embedded Qdrant Edge shard. Several processes may read the same one."""

    def __init__(self, shard: edge.EdgeShard) -> None:
        self._shard = shard
        self._query = bm25()
        # Resolution asks for the same few hundred types again and again; decoding a wide one takes 0.1 to 1 ms.
        self._record = functools.lru_cache(maxsize=4096)(self._read)
        self._named = functools.lru_cache(maxsize=4096)(lambda name: self.names(Symbol, "simple", name))

    @classmethod
    def open(cls, path: Path) -> "EdgeStore":
        """The index that serves under this path; ``IndexMissing`` when there is none that can be read."""
        folder = current_folder(path)
        if folder is None:
            raise IndexMissing(f"{path}: there is no index yet. Run `spotsmith index`.")
        if read_manifest(folder).get("format") != FORMAT:
            raise IndexMissing(f"{path}: the index was written by another version. Run `spotsmith index`.")
        try:
            return cls(edge.EdgeShard.load(str(folder / "shard")))
        except Exception as error:  # the engine raises nothing narrower
            raise IndexMissing(f"{path}: the index cannot be read ({error}). Run `spotsmith index`.") from error

    def get(self, kind: type[R], name: str) -> R | None:
        record = self._record(KINDS[kind], name)
        return record if isinstance(record, kind) else None

    def get_many(self, kind: type[R], names: Sequence[str]) -> tuple[R, ...]:
        return tuple(record for name in names if (record := self.get(kind, name)) is not None)

    def where(self, kind: type[R], field: str, value: str, limit: int = 10_000) -> tuple[R, ...]:
        return self.get_many(kind, self.names(kind, field, value)[:limit])

    def names(self, kind: type[R], field: str = "kind", value: str = "") -> tuple[str, ...]:
        filters = {"kind": KINDS[kind]} | ({field: value} if field != "kind" else {})
        found = sorted((payload["order"], payload["name"]) for payload in self._scroll(filters))
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
        vector = edge.SparseVector(list(terms), [1.0] * len(terms))
        wanted = dict(filters or {}) | ({"kind": [KINDS[kind] for kind in kinds]} if kinds else {})
        request = edge.QueryRequest(
            limit=limit,
            query=edge.Query.Nearest(vector, using="text"),
            filter=condition(wanted),
            with_payload=["kind", "record"],
            with_vector=["text"],
        )
        return [self._hit(point, terms) for point in self._shard.query(request)]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name in KINDS.values():
            total = self._shard.count(edge.CountRequest(filter=condition({"kind": name})))
            roles = self._shard.facet(edge.FacetRequest(key="role", limit=100, filter=condition({"kind": name})))
            found |= {name: total} | {f"{name}/{hit.value}": hit.count for hit in roles.hits if hit.value}
        return found

    def close(self) -> None:
        self._shard.close()

    def _read(self, kind: RecordKind, name: str) -> Record | None:
        points = self._shard.retrieve([point_id(kind, name)], with_payload=["record"], with_vector=False)
        return record_of(kind, points[0].payload) if points else None

    def _scroll(self, filters: Filters) -> Iterator[dict[str, Any]]:
        offset: Any = None
        while True:
            request = edge.ScrollRequest(
                offset=offset, limit=1000, filter=condition(filters), with_payload=["name", "order"]
            )
            points, offset = self._shard.scroll(request)
            yield from (point.payload or {} for point in points)
            if offset is None:
                return

    def _hit(self, point: edge.ScoredPoint, terms: Mapping[int, str]) -> Hit:
        payload = point.payload or {}
        vector = point.vector["text"] if isinstance(point.vector, dict) else None
        matched = set(vector.indices) if isinstance(vector, edge.SparseVector) else set()
        why = ", ".join(word for index, word in terms.items() if index in matched)
        return Hit(record_of(payload["kind"], payload), point.score, f"lexical: {why}")


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
