"""One database statement becomes what it says about a table. Tolerant: unknown clauses and tails are skipped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from indexers.ddl import Statement
from knowledge.records import Column, ForeignKey, Source, Table
from knowledge.sqltext import Token

Action = Literal["create", "add", "modify", "drop", "rename", "comment", "synonym"]

_CONSTRAINTS = frozenset(("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "SUPPLEMENTAL"))
_COLUMN_CLAUSES = frozenset(
    re.findall(
        r"\w+",
        """DEFAULT NOT NULL CONSTRAINT PRIMARY UNIQUE REFERENCES CHECK GENERATED AS VISIBLE INVISIBLE SORT ENCRYPT
        COLLATE ENABLE DISABLE USING SCOPE STORAGE RESERVABLE""",
    )
)
_PREFIXES = frozenset(
    re.findall(
        r"\w+",
        """OR REPLACE GLOBAL PRIVATE TEMPORARY SHARDED DUPLICATED IMMUTABLE BLOCKCHAIN NO FORCE EDITIONABLE
        NONEDITIONABLE EDITIONING PUBLIC MATERIALIZED JSON""",
    )
)


@dataclass(frozen=True, slots=True)
class Change:
    """What one statement says about a table; ``table`` holds only that."""

    action: Action
    table: Table
    other: str = ""
    """The new name of a column, or the table behind a synonym."""


class NotUnderstood(Exception):
    """The statement is about a table but says something that this module cannot read."""


def changes(statement: Statement, source: Source) -> tuple[Change, ...]:
    """What the statement says about tables; nothing for statements about other things."""
    cursor = _Cursor(list(statement.tokens))
    if cursor.accept("CREATE"):
        return tuple(_create(cursor, source))
    if cursor.accept("ALTER", "TABLE"):
        return tuple(_alter(cursor, source))
    if cursor.accept("COMMENT", "ON"):
        return tuple(_comment(cursor, source))
    return ()


def _create(cursor: "_Cursor", source: Source) -> Iterator[Change]:
    while cursor.upper in _PREFIXES:
        cursor.advance()
    if cursor.accept("SYNONYM"):
        name = cursor.qualified_name()
        if cursor.accept("FOR"):
            yield Change("synonym", Table(name, source), cursor.qualified_name())
    elif cursor.accept("VIEW"):
        yield Change("create", _view(cursor, source))
    elif cursor.accept("TABLE"):
        cursor.accept("IF", "NOT", "EXISTS")
        name = cursor.qualified_name()
        items = cursor.items() if cursor.upper == "(" else []
        yield Change("create", _with_items(Table(name, source), items))


def _view(cursor: "_Cursor", source: Source) -> Table:
    """A view with its columns, where it says them: in a list, or as plain names and aliases of its query."""
    cursor.accept("IF", "NOT", "EXISTS")
    name = cursor.qualified_name()
    if cursor.upper == "(":
        names = [item[0].name for item in cursor.items() if item[0].is_name and item[0].upper not in _CONSTRAINTS]
    else:
        names = _selected(cursor)
    return Table(name, source, tuple(Column(column, "") for column in names))


def _selected(cursor: "_Cursor") -> list[str]:
    """Column names of a query's first SELECT; none when one of them is not plain to see."""
    while cursor.upper not in ("SELECT", ""):
        cursor.advance()
    cursor.accept("SELECT")
    if cursor.upper in ("DISTINCT", "ALL", "UNIQUE"):
        cursor.advance()
    items = cursor.until("FROM")
    return [item[-1].name for item in items] if all(item and item[-1].is_name for item in items) else []


def _alter(cursor: "_Cursor", source: Source) -> Iterator[Change]:
    table = Table(cursor.qualified_name(), source)
    while cursor.upper:
        if cursor.accept("ADD"):
            yield Change("add", _with_items(table, _definitions(cursor)))
        elif cursor.accept("MODIFY"):
            yield Change("modify", _with_items(table, _definitions(cursor)))
        elif cursor.accept("DROP", "COLUMN"):
            yield Change("drop", replace(table, columns=(Column(cursor.name(), ""),)))
        elif cursor.accept("DROP") and cursor.upper == "(":
            yield Change("drop", replace(table, columns=tuple(Column(item[0].name, "") for item in cursor.items())))
        elif cursor.accept("RENAME", "COLUMN"):
            old = cursor.name()
            if cursor.accept("TO"):
                yield Change("rename", replace(table, columns=(Column(old, ""),)), cursor.name())
        else:
            cursor.advance()


def _definitions(cursor: "_Cursor") -> list[list[Token]]:
    """What ADD or MODIFY lists, with or without parentheses, up to the next clause of the same ALTER."""
    cursor.accept("COLUMN")
    if cursor.upper == "(":
        return cursor.items()
    return cursor.until("ADD", "MODIFY", "DROP", "RENAME")


