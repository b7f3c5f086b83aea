"""The index on a Qdrant server that several machines share: published once, read by all, swapped like the folder.

A site's index is an alias on the server; it names the collection that serves. A new index is a new collection, whose
name holds the format and what it was made of: ``SITE.FORMAT.FINGERPRINT``. Moving the alias is the swap.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.errors import SpotsmithError
from knowledge.points import PAGE, Near, Payload, Point
from knowledge.shard import FIELDS, Filters
from knowledge.store import FORMAT, IndexMissing, PointStore

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

T = TypeVar("T")

_PUBLISHED = 250
"""Points in a request: the widest types have some 100 KB each, and servers refuse requests above 32 MB."""


@dataclass(frozen=True, slots=True)
class Address:
    """A site's index on a server."""

    url: str
    """As http://HOST:6333."""
    site: str
    """Name of its alias; each site that shares the server has another one."""
    key: str = ""
    seconds: int = 30
    """Deadline of one answer of the server."""


def serving_collection(address: Address) -> str:
    """The collection that serves this site now, which changes whenever another index is published; empty: none.

    Raises SpotsmithError where the server does not answer.
    """
    found = _Asked(address)(_client(address).get_aliases).aliases
    return next((each.collection_name for each in found if each.alias_name == address.site), "")


def open_server(address: Address) -> PointStore:
    """The index that serves this site. Raises ``IndexMissing`` where there is none, SpotsmithError without a server."""
    collection = serving_collection(address)
    if not collection:
        raise IndexMissing(f"{address.url} has no index of the site {address.site!r}. Run `spotsmith index`.")
    if collection.split(".")[1:2] != [FORMAT]:
        raise IndexMissing(
            f"{address.url}: the index of {address.site!r} was published by another version. Run `spotsmith index`."
        )
    return PointStore(ServerPoints(address, collection), collection)


def publish(
    address: Address, fingerprint: str, points: Iterable[Point], total: int, progress: Callable[[int, int], None]
) -> str:
    """Copy an index to the server and let it serve; its collection's name. Nothing is copied where it serves already.

    The index that served so far stays for the workers that have it open; older ones go. Killed, the old one serves.
    Raises SpotsmithError where the server does not answer or refuses.
    """
    from qdrant_client import models

    collection, before = f"{address.site}.{FORMAT}.{fingerprint}", serving_collection(address)
    if before == collection:
        return collection
    client, asked = _client(address), _Asked(address)
    asked(client.delete_collection, collection)  # left by a run that was killed
    sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
    asked(client.create_collection, collection, vectors_config={}, sparse_vectors_config={"text": sparse})
    for field in FIELDS:
        asked(client.create_payload_index, collection, field, models.PayloadSchemaType.KEYWORD)
    done = 0
    for batch in _batches(points, _PUBLISHED):
        asked(client.upsert, collection, [_written(point) for point in batch])
        done += len(batch)
        progress(done, total)
    _swap(client, asked, address.site, before, collection)
    _remove_older(client, asked, address.site, keep={before, collection})
    return collection


class ServerPoints:
    """Points of a collection on a Qdrant server (``knowledge.points.Points``)."""

    def __init__(self, address: Address, collection: str) -> None:
        self.collection = collection
        self._client = _client(address)
        self._asked = _Asked(address)

    def retrieve(self, ids: Sequence[str]) -> list[Payload]:
        wanted = ["kind", "name", "record"]
        found = self._asked(self._client.retrieve, self.collection, list(ids), with_payload=wanted)
        return [point.payload or {} for point in found]

    def scroll(self, filters: Filters) -> Iterator[Payload]:
        wanted, page, offset = ["name", "order"], _condition(filters), None
        while True:
            points, offset = self._asked(
                self._client.scroll, self.collection, page, PAGE, offset=offset, with_payload=wanted
            )
            yield from (point.payload or {} for point in points)
            if offset is None:
                return

    def nearest(self, weights: Mapping[int, float], filters: Filters, limit: int) -> list[Near]:
        from qdrant_client import models

        found = self._asked(
            self._client.query_points,
            self.collection,
            query=models.SparseVector(indices=list(weights), values=list(weights.values())),
            using="text",
            query_filter=_condition(filters),
            limit=limit,
            with_payload=["kind", "record"],
            with_vectors=["text"],
        )
        return [Near(point.payload or {}, point.score, _matched(point.vector)) for point in found.points]

    def count(self, filters: Filters) -> int:
        return self._asked(self._client.count, self.collection, _condition(filters)).count

    def facet(self, field: str, filters: Filters) -> dict[str, int]:
        found = self._asked(self._client.facet, self.collection, field, _condition(filters), 100, exact=True)
        return {str(hit.value): hit.count for hit in found.hits}

    def close(self) -> None:
        """The connection is the process's; the next index uses it too."""


