"""What an HQL text names: entities with their aliases, property paths, binds. Knows no entity."""

import re
from dataclasses import dataclass

from knowledge.packs.ormb.java_texts import HOLE
from knowledge.sqltext import Token, tokens

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """ALL AND ANY AS ASC BETWEEN BOTH BY CASE CLASS CROSS DELETE DESC DISTINCT ELEMENTS ELSE EMPTY END ESCAPE
        EXISTS FALSE FETCH FROM FULL GROUP HAVING IN INDICES INNER INTO IS JOIN LEADING LEFT LIKE MEMBER NEW NOT
        NULL OBJECT OF ON OR ORDER OUTER PROPERTIES RIGHT SELECT SET SOME THEN TRAILING TRUE UNION UPDATE
        VERSIONED WHEN WHERE WITH""",
    )
)
_ENDS = frozenset(("WHERE", "GROUP", "ORDER", "HAVING", "SELECT", "SET"))


@dataclass(frozen=True, slots=True)
class EntityUse:
    name: str
    """As written: simple or qualified."""
    alias: str
    start: int


@dataclass(frozen=True, slots=True)
class PathUse:
    alias: str
    properties: tuple[tuple[str, int], ...]
    """Name and offset of each step behind the alias."""


@dataclass(frozen=True, slots=True)
class HqlNames:
    entities: tuple[EntityUse, ...]
    others: frozenset[str]
    """Aliases of joined paths and collections: their types are not followed."""
    paths: tuple[PathUse, ...]
    binds: tuple[tuple[str, int], ...]


def read_hql(text: str) -> HqlNames:
    """What the text names. ``this`` in a filter is an alias of a type that the text does not say."""
    found = list(tokens(text))
    entities: list[EntityUse] = []
    others: set[str] = {"this"}
    paths: list[PathUse] = []
    at, in_from = 0, False
    while at < len(found):
        token = found[at]
        word = token.upper
        if word in _ENDS:
            in_from = False
        if word == "FROM" or (in_from and token.text == ",") or (word == "UPDATE" and at == 0):
            in_from = True
            at = _entity(found, at + 1, entities, others)
        elif word == "JOIN":
            at = _joined(found, at + 1, others, paths)
        elif token.is_name and word not in _KEYWORDS:
            at = _path(found, at, paths)
        else:
            at += 1
    binds = tuple((token.text[1:], token.start) for token in found if token.kind == "bind")
    return HqlNames(tuple(entities), frozenset(others), tuple(paths), binds)


def _entity(found: list[Token], at: int, entities: list[EntityUse], others: set[str]) -> int:
    """``Bill bill``, ``com.acme.Bill as bill`` or ``in (bill.charges) charge``."""
    if at < len(found) and found[at].upper == "IN":
        while at < len(found) and found[at].text != ")":
            at += 1
        return _alias(found, at + 1, others)
    parts, at = _dotted(found, at)
    if not parts:
        return at
    alias: set[str] = set()
    at = _alias(found, at, alias)
    name = ".".join(part.text for part in parts)
    if name[:1].islower() and "." in name and not name.rpartition(".")[2][:1].isupper():
        others |= alias  # from bill.charges charge: a path, not an entity
    else:
        entities.append(EntityUse(name, next(iter(alias), parts[-1].text), parts[0].start))
    return at


def _joined(found: list[Token], at: int, others: set[str], paths: list[PathUse]) -> int:
    if at < len(found) and found[at].upper == "FETCH":
        at += 1
    return _alias(found, _path(found, at, paths), others)


def _path(found: list[Token], at: int, paths: list[PathUse]) -> int:
    """``bill.account.id``; a word alone and a function are no paths."""
    start = at
    parts, at = _dotted(found, at)
    is_call = at < len(found) and found[at].text == "("
    glued = at < len(found) and found[at].text == HOLE
    if len(parts) > 1 and not glued:
        steps = tuple((part.text, part.start) for part in (parts[1:-1] if is_call else parts[1:]))
        paths.append(PathUse(parts[0].text, steps))
    return max(at, start + 1)


def _dotted(found: list[Token], at: int) -> tuple[list[Token], int]:
    parts: list[Token] = []
    while at < len(found) and found[at].is_name and (parts or found[at].upper not in _KEYWORDS):
        parts.append(found[at])
        at += 1
        if at >= len(found) or found[at].text != ".":
            break
        at += 1
    return parts, at


def _alias(found: list[Token], at: int, aliases: set[str]) -> int:
    if at < len(found) and found[at].upper == "AS":
        at += 1
    if at < len(found) and found[at].kind == "word" and found[at].upper not in _KEYWORDS:
        aliases.add(found[at].text)
        at += 1
    return at
