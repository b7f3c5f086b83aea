"""Column names in an SQL text that is being written as a Java string: of the tables that the text already names."""

import re
from functools import lru_cache

from knowledge.completion import FREE, Choice, End, Place
from knowledge.pack import Tables
from knowledge.packs.ormb.cursor_scopes import Scopes
from knowledge.packs.ormb.cursor_tokens import Tokens
from knowledge.packs.ormb.java_texts import HOLE, unescaped
from knowledge.packs.ormb.query_sql import KEYWORDS, ColumnUse, Scope, read_sql
from knowledge.records import Table

_STATEMENT = re.compile(r"\s*\(?\s*(SELECT|UPDATE|DELETE|INSERT|MERGE|WITH)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w$#]*\Z")
_MARK = "Q$CURSOR"
_PSEUDO = ("ROWID", "ROWNUM", "LEVEL", "ORA_ROWSCN")
# Of Oracle; a word that is neither of these nor a column of the tables is an invention, most likely.
FUNCTIONS = frozenset(
    """ABS ACOS ADD_MONTHS ASCII ASCIISTR ASIN ATAN ATAN2 AVG BIN_TO_NUM BITAND CEIL CHR COALESCE COLLECT COMPOSE CONCAT
    CONVERT CORR COS COSH COUNT COVAR_POP COVAR_SAMP CUME_DIST DBMS_LOB DECODE DENSE_RANK DUMP EMPTY_BLOB EMPTY_CLOB
    EXP EXTRACT EXTRACTVALUE FIRST_VALUE FLOOR FROM_TZ GREATEST GROUPING_ID HEXTORAW INITCAP INSTR INSTRB JSON_ARRAY
    JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_TABLE JSON_VALUE LAG LAST_DAY LAST_VALUE LEAD LEAST LENGTH LENGTHB LISTAGG
    LN LNNVL LOWER LPAD LTRIM MAX MEDIAN MIN MOD MONTHS_BETWEEN NANVL NCHR NEW_TIME NEXT_DAY NTH_VALUE NTILE NULLIF
    NUMTODSINTERVAL NUMTOYMINTERVAL NVL NVL2 ORA_HASH PERCENTILE_CONT PERCENTILE_DISC PERCENT_RANK POWER RANK
    RATIO_TO_REPORT RAWTOHEX REGEXP_COUNT REGEXP_INSTR REGEXP_LIKE REGEXP_REPLACE REGEXP_SUBSTR REMAINDER REPLACE
    REVERSE ROUND ROW_NUMBER RPAD RTRIM SIGN SIN SINH SOUNDEX SQRT STANDARD_HASH STDDEV STDDEV_POP STDDEV_SAMP SUBSTR
    SUBSTRB SUM SYS_CONTEXT SYS_CONNECT_BY_PATH SYS_GUID TAN TANH TO_CHAR TO_CLOB TO_DATE TO_DSINTERVAL TO_NCHAR
    TO_NUMBER TO_TIMESTAMP TO_TIMESTAMP_TZ TO_YMINTERVAL TRANSLATE TREAT TRIM TRUNC TZ_OFFSET UNISTR UPPER USERENV
    VARIANCE VAR_POP VAR_SAMP WIDTH_BUCKET XMLAGG XMLCAST XMLELEMENT XMLFOREST XMLQUERY XMLTABLE XMLTYPE""".split()
)


