"""Records as compact JSON and back, for the index and its caches. Type hints give the shapes."""

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

Build = Callable[[Any], Any]
T = TypeVar("T")


def encode(record: object) -> str:
    """A dataclass as JSON text."""
    try:
        return orjson.dumps(record).decode()
    except orjson.JSONEncodeError:
        # A constant of a class file may hold half a surrogate pair: orjson refuses it, a \u escape can carry it.
        return json.dumps(record, default=_plain, separators=(",", ":"))


def decode(kind: type[T], text: str) -> T:
    """The dataclass that ``encode`` made this text from."""
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        data = json.loads(text)
    return cast(T, _builder(cast(Any, kind))(data))


def shape(*kinds: type) -> str:
    """A short digest of the fields of these dataclasses and of all that they hold."""
    seen: dict[str, str] = {}
    for kind in kinds:
        _collect(kind, seen)
    return hashlib.sha256(repr(sorted(seen.items())).encode()).hexdigest()[:12]


def _plain(value: object) -> dict[str, Any]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is no record")
    return {field.name: getattr(value, field.name) for field in fields(value)}


@cache
def _builder(kind: Any) -> Build:
    hints = get_type_hints(kind)
    parts = [(field.name, _converter(hints[field.name])) for field in fields(kind)]

    def build(data: dict[str, Any]) -> Any:
        return kind(*[data[name] if convert is None else convert(data[name]) for name, convert in parts])

    return build


def _converter(hint: Any) -> Build | None:
    """What makes a field of this type from JSON; None when JSON already is the value."""
    if get_origin(hint) is tuple:
        return _tuple_of(_converter(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return _mapping_of(_converter(get_args(hint)[1]))
    if get_origin(hint) in (Union, types.UnionType):
        inner = next((c for arg in get_args(hint) if (c := _converter(arg)) is not None), None)
        return None if inner is None else _where_it_fits(inner)
    return _builder(hint) if is_dataclass(hint) and isinstance(hint, type) else None


def _tuple_of(item: Build | None) -> Build:
    return tuple if item is None else lambda values: tuple(map(item, values))


def _mapping_of(item: Build | None) -> Build | None:
    return None if item is None else lambda values: {key: item(value) for key, value in values.items()}


def _where_it_fits(inner: Build) -> Build:
    """``Symbol | None`` and ``str | Hole``: only a JSON object or array needs building."""
    return lambda value: inner(value) if isinstance(value, dict | list) else value


def _collect(kind: type, seen: dict[str, str]) -> None:
    hints = get_type_hints(kind)
    seen[kind.__name__] = repr([(field.name, str(hints[field.name])) for field in fields(kind)])
    for hint in hints.values():
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and is_dataclass(inner) and inner.__name__ not in seen:
                _collect(inner, seen)
