"""Gathers what facts, queries, notes and relatives say of each entity: its properties and the parts of its key."""

from __future__ import annotations

from facts import FactClass, Facts
from model import package_of
from results import Entity, Results
from signatures import EntityNote
from words import STRING, VAGUE, product_of, property_of, upper

NOT_PROPERTIES = ("id", "version", "dTO")
NOT_PARTS = ("entity", "idValue", "trimmedValue")


class Learning:
    def __init__(self, facts: Facts, results: Results, notes: dict[str, EntityNote]) -> None:
        self.facts, self.results, self.notes = facts, results, notes
        self.names = results.names

    def learn(self) -> None:
        for each in self.results.entities.values():
            self._properties(each)
            self._key(each)
            self._paths(each)
        for each in self.results.entities.values():
            self._relatives(each)

    def _facts(self, name: str) -> FactClass:
        return self.facts.classes.get(name) or FactClass(name, "")

    def _properties(self, each: Entity) -> None:
        """Notes first, then types that were seen, then texts by their property holder, then guesses."""
        note = self.notes.get(each.name)
        each.properties.update(note.properties if note else {})
        getters = list(self._getters(each))
        setters = list(self._setters(each))
        for prop, kind in [*getters, *setters]:
            if kind and self.results.is_value(kind):
                each.properties.setdefault(prop, kind)
        for name in self._facts(each.name).constants:
            if name.startswith("properties."):
                each.properties.setdefault(name.removeprefix("properties."), STRING)
        for prop, seen in getters:
            kind = self.results.result(seen, prop, each.name)
            if kind and self.results.is_value(kind):
                each.properties.setdefault(prop, kind)
        for prop, seen in setters:
            usable = seen if seen not in VAGUE else None
            each.properties.setdefault(prop, usable or self.results.guess(prop, each.name) or STRING)

    def _getters(self, each: Entity) -> list[tuple[str, str | None]]:
        found = []
        for one in self._facts(each.name).methods:
            prop = property_of(one.name, "get")
            if prop and prop not in NOT_PROPERTIES and not (one.args or one.generic or one.type_parameters):
                found.append((prop, one.returns))
        return found

    def _setters(self, each: Entity) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = []
        for one in self._facts(each.name + "_DTO").methods:
            prop = property_of(one.name, "set")
            if prop and prop not in NOT_PROPERTIES and len(one.args) == 1:
                found.append((prop, one.args[0][0] if one.args[0] else None))
        return found

    def _key(self, each: Entity) -> None:
        note = self.notes.get(each.name)
        for part in note.id_parts if note else ():
            kind, _, name = part.rpartition(" ")
            each.parts[name] = kind
        for path in self.facts.property_paths.get(each.name.rpartition(".")[2], ()):
            steps = path.split(".")
            if steps[0] == "id" and len(steps) > 1:
                each.parts.setdefault(steps[1], self.results.part(None, steps[1], each.name))
        for name, prefix in ((each.name + "_Id", "get"), (each.name, "fetchId")):
            for one in self._facts(name).methods:
                prop = property_of(one.name, prefix)
                known = prop is None or bool(one.args) or prop in NOT_PARTS or prop.removesuffix("Id") in each.parts
                if prop and not known:
                    each.parts.setdefault(prop, self.results.part(one.returns, prop, each.name))

    def _paths(self, each: Entity) -> None:
        """A query path that goes on after a property shows that the property is an entity."""
        for path in self.facts.property_paths.get(each.name.rpartition(".")[2], ()):
            first, _, rest = path.partition(".")
            if first == "id" or first in each.properties or first + "Id" in each.properties:
                continue
            kind = self.names.entity(upper(first), each.name) if rest else None
            each.properties[first] = kind or self.names.value(first, each.name) or STRING

    def _relatives(self, each: Entity) -> None:
        """The same entity in another layout or product has the same properties, of its own world's types."""
        for twin in self._twins(each.name):
            for prop, kind in twin.properties.items():
                moved = self._moved(kind, each.name)
                if moved:
                    each.properties.setdefault(prop, moved)
            if product_of(twin.name) == product_of(each.name):
                for prop, kind in twin.parts.items():
                    each.parts.setdefault(prop, self._moved(kind, each.name) or kind)

    def _twins(self, name: str) -> list[Entity]:
        flat, simple = package_of(name).removesuffix(".entity"), name.rpartition(".")[2]
        others = [f"{flat}.{simple}", f"{flat}.entity.{simple}"]
        if product_of(name) == "tax":
            others.append(name.replace("com.splwg.tax.", "com.splwg.ccb."))
        known = self.results.entities
        return [known[each] for each in others if each != name and each in known]

    def _moved(self, kind: str, owner: str) -> str | None:
        """A type as the owner's world names it; nothing where that world has no such type."""
        if "<" in kind:
            return None
        if not kind.startswith("com.splwg.ccb."):
            return kind
        suffix = "_Id" if kind.endswith("_Id") else ""
        bare = kind.removesuffix("_Id")
        known = self.names.entity_names
        if product_of(owner) == "tax":
            moved = bare.replace("com.splwg.ccb.", "com.splwg.tax.")
            there = moved in known or (not suffix and moved in self.results.world)
            return moved + suffix if there else None
        if ".entity." in owner:
            package, _, simple = bare.rpartition(".")
            twin = f"{package}.entity.{simple}"
            return (twin if twin in known else bare) + suffix
        return self.results.flat(kind)
