"""Who declares which name, read forwards from the tokens of a file: types, methods, parameters and variables in scope.

Only what is written is noted, as written; what the names mean is found in ``cursor_types``. A name of which the type
is not written (a parameter of a lambda, ``var``) is noted with an empty type, so that it hides others of its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from knowledge.packs.ormb.cursor_tokens import Token, Tokens
from knowledge.typetext import split, tidy

KEYWORDS = frozenset(
    """abstract assert break case catch class const continue default do else enum extends final finally for goto if
    implements import instanceof interface native new package private protected public return static strictfp super
    switch synchronized this throw throws transient try volatile while true false null""".split()
)
"""Words that are no names; the primitive types are not among them."""

_TYPE_WORDS = ("class", "interface", "enum")
_SURE = frozenset(["(", "{", ";"])
_IN_ARGUMENTS = frozenset([".", ",", "?", "<", ">", "[", "]", "&", "@"])

FrameKind = Literal["file", "class", "block", "round", "statement"]


@dataclass(slots=True)
class Frame:
    """A region in which names are declared."""

    kind: FrameKind
    names: dict[str, str] = field(default_factory=dict)
    """Variables and their types as written; empty when not written."""
    methods: dict[str, list[str]] = field(default_factory=dict)
    """Result types of the methods that a class declares here."""
    variables: tuple[str, ...] = ()
    """Type parameters, as written."""
    type_name: str = ""
    """Of a class: its simple name; empty when it has none."""
    supertype: str = ""
    """Of a class without a name: the type that it extends, as written; empty when unknown."""
    local_types: set[str] = field(default_factory=set)
    current: str | None = None
    """Type of the declaration that is being written: a comma may bring another name."""


class Scopes:
    """The frames around the end of the tokens read so far."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens.list
        self._partner = tokens.partner
        self._next = 0
        self.frames: list[Frame] = [Frame("file")]
        self._class = ""
        """Name of the class whose body comes next."""
        self._class_variables: tuple[str, ...] = ()
        self._parameters: Frame | None = None
        """What a method or a statement declares for the body that comes next."""

    def advance(self) -> None:
        """Read all tokens that have a successor, and the last one when its successor does not matter."""
        while self._next < len(self._tokens):
            if self._next == len(self._tokens) - 1 and self._tokens[-1].text not in _SURE:
                return
            self._read(self._next)
            self._next += 1

    @property
    def read(self) -> int:
        """How many tokens are read: what is in scope changes with it alone."""
        return self._next

    def word(self, at: int) -> str:
        """The token there as text; empty outside of the file."""
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def is_name(self, at: int) -> bool:
        token = self._tokens[at] if 0 <= at < len(self._tokens) else None
        return token is not None and token.kind == "word" and token.text not in KEYWORDS

    def type_start(self, end: int) -> int | None:
        """Where the type begins whose last token is ``end``; None when no type ends there."""
        at = end - 1 if self.word(end) == "..." else end
        while self.word(at) == "]" and self.word(at - 1) == "[":
            at -= 2
        if self.word(at) == ">":
            opening = self.angle(at)
            if opening is None:
                return None
            at = opening - 1
        if not self.is_name(at):
            return None
        while self.word(at - 1) == "." and (self.is_name(at - 2) or self.word(at - 2) == ">"):
            start = self.type_start(at - 2)
            if start is None:
                return None
            at = start
        return None if self.word(at - 1) == "@" else at

    def angle(self, closing: int) -> int | None:
        """The ``<`` of this ``>``; None when it compares."""
        depth, at = 0, closing
        while at >= 0:
            token = self._tokens[at]
            depth += (token.text == ">") - (token.text == "<")
            if not depth:
                return at
            if not (token.text in _IN_ARGUMENTS or token.text in ("extends", "super") or self.is_name(at)):
                return None
            at -= 1
        return None

    def text(self, start: int, end: int) -> str:
        """The tokens from start to end as the text of a type."""
        words = (self.word(at) for at in range(start, end + 1))
        return tidy(" ".join(words).replace(" extends ", " extends ").replace("...", "[]")).replace(" []", "[]")

    def _read(self, at: int) -> None:
        token = self._tokens[at]
        if token.kind == "word":
            self._read_word(at, token)
        elif token.kind == "punct":
            self._read_mark(at, token.text)

    def _read_word(self, at: int, token: Token) -> None:
        before = self.word(at - 1)
        if token.text in KEYWORDS:
            if token.text in _TYPE_WORDS and before != "." and self.is_name(at + 1):
                self._class = self.word(at + 1)
            return
        if before in _TYPE_WORDS and self.word(at - 2) != ".":
            self.frames[-1].local_types.add(token.text)
        elif before == ">" or before == "]" or before == "..." or self.is_name(at - 1):
            self._declare(at, token.text)
        elif before == "," and self.frames[-1].current is not None and self.word(at + 1) in ("=", ",", ";", ":"):
            self.frames[-1].names[token.text] = self.frames[-1].current
        elif self.word(at + 1) == "->":
            self.frames[-1].names[token.text] = ""

    def _declare(self, at: int, name: str) -> None:
        """``Type name``: a variable, or a method when a bracket follows."""
        start = self.type_start(at - 1)
        if start is None:
            return
        frame, written = self.frames[-1], self.text(start, at - 1)
        if self.word(at + 1) == "(":
            if frame.kind == "class":
                frame.methods.setdefault(name, []).append(written)
                self._parameters = Frame("block", variables=self._variables_before(start))
            return
        if written == "var" or self.word(at + 1) == "[":
            written = ""
        frame.names[name] = written
        frame.current = written

    def _variables_before(self, start: int) -> tuple[str, ...]:
        """The type parameters of a method, written before its result."""
        if self.word(start - 1) != ">":
            return ()
        opening = self.angle(start - 1)
        return () if opening is None else split(self.text(opening + 1, start - 2))

    def _read_mark(self, at: int, mark: str) -> None:
        match mark:
            case "(":
                self.frames.append(Frame("round"))
            case ")":
                self._end_round(at)
            case "{":
                self._begin_body(at)
            case "}":
                self._end_body()
            case ";":
                self._end_statement()
            case "->" if self.word(at - 1) == ")":
                self._lambda_parameters(self._partner[at - 1], at - 1)
            case "<" if self._class and self.word(at - 1) == self._class and self.word(at - 2) in _TYPE_WORDS:
                self._class_variables = tuple(self._type_parameters(at))
            case _:
                pass

    def _type_parameters(self, opening: int) -> Iterator[str]:
        depth, at = 0, opening
        while at < len(self._tokens):
            depth += (self.word(at) == "<") - (self.word(at) == ">")
            if not depth:
                yield from split(self.text(opening + 1, at - 1))
                return
            at += 1

    def _end_round(self, at: int) -> None:
        while self.frames[-1].kind == "statement":
            self.frames.pop()
        if self.frames[-1].kind != "round":
            return
        names = self.frames.pop().names
        around, following = self.frames[-1], self.word(at + 1)
        if following in ("{", "throws") or (self._parameters and around.kind == "class"):
            self._parameters = self._parameters or Frame("block")
            self._parameters.names |= names
        elif names and following == "->":
            around.names |= names
        elif names:
            self.frames.append(Frame("statement", names))

    def _begin_body(self, at: int) -> None:
        if self._class:
            self.frames.append(Frame("class", type_name=self._class, variables=self._class_variables))
            self._class, self._class_variables = "", ()
        elif (created := self._created(at)) is not None:
            self.frames.append(Frame("class", supertype=created))
        else:
            self.frames.append(self._parameters or Frame("block"))
        self._parameters = None

    def _created(self, at: int) -> str | None:
        """The type of a class body behind ``new Type(...)``, or of an enum's constant; None for other brackets."""
        if self.word(at - 1) != ")":
            return "" if self._parameters is None and self._is_constant(at - 1) else None
        callee = self._partner[at - 1] - 1
        start = self.type_start(callee) if callee > 0 else None
        if start is not None and self.word(start - 1) == "new":
            return self.text(start, callee)
        return "" if self._is_constant(callee) else None

    def _is_constant(self, at: int) -> bool:
        """Whether this is the name of an enum's constant: nothing but a constructor has so little before it."""
        around = self.frames[-1]
        is_first = self.word(at - 1) in ("{", ",", ")") or self.word(at - 2) == "@"
        return around.kind == "class" and self.is_name(at) and is_first and self.word(at) != around.type_name

    def _end_body(self) -> None:
        while len(self.frames) > 1:
            ended = self.frames.pop()
            if ended.kind in ("class", "block"):
                break
        if self.frames[-1].kind == "statement" and self.word(self._next + 1) not in ("else", "catch", "finally"):
            self._end_statement()

    def _end_statement(self) -> None:
        while self.frames[-1].kind == "statement":
            self.frames.pop()
        self.frames[-1].current = None
        if self.frames[-1].kind == "class":
            self._parameters = None

    def _lambda_parameters(self, opening: int, closing: int) -> None:
        """``(a, b) ->``: names without types."""
        for at in range(opening + 1, closing):
            if self.is_name(at) and self.word(at - 1) in ("(", ",") and self.word(at + 1) in (")", ","):
                self.frames[-1].names[self.word(at)] = ""
