"""Which values a body can get at: hard parameters and one step of navigation from them, proven by the index."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.pack import Types
from knowledge.packs.ormb.contract import Property
from knowledge.records import Member


@dataclass(frozen=True, slots=True)
class Value:
    """An expression whose type the index proves."""

    code: str
    type: str
    name: str
    """A good name for a variable that holds it."""
    owner: str = ""
    """The field that must not be null for ``code`` to work; empty for the field itself."""

    @property
    def simple_type(self) -> str:
        return self.type.rpartition(".")[2]


def methods(types: Types, type_name: str) -> Iterable[Member]:
    """Public methods of a type and its supertypes, nearest first; a subtype's version hides the others."""
    seen: set[tuple[str, int]] = set()
    for name in (type_name, *types.supertypes(type_name)):
        symbol = types.find(name)
        for member in symbol.members if symbol else ():
            key = (member.name, len(member.parameters))
            if member.kind == "method" and key not in seen:
                seen.add(key)
                yield member


def getter(types: Types, type_name: str, name: str) -> Member | None:
    """The method of this name without arguments and with a known result, or nothing."""
    return next(
        (
            m
            for m in methods(types, type_name)
            if m.name == name and not m.parameters and not m.type_parameters and m.type != "void"
        ),
        None,
    )


def role(types: Types, type_name: str) -> str:
    symbol = types.find(type_name)
    return symbol.role if symbol else ""


def in_reach(hard_parameters: tuple[Property, ...], types: Types) -> tuple[Value, ...]:
    """Hard parameters first, then the entities and Ids that their entities lead to in one step."""
    direct = [Value(p.name, p.type, p.name) for p in hard_parameters]
    known = {value.type for value in direct}
    steps: list[Value] = []
    for value in direct:
        if role(types, value.type) != "entity":
            continue
        for step in _steps(value, types):
            if step.type not in known:
                known.add(step.type)
                steps.append(step)
    return (*direct, *steps)


def id_of(entity: str, values: Iterable[Value], types: Types) -> Value | None:
    """The Id of the entity of this simple name, from the nearest value that has it."""
    for value in values:
        if value.simple_type == f"{entity}_Id" and role(types, value.type) == "id":
            return value
        if value.simple_type == entity and role(types, value.type) == "entity":
            member = getter(types, value.type, "getId")
            if member and member.type.endswith(f".{entity}_Id"):
                return Value(f"{value.name}.getId()", member.type, f"{value.name}Id", value.name)
    return None


def _steps(value: Value, types: Types) -> Iterable[Value]:
    for member in methods(types, value.type):
        if member.parameters or member.type_parameters or not member.name.startswith("get"):
            continue
        if member.name != "getId" and role(types, member.type) in ("entity", "id"):
            simple = member.name[3:4].lower() + member.name[4:]
            yield Value(f"{value.name}.{member.name}()", member.type, simple, value.name)
