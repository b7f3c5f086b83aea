"""Code as a reader sees it: lines of coloured words, each external symbol with the places that it is known from.

A word is linked by its simple name, since the review keeps one source for each symbol and not each of its places:
where two symbols of a file share a name (``getId`` of two entities), the word names both. A name written in full, as
in an import, means one type.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Comment, Keyword, Name, Number, String, Token, _TokenType  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from agents.state import Grounding

KINDS = ((Comment, "comment"), (String, "string"), (Number, "number"), (Keyword, "keyword"), (Name.Decorator, "mark"))


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    kind: str = ""
    """``comment``, ``string``, ``number``, ``keyword``, ``mark``, ``name``, or empty."""
    symbols: tuple[int, ...] = ()
    """Positions in the sources that were given."""


def listed(text: str, language: str, sources: Sequence[Grounding]) -> list[list[Word]]:
    """The lines of ``text``; joined, their words are the text without its line ends."""
    named, in_full = _by_name(sources)
    lines: list[list[Word]] = [[]]
    for token, value in _tokens(text, language):
        kind = _kind(token)
        symbols = named.get(value) or in_full.get(value, ()) if kind in ("name", "mark", "keyword") else ()
        if kind == "mark" and not symbols:
            symbols = named.get(value.removeprefix("@"), ())
        for number, part in enumerate(value.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Word(part, kind, symbols))
    return lines


Places = dict[str, tuple[int, ...]]


def _by_name(sources: Sequence[Grounding]) -> tuple[Places, Places]:
    """Positions by simple name, and by full name: of the type itself, else of those of its members that are there."""
    named: Places = {}
    in_full: Places = {}
    members: Places = {}
    for at, grounding in enumerate(sources):
        owner, _, member = grounding.symbol.partition("#")
        name = simple_name(grounding.symbol)
        named[name] = (*named.get(name, ()), at)
        full = f"{owner}.{name}" if member else owner
        in_full[full] = (*in_full.get(full, ()), at)
        if member:
            members[owner] = (*members.get(owner, ()), at)
    return named, {**members, **in_full}


def simple_name(symbol: str) -> str:
    """``getId`` of ``a.b.C#getId(int)``; ``C`` of ``a.b.C`` and of its constructor."""
    owner, _, member = symbol.partition("#")
    name = member.partition("(")[0]
    return name if name and name != "<init>" else owner.rpartition(".")[2]


def _tokens(text: str, language: str) -> Iterable[tuple[_TokenType, str]]:
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return [(Token.Text, text)]
    tokens: Iterable[tuple[_TokenType, str]] = lexer.get_tokens(text.replace("\r\n", "\n").replace("\r", "\n"))
    return tokens


def _kind(token: _TokenType) -> str:
    for parent, kind in KINDS:
        if token in parent:
            return kind
    return "name" if token in Name else ""
