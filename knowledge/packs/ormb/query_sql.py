"""What an SQL text names: tables with their aliases, columns where they stand, binds. Knows no schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.packs.ormb.java_texts import HOLE
from knowledge.sqltext import Token, tokens

KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """ACCESS ALL ALTER AND ANY APPLY AS ASC BETWEEN BOTH BULK BY BYTE CASE CAST CHAR CLOB COLLATE COLUMN_VALUE
        CONNECT CONNECT_BY_ISCYCLE CONNECT_BY_ISLEAF CONNECT_BY_ROOT CROSS CUBE CURRENT CURRENT_DATE
        CURRENT_TIMESTAMP CURSOR CYCLE DATE DAY DBTIMEZONE DECIMAL DEFAULT DELETE DESC DISTINCT ELSE END ERRORS
        ESCAPE EXCEPT EXCLUDE EXISTS FETCH FIRST FLOAT FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HAVING HOUR
        IGNORE IN INCLUDE INNER INSERT INTEGER INTERSECT INTERVAL INTO IS JOIN KEEP LAST LATERAL LEADING LEFT
        LEVEL LIKE LIKE2 LIKE4 LIKEC LIMIT LOCAL LOCALTIMESTAMP LOCK LOCKED LOG MATCHED MEMBER MERGE MINUS
        MINUTE MODE MODEL MONTH MULTISET NATURAL NEXT NO NOCYCLE NOT NOWAIT NULL NULLS NUMBER NVARCHAR2 OF
        OFFSET ON ONLY OPTION OR ORA_ROWSCN ORDER OTHERS OUTER OVER OVERLAPS PARTITION PERCENT PIVOT PRECEDING
        PRIOR RANGE RAW REJECT RETURNING RIGHT ROLLUP ROW ROWID ROWNUM ROWS SAMPLE SEARCH SECOND SELECT
        SESSIONTIMEZONE SET SETS SIBLINGS SKIP SOME START SUBMULTISET SYSDATE SYSTIMESTAMP TABLE THEN TIES TIME
        TIMESTAMP TO TRAILING UID UNBOUNDED UNION UNIQUE UNPIVOT UPDATE USER USING VALUES VARCHAR VARCHAR2 VIEW
        WAIT WHEN WHERE WITH WITHIN XMLTABLE YEAR ZONE""",
    )
)
_SETS = frozenset(("UNION", "INTERSECT", "MINUS", "EXCEPT"))
_FROM_ENDS = frozenset(
    ("WHERE", "GROUP", "ORDER", "HAVING", "CONNECT", "START", "FOR", "SET", "VALUES", "MODEL", "FETCH")
)
_OPERANDS = frozenset(
    re.findall(
        r"\w+", "END NULL SYSDATE SYSTIMESTAMP CURRENT_DATE CURRENT_TIMESTAMP LOCALTIMESTAMP USER UID ROWNUM LEVEL"
    )
)
"""Keywords that are whole operands: a word behind them is a label."""
_NO_TABLES = KEYWORDS - {"TABLE", "XMLTABLE", "LATERAL"}
_NO_COLUMNS = frozenset(("NEXTVAL", "CURRVAL", "ROWID", "ROWNUM", "LEVEL", "ORA_ROWSCN", "COLUMN_VALUE", "*"))


@dataclass(frozen=True, slots=True)
class TableUse:
    name: str
    alias: str
    """The table's own name when it has none."""
    start: int


@dataclass(frozen=True, slots=True)
class ColumnUse:
    qualifier: str
    name: str
    start: int