class _Asked:
    """Asks the server, and says in a sentence why there is no answer."""

    def __init__(self, address: Address) -> None:
        self._url = address.url

    def __call__(self, question: Callable[..., T], *given: Any, **options: Any) -> T:
        from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
        from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

        try:
            return question(*given, **options)
        except UnexpectedResponse as error:
            if error.status_code in (401, 403):
                raise SpotsmithError(
                    f"the Qdrant server at {self._url} refuses the key ({error.status_code}). Put the right one into "
                    "the variable that index.qdrant_key_env names."
                ) from error
            raise SpotsmithError(f"the Qdrant server at {self._url} answered {_shortly(error)}") from error
        except ResourceExhaustedResponse as error:
            raise SpotsmithError(f"the Qdrant server at {self._url} has too much to do (429). Try later.") from error
        except (ApiException, ValueError) as error:  # ValueError: an answer that is no JSON
            raise SpotsmithError(
                f"no Qdrant server answers at {self._url} ({_shortly(error)}). Start it, or correct index.qdrant."
            ) from error


def _swap(client: "QdrantClient", asked: _Asked, site: str, before: str, collection: str) -> None:
    """In one step on the server: nobody sees a site without an index."""
    from qdrant_client import models

    gone = [models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=site))] if before else []
    made = models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=collection, alias_name=site))
    asked(client.update_collection_aliases, [*gone, made])


def _remove_older(client: "QdrantClient", asked: _Asked, site: str, keep: set[str]) -> None:
    for each in asked(client.get_collections).collections:
        if each.name.split(".")[0] == site and each.name not in keep:
            asked(client.delete_collection, each.name)


def _written(point: Point) -> "models.PointStruct":
    from qdrant_client import models

    sparse = models.SparseVector(indices=list(point.weights), values=list(point.weights.values()))
    return models.PointStruct(
        id=point.id, payload=dict(point.payload), vector={"text": sparse} if point.weights else {}
    )


def _condition(filters: Filters) -> "models.Filter | None":
    """All of these fields have one of these values."""
    from qdrant_client import models

    conditions = [
        models.FieldCondition(
            key=key,
            match=models.MatchValue(value=value) if isinstance(value, str) else models.MatchAny(any=list(value)),
        )
        for key, value in filters.items()
    ]
    return models.Filter(must=[*conditions]) if conditions else None


def _matched(vector: Any) -> frozenset[int]:
    sparse = vector.get("text") if isinstance(vector, dict) else None
    return frozenset(sparse.indices) if sparse is not None else frozenset()


@functools.lru_cache(maxsize=8)
def _client(address: Address) -> "QdrantClient":
    """One for all of this process: making one takes longer than a question.

    Proxies of the environment are not used: nothing goes anywhere but to the address.
    """
    try:
        from qdrant_client import QdrantClient
    except ImportError as error:
        raise SpotsmithError("index.qdrant needs the Qdrant client: pip install 'spotsmith[qdrant]'") from error
    if not address.url.startswith(("http://", "https://")):
        raise SpotsmithError(f"index.qdrant: {address.url!r} is no address; it looks like http://qdrant:6333")
    headers = {"api-key": address.key} if address.key else {}
    return QdrantClient(
        url=address.url, headers=headers, timeout=address.seconds, check_compatibility=False, trust_env=False
    )


def _batches(points: Iterable[Point], size: int) -> Iterator[list[Point]]:
    remaining = iter(points)
    while batch := list(islice(remaining, size)):
        yield batch


def _shortly(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
