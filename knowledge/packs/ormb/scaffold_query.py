"""Typed queries over resolved tables: a private method that binds what is in reach and returns the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.pack import Types
from knowledge.packs.ormb.java_names import Imports, camel
from knowledge.packs.ormb.reach import Value, id_of
from knowledge.packs.ormb.vocabulary import Vocabulary
from knowledge.records import Column, SoftParameter, Table
from knowledge.words import words

ROW = "com.splwg.base.api.sql.SQLResultRow"
STATEMENT = "com.splwg.base.api.sql.PreparedStatement"
SELECTED = 5  # columns a draft reads; more is noise that a developer deletes


@dataclass(frozen=True, slots=True)
class Bind:
    """One condition of a query and the value that it is bound to."""

    column: str
    method: str
    value: str
    """Java code at the place of the call."""
    type: str
    """Type of the value, for the method's parameter; empty when the value is a constant of the code itself."""
    owner: str = ""
    """Variable that must not be null."""

    @property
    def name(self) -> str:
        return camel(self.column)


@dataclass(frozen=True, slots=True)
class Query:
    table: Table
    method: str
    binds: tuple[Bind, ...]
    columns: tuple[Column, ...]

    @property
    def passed(self) -> tuple[Bind, ...]:
        return tuple(bind for bind in self.binds if bind.type)


def plan_query(
    table: Table,
    wanted: Sequence[str],
    values: Sequence[Value],
    softs: Sequence[SoftParameter],
    keys: Mapping[str, str],
    vocabulary: Vocabulary,
    types: Types,
    request: str,
) -> Query | None:
    """The query that the values in reach allow, or nothing when no key of the table is in reach."""
    entity = vocabulary.entity_of(table.name)
    key = _nearest_key(table, values, keys, types)
    if key is None:
        return None
    binds = [key]
    for column in table.columns:
        bind = _soft_bind(column, softs, keys) or _lookup_bind(column, entity, vocabulary, types, request)
        if bind and bind.column != key.column:
            binds.append(bind)
    columns = _selected(table, wanted, {bind.column for bind in binds})
    if not columns:
        return None
    noun = entity or camel(table.name.partition("_")[2] or table.name)
    return Query(table, f"retrieve{noun[:1].upper()}{noun[1:]}Rows", tuple(binds), columns)


def query_method(query: Query, imports: Imports) -> str:
    """The private method, closing its statement in ``finally`` as the house rules ask."""
    statement, row = imports.short(STATEMENT), imports.short(ROW)
    rows = f"{imports.short('java.util.List')}<{row}>"
    parameters = ", ".join(f"{imports.short(bind.type)} {bind.name}" for bind in query.passed)
    select = ", ".join(column.name for column in query.columns)
    where = " AND ".join(f"{bind.column} = :{bind.name}" for bind in query.binds)
    binds = "".join(f'\t\t\tstatement.{b.method}("{b.name}", {_bound_value(b, imports)});\n' for b in query.binds)
    doc = f"Reads {query.table.name} by {', '.join(bind.column for bind in query.binds)}."
    return (
        f"\n\t/**\n\t * {doc}\n\t */\n"
        f"\tprivate {rows} {query.method}({parameters}) {{\n"
        f"\t\t{statement} statement = null;\n\t\ttry {{\n"
        f'\t\t\tstatement = createPreparedStatement("SELECT {select} "\n'
        f'\t\t\t\t\t+ "FROM {query.table.name} "\n\t\t\t\t\t+ "WHERE {where}", "{query.method}");\n'
        f"{binds}\t\t\tstatement.setAutoclose(false);\n\t\t\treturn statement.list();\n"
        "\t\t} finally {\n\t\t\tif (notNull(statement)) {\n\t\t\t\tstatement.close();\n\t\t\t}\n\t\t}\n\t}\n"
    )


def read_column(column: Column) -> tuple[str, str]:
    """(Java type, method of the row) that read this column: from the DDL type, dates by the name's ending."""
    kind = column.type.upper()
    if kind.startswith(("DATE", "TIMESTAMP")):
        if column.name.endswith(("_DTTM", "_TM")):
            return "com.splwg.base.api.datatypes.DateTime", "getDateTime"
        return "com.splwg.base.api.datatypes.Date", "getDate"
    if kind.startswith("NUMBER"):
        scale = kind.partition(",")[2].rstrip(") ")
        if scale and scale != "0":
            return "com.ibm.icu.math.BigDecimal", "getBigDecimal"
        return "java.math.BigInteger", "getInteger"
    return "java.lang.String", "getString"


def _nearest_key(table: Table, values: Sequence[Value], keys: Mapping[str, str], types: Types) -> Bind | None:
    """One key is enough to find rows, and more are a guess: a part of the primary key that the spot hands in itself
    comes first, then a foreign key that it hands in, then what one step of navigation gives."""
    direct = [value for value in values if not value.owner]
    columns = [*table.primary_key, *(name for name in _links(table) if name not in table.primary_key)]
    if len(table.primary_key) == 1:
        columns.remove(table.primary_key[0])
    columns = [
        name for name in columns if name.endswith("_ID")
    ]  # codes (``_CD``) select by configuration, not by owner
    for reach in (direct, values):
        for column in columns:
            value = id_of(keys[column], reach, types) if column in keys else None
            if value:
                return Bind(column, "bindId", value.code, value.type, value.owner or value.name)
    return None


def _bound_value(bind: Bind, imports: Imports) -> str:
    if bind.type:
        return bind.name
    return imports.short(bind.value) if bind.method == "bindLookup" else bind.value


def _links(table: Table) -> list[str]:
    """Columns that refer to one other row, in the order of the table."""
    single = {key.columns[0] for key in table.foreign_keys if len(key.columns) == 1}
    return [column.name for column in table.columns if column.name in single]


def _soft_bind(column: Column, softs: Sequence[SoftParameter], keys: Mapping[str, str]) -> Bind | None:
    entity = keys.get(column.name, "")
    for soft in softs:
        if soft.type == "entity" and soft.required and soft.target.lower() == entity.lower() and entity:
            return Bind(column.name, "bindId", f"get{soft.name[:1].upper()}{soft.name[1:]}().getId()", "")
    return None


def _lookup_bind(column: Column, entity: str, vocabulary: Vocabulary, types: Types, request: str) -> Bind | None:
    """``frozen bill segments`` or ``status complete``: a constant counts only beside the thing that it is said of."""
    noun = " ".join(words(entity)[:-1] or words(entity))
    said = " ".join(words(request))
    simple = vocabulary.column_lookups.get(column.name)
    for name in types.named(simple) if simple else ():
        constants = types.find(f"{name}.constants")
        for member in constants.members if constants else ():
            value = member.name.lower().replace("_", " ")
            if member.kind == "field" and (f"{value} {noun}" in said or f"status {value}" in said):
                return Bind(column.name, "bindLookup", f"{name}.constants.{member.name}", "")
    return None


def _selected(table: Table, wanted: Sequence[str], bound: set[str]) -> tuple[Column, ...]:
    order = {name: i for i, name in enumerate(wanted)}
    ranked = sorted(
        (c for c in table.columns if c.name not in bound and c.name != "VERSION"),
        key=lambda c: (c.name not in table.primary_key, order.get(c.name, 99)),
    )
    keep = [c for c in ranked if c.name in table.primary_key or c.name in order][:SELECTED]
    return tuple(keep or ranked[:SELECTED])
