"""Reads the annotations that stand inside the javadoc of a class: ``@Name (k = v, {list}, @Nested (...))``.

They are comment text, not Java annotations, and are written by wizards and by hand. Every form that the
framework's own generator takes is read; what is wrong is a ``Diagnostic`` at its place, and reading goes on.
What an annotation means is left to ``soft_parameters`` and the artefact files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from knowledge.packs.ormb.declaration import Declaration, Lines, Place
from knowledge.records import Diagnostic, Severity

ARTEFACT_NAMES = {
    "AlgorithmComponent": "algorithm",
    "BatchJob": "batch",
    "BusinessComponent": "component",
    "BusinessEntity": "entity",
    "ChangeHandler": "change-handler",
    "EntityPageMaintenance": "page",
    "PageMaintenance": "page",
    "QueryPage": "page",
    "ListPageMaintenance": "page",
    "MaintenanceListFilterPage": "page",
}

_STARS = re.compile(r"(?:\A|(?<=[\r\n]))[ \t*]*\*")
_ANNOTATION = re.compile(r"@\s*([A-Z]\w*)")
_TOKEN = re.compile(
    r"(?P<space>\s+|//[^\r\n]*)"
    r"|@\s*(?P<at>[A-Z]\w*)"
    r"|(?P<tag>@\w*)"
    r"|(?P<string>\"(?:\\.|[^\"\\\r\n])*\"|'(?:\\.|[^'\\\r\n])*')"
    r"|(?P<mark>[(){}=,])"
    r"|(?P<word>[^\s(){}=,\"'@]+)"
    r"|(?P<bad>.)"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A bare word, a number or a quoted text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    value: "Value"
    place: Place


@dataclass(frozen=True, slots=True)
class Annotation:
    name: str
    place: Place
    attributes: tuple[Attribute, ...] = ()

    @property
    def line(self) -> int:
        return self.place.line

    @property
    def column(self) -> int:
        return self.place.column

    def attribute(self, name: str) -> Attribute | None:
        """By name, whatever its case; the last one when it is written twice."""
        wanted = name.lower()
        return next((a for a in reversed(self.attributes) if a.name.lower() == wanted), None)

    def literal(self, name: str) -> Literal | None:
        """The value of an attribute when it is one word or text."""
        found = self.attribute(name)
        return found.value if found is not None and isinstance(found.value, Literal) else None

    def word(self, name: str) -> str:
        found = self.literal(name)
        return found.text if found else ""

    def nested(self, name: str) -> "tuple[Annotation, ...]":
        """Annotations in a list, or a single one that was written without braces."""
        found = self.attribute(name)
        values = () if found is None else found.value if isinstance(found.value, tuple) else (found.value,)
        return tuple(value for value in values if isinstance(value, Annotation))


Value = Literal | Annotation | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class ClassAnnotations:
    """The artefact annotation of a class, if it has one, and what is wrong with how it is written."""

    annotation: Annotation | None
    diagnostics: tuple[Diagnostic, ...] = ()


def read_annotation(declaration: Declaration) -> ClassAnnotations:
    """The artefact annotation in the last javadoc before the class; copies in earlier comments are stale."""
    last = len(declaration.comments) - 1
    for index in range(last, -1, -1):
        start, end = declaration.comments[index]
        found = _in_comment(declaration.text, start, end)
        if found.annotation is None:
            continue
        if index == last:
            return found
        late = diagnostic(
            "annotation.not-last",
            f"@{found.annotation.name} does not stand in the last comment before the class; "
            "the framework reads only that one",
            found.annotation.place,
            severity="warning",
        )
        return ClassAnnotations(found.annotation, (*found.diagnostics, late))
    return ClassAnnotations(None, _misspelt(declaration))


def _misspelt(declaration: Declaration) -> tuple[Diagnostic, ...]:
    """An annotation in the last comment whose name is nearly one that the framework knows."""
    for start, end in declaration.comments[-1:]:
        for match in _ANNOTATION.finditer(declaration.text, start, end):
            near = tuple(get_close_matches(match.group(1), ARTEFACT_NAMES, n=3, cutoff=0.8))
            if near:
                message = f"unknown annotation @{match.group(1)}; did you mean @{near[0]}?"
                place = Lines(declaration.text).place(match.start())
                return (diagnostic("annotation.unknown", message, place, symbol=match.group(1), candidates=near),)
    return ()


def diagnostic(
    code: str,
    message: str,
    place: Place,
    *,
    severity: Severity = "error",
    symbol: str = "",
    candidates: tuple[str, ...] = (),
) -> Diagnostic:
    return Diagnostic(
        code, severity, message, line=place.line, column=place.column, symbol=symbol, candidates=candidates
    )


def _in_comment(text: str, start: int, end: int) -> ClassAnnotations:
    begin = start + 3
    if not text.startswith("@", begin) and "@" not in text[begin:end]:
        return ClassAnnotations(None)
    close = end - 2 if text.endswith("*/", begin, end) else end
    comment = text[:begin] + _STARS.sub(lambda m: " " * len(m.group()), text[begin:close])
    starts = [m for m in _ANNOTATION.finditer(comment, begin) if m.group(1) in ARTEFACT_NAMES]
    starts = [m for m in starts if not _disabled(comment, m.start())]
    if not starts:
        return ClassAnnotations(None)
    # A mention in prose has no parentheses; the structure wins over it.
    structures = [m for m in starts if re.match(r"\s*[({]", comment[m.end() :])] or starts
    lines = Lines(comment)
    chosen = structures[-1]
    parser = _Parser(comment, chosen.start(), len(comment), lines)
    annotation = parser.annotation()
    if len(structures) > 1:
        parser.report(
            "annotation.duplicate",
            f"@{annotation.name} stands more than once in this comment; the last one is taken",
            chosen.start(),
            severity="warning",
        )
    return ClassAnnotations(annotation, tuple(parser.diagnostics))


def _disabled(comment: str, offset: int) -> bool:
    line_start = max(comment.rfind("\n", 0, offset), comment.rfind("\r", 0, offset)) + 1
    return comment[line_start:offset].lstrip().startswith("//")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class _Parser:
    """Recursive descent; an error is reported once and reading goes on."""

    def __init__(self, text: str, start: int, end: int, lines: Lines) -> None:
        self._tokens = [*_tokens(text, start, end), _Token("end", "", end, end)]
        self._index = 0
        self._lines = lines
        self._last_error = self._unclosed = -1
        self.diagnostics: list[Diagnostic] = []

    def report(self, code: str, message: str, offset: int, severity: Severity = "error") -> None:
        self.diagnostics.append(diagnostic(code, message, self._lines.place(offset), severity=severity))

    def annotation(self) -> Annotation:
        token = self._next()
        place = self._lines.place(token.start)
        following = self._peek()
        if following.text == "(" and following.kind == "mark":
            self._next()
            return Annotation(token.text, place, self._attributes())
        if following.kind == "word" and self._is_assignment():
            self._syntax(f"'(' is missing after @{token.text}", token.end)
            return Annotation(token.text, place, self._attributes())
        return Annotation(token.text, place)

    def _attributes(self) -> tuple[Attribute, ...]:
        found: list[Attribute] = []
        separated = True
        while True:
            token = self._peek()
            if token.kind == "mark" and token.text == ")":
                self._next()
                return tuple(found)
            if token.kind == "mark" and token.text == ",":
                self._next()
                separated = True
            elif token.kind in ("word", "string"):
                if not separated and self._is_assignment():
                    self._missing_comma(token)
                attribute = self._attribute()
                if attribute:
                    found.append(attribute)
                separated = False
            elif token.kind in ("end", "tag", "at") or token.text == "}":
                self._syntax("')' is missing", self._place_of(token))
                self._unclosed = token.start
                return tuple(found)
            else:
                self._syntax(f"unexpected {token.text!r}", token.start)
                self._next()

    def _attribute(self) -> Attribute | None:
        name = self._next()
        equals = self._peek()
        if equals.text != "=":
            self._syntax(f"'=' is missing after {name.text!r}", name.start)
            self._skip_to_separator()
            return None
        self._next()
        value = self._value()
        return None if value is None else Attribute(name.text, value, self._lines.place(name.start))

    def _value(self) -> Value | None:
        token = self._peek()
        if token.kind in ("word", "string"):
            self._next()
            text = token.text[1:-1] if token.kind == "string" else token.text
            return Literal(text, self._lines.place(token.start))
        if token.kind == "at":
            return self.annotation()
        if token.text == "{":
            self._next()
            return self._list()
        self._syntax("a value is missing", self._place_of(token))
        if token.kind == "bad" or token.text in ("=", "("):
            self._skip_to_separator()
        return None

    def _list(self) -> tuple[Value, ...]:
        found: list[Value] = []
        separated = True
        while True:
            token = self._peek()
            if token.text == "}" and token.kind == "mark":
                self._next()
                return tuple(found)
            if token.text == "," and token.kind == "mark":
                self._next()
                separated = True
            elif token.kind in ("word", "string", "at"):
                if not separated:
                    self._missing_comma(token)
                value = self._value()
                if value is not None:
                    found.append(value)
                separated = False
            elif token.kind in ("end", "tag") or (token.text == ")" and not self._list_goes_on()):
                self._syntax("'}' is missing", self._place_of(token))
                return tuple(found)
            else:
                self._syntax(f"unexpected {token.text!r}", token.start)
                self._next()

    def _list_goes_on(self) -> bool:
        """After a surplus ``)``: does the list continue behind it?"""
        token = self._peek(1)
        return token.kind == "at" or token.text in (",", "}")

    def _place_of(self, token: _Token) -> int:
        """Where a missing end belongs: behind the last token that is not a comma."""
        if token.kind == "bad":
            return token.start
        return next(t.end for t in reversed(self._tokens[: self._index]) if t.text != ",")

    def _is_assignment(self) -> bool:
        return self._peek(1).text == "="

    def _missing_comma(self, token: _Token) -> None:
        if self._unclosed != token.start:
            message = f"',' is missing before {token.text!r}"
            self.report("annotation.missing-comma", message, token.start, "warning")

    def _syntax(self, message: str, offset: int) -> None:
        """One report for a place: every open bracket misses its end where the text stops."""
        if self._last_error != offset:
            self.report("annotation.syntax", message, offset)
        self._last_error = offset

    def _skip_to_separator(self) -> None:
        while (token := self._peek()).kind in ("word", "string", "bad") or token.text in ("=", "("):
            self._next()

    def _peek(self, ahead: int = 0) -> _Token:
        return self._tokens[min(self._index + ahead, len(self._tokens) - 1)]

    def _next(self) -> _Token:
        token = self._peek()
        self._index += token.kind != "end"
        return token


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "bad"
        if kind != "space":
            yield _Token(kind, match[kind], match.start(), match.end())
