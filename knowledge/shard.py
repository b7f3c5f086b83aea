"""How records lie in a Qdrant Edge shard: point ids, keyword fields, word vectors. ``knowledge.store`` reads them."""

import re
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import qdrant_edge as edge

from knowledge.encoding import decode, encode
from knowledge.records import Exemplar, Passage, Record, RecordKind, Symbol, Table
from knowledge.words import STOP_WORDS, search_text

KINDS: Mapping[type[Record], RecordKind] = {Symbol: "symbol", Table: "table", Exemplar: "exemplar", Passage: "passage"}
FIELDS = ("kind", "simple", "role", "origin", "path", "spot", "types", "tables", "about", "extends", "returns", "takes")
"""The keyword fields that a filter can name."""

Filters = Mapping[str, str | Collection[str]]

_CLASSES = {name: kind for kind, name in KINDS.items()}
_NAMESPACE = uuid.UUID("6f1d4a52-8f0b-5c39-9b1e-6d3a2c7f4e10")
_QUALIFIED = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
_BY_NAME_ALONE = ("platform", "generated")
"""Found by name and never by words: the platform would drown the framework, generated types repeat their sources."""
_BATCH = 1000


def write_shard(folder: Path, records: Sequence[Record], progress: Callable[[int, int], None]) -> None:
    """Write a new shard into an empty folder. Of two records of one kind and name, the first is kept."""
    folder.mkdir(parents=True)
    shard = edge.EdgeShard.create(str(folder), _config())
    try:
        for field in FIELDS:
            shard.update(edge.UpdateOperation.create_field_index(field, edge.PayloadSchemaType.Keyword))
        unique = list({(type(record), record.name): record for record in reversed(records)}.values())[::-1]
        texts = ["" if record.source.kind in _BY_NAME_ALONE else search_text(record) for record in unique]
        models = _models(unique, texts)
        platform = frozenset(record.name for record in unique if record.source.kind == "platform")
        for start in range(0, len(unique), _BATCH):
            batch = range(start, min(start + _BATCH, len(unique)))
            points = [
                _point(record, _fields(record, platform) | {"order": i}, texts[i], models[type(record)])
                for i, record in ((i, unique[i]) for i in batch)
            ]
            shard.update(edge.UpdateOperation.upsert_points(points))
            progress(batch.stop, len(unique))
        shard.flush()
    finally:
        shard.close()


def point_id(kind: RecordKind, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{kind} {name}"))


def record_of(kind: RecordKind, payload: Mapping[str, Any] | None) -> Record:
    """The record that a point holds."""
    text: str = (payload or {})["record"]
    return decode(_CLASSES[kind], text)


def condition(filters: Filters) -> edge.Filter | None:
    """All of these fields have one of these values."""
    conditions = [
        edge.FieldCondition(
            key=key, match=edge.MatchValue(value) if isinstance(value, str) else edge.MatchAny(list(value))
        )
        for key, value in filters.items()
    ]
    return edge.Filter(must=[*conditions]) if conditions else None


def bm25(average_length: float = 1.0) -> edge.Bm25:
    """Words to weights; the average length of a document, in words, matters for documents alone."""
    config = edge.Bm25Config(
        avg_len=average_length,
        tokenizer=edge.TokenizerType.Whitespace,
        stemmer=edge.SnowballParams(edge.SnowballLanguage.English),
        stopwords=edge.StopwordsSet(custom=set(STOP_WORDS)),
    )
    return edge.Bm25(config)


def _config() -> edge.EdgeConfig:
    # Without the write-ahead log, which one process alone may hold, many can read; a written shard never changes.
    text = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)
    return edge.EdgeConfig(sparse_vectors={"text": text}, wal_enabled=False)


def _models(records: Sequence[Record], texts: Sequence[str]) -> dict[type[Record], edge.Bm25]:
    """One model per kind: a class is short against the passages of a manual, but not against other classes."""
    lengths: dict[type[Record], list[int]] = {kind: [] for kind in KINDS}
    for record, text in zip(records, texts, strict=True):
        if text:
            lengths[type(record)].append(text.count(" ") + 1)
    return {kind: bm25(fmean(counts or [1])) for kind, counts in lengths.items()}


def _point(record: Record, fields: dict[str, Any], text: str, model: edge.Bm25) -> edge.Point:
    kind = KINDS[type(record)]
    payload = {"kind": kind, "name": record.name, "record": encode(record)}
    vector: dict[str, list[float] | edge.SparseVector | list[list[float]]] = {}
    if text:
        vector["text"] = model.embed_document(text)
    return edge.Point(point_id(kind, record.name), vector, payload | _source(record) | fields)


def _fields(record: Record, platform: Collection[str]) -> dict[str, Any]:
    match record:
        case Symbol():
            results = (member.type for member in record.members if member.kind == "method")
            parents = (record.superclass or "", *record.interfaces)
            fields = {"simple": record.simple_name, "role": record.role, "takes": _names(_taken(record), platform)}
            return fields | {"returns": _names(results, platform), "extends": _names(parents, platform)}
        case Table():
            return {"simple": record.name}
        case Exemplar():
            fields = {"simple": record.name.rpartition(".")[2], "role": record.artefact}
            return fields | {"spot": record.spot, "types": list(record.types), "tables": list(record.tables)}
        case Passage():
            return {"about": list(record.about)}


def _source(record: Record) -> dict[str, str]:
    return {"origin": record.source.kind, "path": record.source.path}


def _taken(symbol: Symbol) -> Iterable[str]:
    """The types of parameters and fields: what has to be there before the type can be used."""
    for member in symbol.members:
        yield from (parameter.type for parameter in member.parameters)
        if member.kind == "field":
            yield member.type


def _names(types: Iterable[str], platform: Collection[str]) -> list[str]:
    """The qualified names in these types, without the platform's: nobody asks who returns a string."""
    return sorted({name for text in types for name in _QUALIFIED.findall(text) if name not in platform})
