"""What a client may be shown: names, signatures too, or everything. Code that leaves the site leaves by this door.

Each field of an answer is marked with the least level that shows it. A field without a mark is shown to nobody below
``full``, so that a new one cannot leak by being forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Level = Literal["names", "signatures", "full"]
LEVELS: tuple[Level, ...] = get_args(Level)
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Mark:
    """On a field, by ``Annotated``: from which level on it is shown, and whether the audit notes what it says."""

    level: Level
    is_name: bool = False


NAME = Mark("names", is_name=True)
"""Names of types, members, tables, files: of the site or its framework."""
OWN = Mark("names")
"""What Spotsmith says of itself: counts, verdicts, places."""
SIGNATURE = Mark("signatures")
"""Declarations, column types, comments and sentences that may quote them."""
BODY = Mark("full")
"""Code and passages of documents."""


def lower(*levels: Level) -> Level:
    """The level that shows least."""
    return min(levels, key=LEVELS.index)


def mark_of(field: FieldInfo) -> Mark | None:
    return next((each for each in field.metadata if isinstance(each, Mark)), None)


def disclosed(answer: A, level: Level) -> A:
    """The answer with everything above the level left empty; parts within parts too."""
    values: dict[str, object] = {}
    for name, field in type(answer).model_fields.items():
        mark = mark_of(field) or BODY
        shown = LEVELS.index(mark.level) <= LEVELS.index(level)
        values[name] = _inside(getattr(answer, name), level) if shown else field.get_default(call_default_factory=True)
    return type(answer).model_construct(None, **values)


def names_in(answer: BaseModel) -> Iterator[str]:
    """Each name that the answer shows, as often as it does."""
    for name, field in type(answer).model_fields.items():
        mark, value = mark_of(field), getattr(answer, name)
        values = value if isinstance(value, list) else [value]
        for each in values:
            if isinstance(each, BaseModel):
                yield from names_in(each)
            elif mark and mark.is_name and isinstance(each, str) and each:
                yield each


def _inside(value: object, level: Level) -> object:
    if isinstance(value, BaseModel):
        return disclosed(value, level)
    if isinstance(value, list):
        return [_inside(each, level) for each in value]
    return value