@dataclass(slots=True)
class Scope:
    """One SELECT, INSERT, UPDATE, DELETE or MERGE with what it names; a subquery sees what is around it."""

    parent: "Scope | None" = None
    tables: list[TableUse] = field(default_factory=list)
    columns: list[ColumnUse] = field(default_factory=list)
    derived: set[str] = field(default_factory=set)
    """Aliases of subqueries, functions and common table expressions: their columns are not followed."""
    labels: set[str] = field(default_factory=set)
    """Names that the select list gives to its results."""
    certain: bool = True
    """Whether all tables of the scope can be seen."""

    def around(self) -> Iterator["Scope"]:
        """This scope and those outside it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent


@dataclass(frozen=True, slots=True)
class SqlNames:
    scopes: tuple[Scope, ...]
    binds: tuple[tuple[str, int], ...]
    """Name and offset of each bind."""


def read_sql(text: str) -> SqlNames:
    """What the text names. Never fails: what it does not follow makes a scope uncertain."""
    found = list(tokens(text))
    reader = _Reader(text, found)
    reader.scope(None)
    binds = tuple((token.text[1:], token.start) for token in found if token.kind == "bind")
    return SqlNames(tuple(reader.scopes), binds)


class _Reader:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._source = text
        self._tokens = found
        self._at = 0
        self._common: set[str] = set()
        """Names of common table expressions."""
        self.scopes: list[Scope] = []

    def scope(self, parent: Scope | None) -> None:
        """Read to the parenthesis that closes this scope, or to the end."""
        scope = self._opened(parent)
        verb = self._word(0)
        depth, from_depth = 0, -1
        while (token := self._token(0)) is not None:
            word = self._word(0)
            if token.text == "(":
                if self._word(1) in ("SELECT", "WITH"):
                    self._subquery(scope)
                    continue
                depth += 1
            elif token.text == ")":
                if depth == 0:
                    return
                depth -= 1
            elif token.text == HOLE:
                scope.certain = False
            elif depth == 0 and (word in _SETS or (word == "SELECT" and verb == "INSERT")):
                scope, verb, from_depth = self._opened(parent), word, -1
            elif word == "WITH" and self._word(2) in ("AS", "("):
                self._at += 1
                self._common_tables(scope)
                verb = self._word(0)
                continue
            elif self._opens_tables(word, verb, depth):
                from_depth = depth
                self._at += 1
                self._table(scope)
                continue
            elif token.text == "," and depth == from_depth:
                self._at += 1
                self._table(scope)
                continue
            elif word in _FROM_ENDS and depth == from_depth:
                from_depth = -1
            elif token.is_name:
                self._name(scope)
                continue
            self._at += 1

    def _opened(self, parent: Scope | None) -> Scope:
        scope = Scope(parent, derived=set(self._common))
        self.scopes.append(scope)
        return scope

    def _opens_tables(self, word: str, verb: str, depth: int) -> bool:
        """Whether a table stands behind this word: not in EXTRACT(YEAR FROM ..), FOR UPDATE, JOIN .. USING (..)."""
        if word == "FROM":
            return depth == 0
        if word == "USING":
            return verb == "MERGE"
        if word in ("JOIN", "INTO"):
            return True
        return word in ("UPDATE", "DELETE") and self._at == 0 and self._word(1) not in ("FROM", "SET")

    def _subquery(self, scope: Scope) -> None:
        """A SELECT in parentheses, and the alias behind it."""
        self._at += 1
        self.scope(scope)
        self._at += 1
        if alias := self._alias():
            scope.derived.add(alias)
            scope.labels.add(alias)

    def _common_tables(self, scope: Scope) -> None:
        """``WITH a AS (SELECT ..), b (x, y) AS (..)``."""
        while (token := self._token(0)) is not None and token.is_name:
            self._common.add(token.name)
            scope.derived.add(token.name)
            while self._token(0) is not None and not (self._text(0) == "(" and self._word(1) in ("SELECT", "WITH")):
                self._at += 1
            self._at += 1
            self.scope(scope)
            self._at += 1
            if self._text(0) != ",":
                return
            self._at += 1

    def _table(self, scope: Scope) -> None:
        """One entry of a FROM clause."""
        token = self._token(0)
        if token is not None and token.text == "(":
            self._parenthesised(scope)
        elif token is None or not token.is_name or (token.kind == "word" and token.upper in _NO_TABLES):
            scope.certain = False
        elif self._text(1) == "(" and self._previous() != "INTO":
            self._function(scope)
        else:
            self._named_table(scope, token)

    def _parenthesised(self, scope: Scope) -> None:
        """A subquery, or joins in parentheses: the first table of them is read here, the others by their JOIN."""
        if self._word(1) in ("SELECT", "WITH"):
            self._subquery(scope)
            return
        scope.certain = False
        self._at += 1
        self._table(scope)

    def _function(self, scope: Scope) -> None:
        """``TABLE(..) t``: columns that nobody knows."""
        self._at += 1
        self._parentheses()
        scope.derived.add(self._alias())
        scope.certain = False

    def _named_table(self, scope: Scope, token: Token) -> None:
        while self._text(1) == "." and (part := self._token(2)) is not None and part.is_name:
            self._at += 2
            token = part
        foreign = self._text(1) == "@" or self._touches_hole(token)
        self._at += 3 if self._text(1) == "@" else 1
        while self._word(0) in ("PARTITION", "SUBPARTITION", "SAMPLE") and self._text(1) == "(":
            self._at += 1
            self._parentheses()
        alias = self._alias()
        if foreign or token.name in self._common:
            scope.certain &= not foreign
            scope.derived.add(alias or token.name)
        else:
            scope.tables.append(TableUse(token.name, alias or token.name, token.start))

    def _parentheses(self) -> None:
        """Over a pair of parentheses that begins here."""
        depth = 0
        while self._token(0) is not None:
            depth += {"(": 1, ")": -1}.get(self._text(0), 0)
            self._at += 1
            if not depth:
                return

    def _alias(self) -> str:
        """The alias here, when there is one."""
        if self._word(0) == "AS":
            self._at += 1
        token = self._token(0)
        if token is None or not token.is_name or (token.kind == "word" and token.upper in KEYWORDS):
            return ""
        self._at += 1
        return token.name

    def _name(self, scope: Scope) -> None:
        """A word that is no part of a FROM clause: a keyword, a function, a label or a column."""
        token = self._tokens[self._at]
        if token.kind == "word" and token.upper in KEYWORDS:
            self._at += 1
            return
        labelled = self._previous() == "AS" or self._ends_operand(self._at - 1)
        parts = [token]
        self._at += 1
        while self._text(0) == "." and (part := self._token(1)) is not None and (part.is_name or part.text == "*"):
            parts.append(part)
            self._at += 2
        is_call = self._text(0) == "(" and self._text(1) != "+"
        last = parts[-1]
        glued = self._touches_hole(token) or self._touches_hole(last)
        if labelled and len(parts) == 1:
            scope.labels.add(token.name)
        elif not is_call and not glued and last.text.upper() not in _NO_COLUMNS:
            qualifier = parts[-2].name if len(parts) > 1 else ""
            scope.columns.append(ColumnUse(qualifier, last.name, last.start))

    def _ends_operand(self, at: int) -> bool:
        """Whether what stands there is a whole operand, so that a word behind it is a label: ``MAX(X) LATEST``."""
        if at < 0:
            return False
        token = self._tokens[at]
        if token.kind in ("string", "number", "bind", "quoted") or token.text == ")":
            return True
        return token.kind == "word" and (token.upper in _OPERANDS or token.upper not in KEYWORDS)

    def _touches_hole(self, token: Token) -> bool:
        """Whether the name goes on in a piece that cannot be seen: ``"CI_" + kind + "_CHAR"``."""
        end = token.start + len(token.text)
        return HOLE in (self._source[max(0, token.start - 1) : token.start], self._source[end : end + 1])

    def _previous(self) -> str:
        return self._word(-1)

    def _token(self, ahead: int) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _text(self, ahead: int) -> str:
        token = self._token(ahead)
        return token.text if token else ""

    def _word(self, ahead: int) -> str:
        """The unquoted word there in upper case; empty when there is none."""
        token = self._token(ahead)
        return token.upper if token and (token.kind == "word" or token.text == "(") else ""
