"""Business entities: each has an interface, an Id, a DTO and the holder of its properties, complete in each other.

What the facts say of one member of the family (a DTO setter, a query path, an Id part) is said of the others too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from facts import OBJECT, FactClass, FactMethod, Facts, parameter
from model import Constructor, Field, JavaType, Method, World, package_of
from naming import VALUES, Names
from signatures import EntityNote

API = "com.splwg.base.api."
CHARACTERISTIC = "com.splwg.base.domain.common.characteristicType.Characteristic"
CHARACTERISTIC_TYPE = CHARACTERISTIC + "Type"
STRING = "java.lang.String"
VAGUE = {
    API + "BusinessEntity",
    API + "EntityCollection",
    VALUES + "EntityId",
    VALUES + "Id",
    VALUES + "Lookup",
    API + "EntityCollection<com.splwg.base.domain.common.characteristicType.Characteristic>",
}
OF_OBJECT = {("getClass", 0), ("toString", 0), ("equals", 1), ("hashCode", 0), ("printStackTrace", 0)}
"""Name and number of parameters of what every Java object, or exception, has."""
NOT_PLURAL = re.compile(r"(Status|Address|ss|Days|Basis|Class|Details|Previous|Has|Is|Numbers?Of\w*|sis)$")


@dataclass
class Entity:
    name: str
    properties: dict[str, str] = field(default_factory=dict)
    """Property (lower camel) to value type; an entity's name where it is a foreign key."""
    parts: dict[str, str] = field(default_factory=dict)
    """Parts of a composite key: property to type."""


