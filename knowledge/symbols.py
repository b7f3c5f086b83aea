"""Types by name: their members as a receiver sees them, their supertypes, their constructors.

Reads from any ``SymbolSource`` (the index, a class path just read, symbols in memory) and keeps what it has worked
out. A type whose supertypes are not all known has only some of its members here: ``unknown_supertypes`` says so, and
who judges code by the answer must ask.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from knowledge.records import Member, Parameter, Symbol
from knowledge.typetext import (
    PRIMITIVES,
    arguments,
    bounds,
    element,
    erased,
    plain,
    substitute,
    tidy,
    variables,
)

_OBJECT = "java.lang.Object"
_ARRAY_SUPERTYPES = (_OBJECT, "java.lang.Cloneable", "java.io.Serializable")


class SymbolSource(Protocol):
    """Where symbols come from."""

    def get(self, name: str) -> Symbol | None:
        """The type of this qualified name."""

    def named(self, simple_name: str) -> Sequence[str]:
        """Qualified names of all types of this simple name, in class-path order."""


class MemorySymbols:
    """Symbols in memory; of two with one name the first counts."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._symbols: dict[str, Symbol] = {}
        self._names: dict[str, list[str]] = {}
        for symbol in symbols:
            if symbol.name not in self._symbols:
                self._symbols[symbol.name] = symbol
                self._names.setdefault(symbol.simple_name, []).append(symbol.name)

    def get(self, name: str) -> Symbol | None:
        return self._symbols.get(name)

    def named(self, simple_name: str) -> Sequence[str]:
        return self._names.get(simple_name, ())


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A member as one type sees it: type variables are replaced by what the type says they are."""

    member: Member
    declared_in: str
    """Qualified name of the type that declares it."""


@dataclass(frozen=True, slots=True)
class _View:
    """A type on the way up from a receiver: its symbol, and what its type variables stand for there."""

    symbol: Symbol
    mapping: Mapping[str, str]
    raw: bool
    """Used without type arguments that it has: everything is erased, as the compiler does it."""


class SymbolTable:
    """Look-up over one source. Safe to keep for as long as the source does not change."""

    def __init__(self, source: SymbolSource) -> None:
        self._source = source
        self._find = lru_cache(maxsize=20_000)(source.get)
        self._supertypes = lru_cache(maxsize=20_000)(self._all_supertypes)
        self._members = lru_cache(maxsize=5_000)(self._all_members)
        self._by_name = lru_cache(maxsize=5_000)(self._all_by_name)

    def find(self, name: str) -> Symbol | None:
        """The type of this qualified name; type arguments and array brackets are ignored."""
        return self._find(plain(name))

    def named(self, simple_name: str) -> tuple[str, ...]:
        """Qualified names of all types of this simple name, in class-path order."""
        return tuple(self._source.named(simple_name))

    def supertypes(self, name: str) -> tuple[str, ...]:
        """Qualified names of all supertypes, nearest first, also of those that the source does not know."""
        return self._supertypes(plain(name))

    def unknown_supertypes(self, name: str) -> tuple[str, ...]:
        """Those that the source does not know: the members they would bring are missing from ``members``."""
        return tuple(supertype for supertype in self.supertypes(name) if self._find(supertype) is None)

    def is_subtype(self, name: str, supertype: str) -> bool:
        """Whether a value of the first type is one of the second, type arguments aside. A type is its own subtype."""
        name, supertype = erased(tidy(name)), erased(tidy(supertype))
        if name == supertype:
            return True
        own, own_dimensions = element(name)
        other, other_dimensions = element(supertype)
        if own_dimensions:
            if other_dimensions and own_dimensions != other_dimensions:
                return self.is_subtype(name[:-2], supertype[:-2])
            if not other_dimensions:
                return supertype in _ARRAY_SUPERTYPES
        if own in PRIMITIVES or other_dimensions != own_dimensions:
            return False
        return other == _OBJECT or other in self.supertypes(own)

    def members(self, type_text: str, scope: Sequence[str] = ()) -> tuple[FoundMember, ...]:
        """Fields and methods, inherited ones too, public and protected; nothing for an unknown type.

        ``scope``: the type parameters that the text may use, ``E extends com.acme.Entity``. Constructors are not
        members: see ``constructors``.
        """
        return self._members(tidy(type_text), tuple(scope))

    def methods_named(self, type_text: str, name: str, scope: Sequence[str] = ()) -> tuple[FoundMember, ...]:
        named = self._by_name(tidy(type_text), tuple(scope)).get(name, ())
        return tuple(found for found in named if found.member.kind == "method")

    def field_named(self, type_text: str, name: str, scope: Sequence[str] = ()) -> FoundMember | None:
        named = self._by_name(tidy(type_text), tuple(scope)).get(name, ())
        return next((found for found in named if found.member.kind == "field"), None)

    def constructors(self, type_text: str) -> tuple[FoundMember, ...]:
        view = self._view(tidy(type_text))
        if view is None:
            return ()
        declared = (member for member in view.symbol.members if member.kind == "constructor")
        return tuple(FoundMember(_seen(member, view), view.symbol.name) for member in declared)

    def _all_by_name(self, type_text: str, scope: tuple[str, ...]) -> Mapping[str, Sequence[FoundMember]]:
        found: dict[str, list[FoundMember]] = {}
        for each in self._members(type_text, scope):
            found.setdefault(each.member.name, []).append(each)
        return found

    def _all_supertypes(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        queue = [name]
        while queue:
            symbol = self._find(queue.pop(0))
            for supertype in _direct(symbol) if symbol else ():
                bare = erased(supertype)
                if bare not in found and bare != name:
                    found[bare] = None
                    queue.append(bare)
        return tuple(found)

    def _all_members(self, type_text: str, scope: tuple[str, ...]) -> tuple[FoundMember, ...]:
        bare, dimensions = element(type_text)
        if dimensions:
            return self._array_members(bare + dimensions)
        found: dict[object, FoundMember] = {}
        for bound in _bounds(type_text, scope):
            for view in self._views(bound):
                _add(found, view, inherited=view.symbol.name != erased(bound))
        return tuple(found.values())

    def _array_members(self, type_text: str) -> tuple[FoundMember, ...]:
        length = Member("length", "field", "int", modifiers=("public", "final"))
        clone = Member("clone", "method", type_text, modifiers=("public",))
        inherited = [
            found
            for found in self._members(_OBJECT, ())
            if found.member.name != "clone" and "public" in found.member.modifiers
        ]
        return (FoundMember(length, type_text), FoundMember(clone, type_text), *inherited)

    def _views(self, type_text: str) -> list[_View]:
        """The type and its supertypes, each before those that it overrides: classes upwards, then interfaces."""
        start = self._view(type_text)
        if start is None:
            return []
        classes, interfaces = [start], list(self._interfaces(start))
        while (above := classes[-1]).symbol.superclass and len(classes) < 100:
            parent = self._view(_seen_type(above.symbol.superclass or "", above))
            if parent is None:
                break
            classes.append(parent)
            interfaces += self._interfaces(parent)
        ordered = self._below_first(interfaces)
        if start.symbol.kind in {"interface", "annotation"}:
            ordered += self._object_in_public()
        return classes + ordered

    def _object_in_public(self) -> list[_View]:
        """What every interface has of Object: its public methods."""
        symbol = self._find(_OBJECT)
        if symbol is None:
            return []
        public = tuple(member for member in symbol.members if "public" in member.modifiers)
        return [_View(replace(symbol, members=public), {}, False)]

    def _interfaces(self, view: _View) -> Iterable[_View]:
        for interface in view.symbol.interfaces:
            found = self._view(_seen_type(interface, view))
            if found:
                yield found

    def _below_first(self, start: Sequence[_View]) -> list[_View]:
        """All these interfaces and theirs, an interface before the ones that it extends."""
        done: dict[str, _View] = {}

        def visit(view: _View, path: frozenset[str]) -> None:
            name = view.symbol.name
            if name not in done and name not in path:
                for above in self._interfaces(view):
                    visit(above, path | {name})
                done[name] = view

        for view in reversed(start):
            visit(view, frozenset())
        return list(reversed(done.values()))

    def _view(self, type_text: str) -> _View | None:
        symbol = self._find(erased(type_text))
        if symbol is None:
            return None
        mapping: dict[str, str] = {}
        raw = False
        for name, given in arguments(type_text):
            owner = symbol if name == symbol.name else self._find(name)
            names = variables(owner.type_parameters) if owner else ()
            if len(names) == len(given):
                mapping.update(zip(names, given, strict=True))
            elif owner is symbol:
                raw = True
                for variable, parameter in zip(names, owner.type_parameters, strict=True):
                    mapping[variable] = erased(substitute(bounds(parameter)[0], mapping))
        return _View(symbol, mapping, raw)


def _direct(symbol: Symbol) -> Iterable[str]:
    return (symbol.superclass, *symbol.interfaces) if symbol.superclass else symbol.interfaces


def _bounds(type_text: str, scope: Sequence[str]) -> tuple[str, ...]:
    """What a value of this type surely is: the type itself, or the bounds of a type variable or wildcard."""
    if " extends " in type_text.partition("<")[0]:
        return bounds(type_text)
    if type_text.startswith("?"):
        return (_OBJECT,)
    for parameter in scope:
        if parameter.partition(" ")[0] == type_text:
            return tuple(bound for text in bounds(parameter) for bound in _bounds(text, _without(scope, parameter)))
    return (type_text,)


def _without(scope: Sequence[str], parameter: str) -> tuple[str, ...]:
    return tuple(other for other in scope if other != parameter)


def _add(found: dict[object, FoundMember], view: _View, inherited: bool) -> None:
    interface = view.symbol.kind in {"interface", "annotation"}
    for member in view.symbol.members:
        if member.kind == "constructor":
            continue
        if inherited and interface and member.kind == "method" and "static" in member.modifiers:
            continue  # static methods of interfaces are not inherited
        seen = _seen(member, view)
        key = (seen.name, tuple(erased(parameter.type) for parameter in seen.parameters), seen.kind)
        found.setdefault(key, FoundMember(seen, view.symbol.name))


def _seen(member: Member, view: _View) -> Member:
    """The member with the type variables of its type replaced, its own ones kept."""
    if not view.mapping or "static" in member.modifiers:
        return member
    mapping = {name: text for name, text in view.mapping.items() if name not in variables(member.type_parameters)}
    return replace(
        member,
        type=_written(member.type, mapping, view.raw),
        parameters=tuple(Parameter(_written(p.type, mapping, view.raw), p.name) for p in member.parameters),
        type_parameters=tuple(substitute(text, mapping) for text in member.type_parameters),
        throws=tuple(substitute(text, mapping) for text in member.throws),
    )


def _seen_type(text: str, view: _View) -> str:
    return _written(text, view.mapping, view.raw)


def _written(text: str, mapping: Mapping[str, str], raw: bool) -> str:
    return erased(substitute(text, mapping)) if raw else substitute(text, mapping)
