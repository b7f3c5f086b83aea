"""Reads ``facts.json`` (names, arities and types as seen at use) into typed records; chooses one type among several."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model import split_top

OBJECT = "java.lang.Object"
COLLECTIONS = {
    "java.util.ArrayList": "java.util.List",
    "java.util.List": "java.util.List",
    "java.util.Set": "java.util.Set",
    "java.util.Map": "java.util.Map",
    "java.util.HashMap": "java.util.Map",
    "java.lang.Iterable": "java.lang.Iterable",
}
BETTER = {"java.lang.Iterable": "java.util.List", "java.util.Iterator": "com.splwg.base.api.QueryIterator"}


@dataclass(frozen=True)
class FactMethod:
    name: str
    args: tuple[tuple[str, ...], ...]
    """For each parameter the types seen, without the unknown ones."""
    open: tuple[bool, ...]
    """For each parameter, whether an argument of unknown type was seen."""
    returns: str | None
    type_parameters: str = ""
    static: bool = False
    generic: bool = False
    """Callers expect unrelated result types."""
    amended: bool = False


@dataclass(frozen=True)
class FactClass:
    name: str
    kind: str
    form: str = ""
    type_parameters: str = ""
    extends: str = ""
    implements: tuple[str, ...] = ()
    methods: tuple[FactMethod, ...] = ()
    constructors: tuple[tuple[str | None, ...], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    """Name as used (``ZERO``, ``constants.OPEN``, ``properties.status``) to its type, empty when unknown."""


@dataclass(frozen=True)
class SpotMethod:
    name: str
    params: tuple[str, ...]
    returns: str
    optional: bool
    """An implementor may lack it: some do, or it was never marked as an override where others were."""


@dataclass(frozen=True)
class Spot:
    name: str
    methods: tuple[SpotMethod, ...]


@dataclass(frozen=True)
class Facts:
    classes: dict[str, FactClass]
    spots: tuple[Spot, ...]
    property_paths: dict[str, tuple[str, ...]]
    """HQL entity (simple name) to the paths that queries use."""


def read_facts(path: Path) -> Facts:
    raw = json.loads(path.read_text(encoding="utf-8"))
    classes = {name: _fact_class(name, entry) for name, entry in raw["classes"].items()}
    spots = tuple(_spot(name, entry) for name, entry in raw["algorithm_spots"].items())
    paths = {name: tuple(entry["property_paths_seen"]) for name, entry in raw["hql_entities"].items()}
    return Facts(classes, spots, paths)


def _fact_class(name: str, entry: dict[str, Any]) -> FactClass:
    constants = dict.fromkeys(entry.get("constants", {}), "")
    constants.update(entry.get("constant_types", {}))
    constants.update({f"properties.{each}": "" for each in entry.get("properties", ())})
    return FactClass(
        name,
        entry["kind"],
        entry.get("form", ""),
        ", ".join(entry.get("type_parameters", ())),
        entry.get("extends", ""),
        tuple(entry.get("implements", ())),
        tuple(_fact_method(each) for each in entry.get("methods", ())),
        tuple(tuple(known(each) for each in one) for one in entry.get("constructors", ())),
        constants,
    )


def _fact_method(entry: dict[str, Any]) -> FactMethod:
    args, unknown = [], []
    for types in entry["args"]:
        seen = [known(each) for each in types]
        args.append(tuple(dict.fromkeys(each for each in seen if each)))
        unknown.append(None in seen)
    return FactMethod(
        entry["name"],
        tuple(args),
        tuple(unknown),
        best_return(entry.get("returns", ())),
        ", ".join(entry.get("type_parameters", ())),
        bool(entry.get("static")),
        bool(entry.get("return_generic")),
        bool(entry.get("amended")),
    )


def known(kind: str) -> str | None:
    """The type, or None for ``?``, ``null`` and types of a class that was not identified."""
    if kind in ("?", "null") or kind.startswith("?.") or "<?." in kind:
        return None
    return kind


def best_return(returns: list[str] | tuple[str, ...]) -> str | None:
    seen = [each for each in map(known, returns) if each]
    if not seen:
        return None
    first = seen[0]
    better = BETTER.get(re.sub(r"<.*", "", first), "-")
    return next((each for each in seen if each.startswith(better)), first)


def parameter(types: tuple[str, ...], unknown: bool) -> str:
    """One type that takes every argument seen."""
    if unknown or not types:
        return OBJECT
    simple = {_parameter(each) for each in types}
    if len(simple) == 1:
        return simple.pop()
    if simple <= {"int", "java.lang.Integer"}:
        return "int"
    return OBJECT


def parameters(one: FactMethod) -> tuple[str, ...]:
    return tuple(parameter(types, unknown) for types, unknown in zip(one.args, one.open, strict=True))


def _parameter(kind: str) -> str:
    base = re.sub(r"<.*>", "", kind)
    if base == "java.lang.Class":
        return "java.lang.Class<?>"
    if base == "com.splwg.base.api.DataTransferObject":
        return base + "<?>"
    return COLLECTIONS.get(base, kind)


def _spot(name: str, entry: dict[str, Any]) -> Spot:
    everywhere = entry["implementors_seen"]
    overrides = any(each["confidence"] == "high" for each in entry["methods"] if "invoke(" not in each["signature"])
    methods = []
    for each in entry["methods"]:
        if each["confidence"].startswith("low"):
            continue  # a helper of one site that happens to be public
        doubtful = overrides and each["confidence"] == "likely" and "invoke(" not in each["signature"]
        methods.append(_spot_method(each, each["implementors"] < everywhere or doubtful))
    return Spot(name, tuple(methods))


def _spot_method(entry: dict[str, Any], optional: bool) -> SpotMethod:
    match = re.fullmatch(r"(.*\S) (\w+)\((.*)\)", entry["signature"])
    if match is None:
        raise ValueError(f"facts.json: cannot read the signature {entry['signature']!r}")
    returns, name, params = match.groups()
    return SpotMethod(name, tuple(split_top(params)), returns, optional)
