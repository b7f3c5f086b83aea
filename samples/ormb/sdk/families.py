"""Business entities: each has an interface, an Id, a DTO and the holder of its properties, complete in each other.

What the facts say of one member of the family (a DTO setter, a query path, an Id part) is said of the others too.
"""

from __future__ import annotations

from facts import FactClass, FactMethod, Facts, parameters
from keys import Keys
from model import Constructor, Field, JavaType, Method, World
from results import Entity, Results
from signatures import EntityNote
from words import (
    API,
    CHARACTERISTIC,
    CHARACTERISTIC_TEXTS,
    OF_OBJECT,
    STRING,
    VAGUE,
    VALUES,
    is_characteristic,
    property_of,
    result_by_verb,
    upper,
)

TEXT_PROPERTY = API + "changehandling.StringProperty"


class Families:
    def __init__(self, world: World, facts: Facts, results: Results, notes: dict[str, EntityNote]) -> None:
        self.world, self.facts, self.results, self.notes = world, facts, results, notes
        self.names = results.names

    def build(self) -> None:
        keys = Keys(self.facts, self.results)
        for each in self.results.entities.values():
            for made in (self._interface(each), _holder(each), keys.id_type(each), _dto(each)):
                self.world[made.name] = made
        for each in self.results.entities.values():
            self._members(each)

    def _facts(self, name: str) -> FactClass:
        return self.facts.classes.get(name) or FactClass(name, "")

    def _interface(self, each: Entity) -> JavaType:
        keyed = "CompositeKeyedBusinessEntity" if each.parts else "SimpleKeyedBusinessEntity"
        made = JavaType(each.name, "interface", extends=[f"{API}{keyed}<{each.name}>"])
        if is_characteristic(each.name):
            made.extends.append(CHARACTERISTIC)
        made.extends += [API + "SessionManagedEntity", API + "Versioned"]
        if self._own_id(each.name):
            made.add(Method("getId", (), each.name + "_Id"))
        made.add(Method("getDTO", (), each.name + "_DTO"))
        made.add(Method("setDTO", (each.name + "_DTO",)))
        note = self.notes.get(each.name)
        for method in note.methods if note else ():
            made.add(method)
        made.fields.append(Field("properties", "EntityProperties", value="new EntityProperties()"))
        return made

    def _own_id(self, name: str) -> bool:
        """False where callers were seen to take the Id of another product: then the inherited, generic form stays."""
        seen = [one.returns for one in self._facts(name).methods if one.name == "getId" and one.returns]
        return all(kind in VAGUE or kind == name + "_Id" for kind in seen)

    def _members(self, each: Entity) -> None:
        entity, dto, key = (self.world[each.name + suffix] for suffix in ("", "_DTO", "_Id"))
        self._observed(entity, each)
        self._observed(key, each)
        for prop, kind in each.parts.items():
            self._part(entity, key, prop, kind)
        for prop, kind in each.properties.items():
            self._property(entity, dto, prop, kind)
        if is_characteristic(each.name):
            for prop in CHARACTERISTIC_TEXTS:
                self._accessors(dto, prop, STRING)
        self._observed(dto, each)

    # As seen -------------------------------------------------------------------------------------------

    def _observed(self, made: JavaType, each: Entity) -> None:
        for one in self._facts(made.name).methods:
            if (one.name, len(one.args)) in OF_OBJECT or (made.name == each.name and one.name == "getId"):
                continue
            if self.world.declares(made.name, one.name, len(one.args)) and one.name.startswith(("get", "fetch", "new")):
                continue
            inherited = self.world.inherited(made.name, one.name, len(one.args))
            if inherited is None or (inherited.type_parameters and one.returns and one.returns not in VAGUE):
                made.add(self._method(made, each, one))

    def _method(self, made: JavaType, each: Entity, one: FactMethod) -> Method:
        returns, declared = self._returns(made, each, one), one.type_parameters
        if one.generic and returns:
            declared, returns = f"T extends {returns}", "T"
        elif returns is None:
            declared, returns = declared or "T", "T"
        params = parameters(one)
        if one.name == "setId" and params[0].startswith(VALUES + "EntityId"):
            params = (f"{VALUES}EntityId<{each.name}>",)
        return Method(one.name, params, returns, declared)

    def _returns(self, made: JavaType, each: Entity, one: FactMethod) -> str | None:
        if one.type_parameters:
            return one.returns
        if one.name in ("iterator", "createFilter"):
            return f"java.util.Iterator<{each.name}>" if one.name == "iterator" else f"{API}ListFilter<{each.name}>"
        part = property_of(one.name, "fetchId" if made.name == each.name else "get")
        if part in each.parts and (one.returns is None or one.returns in VAGUE) and not made.name.endswith("_DTO"):
            return each.parts[part or ""]
        if part is not None and one.name.startswith("fetchId"):
            return self.results.part(one.returns, part, each.name)
        for prefix in ("get", "fetch", "determine", "retrieve"):
            prop = property_of(one.name, prefix)
            if prop is not None and (found := self.results.result(one.returns, prop, each.name)):
                listed = prefix in ("determine", "retrieve")
                return found.replace(f"{API}EntityCollection", "java.util.List") if listed else found
        return one.returns or result_by_verb(one.name)

    # As implied ----------------------------------------------------------------------------------------

    def _part(self, entity: JavaType, key: JavaType, prop: str, kind: str) -> None:
        """A part of the key: ``id.getX()``, ``entity.fetchIdX()``, and both for its Id where it is an entity."""
        name = upper(prop)
        if kind.endswith("_Id") and kind.removesuffix("_Id") in self.names.entity_names and prop.endswith("Id"):
            name, kind = name[:-2], kind.removesuffix("_Id")
        self._getter(key, f"get{name}", kind)
        self._getter(entity, f"fetchId{name}", kind)
        target = kind if kind in self.names.entity_names else self.names.exactly(name, entity.name)
        if target and target != entity.name and kind in (STRING, target):
            self._getter(key, f"get{name}Id", target + "_Id")
            self._getter(entity, f"fetchId{name}Id", target + "_Id")

    def _property(self, entity: JavaType, dto: JavaType, prop: str, kind: str) -> None:
        target = kind.removesuffix("_Id")
        if target not in self.names.entity_names or (kind != target) != prop.endswith("Id"):
            self._getter(entity, f"get{upper(prop)}", kind)
            self._accessors(dto, prop, kind)
            return
        stem = prop.removesuffix("Id") if kind != target else prop
        self._getter(entity, f"get{upper(stem)}", target)
        self._getter(entity, f"fetch{upper(stem)}", target)
        self._getter(entity, f"get{upper(stem)}Id", target + "_Id")
        self._getter(dto, f"fetch{upper(stem)}", target)
        self._accessors(dto, stem + "Id", target + "_Id")

    def _accessors(self, dto: JavaType, prop: str, kind: str) -> None:
        self._getter(dto, f"get{upper(prop)}", kind)
        dto.add(Method(f"set{upper(prop)}", (kind,)))

    def _getter(self, owner: JavaType, name: str, returns: str) -> None:
        if not (self.world.declares(owner.name, name, 0) or self.world.inherited(owner.name, name, 0)):
            owner.add(Method(name, (), returns))


def _holder(each: Entity) -> JavaType:
    """``X.properties`` has a field for each text, because those are what ``bindStringProperty`` takes."""
    made = JavaType(each.name + ".EntityProperties", "class", implements=[f"{API}PropertyHolder<{each.name}>"])
    texts = {prop for prop, kind in each.properties.items() if kind == STRING}
    if is_characteristic(each.name):
        texts.update(CHARACTERISTIC_TEXTS)
    made.fields += [Field(prop, TEXT_PROPERTY, static=False) for prop in sorted(texts)]
    return made


def _dto(each: Entity) -> JavaType:
    made = JavaType(each.name + "_DTO", "class", extends=[f"{API}AbstractDataTransferObject<{each.name}>"])
    made.implements = [API + "Versioned"]
    made.constructors.append(Constructor())
    made.add(Method("getId", (), each.name + "_Id"))
    made.add(Method("setId", (each.name + "_Id",)))
    made.add(Method("newEntity", (), each.name))
    made.add(Method("getEntity", (), each.name))
    return made
