"""An answer that was cut off, and what a model said when it was told to go on -> one text.

Not every server goes on with the very next character: many models open a new code block, say their last line again,
or begin anew.
"""

import re

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)$", re.MULTILINE)
_OPENING = re.compile(r"\A\s*(?:`{3,}|~{3,})([^\n`]*)\n")
_NUMBER = re.compile(r"\bhole\W{0,4}(\d{1,3})\b", re.IGNORECASE)
BEGINNING = 40  # characters; whose answer begins with as many that are the same has begun anew
OVERLAP = 8  # characters that are no space, at least; shorter ones come again by themselves in code


def joined(first: str, rest: str) -> str:
    """Both as one text, without what ``rest`` says again."""
    start = first.strip()[:BEGINNING]
    if len(start) == BEGINNING and rest.lstrip().startswith(start):
        return rest if len(rest) > len(first) else first
    opened = _open_fence(first)
    again = _OPENING.match(rest)
    if opened is not None and again and _number(again[1]) in ("", _number(opened)) and again[1].strip():
        rest = rest[again.end() :]
    return first + rest[_overlap(first, rest) :]


def _open_fence(text: str) -> str | None:
    """What stands behind the fence of a block that is not closed."""
    info: str | None = None
    for fence in _FENCE.finditer(text):
        if info is None:
            info = fence[2]
        elif not fence[2].strip():
            info = None
    return info


def _number(info: str) -> str:
    found = _NUMBER.search(info)
    return found[1] if found else ""


def _overlap(first: str, rest: str) -> int:
    """How much of the beginning of ``rest`` is the end of ``first``."""
    for size in range(min(len(first), len(rest), 400), 0, -1):
        if first.endswith(rest[:size]):
            return size if len("".join(rest[:size].split())) >= OVERLAP else 0
    return 0