class SqlChoices:
    """Columns of the tables of the index, each set made once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._made: dict[tuple[bool, tuple[str, ...], frozenset[str]], Choice | None] = {}
        self._behind = lru_cache(maxsize=2_000)(self._read_behind)  # what a word stands behind stays while it grows

    def at(self, statement: str) -> Place:
        """The place at the end of a text that may be the beginning of a statement."""
        if not _STATEMENT.match(statement) or statement.count("'") % 2 or "--" in statement:
            return FREE
        match = _WORD.search(statement)
        partial = match.group() if match else ""
        head = statement[: len(statement) - len(partial)]
        behind = self._behind(f"{statement} ")
        return Place(
            partial=partial,
            here=None if partial[:1].isdigit() else self._behind(head),
            after_dot=self._behind(f"{statement}.") if partial else None,
            after_space=behind,
            after_other=behind,
            code=False,
        )

    def _read_behind(self, head: str) -> Choice | None:
        """The columns that may follow; None when another word may, or a table is not known."""
        if head.endswith((":", "&", HOLE)):
            return None
        for scope in read_sql(head + _MARK).scopes:
            for use in scope.columns:
                if use.name == _MARK:
                    return self._columns(scope, use)
        return None

    def _columns(self, scope: Scope, use: ColumnUse) -> Choice | None:
        around = list(scope.around())
        if not scope.tables or any(each.derived or not each.certain for each in around):
            return None
        named = [each for outer in around for each in outer.tables]
        if use.qualifier:
            named = [each for each in named if use.qualifier in (each.alias, each.name)]
        names = tuple(sorted({each.name for each in named}))
        more = {label for outer in around for label in outer.labels} | {each.alias for each in named}
        key = (bool(use.qualifier), names, frozenset() if use.qualifier else frozenset(more))
        if key not in self._made:
            tables = [self._tables.table(name) for name in names]
            self._made[key] = _choice(tables, *key)
        return self._made[key]


def _choice(tables: list[Table | None], qualified: bool, names: tuple[str, ...], more: frozenset[str]) -> Choice | None:
    known = [table for table in tables if table is not None and table.columns]
    if not known or len(known) < len(tables):
        return None
    words = {column.name for table in known for column in table.columns} | set(_PSEUDO)
    if not qualified:
        words |= KEYWORDS | FUNCTIONS | more | set(names)
    ends: dict[str, End] = dict.fromkeys((*sorted(words), *(word.lower() for word in sorted(words))), "word")
    return Choice(ends, f"column of {', '.join(names)}", required=qualified)


class SqlText:
    """The text of the statement to which an open string belongs, as far as the tokens before it show it."""

    def __init__(self, tokens: Tokens, scopes: Scopes) -> None:
        self._tokens = tokens.list
        self._partner = tokens.partner
        self._scopes = scopes
        self._kept: tuple[int, str] = (-1, "")

    def before(self) -> str:
        """What stands before the open string; the same until it is closed."""
        if self._kept[0] != len(self._tokens):
            self._kept = len(self._tokens), self._before()
        return self._kept[1]

    def _before(self) -> str:
        pieces, at = self._operands(len(self._tokens) - 1)
        if self._scopes.word(at) == "(" and (builder := self._builder(at)):
            pieces = self._appended(builder, at) + pieces
        return "".join(pieces)

    def _operands(self, at: int) -> tuple[list[str], int]:
        """The operands of the concatenation that goes on at this place, and what stands before them."""
        pieces: list[str] = []
        while self._scopes.word(at) == "+" and at > 0:
            end = at - 1
            if self._tokens[end].kind == "string":
                pieces.insert(0, unescaped(self._tokens[end].text[1:-1]))
                at = end - 1
            else:
                pieces.insert(0, HOLE)
                at = self._before_operand(end)
        return pieces, at

    def _before_operand(self, end: int) -> int:
        while end >= 0:
            if self._scopes.word(end) in (")", "]") and self._partner[end] >= 0:
                end = self._partner[end] - 1
            elif self._tokens[end].kind in ("word", "number", "string") or self._scopes.word(end) == ".":
                end -= 1
            else:
                return end
        return end

    def _builder(self, opening: int) -> str:
        """The variable on which ``append(`` is called, also through a chain; empty when it is not one."""
        at = opening - 1
        while self._scopes.word(at) == "append" and self._scopes.word(at - 1) == ".":
            if self._scopes.is_name(at - 2):
                return self._scopes.word(at - 2) if self._scopes.word(at - 3) != "." else ""
            if self._scopes.word(at - 2) != ")":
                return ""
            at = self._partner[at - 2] - 1
        return ""

    def _appended(self, builder: str, until: int) -> list[str]:
        """What was put into a builder since it was made."""
        pieces: list[str] = []
        for at in range(until):
            word = self._scopes.word(at)
            if word == builder and self._scopes.word(at + 1) == "=":
                end = self._partner[at + 4] if self._scopes.word(at + 4) == "(" else -1
                pieces = self._argument(at + 4, end) if self._scopes.word(at + 2) == "new" else [HOLE]
            elif word == "append" and self._scopes.word(at + 1) == "(" and self._builder(at + 1) == builder:
                pieces += self._argument(at + 1, self._partner[at + 1])
        return pieces

    def _argument(self, opening: int, end: int) -> list[str]:
        if end <= opening + 1:
            return []
        tokens = [self._tokens[at] for at in range(opening + 1, end)]
        if not all(token.kind == "string" or token.text == "+" for token in tokens):
            return [HOLE]
        return [unescaped(token.text[1:-1]) for token in tokens if token.kind == "string"]
