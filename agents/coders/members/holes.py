"""Cursors for what a model writes: the code of one hole, or an answer with the code of several."""

import re
from dataclasses import replace

from agents.answer import parse_answer
from knowledge.blueprint import Hole, Skeleton
from knowledge.completion import FREE, Completion, Cursor, Place

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)(\n|\Z)", re.MULTILINE)
_NUMBER = re.compile(r"\bhole\W{0,4}(\d{1,3})\b", re.IGNORECASE)
_MARK = re.compile(r"^[ \t]*<<(?:END OF )?HOLE \d{1,3}>>[ \t]*(?:\n|\Z)", re.MULTILINE)


def hole_cursor(completion: Completion, skeleton: Skeleton, name: str) -> Cursor:
    """For a model that writes one hole alone; holes between members stay empty."""
    before, after = skeleton.around(name, {})
    return completion.cursor(before, after)


class AnswerCursor:
    """For an answer in which fenced blocks hold the code of holes. Outside of them everything is free."""

    def __init__(self, completion: Completion, skeleton: Skeleton) -> None:
        self._completion = completion
        self._skeleton = skeleton
        statement = re.escape(skeleton.import_line).replace(re.escape("{name}"), r"(?P<name>[\w.$]+)")
        self._import = re.compile(rf"^[ \t]*{statement}[ \t]*\n", re.MULTILINE)
        self._opened: tuple[object, Cursor] | None = None

    def at(self, written: str) -> Place:
        start, info = _open_block(written)
        if start < 0:
            return FREE
        above, code = written[:start], written[start:]
        hole = self._hole(info, above, code)
        if hole is None:
            return FREE
        code = _MARK.sub("", code)
        imports = tuple(match["name"] for match in self._import.finditer(code))
        return self._cursor(hole, imports, above).at(self._import.sub("", code))

    def _hole(self, info: str, above: str, code: str) -> Hole | None:
        said = above.rstrip().rpartition("\n")[0].rstrip().rpartition("\n")[2]
        number = _NUMBER.search(info) or _NUMBER.search(said) or _NUMBER.search(_first_line(code))
        holes = self._skeleton.holes
        if number is None:
            bodies = holes if len(holes) == 1 else [hole for hole in holes if hole.placeholder]
            return bodies[0] if len(bodies) == 1 else None
        return holes[int(number[1]) - 1] if 1 <= int(number[1]) <= len(holes) else None

    def _cursor(self, hole: Hole, imports: tuple[str, ...], above: str) -> Cursor:
        """The same as long as the block and its imports are; what was written above counts."""
        key = (hole.name, imports, len(above))
        if self._opened is None or self._opened[0] != key:
            skeleton = replace(self._skeleton, imports=(*self._skeleton.imports, *imports))
            written = parse_answer(above, skeleton, complete=False)
            before, after = skeleton.around(hole.name, written)
            others = [each for each in skeleton.holes if not each.placeholder and each.name not in written]
            self._opened = key, self._completion.cursor(before, after, whole=not others)
        return self._opened[1]


def _open_block(text: str) -> tuple[int, str]:
    """Where the code of the block begins that is not closed yet, with the words behind its fence; -1 for none."""
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence[1][0] == opening[1][0] and len(fence[1]) >= len(opening[1]) and not fence[2].strip():
            opening = None
    if opening is None or not opening[3]:
        return -1, ""
    return opening.end(), opening[2]


def _first_line(code: str) -> str:
    line = code.lstrip().partition("\n")[0].strip()
    return line if line.startswith(("//", "#", "/*", "<<")) else ""
