"""The head of a Java file without a parser: package, imports, the main class and the comments before it.

Works on drafts that do not parse. What stands inside the class body is left to ``java_source``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Comments and literals first, so that braces and keywords inside them are never seen.
_TOKEN = re.compile(
    r"(?P<comment>/\*.*?(?:\*/|\Z)|//[^\r\n]*)"
    r'|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\r\n])*"|\'(?:\\.|[^\'\\\r\n])*\''
    r"|(?P<mark>[{}();])"
    r"|(?<![\w.$@])(?P<keyword>class|interface|enum)(?=\s+[A-Za-z_$])",
    re.DOTALL,
)
_HIDDEN = re.compile(
    r'/\*.*?(?:\*/|\Z)|//[^\r\n]*|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\r\n])*"|\'(?:\\.|[^\'\\\r\n])*\'', re.DOTALL
)
_NOT_LINE_END = re.compile(r"[^\r\n]")
_PACKAGE = re.compile(r"\bpackage\s+([\w.\s]+?)\s*;")
_IMPORT = re.compile(r"\bimport\s+(?!static\b)([\w$]+(?:\s*\.\s*[\w$]+)*(?:\s*\.\s*\*)?)\s*;")
_NAME = re.compile(r"\s*([\w$]+)\s*")
_NESTED = re.compile(r"(?<![\w.$@])(?:class|interface|enum)\s+([\w$]+)(?:\s+extends\s+([\w.$]+))?")


@dataclass(frozen=True, slots=True)
class Place:
    line: int
    """1-based."""
    column: int
    """1-based, in characters; a tab is one."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A type declared anywhere inside the main class."""

    name: str
    superclass: str


@dataclass(frozen=True)
class Declaration:
    """The main type of a file: the public one, else the first ``_Impl``, else the first."""

    text: str
    name: str
    package: str
    imports: tuple[str, ...]
    """As written, without static ones; a wildcard ends in ``.*``."""
    modifiers: frozenset[str]
    superclass: str
    """As written, with type arguments; empty when there is none."""
    interfaces: tuple[str, ...]
    place: Place
    """Of the class name."""
    comments: tuple[tuple[int, int], ...]
    """Spans of the javadoc comments before the class, in order."""
    body: int
    """Offset of the opening brace, or the end of the text."""

    @property
    def qualified_name(self) -> str:
        return self.qualify(self.name)

    def qualify(self, simple: str) -> str:
        return f"{self.package}.{simple}" if self.package else simple

    @cached_property
    def nested(self) -> tuple[Nested, ...]:
        code = without_comments(self.text[self.body :])
        return tuple(Nested(m.group(1), m.group(2) or "") for m in _NESTED.finditer(code))


class Lines:
    """Offsets of a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


@lru_cache(maxsize=4096)
def read_declaration(text: str) -> Declaration | None:
    """The main type of the file, or None when it declares none."""
    best: tuple[int, Declaration] | None = None
    for start, keyword, comments in _top_level_types(text):
        found = _declaration(text, start, keyword, comments)
        if found is None:
            continue
        rank = 2 if "public" in found.modifiers else int(found.name.endswith("_Impl"))
        if best is None or rank > best[0]:
            best = rank, found
        if rank == 2:
            break
    return best[1] if best else None


def without_comments(text: str) -> str:
    """The text with comments and literals blanked; offsets and line ends stay."""
    return _HIDDEN.sub(lambda match: _NOT_LINE_END.sub(" ", match.group()), text)


def _top_level_types(text: str) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Start of the declaration, offset of its keyword and the javadoc comments since the type before."""
    depth, start = 0, 0
    comments: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        mark = match["mark"]
        if mark:
            depth = max(0, depth + (mark in "{(") - (mark in "})"))
            if depth == 0 and mark in "};":
                start = match.end()
                if mark == "}":
                    comments.clear()
        elif depth == 0 and match["comment"]:
            if len(match["comment"]) > 4 and match["comment"].startswith("/**"):
                comments.append(match.span())
        elif depth == 0 and match["keyword"]:
            yield start, match.start(), tuple(comments)


def _declaration(text: str, start: int, keyword: int, comments: tuple[tuple[int, int], ...]) -> Declaration | None:
    end = next((m.start() for m in _TOKEN.finditer(text, keyword) if m["mark"] == "{"), len(text))
    code = without_comments(text[keyword:end])
    words = re.match(r"[a-z]+", code)
    name = _NAME.match(code, words.end() if words else 0)
    if name is None:
        return None
    clauses = _clauses(code[name.end() :])
    head = without_comments(text[:keyword])
    package = _PACKAGE.search(head)
    return Declaration(
        text=text,
        name=name.group(1),
        package=_joined(package.group(1)) if package else "",
        imports=tuple(_joined(match.group(1)) for match in _IMPORT.finditer(head)),
        modifiers=frozenset(re.findall(r"(?<!@)\b[a-z]+\b", head[start:])),
        superclass=clauses.get("extends", ("",))[0],
        interfaces=clauses.get("implements", ()),
        place=Lines(text[: keyword + name.end()]).place(keyword + name.start(1)),
        comments=comments,
        body=end,
    )


def _clauses(code: str) -> dict[str, tuple[str, ...]]:
    """``<T> extends A<B> implements C, D`` -> the types after each word, split at outer commas."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    depth = 0
    for token in re.findall(r"[\w.$?&\[\]]+|[<>,]", code):
        depth += (token == "<") - (token == ">")
        if depth == 0 and token in ("extends", "implements", "permits"):
            current = found.setdefault(token, [""])
        elif current is not None and depth == 0 and token == ",":
            current.append("")
        elif current is not None:
            current[-1] += f" {token} " if token in ("extends", "super", "&") else token
    return {word: tuple(types) for word, types in found.items()}


def _joined(name: str) -> str:
    return re.sub(r"\s+", "", name)
