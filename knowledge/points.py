"""The points of an index: what ``knowledge.store`` asks of whatever holds them, and the embedded holder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import qdrant_edge as edge

from knowledge.shard import Filters, condition

Payload = Mapping[str, Any]

PAGE = 1000
"""Points that are read at a time."""


@dataclass(frozen=True, slots=True)
class Near:
    """A point that a search found."""

    payload: Payload
    score: float
    matched: frozenset[int]
    """Which of the words that were asked for it has, by their index in the sparse vector."""


@dataclass(frozen=True, slots=True)
class Point:
    """A whole point, as it is copied from one holder to another."""

    id: str
    payload: Payload
    weights: Mapping[int, float]
    """Of its words, by their index in the sparse vector; empty: found by name alone."""


class Points(Protocol):
    """Where points lie. Ids are those of ``knowledge.shard.point_id``."""

    def retrieve(self, ids: Sequence[str]) -> list[Payload]:
        """Kind, name and record of those that exist, in any order."""

    def scroll(self, filters: Filters) -> Iterator[Payload]:
        """Name and order of all points with these keyword fields."""

    def nearest(self, weights: Mapping[int, float], filters: Filters, limit: int) -> list[Near]:
        """Those that share most words with what was asked for, best first; kind and record of each."""

    def count(self, filters: Filters) -> int: ...

    def facet(self, field: str, filters: Filters) -> dict[str, int]:
        """How many points have each value of a keyword field."""

    def close(self) -> None: ...


class EdgePoints:
    """Points of an embedded Qdrant Edge shard. Several processes may read the same one."""

    def __init__(self, shard: edge.EdgeShard, copy: TemporaryDirectory[str] | None = None) -> None:
        """``copy``: a folder that the shard lies in and that nobody else reads; it goes with the points."""
        self._shard = shard
        self._copy = copy

    def retrieve(self, ids: Sequence[str]) -> list[Payload]:
        points = self._shard.retrieve(list(ids), with_payload=["kind", "name", "record"], with_vector=False)
        return [point.payload or {} for point in points]

    def scroll(self, filters: Filters) -> Iterator[Payload]:
        yield from (point.payload or {} for point in self._scrolled(filters, ["name", "order"], with_vector=False))

    def all(self) -> Iterator[Point]:
        """Every point with all that it holds."""
        for point in self._scrolled({}, True, with_vector=True):
            yield Point(str(point.id), point.payload or {}, _weights(point.vector))

    def nearest(self, weights: Mapping[int, float], filters: Filters, limit: int) -> list[Near]:
        vector = edge.SparseVector(list(weights), list(weights.values()))
        request = edge.QueryRequest(
            limit=limit,
            query=edge.Query.Nearest(vector, using="text"),
            filter=condition(filters),
            with_payload=["kind", "record"],
            with_vector=["text"],
        )
        found = self._shard.query(request)
        return [Near(point.payload or {}, point.score, frozenset(_weights(point.vector))) for point in found]

    def count(self, filters: Filters) -> int:
        return self._shard.count(edge.CountRequest(filter=condition(filters)))

    def facet(self, field: str, filters: Filters) -> dict[str, int]:
        found = self._shard.facet(edge.FacetRequest(key=field, limit=100, filter=condition(filters)))
        return {str(hit.value): hit.count for hit in found.hits}

    def close(self) -> None:
        self._shard.close()
        if self._copy:
            self._copy.cleanup()

    def _scrolled(self, filters: Filters, payload: Any, *, with_vector: bool) -> Iterator[Any]:
        offset: Any = None
        while True:
            request = edge.ScrollRequest(
                offset=offset, limit=PAGE, filter=condition(filters), with_payload=payload, with_vector=with_vector
            )
            points, offset = self._shard.scroll(request)
            yield from points
            if offset is None:
                return


def _weights(vector: Any) -> dict[int, float]:
    sparse = vector.get("text") if isinstance(vector, dict) else None
    return dict(zip(sparse.indices, sparse.values, strict=True)) if isinstance(sparse, edge.SparseVector) else {}
