"""The Id of an entity and its constructors: as seen, in all mixes of entities and Ids of the parts."""

from __future__ import annotations

from itertools import product

from facts import OBJECT, FactClass, Facts
from model import Field, JavaType, Method
from results import Entity, Results
from words import STRING, VALUES

MOST_PARTS = 4
Seen = tuple[str | None, ...]


class Keys:
    def __init__(self, facts: Facts, results: Results) -> None:
        self.facts, self.results = facts, results

    def id_type(self, each: Entity) -> JavaType:
        made = JavaType(each.name + "_Id", "class")
        for params in self._constructors(each):
            made.construct(*params)
        made.extends = [f"{VALUES}{_base(made)}<{each.name}>"]
        made.fields.append(Field("NULL", made.name))
        made.add(Method("getEntity", (), each.name))
        for constant in self._facts(made.name).constants:
            if constant.isupper():
                made.constant(constant, "int" if constant == "FIELD_SIZE" else made.name)
        return made

    def _facts(self, name: str) -> FactClass:
        return self.facts.classes.get(name) or FactClass(name, "")

    def _constructors(self, each: Entity) -> list[tuple[str, ...]]:
        package, _, simple = each.name.rpartition(".")
        seen: dict[int, list[Seen]] = {}
        for name in (f"{each.name}_Id", f"{package}.entity.{simple}_Id"):
            for one in self._facts(name).constructors:
                moved = one if name.startswith(each.name) else tuple(kind and self.results.flat(kind) for kind in one)
                seen.setdefault(len(moved), []).append(moved)
        made = [params for forms in seen.values() for params in self._forms(forms)]
        return made or self._from_parts(each)

    def _forms(self, seen: list[Seen]) -> list[tuple[str, ...]]:
        """Object comes last, in the places where an argument was of unknown type."""
        columns = list(zip(*seen, strict=True))
        made = list(product(*(self._choice(column) for column in columns)))
        if any(None in column for column in columns):
            made.append(tuple(OBJECT if None in column else made[0][i] for i, column in enumerate(columns)))
        return made

    def _choice(self, kinds: Seen) -> list[str]:
        known = list(dict.fromkeys(kind for kind in kinds if kind))
        entities = {kind.removesuffix("_Id") for kind in known}
        if len(entities) == 1 and (entity := entities.pop()) in self.results.names.entity_names:
            return [entity + "_Id", entity]
        if len(known) == 1:
            return known
        return [OBJECT] if known else [STRING]

    def _from_parts(self, each: Entity) -> list[tuple[str, ...]]:
        kinds = list(each.parts.values())[:MOST_PARTS]
        if not kinds:
            return [(STRING,)]
        made = list(product(*(self._choice((kind,)) for kind in kinds)))
        return [*made, (OBJECT,) * len(kinds)] if len(kinds) > 1 else made


def _base(made: JavaType) -> str:
    if made.constructors[0].params[0] == "java.math.BigInteger":
        return "IntegerId"
    single = all(len(one.params) == 1 for one in made.constructors)
    return "StringId" if single else "CompositeId"
