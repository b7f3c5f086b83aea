"""A spec file as read, before anyone judges it: texts, lists and mappings, each with its place in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it is written; None for an empty one."""

    text: str | None
    place: str
    """``billing.yaml:12``, or ``list.xlsx: sheet Items, row 3``."""


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    place: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; keys that came twice are among the mistakes of the spec."""

    fields: Mapping[str, "Node"]
    place: str


Node = Text | Listing | Fields


@dataclass(frozen=True, slots=True)
class Spec:
    """What a file holds: values for all items, the items, and what could not be read."""

    name: str
    items: tuple[Fields, ...]
    defaults: Fields | None = None
    mistakes: tuple[str, ...] = field(default=())
    """Sentences, each with its place."""


def what(node: Node) -> str:
    """The kind of a node, for sentences."""
    return {Text: "a text", Listing: "a list", Fields: "a mapping"}[type(node)]
