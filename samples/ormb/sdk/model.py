"""The Java types that the stand-in consists of: plain records, filled by several builders and then emitted.

Types are Java source text with fully qualified names; type variables are bare words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["class", "abstract class", "interface"]

PRIMITIVES = frozenset("void boolean byte short char int long float double".split())


@dataclass(frozen=True)
class Method:
    name: str
    params: tuple[str, ...] = ()
    returns: str = "void"
    type_parameters: str = ""
    """``T extends Foo``, without the angle brackets."""
    static: bool = False
    default: bool = False
    """A method with a body in an interface."""
    protected: bool = False
    abstract: bool = False
    throws: tuple[str, ...] = ()

    @property
    def erasure(self) -> tuple[str, ...]:
        return (self.name, *(erase(each, self.type_parameters) for each in self.params))


@dataclass(frozen=True)
class Constructor:
    params: tuple[str, ...] = ()
    protected: bool = False

    @property
    def erasure(self) -> tuple[str, ...]:
        return tuple(erase(each) for each in self.params)


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    static: bool = True
    value: str = ""
    """Java source of the initial value; a null or zero where empty."""


@dataclass
class JavaType:
    name: str
    """Fully qualified; a nested type's owner is another type's name and a dot before it."""
    form: Form = "interface"
    type_parameters: str = ""
    extends: list[str] = field(default_factory=list)
    implements: list[str] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    constructors: list[Constructor] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def simple(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def package(self) -> str:
        return package_of(self.name)

    @property
    def supertypes(self) -> list[str]:
        return [*self.extends, *self.implements]

    def add(self, method: Method) -> bool:
        """Adds a method unless one with the same erasure is there."""
        if any(each.erasure == method.erasure for each in self.methods):
            return False
        self.methods.append(method)
        return True

    def construct(self, *params: str) -> None:
        new = Constructor(params)
        if all(each.erasure != new.erasure for each in self.constructors):
            self.constructors.append(new)

    def constant(self, name: str, kind: str, value: str = "") -> None:
        if all(each.name != name for each in self.fields):
            self.fields.append(Field(name, kind, value=value))


class World(dict[str, JavaType]):
    """All types by name, with look-up through their supertypes."""

    def lineage(self, name: str) -> list[JavaType]:
        """The type and its supertypes that are ours, nearest first."""
        found: list[JavaType] = []
        todo = [name]
        while todo:
            each = self.get(bare(todo.pop(0)))
            if each is not None and each not in found:
                found.append(each)
                todo.extend(each.supertypes)
        return found

    def inherited(self, name: str, method: str, arity: int) -> Method | None:
        """The method of a supertype with this name and number of parameters."""
        for each in self.lineage(name)[1:]:
            for candidate in each.methods:
                if candidate.name == method and len(candidate.params) == arity:
                    return candidate
        return None

    def declares(self, name: str, method: str, arity: int) -> bool:
        return any(m.name == method and len(m.params) == arity for m in self[name].methods)


def package_of(name: str) -> str:
    """The leading parts that start with a small letter."""
    parts = name.split(".")
    for index, part in enumerate(parts):
        if part[:1].isupper():
            return ".".join(parts[:index])
    return ".".join(parts[:-1])


def bare(kind: str) -> str:
    """A type without its type arguments and array brackets."""
    return re.sub(r"<.*>", "", kind).replace("[]", "").replace("...", "").strip()


def erase(kind: str, type_parameters: str = "") -> str:
    """Enough of an erasure to see clashes: arguments dropped, type variables replaced by their bound."""
    dimensions = kind.count("[]") + kind.count("...")
    name = bare(kind)
    if "." not in name and name not in PRIMITIVES:
        bound = re.search(rf"\b{re.escape(name)}\s+extends\s+([\w.]+)", type_parameters)
        name = bound[1] if bound else "java.lang.Object"
    return name + "[]" * dimensions


def split_top(text: str, separator: str = ",") -> list[str]:
    """Parts of a list, commas inside angle brackets left alone."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += {"<": 1, ">": -1}.get(char, 0)
        if char == separator and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [each for each in parts if each]