class Families:
    def __init__(self, world: World, facts: Facts, names: Names, notes: dict[str, EntityNote]) -> None:
        self.world, self.facts, self.names, self.notes = world, facts, names, notes
        self.entities = {name: Entity(name) for name in sorted(names.entity_names)}
        self.common: dict[tuple[str, str], str] = {}
        """Product and property to the one type that the facts show for it."""

    def build(self) -> None:
        self._learn_common()
        for each in self.entities.values():
            self._learn(each)
        for each in self.entities.values():
            self._learn_from_twin(each)
        for each in self.entities.values():
            self._entity_type(each)
            self._id_type(each)
            self._dto_type(each)
        for each in self.entities.values():
            self._pairs(each)

    # What is known about each entity ------------------------------------------------------------------

    def _learn(self, each: Entity) -> None:
        note = self.notes.get(each.name)
        if note:
            each.properties.update(note.properties)
        self._learn_known(each)
        for name in self._facts(each.name).constants:
            if name.startswith("properties."):
                each.properties.setdefault(name.removeprefix("properties."), STRING)
        self._learn_getters(each, self._facts(each.name))
        self._learn_setters(each, self._facts(each.name + "_DTO"))
        self._learn_key(each)
        self._learn_paths(each)

    def _learn_common(self) -> None:
        seen: dict[tuple[str, str], set[str]] = {}
        for each in self.facts.classes.values():
            for one in each.methods:
                getter, setter = _property(one.name, "get"), _property(one.name, "set")
                kinds = [one.returns] if getter and not one.args else one.args[0] if setter and one.args else ()
                for kind in kinds:
                    if kind and kind not in VAGUE and self._sharable(kind):
                        seen.setdefault((_product(each.name), getter or setter or ""), set()).add(self.flat(kind))
        self.common = {key: next(iter(kinds)) for key, kinds in seen.items() if len(kinds) == 1}

    def _sharable(self, kind: str) -> bool:
        """Whether a type may be carried over to a property of the same name elsewhere."""
        if kind.startswith((VALUES, "com.ibm.icu.math", "java.math", STRING)):
            return True
        return kind.endswith(("_Id", "Lookup")) or kind in self.names.entity_names

    def guess(self, prop: str, owner: str) -> str | None:
        """What other members of the family, then of the product, say of a property; else what its name says."""
        family = self.entities.get(re.sub(r"_(Id|DTO)$", "", owner))
        if family and prop in family.properties:
            return family.properties[prop]
        own = owner.rpartition(".")[2].removesuffix("_DTO").removesuffix("_Id")
        lookups = self.names.lookups.get(f"{own}{_upper(prop)}Lookup", ())
        if lookups:
            return self.names.lookup(_upper(prop), owner)
        return self.common.get((_product(owner), prop)) or self.names.value(prop, owner)

    def _facts(self, name: str) -> FactClass:
        return self.facts.classes.get(name) or FactClass(name, "")

    def _learn_known(self, each: Entity) -> None:
        """Types that were seen come before all guesses."""
        for one in self._facts(each.name).methods:
            prop = _property(one.name, "get")
            known = (
                one.returns and one.returns not in VAGUE and "<" not in one.returns and one.returns not in self.world
            )
            plain = prop and not one.args and not one.generic and not one.type_parameters
            if plain and prop and one.returns and (known or one.returns in self.names.entity_names):
                if one.name not in ("getId", "getDTO"):
                    each.properties.setdefault(prop, one.returns)
        for one in self._facts(each.name + "_DTO").methods:
            prop = _property(one.name, "set")
            if prop and prop not in ("id", "version") and len(one.args) == 1 and len(one.args[0]) == 1:
                if one.args[0][0] not in VAGUE:
                    each.properties.setdefault(prop, one.args[0][0])

    def _learn_getters(self, each: Entity, facts: FactClass) -> None:
        for one in facts.methods:
            prop = _property(one.name, "get")
            if prop is None or one.args or one.name in ("getId", "getDTO") or one.generic or one.type_parameters:
                continue
            kind = self.result(one.returns, prop, each.name)
            if kind and "Collection" not in kind and kind not in self.world:
                each.properties.setdefault(prop, kind)

    def _learn_setters(self, each: Entity, facts: FactClass) -> None:
        for one in facts.methods:
            prop = _property(one.name, "set")
            if prop is None or len(one.args) != 1 or prop in ("id", "version"):
                continue
            kinds = [kind for kind in one.args[0] if kind not in VAGUE]
            kind = kinds[0] if kinds else self.guess(prop, each.name)
            each.properties.setdefault(prop, kind or STRING)

    def _learn_key(self, each: Entity) -> None:
        note = self.notes.get(each.name)
        for part in note.id_parts if note else ():
            kind, _, prop = part.rpartition(" ")
            each.parts[prop] = kind
        own = each.name.rpartition(".")[2]
        for path in self.facts.property_paths.get(own, ()):
            steps = path.split(".")
            if steps[0] == "id" and len(steps) > 1:
                each.parts.setdefault(steps[1], self._part_kind(None, steps[1], each.name))
        for one in self._facts(each.name + "_Id").methods:
            prop = _property(one.name, "get")
            if prop and not one.args and one.name not in ("getEntity", "getIdValue", "getTrimmedValue"):
                if prop.endswith("Id") and prop[:-2] in each.parts:
                    continue
                each.parts.setdefault(prop, self._part_kind(one.returns, prop, each.name))
        for one in self._facts(each.name).methods:
            prop = _property(one.name, "fetchId")
            if prop and not one.args:
                each.parts.setdefault(prop, self._part_kind(one.returns, prop, each.name))

    def _part_kind(self, seen: str | None, prop: str, owner: str) -> str:
        """Parts of a key are more often entities than values."""
        if seen and seen not in VAGUE:
            return seen
        exact = self.names.exactly(_upper(prop), owner)
        if exact == owner:
            return STRING
        return exact or self.result(seen, prop, owner) or STRING

    def _learn_paths(self, each: Entity) -> None:
        own = each.name.rpartition(".")[2]
        for path in self.facts.property_paths.get(own, ()):
            first, _, rest = path.partition(".")
            if first == "id" or first in each.properties or first + "Id" in each.properties:
                continue
            kind = self.names.entity(_upper(first), each.name) if rest else None
            each.properties[first] = kind or self.names.value(first, each.name) or STRING

    def _learn_from_twin(self, each: Entity) -> None:
        """The same entity in another layout or product has the same properties, of its own world's types."""
        for name in self._relatives(each.name):
            twin = self.entities[name]
            for prop, kind in twin.properties.items():
                moved = self._moved(kind, each.name)
                if moved:
                    each.properties.setdefault(prop, moved)
            if name.replace(".entity.", ".") == each.name.replace(".entity.", "."):
                for prop, kind in twin.parts.items():
                    each.parts.setdefault(prop, self._moved(kind, each.name) or kind)

    def _relatives(self, name: str) -> list[str]:
        package, simple = package_of(name), name.rpartition(".")[2]
        flat = package.removesuffix(".entity")
        others = [f"{flat}.{simple}", f"{flat}.entity.{simple}"]
        if _product(name) == "tax":
            others.append(name.replace("com.splwg.tax.", "com.splwg.ccb."))
        return [each for each in others if each != name and each in self.entities]

    def _moved(self, kind: str, owner: str) -> str | None:
        """A type as the owner's world names it; nothing where that world has no such type."""
        if not kind.startswith("com.splwg.ccb.") or "<" in kind:
            return kind if "<" not in kind else None
        suffix = "_Id" if kind.endswith("_Id") else ""
        bare = kind.removesuffix("_Id")
        if _product(owner) == "tax":
            moved = bare.replace("com.splwg.ccb.", "com.splwg.tax.")
            there = moved in self.names.entity_names or (not suffix and moved in self.world)
            return moved + suffix if there else None
        if ".entity." in owner:
            package, _, simple = bare.rpartition(".")
            twin = f"{package}.entity.{simple}"
            return (twin if twin in self.names.entity_names else bare) + suffix
        return self.flat(kind)

    def flat(self, kind: str) -> str:
        """A type with its names moved to the layout without ``.entity.``, where those exist."""

        def move(match: re.Match[str]) -> str:
            name = match[0].replace(".entity.", ".")
            return name if name.removesuffix("_Id").removesuffix("_DTO") in self.names.entity_names else match[0]

        return re.sub(r"com\.splwg\.[\w.]+", move, kind)

    def result(self, kind: str | None, prop: str, owner: str) -> str | None:
        """The result type of a getter: what was seen, unless a name says it more precisely."""
        if kind and kind not in VAGUE:
            return kind
        if _plural(prop) and (collection := self.collection(prop, owner)):
            return collection
        guess = self.guess(prop, owner)
        if kind is None or guess is None:
            return guess or kind
        return guess if self._fits(guess, kind) else kind

    def _fits(self, guess: str, vague: str) -> bool:
        if vague.endswith("BusinessEntity"):
            return guess in self.names.entity_names
        if vague.endswith("Id"):
            return guess.endswith("_Id")
        return vague.endswith("Lookup") and guess.endswith("Lookup")

    def collection(self, prop: str, owner: str) -> str | None:
        package, simple = package_of(owner), owner.rpartition(".")[2]
        for name in (f"{package}.{simple}{_upper(prop)}", f"{package}.{_upper(prop)}"):
            if name in self.world:
                return name
        child = self.names.child(_upper(prop), owner)
        return f"{API}EntityCollection<{child}>" if child else None

    # The three types ----------------------------------------------------------------------------------

    def _entity_type(self, each: Entity) -> None:
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
        self.world[each.name] = made
        holder = JavaType(each.name + ".EntityProperties", "class", implements=[f"{API}PropertyHolder<{each.name}>"])
        for prop, kind in sorted(each.properties.items()):
            if kind == STRING:
                holder.fields.append(Field(prop, API + "changehandling.StringProperty", static=False))
        if is_characteristic(each.name):
            for prop in CHARACTERISTIC_TEXTS:
                if all(one.name != prop for one in holder.fields):
                    holder.fields.append(Field(prop, API + "changehandling.StringProperty", static=False))
        self.world[holder.name] = holder
        made.fields.append(Field("properties", "EntityProperties", value="new EntityProperties()"))

    def _own_id(self, name: str) -> bool:
        """False where callers were seen to take the Id of another product: then the inherited, generic form stays."""
        seen = [one.returns for one in self._facts(name).methods if one.name == "getId" and one.returns]
        return all(kind in VAGUE or kind == name + "_Id" for kind in seen)

    def _id_type(self, each: Entity) -> None:
        name = each.name + "_Id"
        made = JavaType(name, "class")
        for params in self._constructors(each):
            made.construct(*params)
        single = all(len(one.params) == 1 for one in made.constructors)
        first = made.constructors[0].params[0]
        base = "IntegerId" if first == "java.math.BigInteger" else "StringId" if single else "CompositeId"
        made.extends = [f"{VALUES}{base}<{each.name}>"]
        made.fields.append(Field("NULL", name))
        made.add(Method("getEntity", (), each.name))
        for constant in self._facts(name).constants:
            if constant.isupper():
                made.constant(constant, "int" if constant == "FIELD_SIZE" else name)
        self.world[name] = made

    def _constructors(self, each: Entity) -> list[tuple[str, ...]]:
        seen: dict[int, list[tuple[str | None, ...]]] = {}
        for one in self._facts(each.name + "_Id").constructors:
            seen.setdefault(len(one), []).append(one)
        twin = each.name.rpartition(".")
        for one in self._facts(f"{twin[0]}.entity.{twin[2]}_Id").constructors:
            moved = tuple(self.flat(kind) if kind else None for kind in one)
            seen.setdefault(len(moved), []).append(moved)
        made = [params for forms in seen.values() for params in self._forms(forms)]
        return made or self._default_constructors(each)

    def _forms(self, seen: list[tuple[str | None, ...]]) -> list[tuple[str, ...]]:
        """All mixes of entity and Id for the key parts; Object last, where an argument was of unknown type."""
        choices = [self._choice([one[index] for one in seen]) for index in range(len(seen[0]))]
        made: list[tuple[str, ...]] = [()]
        for choice in choices:
            made = [(*params, kind) for params in made for kind in choice]
        if any(None in one for one in seen):
            made.append(
                tuple(OBJECT if any(one[i] is None for one in seen) else made[0][i] for i in range(len(choices)))
            )
        return made

    def _choice(self, kinds: list[str | None]) -> list[str]:
        known = list(dict.fromkeys(kind for kind in kinds if kind))
        entities = {kind.removesuffix("_Id") for kind in known}
        if known and len(entities) == 1 and (entity := entities.pop()) in self.names.entity_names:
            return [entity + "_Id", entity]
        return known if len(known) == 1 else [STRING] if not known and len(kinds) else [OBJECT]

    def _default_constructors(self, each: Entity) -> list[tuple[str, ...]]:
        if not each.parts:
            return [(STRING,)]
        choices = [[kind + "_Id", kind] if kind in self.names.entity_names else [kind] for kind in each.parts.values()]
        made: list[tuple[str, ...]] = [()]
        for choice in choices[:4]:
            made = [(*params, kind) for params in made for kind in choice]
        if len(choices) > 1:
            made.append(tuple([OBJECT] * len(choices[:4])))
        return made

    def _dto_type(self, each: Entity) -> None:
        name = each.name + "_DTO"
        made = JavaType(name, "class", extends=[f"{API}AbstractDataTransferObject<{each.name}>"])
        made.implements = [API + "Versioned"]
        made.constructors.append(Constructor())
        made.add(Method("getId", (), each.name + "_Id"))
        made.add(Method("setId", (each.name + "_Id",)))
        made.add(Method("newEntity", (), each.name))
        made.add(Method("getEntity", (), each.name))
        self.world[name] = made

    # Members ------------------------------------------------------------------------------------------

    def _pairs(self, each: Entity) -> None:
        entity, dto, key = (self.world[each.name + suffix] for suffix in ("", "_DTO", "_Id"))
        self._observed(entity, each.name)
        self._observed(key, each.name)
        for prop, kind in each.parts.items():
            self._part(entity, key, prop, kind)
        for prop, kind in each.properties.items():
            self._property(each, entity, dto, prop, kind)
        if is_characteristic(each.name):
            for prop in CHARACTERISTIC_TEXTS:
                self._accessors(dto, prop, STRING)
        self._observed(dto, each.name)

    def _observed(self, made: JavaType, owner: str) -> None:
        for one in self._facts(made.name).methods:
            if (one.name, len(one.args)) in OF_OBJECT:
                continue
            if made.name == owner and one.name == "getId":
                continue
            if self.world.declares(made.name, one.name, len(one.args)) and one.name.startswith(("get", "fetch", "new")):
                continue
            inherited = self.world.inherited(made.name, one.name, len(one.args))
            if inherited and not (inherited.type_parameters and one.returns and one.returns not in VAGUE):
                continue
            self._add_observed(made, owner, one)

    def _add_observed(self, made: JavaType, owner: str, one: FactMethod) -> None:
        returns = self._returns(one, owner, made.name.endswith("_Id"))
        params = tuple(parameter(types, unknown) for types, unknown in zip(one.args, one.open, strict=True))
        declared = one.type_parameters
        if one.generic and returns:
            declared, returns = f"T extends {returns}", "T"
        elif returns is None:
            declared, returns = declared or "T", "T"
        if one.name == "setId" and params and params[0].startswith(VALUES + "EntityId"):
            params = (f"{VALUES}EntityId<{owner}>",)
        made.add(Method(one.name, params, returns, declared))

    def _returns(self, one: FactMethod, owner: str, key: bool) -> str | None:
        if one.type_parameters:
            return one.returns
        if one.name == "iterator":
            return f"java.util.Iterator<{owner}>"
        parts = self.entities[owner].parts
        for prefix in ("fetchId", "get"):
            prop = _property(one.name, prefix)
            if prop in parts and not one.args and (one.returns is None or one.returns in VAGUE):
                if prefix == "fetchId" or key:
                    return parts[prop]
        if one.name == "createFilter":
            return f"{API}ListFilter<{owner}>"
        prop = _property(one.name, "fetchId")
        if prop is not None:
            return self._part_kind(one.returns, prop, owner)
        for prefix in ("get", "fetch", "determine", "retrieve"):
            prop = _property(one.name, prefix)
            if prop is not None and (found := self.result(one.returns, prop, owner)):
                return found.replace(f"{API}EntityCollection", "java.util.List") if prefix[0] in "dr" else found
        return one.returns or result_by_verb(one.name)

    def _part(self, entity: JavaType, key: JavaType, prop: str, kind: str) -> None:
        upper = _upper(prop)
        if kind.endswith("_Id") and kind.removesuffix("_Id") in self.names.entity_names and prop.endswith("Id"):
            upper, kind = upper[:-2], kind.removesuffix("_Id")
        pairs = [(key, f"get{upper}", kind), (entity, f"fetchId{upper}", kind)]
        target = kind if kind in self.names.entity_names else self.names.exactly(upper, entity.name)
        if target and target != entity.name and kind in (STRING, target):
            pairs += [(key, f"get{upper}Id", target + "_Id"), (entity, f"fetchId{upper}Id", target + "_Id")]
        for owner, name, returns in pairs:
            self._getter(owner, name, returns)

    def _property(self, each: Entity, entity: JavaType, dto: JavaType, prop: str, kind: str) -> None:
        target = kind.removesuffix("_Id")
        if target in self.names.entity_names and (kind != target) == prop.endswith("Id"):
            stem = prop.removesuffix("Id") if kind != target else prop
            upper = _upper(stem)
            self._getter(entity, f"get{upper}", target)
            self._getter(entity, f"fetch{upper}", target)
            self._getter(entity, f"get{upper}Id", target + "_Id")
            self._getter(dto, f"fetch{upper}", target)
            self._accessors(dto, stem + "Id", target + "_Id")
        else:
            self._getter(entity, f"get{_upper(prop)}", kind)
            self._accessors(dto, prop, kind)

    def _accessors(self, dto: JavaType, prop: str, kind: str) -> None:
        self._getter(dto, f"get{_upper(prop)}", kind)
        dto.add(Method(f"set{_upper(prop)}", (kind,)))

    def _getter(self, owner: JavaType, name: str, returns: str) -> None:
        if self.world.declares(owner.name, name, 0) or self.world.inherited(owner.name, name, 0):
            return
        owner.add(Method(name, (), returns))


