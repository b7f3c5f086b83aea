"""The compact form of a type between the class file and the index: plain lists that JSON can hold.

A row is made for every class of a JAR and kept in the cache; a ``Symbol`` is made only for those that are asked for.
The order of the columns is the format of the cache: change ``FORMAT`` with it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from knowledge.records import Member, Parameter, Source, SourceKind, Symbol, SymbolKind

FORMAT = 1

Texts: TypeAlias = tuple[str, ...] | list[str]
FieldRow: TypeAlias = tuple[str, int, str, str | None, Texts]
"""Name, flags, type, constant, annotations."""
MethodRow: TypeAlias = tuple[str, int, str, Texts, Texts, Texts, Texts, Texts, Texts]
"""Name, flags, result, parameter types, parameter names, type parameters, exceptions, annotations, erased parameter
types where they differ."""
ClassRow: TypeAlias = tuple[str, str, int, Texts, str | None, Texts, Texts, list[FieldRow], list[MethodRow]]
"""Name, place of the class file, flags, type parameters, superclass, interfaces, annotations, fields, methods."""

MethodKey: TypeAlias = tuple[str, tuple[str, ...]]
"""Name and erased parameter types: what an override has in common with what it overrides."""
BorrowedNames: TypeAlias = Mapping[MethodKey, tuple[str, ...]]

DEPRECATED = 0x20000
DEFAULT = 0x40000
PRIVATE, INTERFACE, ANNOTATION, ENUM, ABSTRACT, VARARGS = 0x2, 0x200, 0x2000, 0x4000, 0x400, 0x80

_WORDS = (
    (0x1, "public"),
    (0x4, "protected"),
    (0x2, "private"),
    (ABSTRACT, "abstract"),
    (0x8, "static"),
    (0x10, "final"),
    (DEFAULT, "default"),
    (VARARGS, "varargs"),
    (DEPRECATED, "deprecated"),
)
_parameter = lru_cache(maxsize=50_000)(Parameter)  # the same few come back: half the time and the memory
_modifiers: dict[int, tuple[str, ...]] = {}


def symbol(row: ClassRow, kind: SourceKind, path: str, borrowed: BorrowedNames | None = None) -> Symbol:
    """The record of a row; ``path`` is the file that holds it, ``borrowed`` names parameters that have none."""
    name, place, flags, type_parameters, superclass, interfaces, annotations, fields, methods = row
    members = [_field(field) for field in fields]
    if borrowed:
        methods = [_with_names(method, borrowed) for method in methods]
    members += [_method(method) for method in methods]
    return Symbol(
        name=name,
        kind=symbol_kind(flags),
        source=Source(kind, path, place),
        modifiers=_class_modifiers(flags),
        type_parameters=tuple(type_parameters),
        superclass=superclass,
        interfaces=tuple(interfaces),
        members=tuple(members),
        annotations=tuple(annotations),
    )


def method_key(row: MethodRow) -> MethodKey:
    return row[0], tuple(row[8] or row[3])


def lacks_names(row: MethodRow) -> bool:
    """An abstract method (a class file has no names for it, unless compiled with ``-parameters``), or any method of
    a JAR that was compiled without debug information."""
    return bool(row[3]) and not row[4]


def can_be_overridden(row: MethodRow) -> bool:
    return not row[1] & 0x18 and row[0] != "<init>"  # neither static nor final


def _with_names(row: MethodRow, borrowed: BorrowedNames) -> MethodRow:
    names = borrowed.get(method_key(row)) if lacks_names(row) else None
    return (*row[:4], names, *row[5:]) if names else row


def symbol_kind(flags: int) -> SymbolKind:
    if flags & ANNOTATION:
        return "annotation"
    if flags & INTERFACE:
        return "interface"
    return "enum" if flags & ENUM else "class"


def _field(row: FieldRow) -> Member:
    name, flags, type_, constant, annotations = row
    return Member(
        name, "field", type_, (), (), (), _words(flags & ~VARARGS), constant, tuple(annotations)
    )  # 0x80 is transient on a field


def _method(row: MethodRow) -> Member:
    name, flags, type_, types, names, type_parameters, throws, annotations, _ = row
    return Member(
        name,
        "constructor" if name == "<init>" else "method",
        type_,
        tuple(map(_parameter, types, names) if names else map(_parameter, types)) if types else (),
        tuple(type_parameters) if type_parameters else (),
        tuple(throws) if throws else (),
        _words(flags),
        None,
        tuple(annotations) if annotations else (),
    )


def _class_modifiers(flags: int) -> tuple[str, ...]:
    if flags & INTERFACE:
        flags &= ~ABSTRACT
    return _words(flags & ~VARARGS)


def _words(flags: int) -> tuple[str, ...]:
    known = _modifiers.get(flags)
    if known is None:
        known = _modifiers[flags] = tuple(word for bit, word in _WORDS if flags & bit)
    return known
