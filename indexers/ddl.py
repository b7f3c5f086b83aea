"""Database scripts as statements: where each begins and ends, whatever client commands stand between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.sqltext import Token, tokens

_CLIENT = re.compile(
    r"""[ \t]*(?:
    (?:PROMPT|REM|REMARK|SET|SPOOL|WHENEVER|DEFINE|UNDEFINE|ACCEPT|CONN|CONNECT|DISCONNECT|EXIT|QUIT|HOST|PAUSE|SHOW|COL
    |COLUMN|TTITLE|BTITLE|BREAK|CLEAR|VARIABLE|VAR|PRINT|EXEC|EXECUTE|DESC|DESCRIBE|START|TIMING|STORE
    |ALTER[ \t]+SESSION)\b[^\n]*
    |[@!][^\n]*
    |/[ \t]*(?=\n|\Z))""",
    re.IGNORECASE | re.VERBOSE,
)
_BLANK = re.compile(r"(?:\s+|--[^\n]*|/\*.*?(?:\*/|\Z))+", re.DOTALL)
_SLASH = re.compile(r"^[ \t]*/[ \t]*\r?$", re.MULTILINE)
_START = re.compile(
    r"^[ \t]*(?=(?:CREATE|ALTER\s+TABLE|COMMENT\s+ON)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_PROGRAM = re.compile(
    r"(?:DECLARE|BEGIN|CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:NON)?EDITIONABLE\s+)?"
    r"(?:TRIGGER|PACKAGE|PROCEDURE|FUNCTION|TYPE|LIBRARY))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    def words(self, count: int) -> tuple[str, ...]:
        """The first tokens in upper case."""
        return tuple(token.upper for token in self.tokens[:count])


def statements(text: str) -> Iterator[Statement]:
    """The statements of a script, without comments, client commands and programs (triggers, packages, blocks).

    Dumps without terminators are common, so a line that begins like a statement ends the one before it.
    """
    ends = sorted({match.start() for match in _SLASH.finditer(text)} | {match.end() for match in _START.finditer(text)})
    at = 0
    while (at := _skip(text, at)) < len(text):
        following = bisect_right(ends, at)
        limit = ends[following] if following < len(ends) else len(text)
        if _PROGRAM.match(text, at):
            at = limit
            continue
        found, at = _statement(text, at, limit)
        if found:
            yield Statement(tuple(found))


def _skip(text: str, at: int) -> int:
    """The next offset where a statement begins."""
    while True:
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        client = _CLIENT.match(text, at) if _at_line_start(text, at) else None
        if client is None or client.end() == at:
            return at
        at = client.end()
        while at < len(text) and text[at - 1] == "-":  # a hyphen at its end continues a client command
            at = _line_end(text, at + 1)


def _statement(text: str, at: int, limit: int) -> tuple[list[Token], int]:
    """The tokens up to the end of the statement, and where to go on."""
    found: list[Token] = []
    for token in tokens(text, at):
        if token.text == ";":
            return found, token.start + 1
        if token.start >= limit:
            return found, token.start
        found.append(token)
    return found, len(text)


def _at_line_start(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
