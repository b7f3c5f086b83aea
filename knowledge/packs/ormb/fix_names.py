"""Names with one certain remedy: one letter off, or the same words with another verb for the same thing."""

import re
from collections.abc import Iterator, Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.reach import methods
from knowledge.records import Diagnostic

_MISSING = ("compiler.err.cant.resolve", "ground.unknown-", "sql.unknown-column", "sql.unknown-table")
_VERBS = {
    verb: verbs[0]
    for verbs in (
        ("get", "fetch", "retrieve", "find", "load", "obtain", "read"),
        ("set", "update", "assign", "put"),
        ("create", "make", "build", "new"),
        ("add", "append"),
        ("is", "has"),
    )
    for verb in verbs
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|_")
_EMPTY_WORDS = frozenset(("value", "info", "object", "data", "details", "instance", "entity"))
"""Models add and forget these at the end of names; they tell nothing apart where one name alone is left."""

_SHORTEST = 4


def renamed(text: str, diagnostics: Sequence[Diagnostic], types: Types) -> str:
    """The text with each name corrected that can only mean one other."""
    for diagnostic in sorted(diagnostics, key=lambda d: (-d.line, -d.column)):
        if diagnostic.code.startswith(_MISSING) and (name := _real_name(diagnostic, types)):
            text = _replaced(text, diagnostic, name)
    return text


def _real_name(diagnostic: Diagnostic, types: Types) -> str:
    """Empty when none is certain."""
    if _one_off(diagnostic.symbol, diagnostic.candidates):
        return diagnostic.candidates[0]
    same = list(dict.fromkeys(_of_the_same_words(diagnostic, types)))
    same = [name for name in same if _verb(name) == _verb(diagnostic.symbol)] or same
    return same[0] if len(same) == 1 else ""


def _of_the_same_words(diagnostic: Diagnostic, types: Types) -> Iterator[str]:
    """Methods that take as many arguments and are called the same but for the verb; types without an empty word;
    constants without the words of their type."""
    symbol, receiver = diagnostic.symbol, types.find(diagnostic.receiver)
    if diagnostic.code.endswith(".args"):
        wanted = _words(symbol)
        if receiver is None:  # the file's own class: what it sees was looked up already
            yield from (name for name in diagnostic.candidates if _words(name) == wanted)
        for member in methods(types, diagnostic.receiver):
            if len(member.parameters) == len(diagnostic.arguments) and _words(member.name) == wanted:
                yield member.name
    elif receiver is None and symbol[:1].isupper() and not symbol.isupper():
        yield from (name for name in diagnostic.candidates if _type_words(name) == _type_words(symbol))
    elif receiver is not None and symbol.isupper():
        wanted = _own_words(symbol, receiver.name)
        fields = (member.name for member in receiver.members if member.kind == "field")
        yield from (name for name in fields if wanted and _own_words(name, receiver.name) == wanted)


def _type_words(name: str) -> tuple[str, ...]:
    words = [word.lower() for word in _WORD.findall(name)]
    while len(words) > 1 and words[-1] in _EMPTY_WORDS:
        words.pop()
    return tuple(words)


def _own_words(constant: str, owner: str) -> tuple[str, ...]:
    """``COMPLETE_STATUS`` of ``BillStatusLookup`` says no more than ``COMPLETE``."""
    said = {word.lower() for word in _WORD.findall(owner)}
    return tuple(word for word in constant.lower().split("_") if word not in said)


def _verb(name: str) -> str:
    return name[: next((i for i, letter in enumerate(name) if not letter.islower()), len(name))]


def _words(name: str) -> tuple[str, ...]:
    words = [word.lower() for word in _WORD.findall(name)]
    while len(words) > 2 and words[-1] in _EMPTY_WORDS:
        words.pop()
    return (_VERBS.get(words[0], words[0]), *words[1:]) if words else ()


def _one_off(wrong: str, candidates: Sequence[str]) -> bool:
    """The nearest real name differs in case only, or by one letter while the next one is farther.

    One and many (``bill``, ``bills``) are two names, and so are most short ones.
    """
    near = [candidate for candidate in candidates if _distance(wrong.lower(), candidate.lower()) <= 1]
    if len(near) != 1 or near[0] != candidates[0]:
        return False
    one, other = sorted((wrong.lower(), near[0].lower()), key=len)
    return one == other or (len(one) >= _SHORTEST and f"{one}s" != other)


def _distance(a: str, b: str) -> int:
    """Edit distance, cut off at 2."""
    if abs(len(a) - len(b)) > 1:
        return 2
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return min(row[-1], 2)


def _replaced(text: str, diagnostic: Diagnostic, name: str) -> str:
    lines = text.split("\n")
    at = diagnostic.line - 1
    if 0 <= at < len(lines):
        start = max(diagnostic.column - 1, 0)
        head, tail = lines[at][:start], lines[at][start:]
        pattern = rf"\b{re.escape(diagnostic.symbol)}\b"
        lines[at] = head + re.sub(pattern, name, tail, count=1)
    return "\n".join(lines)
