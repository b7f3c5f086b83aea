"""Typed queries over resolved tables: a private method that binds what is in reach and returns the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.pack import Types
from knowledge.packs.ormb.java_names import Imports, camel
from knowledge.packs.ormb.reach import Value, id_of
from knowledge.packs.ormb.vocabulary import Vocabulary
from knowledge.records import Column, SoftParameter, Table

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
    request_words: frozenset[str],
) -> Query | None:
    """The query that the values in reach allow, or nothing when no key of the table is in reach."""
    binds: list[Bind] = []
    for column in table.columns:
        bind = _key_bind(column, table, values, keys, types) or _soft_bind(column, softs, keys)
        bind = bind or _lookup_bind(column, vocabulary, types, request_words)
        if bind:
            binds.append(bind)
    if not any(bind.method == "bindId" and bind.owner for bind in binds):
        return None
    bound = {bind.column for bind in binds}
    columns = _selected(table, wanted, bound)
    if not columns:
        return None
    entity = vocabulary.entity_of(table.name)
    noun = entity or camel(table.name.partition("_")[2] or table.name)
    return Query(table, f"retrieve{noun[:1].upper()}{noun[1:]}Rows", tuple(binds), columns)


def query_method(query: Query, imports: Imports) -> str:
    """The private method, closing its statement in ``finally`` as the house rules ask."""
    statement, row = imports.short(STATEMENT), imports.short(ROW)
    rows = f"{imports.short('java.util.List')}<{row}>"
    parameters = ", ".join(f"{imports.short(bind.type)} {bind.name}" for bind in query.passed)
    select = ", ".join(column.name for column in query.columns)
    where = " AND ".join(f"{bind.column} = :{bind.name}" for bind in query.binds)
    binds = "".join(
        f'\t\t\tstatement.{b.method}("{b.name}", {_bound_value(b, imports)});\n' for b in query.binds
    )
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


def _key_bind(
    column: Column, table: Table, values: Sequence[Value], keys: Mapping[str, str], types: Types
) -> Bind | None:
    entity = keys.get(column.name)
    if entity is None or (table.primary_key == (column.name,)):
        return None
    if column.name not in table.primary_key and column.name not in _links(table):
        return None
    value = id_of(entity, values, types)
    return Bind(column.name, "bindId", value.code, value.type, value.owner or value.name) if value else None


def _bound_value(bind: Bind, imports: Imports) -> str:
    if bind.type:
        return bind.name
    return imports.short(bind.value) if bind.method == "bindLookup" else bind.value


def _links(table: Table) -> set[str]:
    return {key.columns[0] for key in table.foreign_keys if len(key.columns) == 1}


def _soft_bind(column: Column, softs: Sequence[SoftParameter], keys: Mapping[str, str]) -> Bind | None:
    entity = keys.get(column.name, "")
    for soft in softs:
        if soft.type == "entity" and soft.required and soft.target.lower() == entity.lower() and entity:
            return Bind(column.name, "bindId", f"get{soft.name[:1].upper()}{soft.name[1:]}().getId()", "")
    return None


def _lookup_bind(
    column: Column, vocabulary: Vocabulary, types: Types, request_words: frozenset[str]
) -> Bind | None:
    simple = vocabulary.column_lookups.get(column.name)
    for name in types.named(simple) if simple else ():
        constants = types.find(f"{name}.constants")
        for member in constants.members if constants else ():
            words = set(member.name.lower().split("_"))
            if member.kind == "field" and words <= request_words:
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
