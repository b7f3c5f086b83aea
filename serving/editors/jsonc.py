"""One value set in a JSON file that people edit: comments, trailing commas, order and indentation stay as they are."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.errors import SpotsmithError

_SKIPPED = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false|null")
DEEPEST = 100


@dataclass(frozen=True)
class _Member:
    key: str
    start: int
    value: "_Node"


@dataclass(frozen=True)
class _Node:
    """A value and where it stands; of an object its members."""

    start: int
    end: int
    members: tuple[_Member, ...] | None = None
    trailing_comma: bool = False

    def member(self, key: str) -> _Member | None:
        """The last of that name, as JSON readers take it."""
        return next((each for each in reversed(self.members or ()) if each.key == key), None)


def with_value(text: str, keys: Sequence[str], value: Any) -> str:
    """The text with ``value`` at the path of ``keys``; objects on the way are made. An equal value changes nothing.

    Raises SpotsmithError where the text is no JSON object, or something on the way is none."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text[len(mark) :].replace("\r\n", "\n")
    changed = _changed(body, keys, value)
    if changed == body:
        return text
    return mark + (changed.replace("\n", "\r\n") if "\r\n" in text else changed)


def _changed(text: str, keys: Sequence[str], value: Any) -> str:
    if not text[_skipped(text, 0) :]:
        return f"{text}{json.dumps(_nested(keys, value), indent=2, ensure_ascii=False)}\n"
    node = _root(text)
    for depth, key in enumerate(keys):
        if node.members is None:
            raise SpotsmithError(f"line {_line(text, node.start)}: an object was expected, to put {key!r} into")
        member = node.member(key)
        if member is None:
            return _inserted(text, node, key, _nested(keys[depth + 1 :], value))
        node = member.value
    if _data(text, node) == value:
        return text
    return text[: node.start] + _shown(text, value, _indent(text, node.start)) + text[node.end :]


def _inserted(text: str, node: _Node, key: str, value: Any) -> str:
    """A new last member: after the comments that follow the one before, on a line of its own."""
    close = node.end - 1
    base = _indent(text, node.start)
    members = node.members or ()
    indent = _indent(text, members[0].start) if members else base + _unit(text)
    if len(indent) <= len(base):  # all on one line
        indent = base + _unit(text)
    content = _content_end(text, members[-1].value.end if members else node.start + 1, close)
    head = text[:content]
    if members and not node.trailing_comma:
        last = members[-1].value.end
        head = f"{text[:last]},{text[last:content]}"
    tail = text[content:]
    after = "" if "\n" in text[content:close] else f"\n{base}"
    return f"{head}\n{indent}{json.dumps(key)}: {_shown(text, value, indent)}{after}{tail}"


def _content_end(text: str, start: int, close: int) -> int:
    """Where comments and commas before the closing brace end."""
    return start + len(text[start:close].rstrip())


def _shown(text: str, value: Any, indent: str) -> str:
    unit = _unit(text)
    lines = json.dumps(value, indent=unit, ensure_ascii=False).split("\n")
    return f"\n{indent}".join(lines)


def _unit(text: str) -> str:
    """One step of indentation, as the first indented line has it."""
    found = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
    return found.group(1) if found else "  "


def _indent(text: str, at: int) -> str:
    """The white space at the start of the line of a place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def _nested(keys: Sequence[str], value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _data(text: str, node: _Node) -> Any:
    """The value of a node, comments left out."""
    if node.members is not None:
        return {each.key: _data(text, each.value) for each in node.members}
    try:
        return json.loads(_without_comments(text[node.start : node.end]))
    except json.JSONDecodeError:
        return None  # an array with comments or trailing commas of its own: it is replaced


def _without_comments(text: str) -> str:
    return re.sub(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', lambda found: found.group(1) or "", text, flags=re.DOTALL)


def _root(text: str) -> _Node:
    node, at = _value(text, _skipped(text, 0), 0)
    if node.members is None or text[_skipped(text, at) :]:
        raise SpotsmithError("not a JSON object")
    return node


def _value(text: str, at: int, depth: int) -> tuple[_Node, int]:
    if depth > DEEPEST:
        raise SpotsmithError(f"line {_line(text, at)}: nested too deeply")
    if text.startswith("{", at):
        return _object(text, at, depth)
    if text.startswith("[", at):
        return _array(text, at, depth)
    found = _STRING.match(text, at) or _SCALAR.match(text, at)
    if not found:
        raise SpotsmithError(f"line {_line(text, at)}: not JSON: a value was expected")
    return _Node(at, found.end()), found.end()


def _object(text: str, start: int, depth: int) -> tuple[_Node, int]:
    members: list[_Member] = []
    at, comma = _skipped(text, start + 1), False
    while not text.startswith("}", at):
        if members and not comma:
            raise SpotsmithError(f"line {_line(text, at)}: not JSON: a comma or }} was expected")
        name = _STRING.match(text, at)
        colon = _skipped(text, name.end()) if name else at
        if not name or not text.startswith(":", colon):
            raise SpotsmithError(f"line {_line(text, at)}: not JSON: a quoted name and a colon were expected")
        value, end = _value(text, _skipped(text, colon + 1), depth + 1)
        members.append(_Member(json.loads(name.group()), at, value))
        at, comma = _after(text, end)
    return _Node(start, at + 1, tuple(members), comma), at + 1


def _array(text: str, start: int, depth: int) -> tuple[_Node, int]:
    at, comma = _skipped(text, start + 1), True
    while not text.startswith("]", at):
        if not comma:
            raise SpotsmithError(f"line {_line(text, at)}: not JSON: a comma or ] was expected")
        _, end = _value(text, at, depth + 1)
        at, comma = _after(text, end)
    return _Node(start, at + 1), at + 1


def _after(text: str, end: int) -> tuple[int, bool]:
    """The next place that says something, and whether a comma stood before it."""
    at = _skipped(text, end)
    return (_skipped(text, at + 1), True) if text.startswith(",", at) else (at, False)


def _skipped(text: str, at: int) -> int:
    found = _SKIPPED.match(text, at)
    return found.end() if found else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
