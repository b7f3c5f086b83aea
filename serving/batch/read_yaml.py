"""YAML (and so JSON) -> ``Spec``, with the line of every value.

Built from the parser's events: scalars stay as they are written (``id: 0110`` is no octal number), tags make no
objects, and the depth is bounded (the C reader's own tree ends the process at 100,000 brackets).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from knowledge.nearest import nearest
from serving.batch.nodes import Fields, Listing, Node, Spec, Text, what

DEEPEST = 12
TOP = ("defaults", "items")
_NULL = ("", "~", "null", "Null", "NULL")


class _Stop(Exception):
    """The file cannot be read any further; the text says why and where."""


def read_yaml(name: str, text: str) -> Spec:
    reader = _Reader(name)
    try:
        root = reader.document(text)
    except _Stop as stop:
        return Spec(name, (), mistakes=(*reader.mistakes, str(stop)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Spec(name, (), mistakes=(*reader.mistakes, f"{name}:{line}: not YAML: {error.problem}"))
    except yaml.YAMLError as error:
        return Spec(name, (), mistakes=(f"{name}: not YAML: {' '.join(str(error).split())}",))
    return _spec(name, root, reader.mistakes)


def _spec(name: str, root: Node | None, mistakes: list[str]) -> Spec:
    if isinstance(root, Listing):
        items: Node | None = root
        defaults: Node | None = None
    elif isinstance(root, Fields):
        mistakes += [_unknown(key, node) for key, node in root.fields.items() if key not in TOP]
        items, defaults = root.fields.get("items"), root.fields.get("defaults")
    else:
        return Spec(name, (), mistakes=(*mistakes, f"{name}:1: there are no items; write `items:` and a list below it"))
    if isinstance(defaults, Text) and defaults.text is None:
        defaults = None
    if defaults is not None and not isinstance(defaults, Fields):
        mistakes.append(f"{defaults.place}: defaults must be a mapping, not {what(defaults)}")
        defaults = None
    if not isinstance(items, Listing):
        mistakes.append(f"{items.place if items else f'{name}:1'}: items must be a list of mappings")
        return Spec(name, (), defaults, tuple(mistakes))
    mistakes += [
        f"{n.place}: an item must be a mapping, not {what(n)}" for n in items.items if not isinstance(n, Fields)
    ]
    return Spec(name, tuple(n for n in items.items if isinstance(n, Fields)), defaults, tuple(mistakes))


def _unknown(key: str, node: Node) -> str:
    near = nearest(TOP, key, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{node.place}: unknown key {key!r}; {hint}a spec has {' and '.join(TOP)}"


class _Reader:
    """Events -> nodes. Anchors are followed, ``<<`` merges."""

    def __init__(self, name: str) -> None:
        self.mistakes: list[str] = []
        self._name = name
        self._anchors: dict[str, Node] = {}

    def document(self, text: str) -> Node | None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        events = iter(yaml.parse(text, Loader=loader))
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _Stop(f"{self._place(event)}: a second document begins here; a spec is one")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 1)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self._place(event)
        if depth > DEEPEST:
            raise _Stop(f"{place}: nested more than {DEEPEST} deep, which no spec is")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise _Stop(f"{place}: there is no anchor &{event.anchor}")
            return self._anchors[event.anchor]
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:") and event.tag != "!":
            self.mistakes.append(f"{place}: the tag {event.tag} makes no sense here; values are plain")
        elif event.tag and event.tag.startswith("tag:yaml.org,2002:python"):
            self.mistakes.append(f"{place}: the tag {event.tag} is refused; values are plain")
        node = self._inner(event, events, depth, place)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _inner(self, event: Any, events: Iterator[Any], depth: int, place: str) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            empty = event.implicit[0] and event.value in _NULL
            return Text(None if empty else event.value, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Listing(tuple(items), place)
        return self._mapping(events, depth, place)

    def _mapping(self, events: Iterator[Any], depth: int, place: str) -> Fields:
        own: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            word = (key.text or "") if isinstance(key, Text) else ""
            if not isinstance(key, Text):
                self.mistakes.append(f"{key.place}: a key must be a word, not {what(key)}")
            elif word == "<<":
                merged = {**self._merged(value), **merged}
            elif word in own:
                self.mistakes.append(f"{key.place}: {word!r} is given twice; the first is on {own[word].place}")
            else:
                own[word] = value
        return Fields({**merged, **own}, place)

    def _merged(self, value: Node) -> Mapping[str, Node]:
        parts = value.items if isinstance(value, Listing) else (value,)
        if not all(isinstance(part, Fields) for part in parts):
            self.mistakes.append(f"{value.place}: << takes a mapping, or a list of mappings")
        found: dict[str, Node] = {}
        for part in reversed(parts):
            found.update(part.fields if isinstance(part, Fields) else {})
        return found

    def _place(self, event: Any) -> str:
        return f"{self._name}:{event.start_mark.line + 1}"
