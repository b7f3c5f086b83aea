"""Turns the short type names of the signature files into fully qualified ones."""

from __future__ import annotations

import re
from dataclasses import replace

from model import PRIMITIVES, Constructor, JavaType, Method, World
from naming import nearest
from signatures import SignatureError

JAVA = {
    **dict.fromkeys(
        "Object String Class Number Boolean Integer Long Double Short Byte Character Exception RuntimeException "
        "Throwable Comparable Cloneable Iterable StringBuffer StringBuilder CharSequence ClassLoader "
        "AutoCloseable Error".split(),
        "java.lang",
    ),
    **dict.fromkeys(
        "List Set Map Iterator Collection ArrayList HashMap Properties Locale Enumeration Comparator".split(),
        "java.util",
    ),
    "Serializable": "java.io",
    "BigInteger": "java.math",
    "BigDecimal": "com.ibm.icu.math",
}
KEYWORDS = PRIMITIVES | {"extends", "super"}
IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


class Resolver:
    def __init__(self, world: World) -> None:
        self.world = world
        self.simple: dict[str, list[str]] = {}
        for name in world:
            self.simple.setdefault(name.rpartition(".")[2], []).append(name)

    def kind(self, text: str, owner: str, variables: set[str]) -> str:
        return IDENTIFIER.sub(lambda match: self._name(match[0], owner, variables), text)

    def _name(self, name: str, owner: str, variables: set[str]) -> str:
        if name in KEYWORDS or name in variables or name[0].islower():
            return name
        head, dot, rest = name.partition(".")
        found = self._nested(head, owner) or self._java(head, owner) or nearest(self.simple.get(head, ()), owner)
        if found is None:
            raise SignatureError(f"{owner}: there is no type {name!r} in the facts or the signature files")
        return found + dot + rest

    def _nested(self, name: str, owner: str) -> str | None:
        scope = owner
        while scope:
            if f"{scope}.{name}" in self.world:
                return f"{scope}.{name}"
            if scope.rpartition(".")[2] == name and scope in self.world:
                return scope
            scope = scope.rpartition(".")[0]
        return None

    def _java(self, name: str, owner: str) -> str | None:
        return f"{JAVA[name]}.{name}" if name in JAVA else None

    def type(self, each: JavaType) -> None:
        """Resolves all names of a type in place."""
        own = type_variables(each.type_parameters)
        owner = each.name

        def full(text: str, more: frozenset[str] = frozenset()) -> str:
            return self.kind(text, owner, own | more)

        each.type_parameters = full(each.type_parameters)
        each.extends = [full(one) for one in each.extends]
        each.implements = [full(one) for one in each.implements]
        each.fields = [replace(one, type=full(one.type)) for one in each.fields]
        each.constructors = [Constructor(tuple(map(full, one.params)), one.protected) for one in each.constructors]
        each.methods = [self.method(one, owner, own) for one in each.methods]

    def method(self, one: Method, owner: str, own: set[str]) -> Method:
        variables = own | type_variables(one.type_parameters)

        def full(text: str) -> str:
            return self.kind(text, owner, variables)

        return replace(
            one,
            params=tuple(map(full, one.params)),
            returns=full(one.returns),
            type_parameters=full(one.type_parameters),
            throws=tuple(map(full, one.throws)),
        )


def type_variables(parameters: str) -> set[str]:
    return {each.split()[0] for each in re.split(r",(?![^<]*>)", parameters) if each.strip()}
