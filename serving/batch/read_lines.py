"""JSON Lines -> ``Spec``: one object a line; a line with ``defaults`` alone holds for the items after it."""

import json
from typing import Any

from serving.batch.nodes import Fields, Listing, Node, Spec, Text


class _Twice(Exception):
    """A key that an object has twice."""


def read_lines(name: str, text: str) -> Spec:
    items: list[Fields] = []
    mistakes: list[str] = []
    defaults: Fields | None = None
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{name}:{number}"
        if not line.strip():
            continue
        try:
            node = _node(json.loads(line, object_pairs_hook=_once), place)
        except json.JSONDecodeError as error:
            mistakes.append(f"{place}:{error.colno}: not JSON: {error.msg}; each line is one object")
            continue
        except _Twice as twice:
            mistakes.append(f"{place}: {twice.args[0]!r} is given twice")
            continue
        except RecursionError:
            mistakes.append(f"{place}: nested too deep, which no item is")
            continue
        if not isinstance(node, Fields):
            mistakes.append(f"{place}: each line must be one object in braces")
        elif set(node.fields) != {"defaults"}:
            items.append(node)
        elif items or defaults or not isinstance(given := node.fields["defaults"], Fields):
            mistakes.append(f"{place}: defaults must be one object, on a line before all items")
        else:
            defaults = given
    return Spec(name, tuple(items), defaults, tuple(mistakes))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _node(value: object, place: str) -> Node:
    if isinstance(value, dict):
        return Fields({str(key): _node(inner, place) for key, inner in value.items()}, place)
    if isinstance(value, list):
        return Listing(tuple(_node(inner, place) for inner in value), place)
    if value is None or isinstance(value, str):
        return Text(value or None, place)
    return Text(json.dumps(value), place)
