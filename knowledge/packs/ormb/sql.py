"""The queries of a file against the schema and the entities of the index: unknown names and binds, at their place.

What cannot be decided is said as a note, never as clean and never as an error.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.nearest import nearest
from knowledge.pack import Tables, Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.java_texts import HOLE, unescaped
from knowledge.packs.ormb.queries import Query, read_queries
from knowledge.packs.ormb.query_hql import read_hql
from knowledge.packs.ormb.query_sql import ColumnUse, Scope, read_sql
from knowledge.packs.ormb.sql_entities import Entities
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, Severity, SourceFile, Table

_SYSTEM = ("ALL_", "DBA_", "USER_", "V$", "GV$", "SYS_")
_SYSTEM_NAMES = frozenset(("DUAL", "COLS", "TAB", "DICTIONARY", "SESSION_PRIVS"))


def queries_of(file: SourceFile, types: Types) -> tuple[Query, ...]:
    """The file's queries, with constants of other classes put in where the index knows them."""
    return read_queries(file.text, _constants(file, types))


def check_queries(file: SourceFile, tables: Tables, types: Types) -> tuple[tuple[Diagnostic, ...], tuple[str, ...]]:
    """What is wrong with the queries of a file, and in sentences what could not be checked."""
    queries = queries_of(file, types)
    found: list[Diagnostic] = []
    unchecked: list[str] = []
    schema = _Schema(file.path, tables)
    entities = Entities(file, types)
    for query in queries:
        if not query.complete:
            unchecked.append(f"line {query.line}: part of the query is only known when the program runs")
        if query.language == "sql":
            found += schema.check(query, unchecked)
        elif query.language == "hql":
            found += entities.check(query)
        found += _check_binds(file.path, query, queries, unchecked)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unchecked))


def tables_of(queries: Iterable[Query]) -> tuple[str, ...]:
    """The tables that SQL texts name, in the order of the file."""
    scopes = (scope for query in queries if query.language == "sql" for scope in read_sql(query.text).scopes)
    names = (use.name for scope in scopes for use in scope.tables)
    return tuple(dict.fromkeys(name for name in names if not _is_system(name)))


def entity_names_of(queries: Iterable[Query]) -> tuple[str, ...]:
    """The entities that HQL texts name, as written."""
    texts = (query.text for query in queries if query.language == "hql")
    return tuple(dict.fromkeys(use.name for text in texts for use in read_hql(text).entities))


class _Schema:
    """SQL against the tables of the index."""

    def __init__(self, path: str, tables: Tables) -> None:
        self._path = path
        self._tables = tables
        self._names = tables.table_names()

    def check(self, query: Query, unchecked: list[str]) -> Iterator[Diagnostic]:
        if not self._names:
            unchecked.append("tables and columns of queries: the index has no schema")
            return
        for scope in read_sql(query.text).scopes:
            yield from self._check_tables(query, scope, unchecked)
            for use in scope.columns:
                yield from self._check_column(query, scope, use)

    def _check_tables(self, query: Query, scope: Scope, unchecked: list[str]) -> Iterator[Diagnostic]:
        for use in scope.tables:
            if _is_system(use.name):
                continue
            table = self._tables.table(use.name)
            if table is None:
                near = nearest(self._names, use.name)
                message = f"the schema has no table {use.name}"
                yield _finding(self._path, "sql.unknown-table", query, use.start, use.name, message, near)
            elif not table.columns:
                unchecked.append(f"line {query.line}: the schema does not say which columns {use.name} has")

    def _check_column(self, query: Query, scope: Scope, use: ColumnUse) -> Iterator[Diagnostic]:
        if use.qualifier:
            yield from self._check_qualified(query, scope, use)
            return
        around = list(scope.around())
        known = [self._tables.table(each.name) for outer in around for each in outer.tables]
        tables = [table for table in known if table is not None and table.columns]
        open_ = any(outer.derived or not outer.certain for outer in around) or len(tables) < len(known)
        if open_ or not tables or any(use.name in outer.labels for outer in around):
            return
        if not any(_has(table, use.name) for table in tables):
            yield self._no_column(query, use, tables)

    def _check_qualified(self, query: Query, scope: Scope, use: ColumnUse) -> Iterator[Diagnostic]:
        around = list(scope.around())
        named = [each for outer in around for each in outer.tables if use.qualifier in (each.alias, each.name)]
        if any(use.qualifier in outer.derived for outer in around):
            return
        if not named:
            if all(outer.certain for outer in around) and not query.branches:
                aliases = [each.alias for outer in around for each in outer.tables]
                message = f"{use.qualifier} is the alias of no table in this query"
                near = nearest(aliases, use.qualifier) or tuple(dict.fromkeys(aliases))
                yield _finding(self._path, "sql.unknown-alias", query, use.start, use.qualifier, message, near)
            return
        tables = [self._tables.table(each.name) for each in named]
        known = [table for table in tables if table is not None and table.columns]
        if len(known) == len(tables) and not any(_has(table, use.name) for table in known):
            yield self._no_column(query, use, known)

    def _no_column(self, query: Query, use: ColumnUse, tables: Sequence[Table]) -> Diagnostic:
        names = " and ".join(dict.fromkeys(table.name for table in tables))
        near = nearest((column.name for table in tables for column in table.columns), use.name)
        verb = "has" if len(tables) == 1 else "have"
        message = f"{names} {verb} no column {use.name}"
        receiver = tables[0].name if len(tables) == 1 else ""
        return _finding(self._path, "sql.unknown-column", query, use.start, use.name, message, near, receiver=receiver)


