"""Database scripts become tables, merged over several files: one may create a table and another comment on it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexers.ddl import statements
from indexers.reading import read_text, shown
from indexers.tables import Action, Change, NotUnderstood, changes
from knowledge.records import Column, Diagnostic, Source, Table
from knowledge.sqltext import Lines

SUFFIXES = (".sql", ".ddl", ".tab", ".pks", ".txt")

_KNOWN = frozenset(
    re.findall(
        r"\w+",
        """CREATE ALTER COMMENT GRANT REVOKE DROP INSERT UPDATE DELETE MERGE SELECT WITH COMMIT ROLLBACK TRUNCATE
        ANALYZE RENAME AUDIT LOCK CALL PURGE USE EXPLAIN""",
    )
)
_MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class SchemaRead:
    tables: tuple[Table, ...]
    """A table without columns is one whose columns no script says: never call its columns unknown."""
    diagnostics: tuple[Diagnostic, ...] = ()


def read_schema(*paths: Path, root: Path = Path()) -> SchemaRead:
    """The tables of these scripts, in the order of their creation."""
    found: list[Change] = []
    diagnostics: list[Diagnostic] = []
    for path in paths:
        said, doubts = read_script(read_text(path), shown(path, root))
        found += said
        diagnostics += doubts
    tables, doubts = merge(found)
    return SchemaRead(tables, (*diagnostics, *doubts))


def read_script(text: str, path: str) -> tuple[tuple[Change, ...], tuple[Diagnostic, ...]]:
    """What one script says about tables, and what in it was not understood."""
    lines = Lines(text)
    found: list[Change] = []
    doubts: list[Diagnostic] = []
    known = 0
    for statement in statements(text):
        line = lines.line(statement.start)
        if statement.tokens[0].upper not in _KNOWN:
            doubts.append(_doubt(path, line, f"not a statement that I know: {statement.tokens[0].text[:40]!r} ..."))
            continue
        known += 1
        try:
            found += changes(statement, Source("schema", path, f"line {line}"))
        except NotUnderstood as reason:
            doubts.append(_doubt(path, line, f"{' '.join(statement.words(4))} ... was skipped: {reason}"))
    if not found:
        what = "it is no database script" if not known else "it speaks of no table"
        message = f"no CREATE TABLE found in {path}: {what}."
        return (), (Diagnostic("schema.no-tables", "error", message, path),)
    return tuple(found), _shortened(doubts, path)


def merge(found: Iterable[Change]) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """All changes applied: what creates a table comes first, wherever it stands; comments come last."""
    tables: dict[str, Table] = {}
    doubts: dict[tuple[str, str], Diagnostic] = {}
    comments: dict[str, dict[str, str]] = {}
    for change in sorted(found, key=lambda change: _RANK.get(change.action, 1)):
        name, source = change.table.name, change.table.source
        if change.action == "create":
            if name in tables and tables[name].columns:
                doubts[name, "twice"] = _note(source, f"{name} is created twice; {tables[name].source} holds")
            else:
                tables[name] = change.table
        elif change.action == "synonym":
            if change.other in tables and name not in tables:
                tables[name] = replace(tables[change.other], name=name, source=source)
        elif name not in tables:
            doubts.setdefault((name, source.path), _note(source, f"{name} is created by none of the scripts"))
        elif change.action == "comment":
            texts = comments.setdefault(name, {})
            texts |= {column.name: column.comment for column in change.table.columns} or {"": change.table.comment}
        else:
            tables[name] = _CHANGES[change.action](tables[name], change)
    described = (_described(table, comments.get(name, {})) for name, table in tables.items())
    return tuple(described), tuple(doubts.values())


def _add(table: Table, change: Change) -> Table:
    extra = change.table
    known = {column.name for column in table.columns}
    columns = (*table.columns, *(column for column in extra.columns if column.name not in known))
    key = table.primary_key or extra.primary_key
    columns = tuple(replace(c, nullable=False) if c.name in key else c for c in columns)
    foreign = (*table.foreign_keys, *(key for key in extra.foreign_keys if key not in table.foreign_keys))
    return replace(table, columns=columns, primary_key=key, foreign_keys=foreign)


def _modify(table: Table, change: Change) -> Table:
    new = {column.name: column for column in change.table.columns}

    def modified(old: Column) -> Column:
        column = new.get(old.name, old)
        return replace(old, type=column.type or old.type, nullable=old.nullable and column.nullable)

    changed = replace(table, columns=tuple(modified(column) for column in table.columns))
    return _add(changed, replace(change, table=replace(change.table, columns=())))


def _drop(table: Table, change: Change) -> Table:
    gone = {column.name for column in change.table.columns}
    return replace(table, columns=tuple(column for column in table.columns if column.name not in gone))


def _rename(table: Table, change: Change) -> Table:
    (old,) = (column.name for column in change.table.columns)
    columns = tuple(replace(c, name=change.other) if c.name == old else c for c in table.columns)
    key = tuple(change.other if name == old else name for name in table.primary_key)
    return replace(table, columns=columns, primary_key=key)


def _described(table: Table, texts: dict[str, str]) -> Table:
    columns = tuple(replace(c, comment=texts[c.name]) if c.name in texts else c for c in table.columns)
    return replace(table, columns=columns, comment=texts.get("", table.comment))


_CHANGES: dict[Action, Callable[[Table, Change], Table]] = {
    "add": _add,
    "modify": _modify,
    "drop": _drop,
    "rename": _rename,
}
_RANK: dict[Action, int] = {"create": 0, "synonym": 2, "comment": 3}


def _shortened(doubts: Sequence[Diagnostic], path: str) -> tuple[Diagnostic, ...]:
    rest = len(doubts) - _MOST_DOUBTS
    more = (_doubt(path, 0, f"and {rest} more statements were not understood"),) if rest > 0 else ()
    return (*doubts[:_MOST_DOUBTS], *more)


def _doubt(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic("schema.not-understood", "warning", message, path, line)


def _note(source: Source, message: str) -> Diagnostic:
    line = int(source.place.removeprefix("line ") or 0)
    return Diagnostic("schema.doubtful", "warning", message, source.path, line)
