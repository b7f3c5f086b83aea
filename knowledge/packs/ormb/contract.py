"""The contract of a plug-in spot as code must keep it: its properties in and out, and what else it demands."""

from dataclasses import dataclass

from knowledge.pack import Types
from knowledge.packs.ormb.java_names import property_name
from knowledge.records import Member, Symbol


@dataclass(frozen=True, slots=True)
class Property:
    """A hard parameter (set by the product), a result (read by the product), or both."""

    name: str
    type: str
    setter: Member | None = None
    getter: Member | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    properties: tuple[Property, ...]
    others: tuple[Member, ...]
    """Abstract methods that are neither accessors nor ``invoke``."""

    @property
    def hard_parameters(self) -> tuple[Property, ...]:
        return tuple(p for p in self.properties if p.setter)

    @property
    def results(self) -> tuple[Property, ...]:
        """What only the algorithm can give: read by the product and never set by it."""
        return tuple(p for p in self.properties if not p.setter)


def spot_methods(spot: Symbol, types: Types) -> tuple[Member, ...]:
    """All methods of the spot and the interfaces that it extends, nearest first, one for each signature."""
    found: dict[tuple[str, tuple[str, ...]], Member] = {}
    for name in (spot.name, *types.supertypes(spot.name)):
        symbol = types.find(name)
        if symbol is None or symbol.kind != "interface":
            continue
        for member in symbol.members:
            if member.kind == "method" and "static" not in member.modifiers:
                found.setdefault((member.name, tuple(p.type for p in member.parameters)), member)
    return tuple(found.values())


def read_contract(spot: Symbol, types: Types) -> Contract:
    """The spot's methods paired into properties; a setter and a getter pair only when their types agree."""
    setters: list[Property] = []
    getters: list[Member] = []
    others: list[Member] = []
    for member in spot_methods(spot, types):
        if member.name == "invoke" and not member.parameters:
            continue
        if _is_setter(member):
            setters.append(Property(property_name(member.name), member.parameters[0].type, setter=member))
        elif _is_getter(member):
            getters.append(member)
        elif "abstract" in member.modifiers:
            others.append(member)
    return Contract(_paired(setters, getters), tuple(others))


def _is_setter(member: Member) -> bool:
    return member.name[:3] == "set" and len(member.parameters) == 1 and member.type == "void"


def _is_getter(member: Member) -> bool:
    return not member.parameters and member.type != "void" and not member.type_parameters


def _paired(setters: list[Property], getters: list[Member]) -> tuple[Property, ...]:
    properties: list[Property] = []
    left = list(getters)
    for prop in setters:
        getter = next((g for g in left if property_name(g.name) == prop.name and g.type == prop.type), None)
        if getter is not None:
            left.remove(getter)
        properties.append(Property(_free(prop.name, properties), prop.type, prop.setter, getter))
    for getter in left:
        properties.append(Property(_free(property_name(getter.name), properties), getter.type, getter=getter))
    return tuple(properties)


def _free(name: str, properties: list[Property]) -> str:
    taken = {p.name for p in properties}
    return next(n for n in (name, *(f"{name}{i}" for i in range(2, 99))) if n not in taken)
