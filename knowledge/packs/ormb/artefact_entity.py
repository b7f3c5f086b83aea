"""Business entities: the family of ``X`` from its annotation and the columns of its tables.

``X_Impl`` is written by hand and empty. A child of ``collectionName = logs`` is the entity ``XLog`` in the
collection ``XLogs``, as the product names its own.
"""

from dataclasses import dataclass

from knowledge.nearest import nearest
from knowledge.packs.ormb.annotations import Annotation, Literal, diagnostic
from knowledge.packs.ormb.base_methods import implementations
from knowledge.packs.ormb.declaration import Place
from knowledge.packs.ormb.entity_properties import (
    INTEGER,
    STRING,
    Property,
    key_properties,
    properties,
)
from knowledge.packs.ormb.family import NO_BODY, Family, Job, generated_super, members_of, super_call
from knowledge.records import Diagnostic, SourceFile, Table

API = "com.splwg.base.api"
IDS = f"{API}.datatypes"
BASE = "com.splwg.base.support.api.AbstractBusinessEntity"


@dataclass(frozen=True)
class Entity:
    name: str
    table: Table | None
    parent: "Entity | None" = None
    collections: tuple[tuple[str, "Entity"], ...] = ()
    """Property name and child."""

    @property
    def key(self) -> tuple[Property, ...]:
        known = key_properties(self.table) if self.table else ()
        return known or (Property("id", STRING),)

    @property
    def own_key(self) -> tuple[Property, ...]:
        """The key without the columns that are the parent's key."""
        taken = {p.name for p in self.parent.key} if self.parent else set()
        return tuple(p for p in self.key if p.name not in taken)

    @property
    def properties(self) -> tuple[Property, ...]:
        return properties(self.table) if self.table else ()


def names(job: Job) -> tuple[str, ...]:
    if not generated_super(job) or job.annotation is None:
        return ()
    stem = job.stem
    simple = [generated_super(job), *_family_names(stem)]
    for child in job.annotation.nested("oneToManyCollections"):
        collection = child.word("collectionName")
        simple += [*_family_names(_child_name(stem, collection)), _collection_name(stem, collection)]
    return tuple(job.declaration.qualify(name) for name in simple)


def generate(job: Job) -> Family:
    gen = generated_super(job)
    if not gen or job.annotation is None or job.stem == job.declaration.name:
        return Family()
    diagnostics: list[Diagnostic] = []
    entity = _entity(job, job.annotation, diagnostics)
    files = [job.source(gen, _gen_text(job, gen, entity)), *_family(job, entity)]
    for collection, child in entity.collections:
        name = _collection_name(entity.name, collection)
        files += [*_family(job, child), job.source(name, _collection_text(job, name, child))]
    return Family(tuple(files), tuple(diagnostics))


def _family_names(stem: str) -> tuple[str, str, str]:
    return stem, f"{stem}_DTO", f"{stem}_Id"


def _child_name(stem: str, collection: str) -> str:
    singular = collection
    if collection.endswith("ies"):
        singular = f"{collection[:-3]}y"
    elif collection.endswith(("sses", "xes", "ches")):
        singular = collection[:-2]
    elif collection.endswith("s") and not collection.endswith("ss"):
        singular = collection[:-1]
    # Without a plural the collection and its element would have one name.
    return f"{stem}{singular[:1].upper()}{singular[1:]}" + ("Element" if singular == collection else "")


def _collection_name(stem: str, collection: str) -> str:
    return f"{stem}{collection[:1].upper()}{collection[1:]}"


def _entity(job: Job, annotation: Annotation, diagnostics: list[Diagnostic]) -> Entity:
    table = _table(job, annotation, "tableName", diagnostics)
    bare = Entity(job.stem, table)
    children = []
    for nested in annotation.nested("oneToManyCollections"):
        collection = nested.word("collectionName")
        if not collection:
            diagnostics.append(_missing(nested, "collectionName"))
            continue
        child_table = _table(job, nested, "childTableName", diagnostics)
        if child_table is not None:
            diagnostics += _unknown_columns(nested, child_table)
        child = Entity(_child_name(job.stem, collection), child_table, parent=bare)
        children.append((collection, child))
    return Entity(job.stem, table, collections=tuple(children))


