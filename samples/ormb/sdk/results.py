"""What a property or a getter yields: as seen; else as seen for the same property elsewhere; else by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from facts import Facts
from model import World, package_of
from naming import Names
from words import API, STRING, VAGUE, VALUES, plural, product_of, property_of, upper


@dataclass
class Entity:
    """What was learnt about a business entity."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    """Property (lower camel) to value type; an entity's name where it is a foreign key."""
    parts: dict[str, str] = field(default_factory=dict)
    """Parts of the key, where it is composite: property to type."""


class Results:
    def __init__(self, world: World, facts: Facts, names: Names) -> None:
        self.world, self.names = world, names
        self.entities = {name: Entity(name) for name in sorted(names.entity_names)}
        self.common = self._common(facts)
        """Product and property to the one type that the facts show for it."""

    def _common(self, facts: Facts) -> dict[tuple[str, str], str]:
        seen: dict[tuple[str, str], set[str]] = {}
        for each in facts.classes.values():
            for one in each.methods:
                getter, setter = property_of(one.name, "get"), property_of(one.name, "set")
                kinds = (one.returns,) if getter and not one.args else one.args[0] if setter and one.args else ()
                for kind in kinds:
                    if kind and self.is_value(kind):
                        seen.setdefault((product_of(each.name), getter or setter or ""), set()).add(self.flat(kind))
        return {key: next(iter(kinds)) for key, kinds in seen.items() if len(kinds) == 1}

    def is_value(self, kind: str) -> bool:
        """Whether a type is one that a property may have: a value, a lookup, an entity or its Id; not vague."""
        if kind in VAGUE or "<" in kind:
            return False
        if kind.startswith((VALUES, "com.ibm.icu.math", "java.math", STRING)):
            return True
        return kind.endswith(("_Id", "Lookup")) or kind in self.names.entity_names

    def guess(self, prop: str, owner: str) -> str | None:
        """What other members of the family, then of the product, say of a property; else what its name says."""
        family = self.entities.get(re.sub(r"_(Id|DTO)$", "", owner))
        if family and prop in family.properties:
            return family.properties[prop]
        own = owner.rpartition(".")[2].removesuffix("_DTO").removesuffix("_Id")
        if f"{own}{upper(prop)}Lookup" in self.names.lookups:
            return self.names.lookup(upper(prop), owner)
        return self.common.get((product_of(owner), prop)) or self.names.value(prop, owner)

    def result(self, seen: str | None, prop: str, owner: str) -> str | None:
        """The result type of a getter: what was seen, unless a name says it more precisely."""
        if seen and seen not in VAGUE:
            return seen
        if plural(prop) and (collection := self._collection(prop, owner)):
            return collection
        guess = self.guess(prop, owner)
        if seen is None or guess is None:
            return guess or seen
        return guess if self._narrows(guess, seen) else seen

    def part(self, seen: str | None, prop: str, owner: str) -> str:
        """Parts of a key are more often entities than values; never the entity itself."""
        if seen and seen not in VAGUE:
            return seen
        exact = self.names.exactly(upper(prop), owner)
        if exact == owner:
            return STRING
        return exact or self.result(seen, prop, owner) or STRING

    def flat(self, kind: str) -> str:
        """A type with its names moved to the layout without ``.entity.``, where those exist."""

        def move(match: re.Match[str]) -> str:
            name = match[0].replace(".entity.", ".")
            return name if name.removesuffix("_Id").removesuffix("_DTO") in self.names.entity_names else match[0]

        return re.sub(r"com\.splwg\.[\w.]+", move, kind)

    def _narrows(self, guess: str, vague: str) -> bool:
        if vague.endswith("BusinessEntity"):
            return guess in self.names.entity_names
        if vague.endswith("Id"):
            return guess.endswith("_Id")
        return vague.endswith("Lookup") and guess.endswith("Lookup")

    def _collection(self, prop: str, owner: str) -> str | None:
        package, simple = package_of(owner), owner.rpartition(".")[2]
        for name in (f"{package}.{simple}{upper(prop)}", f"{package}.{upper(prop)}"):
            if name in self.world:
                return name
        child = self.names.child(upper(prop), owner)
        return f"{API}EntityCollection<{child}>" if child else None
