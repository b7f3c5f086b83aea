"""SQL text as tokens, tolerant of every dialect: what is a name, a text, a bind. Meaning is found elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

TokenKind = Literal["word", "quoted", "string", "number", "bind", "punct"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<string>[nN]?[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\[{(<]).*?(?P=mark))'|[nN]?'(?:[^']|'')*')
    |(?P<quoted>"[^"]*")
    |(?P<bind>:[^\W\d]\w*)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>[^\W\d][\w$#]*)
    |(?P<punct>\|\||[<>!:^]=|<>|.)""",
    re.DOTALL | re.VERBOSE,
)


class Token(NamedTuple):
    # Not a dataclass: a dump of 5 MB has a million of them, and a tuple is made in half the time.
    kind: TokenKind
    text: str
    """As written, with its quotes or its colon."""
    start: int
    """Offset in the text."""

    @property
    def upper(self) -> str:
        return self.text.upper()

    @property
    def name(self) -> str:
        """An identifier as the database stores it: upper case unless quoted."""
        return self.text[1:-1] if self.kind == "quoted" else self.text.upper()

    @property
    def is_name(self) -> bool:
        return self.kind in ("word", "quoted")

    @property
    def value(self) -> str:
        """What a text literal says."""
        body = self.text.lstrip("nN")
        return body[3:-2] if body[0] in "qQ" else body[1:-1].replace("''", "'")


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens from this offset on, without space and comments. An unclosed quote is a punct token of its own."""
    for match in _TOKEN.finditer(text, start):
        kind = match.lastgroup
        if kind != "space":
            yield Token(cast(TokenKind, kind), match.group(), match.start())


class Lines:
    """Offsets of a text as line numbers."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        """1-based."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """1-based."""
        return offset - self._starts[self.line(offset) - 1] + 1