def _table(job: Job, annotation: Annotation, attribute: str, diagnostics: list[Diagnostic]) -> Table | None:
    written = annotation.literal(attribute)
    if written is None or not written.text:
        diagnostics.append(_missing(annotation, attribute))
        return None
    table = job.tables.table(written.text.upper())
    names = job.tables.table_names()
    # Without any schema nothing can be said against the name; the entity then has no properties.
    if table is None and names:
        near = nearest(names, written.text, limit=3)
        diagnostics.append(_unknown("table", f"no table {written.text}", written.text, written.place, near))
    return table


def _unknown_columns(child: Annotation, table: Table) -> list[Diagnostic]:
    found = child.attribute("orderByColumnNames")
    values = () if found is None else found.value if isinstance(found.value, tuple) else (found.value,)
    columns = [column.name.upper() for column in table.columns]
    return [
        _unknown(
            "column",
            f"table {table.name} has no column {value.text}",
            value.text,
            value.place,
            nearest(columns, value.text, limit=3),
        )
        for value in values
        if isinstance(value, Literal) and value.text.upper() not in columns
    ]


def _unknown(kind: str, message: str, symbol: str, place: Place, near: tuple[str, ...]) -> Diagnostic:
    hint = f"; did you mean {near[0]}?" if near else ""
    code = f"annotation.unknown-{kind}"
    return diagnostic(code, message + hint, place, symbol=symbol, candidates=near)


def _missing(annotation: Annotation, attribute: str) -> Diagnostic:
    message = f"@{annotation.name} has no '{attribute}'"
    return diagnostic("annotation.missing-attribute", message, annotation.place, symbol=attribute)


def _family(job: Job, entity: Entity) -> list[SourceFile]:
    interface, dto, identifier = _family_names(entity.name)
    return [
        job.source(interface, _interface_text(job, entity)),
        job.source(dto, _dto_text(job, entity)),
        job.source(identifier, _id_text(job, entity)),
    ]


def _gen_text(job: Job, name: str, entity: Entity) -> str:
    taken = {member.name for member in members_of(job.types, BASE)}
    getters = [(f"{entity.name}_Id", "getId"), *_getters(entity)]
    lines = [f"    public {t} {g}() {NO_BODY}" for t, g in getters if g not in taken]
    lines += implementations(job.types, BASE, entity.name)
    return "\n".join([f"public abstract class {name} extends {_of(job, BASE, entity)} {{", *lines, "}"])


def _interface_text(job: Job, entity: Entity) -> str:
    keyed = f"{API}.{'Simple' if len(entity.key) == 1 else 'Composite'}KeyedBusinessEntity"
    bases = [job.first_known(keyed, f"{API}.BusinessEntity")]
    bases += [n for n in (f"{API}.SessionManagedEntity", f"{API}.Versioned") if job.names.known(n)]
    accessors = [(f"{entity.name}_Id", "getId"), (f"{entity.name}_DTO", "getDTO"), *_getters(entity)]
    return "\n".join(
        [
            f"public interface {entity.name} extends {', '.join(_of(job, b, entity) for b in bases)} {{",
            *_property_holder(job, entity),
            *(f"    {type_text} {getter}();" for type_text, getter in accessors),
            "}",
        ]
    )


def _getters(entity: Entity) -> list[tuple[str, str]]:
    found = {f"get{p.suffix}": p.type for p in entity.properties}
    if len(entity.key) > 1:
        found |= {f"fetchId{p.suffix}": p.type for p in entity.key}
    if entity.parent:
        found[f"fetchId{entity.parent.name}"] = entity.parent.name
    for collection, _ in entity.collections:
        found[f"get{_collection_name('', collection)}"] = _collection_name(entity.name, collection)
    return [(result, getter) for getter, result in found.items()]


