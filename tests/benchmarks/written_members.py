"""What a model writes at a dereference, and whether it exists: asked of ``javac`` in the author's file."""

import re
from dataclasses import dataclass
from pathlib import Path

from agents.coders.transformers_backend import Drawing, LocalModel
from knowledge.completion import Choice, Cursor, Place
from knowledge.records import SourceFile
from serving.app import App
from tests.fixtures.member_points import Point
from tests.fixtures.tiny_models import SOURCES

PROMPT, TOKENS = 400, 40
_NAME = re.compile(r"\s*(?P<name>[A-Za-z_$][\w$]*)(?P<call>\s*\(?)")
_ENDS = (";", ")", ",")


@dataclass(frozen=True, eq=False)
class Dereference:
    """A point in a file, and a cursor at its body."""

    path: Path
    point: Point
    cursor: Cursor
    choice: Choice | None


@dataclass(frozen=True)
class Written:
    name: str
    call: bool


class Behind:
    """A cursor behind a text that is there already."""

    def __init__(self, cursor: Cursor, before: str) -> None:
        self._cursor, self._before = cursor, before

    def at(self, written: str) -> Place:
        return self._cursor.at(self._before + written)


def write(model: LocalModel, place: Dereference, bound: bool) -> Written | None:
    """The member that the model writes at the point; None when it writes no dot there, or comes to no end.

    Qwen's tokens join a dot with the letters behind it: such a model is asked before the dot.
    """
    joins = model.family.name == "qwen3"
    head = place.point.written.rstrip().removesuffix(".") if joins else place.point.written
    prompt = model.raw(place.point.before + head)[-PROMPT:]
    cursors = [Behind(place.cursor, head) if bound else None]
    sample = model.write(prompt, Drawing([0.0], tokens=TOKENS, stop=_ENDS), cursors)[0][0]
    if (joins and not sample.text.startswith(".")) or sample.ended == "length":
        return None
    found = _NAME.match(sample.text.removeprefix(".") if joins else sample.text)
    return Written(found["name"], found["call"].endswith("(")) if found else Written("", False)


def exists(app: App, place: Dereference, member: Written) -> bool:
    """Whether javac finds the member; an empty name is none."""
    point = place.point
    if not member.name or member == Written(point.name, _is_call(point.rest)):
        return bool(member.name)
    head = point.before + point.written.rstrip().removesuffix(".")
    line = head.count("\n") + 2  # the member stands in a line of its own, so that what javac says there is about it
    text = f"{head}\n.{member.name}{_behind(point.rest, member.call)}{point.after}"
    found = app.check([SourceFile(place.path.relative_to(SOURCES / "cm").as_posix(), text)]).diagnostics
    return not any(
        each.line == line and each.symbol == member.name and ("cant.resolve" in each.code or "access" in each.code)
        for each in found
    )


def _behind(rest: str, call: bool) -> str:
    """What the author wrote behind the member, as a call or not, and the rest of it in a line of its own."""
    arguments, others = _arguments(rest)
    return f"{arguments or '()'}\n{others}" if call else f"\n{others}"


def _is_call(rest: str) -> bool:
    return rest.lstrip().startswith("(")


def _arguments(rest: str) -> tuple[str, str]:
    if not _is_call(rest):
        return "", rest
    depth = 0
    for at, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if not depth and character == ")":
            return rest[: at + 1], rest[at + 1 :]
    return "", rest