def _check_binds(path: str, query: Query, queries: Sequence[Query], unchecked: list[str]) -> Iterator[Diagnostic]:
    """Each bind in the text against the bind calls, and the other way round.

    Several queries may go to one variable, one after the other or in branches: they are taken together.
    """
    same = [each for each in queries if query.kept[1] and each.kept == query.kept] or [query]
    bound = {bind.name for each in same for bind in each.binds}
    wanted = {name for each in same for name, _ in _binds_in(each)}
    if not all(each.all_binds for each in same):
        if wanted - bound:
            unchecked.append(f"line {query.line}: binds of the query are made elsewhere or under computed names")
    else:
        for name, _ in _binds_in(query):
            if name not in bound:
                message = f"nothing is bound to :{name} of this query"
                near = nearest(bound - wanted, name)
                yield Diagnostic(
                    "sql.missing-bind", "error", message, path, query.line, query.column, name, candidates=near
                )
    if all(each.complete for each in same):
        for bind in query.binds:
            if bind.name not in wanted:
                message = f"the query has no :{bind.name} to bind"
                near = nearest(wanted - bound, bind.name) or nearest(wanted, bind.name)
                yield Diagnostic(
                    "sql.unknown-bind", "error", message, path, bind.line, bind.column, bind.name, candidates=near
                )


def _binds_in(query: Query) -> list[tuple[str, int]]:
    """Binds of the text whose whole name can be seen."""
    found = read_hql(query.text).binds if query.language != "sql" else read_sql(query.text).binds
    seen = [(name, at) for name, at in found if query.text[at + 1 + len(name) : at + 2 + len(name)] != HOLE]
    return list({name: (name, at) for name, at in reversed(seen)}.values())[::-1]


def _finding(
    path: str,
    code: str,
    query: Query,
    offset: int,
    symbol: str,
    message: str,
    candidates: Sequence[str] = (),
    *,
    receiver: str = "",
    severity: Severity = "error",
) -> Diagnostic:
    line, column = query.place(offset)
    return Diagnostic(code, severity, message, path, line, column, symbol, receiver, tuple(candidates))


def _has(table: Table, column: str) -> bool:
    return any(each.name == column for each in table.columns)


def _is_system(name: str) -> bool:
    return name in _SYSTEM_NAMES or name.startswith(_SYSTEM)


def _constants(file: SourceFile, types: Types) -> Callable[[str], str | None]:
    declaration = read_declaration(file.text)
    names = TypeNames(declaration, types) if declaration else None

    def constant(written: str) -> str | None:
        owner, _, name = written.rpartition(".")
        symbol = types.find(names.type(owner) or "") if names and owner else None
        values = (member.constant for member in symbol.members if member.name == name) if symbol else iter(())
        value = next(values, None)
        return unescaped(value[1:-1]) if value and value[0] in "\"'" else value

    return constant