def _property_holder(job: Job, entity: Entity) -> list[str]:
    """``X.properties.acctId``, where the class path has the types that such properties have."""
    holder = f"{API}.PropertyHolder"
    symbol = job.types.find(holder)
    known = {STRING: "StringProperty"}
    found = [(_product_type(job, known.get(p.type, "Property")), p) for p in entity.properties]
    fields = [(t, p) for t, p in found if t]
    if symbol is None and not fields:
        return []
    relation = "" if symbol is None else " implements " if symbol.kind == "interface" else " extends "
    base = _of(job, holder, entity) if symbol else ""
    return [
        "    EntityProperties properties = new EntityProperties();",
        f"    class EntityProperties{relation}{base} {{",
        *(f"        public final {_with_argument(job, t, p.type)} {p.name} = null;" for t, p in fields),
        "    }",
    ]


def _product_type(job: Job, simple: str) -> str:
    return next((n for n in job.types.named(simple) if n.startswith(f"{API}.")), "")


def _dto_text(job: Job, entity: Entity) -> str:
    name, identifier = f"{entity.name}_DTO", f"{entity.name}_Id"
    base = f"{API}.AbstractDataTransferObject"
    fields = [Property("id", identifier), *entity.properties]
    lines = [f"public class {name} extends {_of(job, base, entity)} {{"]
    if call := super_call(job.types, base):
        lines.append(f"    public {name}() {{ {call} }}")
    for field in fields:
        lines.append(f"    public {field.type} get{field.suffix}() {NO_BODY}")
        lines.append(f"    public void set{field.suffix}({field.type} {field.name}) {NO_BODY}")
    lines += [
        f"    public {entity.name} newEntity() {NO_BODY}",
        f"    public {STRING} entityName() {NO_BODY}",
        *implementations(job.types, base, entity.name, {"getId", "setId", "newEntity", "entityName"}),
        "}",
    ]
    return "\n".join(lines)


def _id_text(job: Job, entity: Entity) -> str:
    name, single = f"{entity.name}_Id", len(entity.key) == 1
    base = _id_base(job, entity)
    lines = [
        f"public class {name} extends {_of(job, base, entity)} {{",
        f"    public static final {name} NULL = null;",
    ]
    call = super_call(job.types, base, entity.key[0].name if single else "")
    for parameters in _constructors(entity):
        text = ", ".join(f"{p.type} {p.name}" for p in parameters)
        lines.append(f"    public {name}({text}) {{ {call} }}")
    parts = {} if single else {f"get{p.suffix}": p.type for p in entity.key}
    if entity.parent:
        parts[f"get{entity.parent.name}Id"] = f"{entity.parent.name}_Id"
    lines += [f"    public {result} {getter}() {NO_BODY}" for getter, result in parts.items()]
    lines += implementations(job.types, base, entity.name, parts)
    return "\n".join([*lines, "}"])


def _id_base(job: Job, entity: Entity) -> str:
    if len(entity.key) > 1:
        wanted = f"{IDS}.CompositeId"
    else:
        wanted = f"{IDS}.IntegerId" if entity.key[0].type == INTEGER else f"{IDS}.StringId"
    return job.first_known(wanted, f"{IDS}.EntityId")


def _constructors(entity: Entity) -> list[tuple[Property, ...]]:
    """By the plain values, and for a child also by its parent or the parent's Id, as the product's Ids do."""
    forms = [entity.key]
    if entity.parent and len(entity.own_key) < len(entity.key):
        parent = entity.parent.name
        forms += [(Property("parent", each), *entity.own_key) for each in (f"{parent}_Id", parent)]
    return forms


def _collection_text(job: Job, name: str, child: Entity) -> str:
    base = f"{API}.EntityCollection"
    symbol = job.types.find(base)
    form = "interface" if symbol is None or symbol.kind == "interface" else "abstract class"
    bound = base if symbol is None or not symbol.type_parameters else f"{base}<{child.name}>"
    return f"public {form} {name} extends {bound} {{\n}}"


def _of(job: Job, base: str, entity: Entity) -> str:
    """The base with the entity as its type argument, where it takes one."""
    return _with_argument(job, base, entity.name)


def _with_argument(job: Job, name: str, argument: str) -> str:
    symbol = job.types.find(name)
    return f"{name}<{argument}>" if symbol is not None and symbol.type_parameters else name
