"""Attributes of classes, fields and methods: annotation names, exceptions, parameter names, nested types.

Each function gets the pool and the offset of the attribute's content; cut-off data raises, as in the pool.
"""

import struct
from collections.abc import Iterator

from indexers.constantpool import ConstantPool
from indexers.signatures import field_type

_u2 = struct.Struct(">H").unpack_from
_u4 = struct.Struct(">I").unpack_from
_u2_u4 = struct.Struct(">HI").unpack_from
_u2x2 = struct.Struct(">HH")
_u2x4 = struct.Struct(">HHHH")
_u2x5 = struct.Struct(">HHHHH")

_HIDDEN = 0x9000  # a synthetic or mandated parameter: not in the source


def class_names(pool: ConstantPool, at: int) -> tuple[str, ...]:
    """The table of the Exceptions attribute (and of the interfaces of a class), as binary names with dots."""
    data = pool.data
    end = at + 2 + 2 * _u2(data, at)[0]
    return tuple(pool.class_name(_u2(data, i)[0]).replace("/", ".") for i in range(at + 2, end, 2))


def nested_types(pool: ConstantPool, at: int) -> list[tuple[str, str, str, int]]:
    """Of InnerClasses: binary name, binary name of the outer type, simple name, flags.

    A local class has no outer type, an anonymous one also no simple name.
    """
    data, class_name, text = pool.data, pool.class_name, pool.text
    return [
        (class_name(inner), class_name(outer) if outer else "", text(simple) if simple else "", flags)
        for inner, outer, simple, flags in _u2x4.iter_unpack(data[at + 2 : at + 2 + 8 * _u2(data, at)[0]])
    ]


def declared_names(pool: ConstantPool, at: int) -> tuple[str, ...]:
    """Of MethodParameters, without the parameters that the compiler added."""
    data = pool.data
    table = data[at + 1 : at + 1 + 4 * data[at]]
    return tuple(pool.identifier(name) for name, flags in _u2x2.iter_unpack(table) if not flags & _HIDDEN)


def local_names(pool: ConstantPool, at: int, types: tuple[str, ...], slot: int) -> tuple[str, ...]:
    """Of Code, from the debug information: variables that live from the first instruction in the parameters' slots.

    ``slot`` is where the first parameter lies: behind ``this``, and behind the outer object of an inner class.
    """
    data, texts = pool.data, pool.texts
    at += 8 + _u4(data, at + 4)[0]  # the instructions
    at += 2 + 8 * _u2(data, at)[0]  # the exception table
    count = _u2(data, at)[0]
    at += 2
    for _ in range(count):
        name, size = _u2_u4(data, at)
        at += 6
        if (texts[name] or pool.text(name)) == "LocalVariableTable":
            return _names_in_slots(pool, data[at + 2 : at + 2 + 10 * _u2(data, at)[0]], types, slot)
        at += size
    return ()


def _names_in_slots(pool: ConstantPool, table: bytes, types: tuple[str, ...], slot: int) -> tuple[str, ...]:
    in_slot = {index: name for start, _, name, _, index in _u2x5.iter_unpack(table) if not start}
    names = []
    for type_ in types:
        names.append(pool.identifier(in_slot.get(slot, 0)))
        slot += 2 if type_ == "long" or type_ == "double" else 1
    return tuple(names)


def annotation_names(pool: ConstantPool, at: int) -> Iterator[str]:
    """Type names, dollars not yet resolved; the values are stepped over."""
    count = _u2(pool.data, at)[0]
    at += 2
    for _ in range(count):
        yield field_type(pool.text(_u2(pool.data, at)[0]))
        at = _after_annotation(pool.data, at)


def _after_annotation(data: bytes, at: int) -> int:
    count = _u2(data, at + 2)[0]
    at += 4
    for _ in range(count):
        at = _after_value(data, at + 2)
    return at


def _after_value(data: bytes, at: int) -> int:
    tag = data[at]
    if tag == 0x65:  # e, an enum constant: its type and its name
        return at + 5
    if tag == 0x40:  # @
        return _after_annotation(data, at + 1)
    if tag != 0x5B:  # not [
        return at + 3
    count = _u2(data, at + 1)[0]
    at += 3
    for _ in range(count):
        at = _after_value(data, at)
    return at
