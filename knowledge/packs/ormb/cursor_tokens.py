"""Java source as tokens that come in piece by piece: what is certain is kept, the last word may still grow."""

import re
from typing import Literal, NamedTuple

Kind = Literal["word", "string", "number", "punct", "open-string", "open-comment"]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>/\*.*?\*/|//[^\n]*\n)
    |(?P<open_comment>/\*.*\Z|//[^\n]*\Z)
    |(?P<string>\"\"\"(?:\\.|.)*?\"\"\"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<open_string>\"\"\".*\Z|"(?:\\.|[^"\\\n])*\\?\Z|'(?:\\.|[^'\\\n])*\\?\Z)
    |(?P<number>\.?\d[\w.]*)
    |(?P<word>[^\W\d][\w$]*|\$[\w$]*)
    |(?P<punct>->|::|\.\.\.|&&|\|\||\+\+|--|[-+*/%&|^<>=!]=|.)""",
    re.DOTALL | re.VERBOSE,
)
_FINAL = frozenset("(){}[];,@?~")
"""Marks that no further character can change."""
_CLOSING = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    kind: Kind
    text: str


class Tokens:
    """The tokens of a growing text, and for each bracket its partner."""

    def __init__(self) -> None:
        self.list: list[Token] = []
        self.partner: list[int] = []
        """Index of the partner of a bracket, else -1."""
        self._open: list[int] = []
        self._text = ""
        self._done = 0

    @property
    def text(self) -> str:
        return self._text

    def feed(self, text: str) -> Token | None:
        """Take in a text that begins with the last one.

        Gives what stands unfinished at its end: an open word, number, mark, literal or comment, if any.
        """
        self._text = text
        end = len(text)
        for match in _TOKEN.finditer(text, self._done):  # one after another: the last alternative takes any character
            group = match.lastgroup or ""
            kind = _KINDS.get(group)
            if match.end() == end and not self._is_final(group, match.group()):
                return Token(kind, match.group()) if kind else None
            self._done = match.end()
            if kind:
                self._add(Token(kind, match.group()))
        return None

    def push(self, token: Token) -> None:
        """Look at an unfinished word or mark as if it were finished, until ``pop``."""
        self.list.append(token)
        self.partner.append(-1)

    def pop(self) -> None:
        del self.list[-1], self.partner[-1]

    def _is_final(self, kind: str, found: str) -> bool:
        if kind == "string":
            return found != '""'
        return kind == "comment" or (kind == "punct" and found in _FINAL)

    def _add(self, token: Token) -> None:
        at = len(self.list)
        self.list.append(token)
        self.partner.append(-1)
        if token.kind != "punct":
            return
        if token.text in ("(", "[", "{"):
            self._open.append(at)
        elif opening := _CLOSING.get(token.text):
            self._close(at, opening)

    def _close(self, at: int, opening: str) -> None:
        """Joins the bracket to its partner; brackets between them that were never closed are given up."""
        for place in range(len(self._open) - 1, -1, -1):
            partner = self._open[place]
            if self.list[partner].text == opening:
                self.partner[at], self.partner[partner] = partner, at
                del self._open[place:]
                return


_KINDS: dict[str, Kind] = {
    "string": "string",
    "number": "number",
    "word": "word",
    "punct": "punct",
    "open_string": "open-string",
    "open_comment": "open-comment",
}
