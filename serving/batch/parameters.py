"""Soft parameters of an item: a list of mappings, or the text of a cell (``amount (decimal, required); ...``)."""

import json
import re

from agents.parameters import TYPES
from knowledge.nearest import nearest
from knowledge.records import SoftParameter
from serving.batch.nodes import Fields, Listing, Node, Text, what

KEYS = ("name", "type", "entity", "lookup", "required")
TRUTH = {"true": True, "yes": True, "required": True, "false": False, "no": False, "optional": False}
_NAME = re.compile(r"[A-Za-z]\w*")
_ENTRY = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*")


def parameters_of(node: Node, mistakes: list[str]) -> tuple[SoftParameter, ...]:
    """What the node declares; what is wrong with it is added to ``mistakes``."""
    if isinstance(node, Text):
        found = _written(node, mistakes)
    elif isinstance(node, Listing):
        found = [p for entry in node.items if (p := _declared(entry, mistakes))]
    else:
        mistakes.append(f"{node.place}: soft_parameters must be a list of mappings, not {what(node)}")
        return ()
    names = [parameter.name for parameter in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        mistakes.append(f"{node.place}: two soft parameters are called {name!r}")
    return tuple(found)


def _declared(entry: Node, mistakes: list[str]) -> SoftParameter | None:
    if not isinstance(entry, Fields):
        mistakes.append(f"{entry.place}: a soft parameter is a mapping with {', '.join(KEYS)}, not {what(entry)}")
        return None
    values: dict[str, str] = {}
    for key, node in entry.fields.items():
        if key not in KEYS:
            near = nearest(KEYS, key, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; known keys: {', '.join(KEYS)}"
            mistakes.append(f"{node.place}: unknown key {key!r} in a soft parameter{hint}")
        elif isinstance(node, Text):
            values[key] = (node.text or "").strip()
        else:
            mistakes.append(f"{node.place}: {key} must be a text, not {what(node)}")
    required = values.get("required", "") or "false"
    if required.lower() not in TRUTH:
        mistakes.append(f"{entry.place}: required is true or false, not {required!r}")
    target = values.get("entity") or values.get("lookup") or ""
    return _judged(
        SoftParameter(values.get("name", ""), values.get("type", ""), target, TRUTH.get(required.lower(), False)),
        entry.place,
        mistakes,
    )


def _written(node: Text, mistakes: list[str]) -> list[SoftParameter]:
    """``amount (decimal, required); reason (lookup billStatus)``, or a JSON list."""
    text = (node.text or "").strip()
    if text.startswith("["):
        return _json(text, node.place, mistakes)
    found = []
    at = 0
    while at < len(text):
        match = _ENTRY.match(text, at)
        if match is None or (match.end() < len(text) and text[match.end()] not in ",;"):
            mistakes.append(
                f"{node.place}: soft_parameters {text[at : at + 40]!r}: each is written as name (type, required), "
                "with ; between them"
            )
            break
        words = re.findall(r"\w+", match[2])
        rest = [word for word in words if word.lower() not in ("required", "optional")]
        required = "required" in (word.lower() for word in words)
        kind, target = (*rest, "", "")[:2]
        parameter = SoftParameter(match[1], kind, target, required)
        if len(rest) > 2:
            mistakes.append(f"{node.place}: soft parameter {match[1]}: {match[2]!r} is not a type and its target")
        elif judged := _judged(parameter, node.place, mistakes):
            found.append(judged)
        at = match.end() + 1
    return found


def _json(text: str, place: str, mistakes: list[str]) -> list[SoftParameter]:
    try:
        values = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        mistakes.append(f"{place}: soft_parameters is not JSON: {error}")
        return []
    found = []
    for value in values:
        if not isinstance(value, dict):
            mistakes.append(f"{place}: a soft parameter is an object with {', '.join(KEYS)}")
            continue
        texts = {key: Text(v if isinstance(v, str) else json.dumps(v), place) for key, v in value.items()}
        if parameter := _declared(Fields(texts, place), mistakes):
            found.append(parameter)
    return found


def _judged(parameter: SoftParameter, place: str, mistakes: list[str]) -> SoftParameter | None:
    name, kind, target = parameter.name, parameter.type, parameter.target
    wrong = []
    if not _NAME.fullmatch(name):
        wrong.append(f"{place}: a soft parameter needs a name of letters and digits, not {name!r}")
    if kind not in TYPES:
        near = nearest(TYPES, kind, 1) if kind else ()
        hint = f"did you mean {near[0]}? " if near else ""
        wrong.append(f"{place}: soft parameter {name}: there is no type {kind!r}; {hint}types: {', '.join(TYPES)}")
    elif (kind in ("entity", "lookup")) != bool(target):
        need = f"say which {kind}" if not target else f"only entity and lookup have a target, not {kind}"
        wrong.append(f"{place}: soft parameter {name}: {need}")
    elif target and not _NAME.fullmatch(target):
        wrong.append(f"{place}: soft parameter {name}: {target!r} is not a name")
    mistakes += wrong
    return None if wrong else parameter
