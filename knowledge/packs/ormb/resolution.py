"""What follows from a spot and from tables: the types of a contract, the entities handed in, the types code needs."""

import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.contract import spot_methods
from knowledge.packs.ormb.reach import role
from knowledge.records import Exemplar, SoftParameter, Symbol

_NAME = re.compile(r"[a-z_][\w$]*(?:\.[\w$]+)+")
_VALUES = {
    "decimal": "com.ibm.icu.math.BigDecimal",
    "integer": "java.math.BigInteger",
    "boolean": "com.splwg.base.api.datatypes.Bool",
    "date": "com.splwg.base.api.datatypes.Date",
    "string": "java.lang.String",
}
PRODUCTS = (".ccb.", ".base.")  # where a name exists in several products, billing's comes first


def contract_types(spot: Symbol, types: Types) -> tuple[str, ...]:
    """Framework types in the spot's methods, in the order of the methods; the platform's own are left out."""
    texts = [text for m in spot_methods(spot, types) for text in (m.type, *(p.type for p in m.parameters))]
    names = (name for text in texts for name in _NAME.findall(text) if not name.startswith("java."))
    return tuple(dict.fromkeys(names))


def entities_of(spot: Symbol, types: Types) -> tuple[str, ...]:
    """Entities that the spot hands in, itself, as Ids or in lists."""
    found = []
    for method in spot_methods(spot, types):
        for parameter in method.parameters:
            for name in _NAME.findall(parameter.type):
                kind = role(types, name)
                if kind == "entity":
                    found.append(name)
                elif kind == "id":
                    found.append(name.removesuffix("_Id"))
    return tuple(dict.fromkeys(found))


def preferred(names: Iterable[str]) -> str:
    """Of several types of one simple name, the billing product's in the flat package layout."""

    def rank(name: str) -> tuple[bool, int]:
        product = next((i for i, part in enumerate(PRODUCTS) if part in name), len(PRODUCTS))
        return ".entity." in name or ".entities." in name, product

    return min(names, key=rank, default="")


def types_for(
    softs: Sequence[SoftParameter],
    tables: Sequence[str],
    types: Types,
    entity_tables: Mapping[str, str],
) -> tuple[tuple[str, str], ...]:
    """Types of the soft parameters, entities of the tables with their Ids."""
    found: dict[str, str] = {}
    for soft in softs:
        name = soft_parameter_type(soft, types)
        if name and not name.startswith("java."):
            found.setdefault(name, f"type of soft parameter {soft.name}")
    entities = {table: entity for entity, table in entity_tables.items()}
    for table in tables:
        entity = preferred(types.named(entities[table])) if table in entities else ""
        if entity:
            found.setdefault(entity, f"entity of {table}")
            if types.find(f"{entity}_Id"):
                found.setdefault(f"{entity}_Id", f"Id of {table}")
    return tuple(found.items())


def soft_parameter_type(soft: SoftParameter, types: Types) -> str:
    """Qualified type that the parameter's getter returns; empty when its entity or lookup is unknown."""
    if soft.type in _VALUES:
        return _VALUES[soft.type]
    simple = soft.target[:1].upper() + soft.target[1:]
    if soft.type == "lookup":
        return preferred(types.named(simple if simple.endswith("Lookup") else f"{simple}Lookup"))
    return preferred(name for name in types.named(simple) if types.find(f"{name}_Id"))


def package_of(spot: Symbol, exemplars: Sequence[Exemplar], root: str) -> str:
    """Beside the site's code of the same spot; else the product's area below the site's root."""
    packages = [exemplar.name.rpartition(".")[0] for exemplar in exemplars]
    if packages:
        return max(sorted(set(packages)), key=packages.count)
    match = re.search(r"\.domain\.(\w+)", spot.name)
    return f"{root}.{match[1] if match else 'common'}.algorithm"