def _comment(cursor: "_Cursor", source: Source) -> Iterator[Change]:
    on_column = cursor.accept("COLUMN")
    if not on_column and not cursor.accept("TABLE"):
        return
    path = cursor.path()
    if not cursor.accept("IS") or cursor.token is None or cursor.token.kind != "string":
        raise NotUnderstood(f"the comment on {'.'.join(path)} has no closed text")
    text = " ".join(cursor.token.value.split())
    if not on_column:
        yield Change("comment", Table(path[-1], source, comment=text))
    elif len(path) > 1:
        yield Change("comment", Table(path[-2], source, (Column(path[-1], "", comment=text),)))


def _with_items(table: Table, items: list[list[Token]]) -> Table:
    """The table with these column definitions and constraints."""
    for item in items:
        if not item:
            continue
        if item[0].kind == "word" and item[0].upper in _CONSTRAINTS:
            table = _with_constraint(table, _Cursor(item))
        else:
            table = _with_column(table, _Cursor(item))
    required = frozenset(table.primary_key)
    columns = tuple(replace(c, nullable=False) if c.name in required else c for c in table.columns)
    return replace(table, columns=columns)


def _with_column(table: Table, cursor: "_Cursor") -> Table:
    name = cursor.name()
    column = Column(name, cursor.type_text())
    while cursor.upper:
        if cursor.accept("NOT", "NULL"):
            column = replace(column, nullable=False)
        elif cursor.accept("PRIMARY", "KEY"):
            table = replace(table, primary_key=(name,))
        elif cursor.accept("REFERENCES"):
            key = ForeignKey((name,), cursor.qualified_name(), cursor.names())
            table = replace(table, foreign_keys=(*table.foreign_keys, key))
        else:
            cursor.advance()
    return replace(table, columns=(*table.columns, column))


def _with_constraint(table: Table, cursor: "_Cursor") -> Table:
    if cursor.accept("CONSTRAINT"):
        cursor.name()
    if cursor.accept("PRIMARY", "KEY"):
        return replace(table, primary_key=cursor.names())
    if cursor.accept("FOREIGN", "KEY"):
        columns = cursor.names()
        if cursor.accept("REFERENCES"):
            key = ForeignKey(columns, cursor.qualified_name(), cursor.names())
            return replace(table, foreign_keys=(*table.foreign_keys, key))
    return table


class _Cursor:
    """A place in a list of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def token(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def upper(self) -> str:
        """The token here in upper case; empty at the end."""
        return self._tokens[self._at].upper if self._at < len(self._tokens) else ""

    def advance(self) -> None:
        """Over one token, or over a whole pair of parentheses."""
        if self.upper == "(":
            self.items()
        else:
            self._at += 1

    def accept(self, *words: str) -> bool:
        """Over these words, when they stand here."""
        ahead = self._tokens[self._at : self._at + len(words)]
        if tuple(token.upper for token in ahead) != words:
            return False
        self._at += len(words)
        return True

    def name(self) -> str:
        token = self.token
        if token is None or not token.is_name:
            raise NotUnderstood(f"a name is missing before {token.text!r}" if token else "it ends where a name is due")
        self._at += 1
        return token.name

    def path(self) -> tuple[str, ...]:
        """Names joined by dots."""
        parts = [self.name()]
        while self.accept("."):
            parts.append(self.name())
        return tuple(parts)

    def qualified_name(self) -> str:
        """A table's name without its owner and database link."""
        name = self.path()[-1]
        if self.accept("@"):
            self.path()
        return name

    def names(self) -> tuple[str, ...]:
        """The names in parentheses; empty when there are none."""
        return tuple(item[0].name for item in self.items() if item) if self.upper == "(" else ()

    def items(self) -> list[list[Token]]:
        """What stands between the parentheses here, split at its own commas; the place is behind them."""
        self._at += 1
        items = self.until(")")
        if not self.accept(")"):
            raise NotUnderstood("a parenthesis is not closed")
        return items

    def until(self, *words: str) -> list[list[Token]]:
        """The tokens up to one of these words outside parentheses, split at commas outside parentheses."""
        items: list[list[Token]] = [[]]
        depth = 0
        while (token := self.token) is not None and (depth or token.upper not in words):
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            self._at += 1
            if token.text == "," and not depth:
                items.append([])
            else:
                items[-1].append(token)
        return items if items != [[]] else []

    def type_text(self) -> str:
        """The type of a column as written, in upper case: ``NUMBER(15,2)``, ``TIMESTAMP(6) WITH TIME ZONE``."""
        start = self._at
        while self.upper and not (self.upper in _COLUMN_CLAUSES and self.token and self.token.kind == "word"):
            self.advance()
        text = ""
        for token in self._tokens[start : self._at]:
            glue = "" if not text or token.text in "(),.%" or text[-1] in "(,.%" else " "
            text += glue + token.upper
        return text.replace('"', "")