CHARACTERISTIC_TEXTS = (
    "characteristicValue adhocCharacteristicValue searchCharacteristicValue characteristicValueForeignKey1 "
    "characteristicValueForeignKey2 characteristicValueForeignKey3 characteristicValueForeignKey4 "
    "characteristicValueForeignKey5 characteristicValueFK2 characteristicValueFK3 characteristicValueFk4 "
    "characteristicValueFK5"
).split()


STATEMENTS = re.compile(
    r"^(set|put|freeze|complete|cancel|close|delete|remove|flush|process|log|commit|activate|invoke|call|perform|apply|add"
    r"(?=[A-Z])|map|initiali[sz]e|intialize)"
)
QUESTIONS = re.compile(r"^(is|has|are|can|should|not)[A-Z]")


def result_by_verb(name: str) -> str | None:
    if QUESTIONS.match(name):
        return "boolean"
    return "void" if STATEMENTS.match(name) else None


def is_characteristic(name: str) -> bool:
    simple = name.rpartition(".")[2]
    return bool(re.fullmatch(r"\w+(Characteristic(D1)?|Char)", simple))


def _property(method: str, prefix: str) -> str | None:
    rest = method.removeprefix(prefix)
    if rest == method or not rest or not rest[0].isupper():
        return None
    return rest[:1].lower() + rest[1:]


def _product(name: str) -> str:
    return name.split(".")[2]


def _upper(prop: str) -> str:
    return prop[:1].upper() + prop[1:]


def _plural(prop: str) -> bool:
    return prop.endswith("s") and not NOT_PLURAL.search(_upper(prop))
