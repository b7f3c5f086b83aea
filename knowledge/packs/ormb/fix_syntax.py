"""Text that does not parse with one certain remedy: a semicolon where the compiler names its place, a bracket that can
stand, or be too many, at one place only, a brace whose place the indentation tells.

A remedy counts only when the text parses better with it, and when no other place for it is as good.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from knowledge.packs.ormb.declaration import without_comments
from knowledge.packs.ormb.java_source import parse
from knowledge.records import Diagnostic

_EXPECTED = "compiler.err.expected"
_SYNTAX = ("source.syntax", "ground.syntax")
_TYPE_AS_VALUE = re.compile(r"[(,]\s*[A-Z]\w*[a-z]\w*\s*[),]")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def with_syntax(text: str, diagnostics: Sequence[Diagnostic]) -> str:
    """The text with one remedy, or as it was."""
    for diagnostic in diagnostics:
        if diagnostic.code.startswith(_EXPECTED) and diagnostic.symbol.strip("'") in (";", ")", "]"):
            made = _inserted(text, diagnostic)
            if made != text:
                return made
    if any(diagnostic.code in _SYNTAX for diagnostic in diagnostics):
        return _balanced(text)
    return text


def _inserted(text: str, diagnostic: Diagnostic) -> str:
    """What the compiler expects, behind the token that it names."""
    lines = text.split("\n")
    at = diagnostic.line - 1
    if not 0 <= at < len(lines):
        return text
    line, mark = lines[at], diagnostic.symbol.strip("'")
    for column in (diagnostic.column, diagnostic.column - 1):
        made = "\n".join([*lines[:at], line[:column] + mark + line[column:], *lines[at + 1 :]])
        if _faults(made) < _faults(text):
            return made
    return text


def _ended(text: str) -> str:
    """The text with a semicolon where the parser misses one."""
    made = text.encode("utf-8")
    for node in reversed(list(_broken(text))):
        if node.is_missing and node.type == ";":
            made = made[: node.start_byte] + b";" + made[node.start_byte :]
    ended = made.decode("utf-8")
    return ended if not _faults(ended) else text


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where brackets do not pair up: the statement from ``start`` to ``end`` has one too few, or too many."""

    mark: str
    start: int
    end: int
    too_many: bool


def _balanced(text: str) -> str:
    code = without_comments(text)
    fault = _first_fault(code)
    if fault is None:
        return _ended(text)
    if fault.mark == "}":
        candidates = _closed_blocks(text, code)
    elif fault.too_many:
        places = [n for n in range(fault.start, fault.end) if code[n] == fault.mark]
        candidates = [text[:n] + text[n + 1 :] for n in places]
    else:
        ends = [m.end() for m in re.finditer(r"[\w$]+|[()\[\]\"']", text[fault.start : fault.end])]
        places = [fault.start + n for n in ends]
        candidates = [text[:n] + fault.mark + text[n:] for n in places if not _TYPE_AS_VALUE.search(_near(text, n))]
    best = [made for made in dict.fromkeys(candidates) if _first_fault(without_comments(made)) is None]
    best = [made for made in best if _faults(made) < _faults(text)]
    return best[0] if len(best) == 1 else text


def _near(text: str, at: int) -> str:
    """What an inserted bracket would make the last argument."""
    start = max(text.rfind("(", 0, at), text.rfind(",", 0, at))
    return f"{text[start:at]})"


def _first_fault(code: str) -> _Fault | None:
    waiting: list[tuple[str, int]] = []
    statement = 0
    for match in re.finditer(r"[()\[\]{};]", code):
        mark, at = match[0], match.start()
        top = waiting[-1][0] if waiting else ""
        if mark in ")]" and top != _PAIRS[mark]:
            return _Fault(mark, statement, at + 1, True) if top in ("{", "") else None
        if top == "(" and (
            (mark == ";" and not _is_for(code, waiting[-1][1])) or mark == "}" or _is_body(code, mark, at)
        ):
            return _Fault(")", waiting[-1][1], at, False)
        if mark == "}" and top != "{":
            return None
        if mark in "([{":
            waiting.append((mark, at))
        elif mark in ")]}":
            waiting.pop()
        if mark in "{};":
            statement = at + 1
    return _Fault("}", 0, len(code), False) if [mark for mark, _ in waiting] == ["{"] else None


def _is_for(code: str, bracket: int) -> bool:
    return re.search(r"\b(?:for|try)\s*$", code[:bracket]) is not None


def _is_body(code: str, mark: str, at: int) -> bool:
    """Whether a brace begins a block, not a lambda, a class body or the elements of an array."""
    before = code[:at].rstrip()
    if mark != "{" or before.endswith(("->", "]", "=", ",", "{")):
        return False
    line = before[before.rfind("\n") + 1 :]
    return re.match(r"\s*(?:\}\s*)?(?:else\s+)?(?:if|while|for|switch|catch)\b", line) is not None


def _closed_blocks(text: str, code: str) -> list[str]:
    """A brace before the first line that stands no deeper than the statement that opened a block still open."""
    lines, plain = text.split("\n"), code.split("\n")
    opened: list[int] = []
    begun = 0
    for at, bare in enumerate(line.strip() for line in plain):
        if not bare:
            continue
        is_next = not _goes_on(plain, at)
        begun = _depth(lines[at]) if is_next else begun
        closes = bare.startswith("}")
        if opened and is_next and (begun < opened[-1] if closes else begun <= opened[-1]):
            return ["\n".join(_with_brace(lines, at, opened[-1]))]
        for mark in re.findall(r"[{}]", bare):
            if mark == "{":
                opened.append(begun)
            elif opened:
                opened.pop()
    return []


def _goes_on(plain: Sequence[str], at: int) -> bool:
    """Whether a line goes on with a statement of the line before, however it is indented."""
    before = next((line.strip() for line in reversed(plain[:at]) if line.strip()), ";")
    return not before.endswith((";", "{", "}"))


def _with_brace(lines: Sequence[str], at: int, depth: int) -> list[str]:
    """A brace on its own line before the line, or before its first word where that goes on with the block."""
    line = lines[at]
    if line.lstrip().startswith(("else", "catch", "finally")):
        return [*lines[:at], "\t" * depth + "} " + line.lstrip(), *lines[at + 1 :]]
    while at and not lines[at - 1].strip():
        at -= 1
    return [*lines[:at], "\t" * depth + "}", *lines[at:]]


def _depth(line: str) -> int:
    """Tabs, or four blanks each."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs(4)) // 4


def _faults(text: str) -> int:
    return sum(1 for _ in _broken(text))


def _broken(text: str) -> Iterator[Node]:
    """Places that the parser had to mend, in order."""
    waiting: list[Node] = [parse(text).root_node]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        if node.has_error:
            waiting += reversed(node.children)
