"""A model's answer -> code for holes. Models do not keep to formats, so much is forgiven; what is not code for a hole
is dropped, and ``agents.generate`` decides whether the code may go into its hole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.blueprint import Fill, Hole, Skeleton

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)$", re.MULTILINE)
_NUMBER = re.compile(r"\bhole\W{0,4}(\d{1,3})\b", re.IGNORECASE)
_MARK = re.compile(r"^[ \t]*<<(?:END OF )?HOLE \d{1,3}>>[ \t]*\n?", re.MULTILINE)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_DOTTED = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
MARKER = "TODO(rule)"


@dataclass(frozen=True, slots=True)
class _Block:
    info: str
    above: str
    """The last line of prose before the block."""
    code: str
    closed: bool


def parse_answer(text: str, skeleton: Skeleton, complete: bool = True) -> dict[str, Fill]:
    """Fills by hole name. Of an answer that is not ``complete`` the block that it breaks off in is left out.

    A block without a number is taken for the only hole, or for the only method body.
    """
    text = _clean(_THOUGHT.sub("", text))
    blocks = list(_blocks(text))
    if not complete:
        blocks = [block for block in blocks if block.closed]
    if not blocks and complete and _is_code(text):
        blocks = [_Block("", "", text, True)]
    holes = skeleton.holes
    found: dict[str, str] = {}
    nameless: list[str] = []
    for block in blocks:
        number = _NUMBER.search(block.info) or _NUMBER.search(block.above) or _NUMBER.search(_first_line(block.code))
        if number is None:
            nameless.append(block.code)
        elif 1 <= int(number[1]) <= len(holes):
            found[holes[int(number[1]) - 1].name] = block.code  # a later block corrects an earlier one
    wanting = _wanting(skeleton)
    if nameless and wanting and wanting.name not in found:
        found[wanting.name] = nameless[0]
    fills = {name: _fill(code, skeleton) for name, code in found.items()}
    if fills and complete:
        fills |= {hole.name: Fill("") for hole in holes if not hole.placeholder and hole.name not in fills}
    return fills


def fill_of(text: str, skeleton: Skeleton) -> Fill:
    """The text of one hole as it was asked for alone."""
    return _fill(_clean(text), skeleton)


def _clean(text: str) -> str:
    """Text that can be stored and shown: no control characters, no half surrogate pairs, one kind of line end."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _UNREADABLE.sub("", text)


def _blocks(text: str) -> Iterator[_Block]:
    fences = list(_FENCE.finditer(text))
    at, end = 0, 0
    while at < len(fences):
        start = fences[at]
        close = next((f for f in fences[at + 1 :] if _closes(start[1], f)), None)
        above = text[end : start.start()].strip().rpartition("\n")[2]
        code = text[start.end() : close.start() if close else len(text)].removeprefix("\n")
        yield _Block(start[2], above, code, close is not None)
        if close is None:
            return
        end = close.end()
        at = fences.index(close) + 1


def _closes(fence: str, line: re.Match[str]) -> bool:
    return line[1][0] == fence[0] and len(line[1]) >= len(fence) and not line[2].strip()


def _wanting(skeleton: Skeleton) -> Hole | None:
    """The hole that a block without a number must be for; none when it could be for several."""
    bodies = [hole for hole in skeleton.holes if hole.placeholder or len(skeleton.holes) == 1]
    return bodies[0] if len(bodies) == 1 else None


def _is_code(text: str) -> bool:
    """Whether an answer without any fence is code and not a sentence."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return bool(lines) and all(
        line.endswith((";", "{", "}", "*/", ",", "(")) or line[:2] in ("//", "/*") for line in lines
    )


def _first_line(code: str) -> str:
    line = code.strip().partition("\n")[0].strip()
    return line if line.startswith(("//", "#", "/*", "<<")) else ""


def _fill(code: str, skeleton: Skeleton) -> Fill:
    pattern = re.escape(skeleton.import_line).replace(re.escape("{name}"), r"(?P<name>\S+?)")
    statement = re.compile(rf"^[ \t]*{pattern}[ \t]*\n?", re.MULTILINE)
    names = tuple(dict.fromkeys(match["name"] for match in statement.finditer(code)))
    body = _MARK.sub("", statement.sub("", code)).strip("\n")
    todo = [line.partition(MARKER)[2].strip(" :*/") for line in body.splitlines() if MARKER in line]
    code = f"{body.rstrip()}\n" if body.strip() else ""
    return Fill(code, tuple(name for name in names if _may_import(name, skeleton)), tuple(t for t in todo if t))


def _may_import(name: str, skeleton: Skeleton) -> bool:
    """A whole name that does not take the place of one that the proven part uses."""
    simple = name.rpartition(".")[2]
    taken = {known.rpartition(".")[2] for known in skeleton.imports if known != name} | {skeleton.class_name}
    return bool(_DOTTED.fullmatch(name)) and simple not in taken
