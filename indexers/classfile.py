"""Reads what a class file declares to others: names, types, modifiers, constants, parameter names. Never the code.

Private, package-private, synthetic and bridge members are left out, and so are types that no source can name (local,
anonymous, synthetic). Where the bytes come from is the business of ``jar.py`` and ``platform.py``.
"""

import re
import struct
from contextlib import suppress
from dataclasses import dataclass

from indexers.attributes import annotation_names, class_names, declared_names, local_names, nested_types
from indexers.constantpool import ConstantPool
from indexers.rows import ABSTRACT, DEFAULT, DEPRECATED, INTERFACE, VARARGS, ClassRow, FieldRow, MethodRow
from indexers.signatures import (
    MALFORMED,
    MethodSignature,
    class_signature,
    field_type,
    method_signature,
    method_types,
)

NEWEST_KNOWN = 69
"""Java 25. Newer files are read all the same: the format has only grown by attributes since Java 9."""


@dataclass(frozen=True, slots=True)
class BadClass:
    """A class file that could not be read; the others of its JAR can."""

    place: str
    reason: str


_u2 = struct.Struct(">H").unpack_from
_u2x3 = struct.Struct(">HHH").unpack_from
_u2x4 = struct.Struct(">HHHH").unpack_from
_u2_u4 = struct.Struct(">HI").unpack_from

_VISIBLE, _STATIC, _BRIDGE, _SYNTHETIC, _MODULE = 0x5, 0x8, 0x40, 0x1000, 0x8000
_FIELD_FLAGS = 0x1F
_METHOD_FLAGS = 0x1F | ABSTRACT | VARARGS | DEFAULT
_BROKEN = (*MALFORMED, struct.error)
_dollar_name = re.compile(r"[\w.$]*\$[\w$]*")

_Part = tuple[int, int, int, dict[str, int]]
"""A field or method: flags, index of the name, index of the descriptor, offsets of its attributes."""


def read_class(data: bytes, place: str = "") -> ClassRow | BadClass | None:
    """What the class file declares; None when source code cannot name it. ``place`` is where it lies."""
    if data[:4] != b"\xca\xfe\xba\xbe":
        return BadClass(place, "not a class file: it does not begin with CAFEBABE")
    try:
        return _ClassFile(data).row(place)
    except _BROKEN as error:
        return BadClass(place, f"truncated or corrupt class file ({type(error).__name__}: {error})")


def major_version(data: bytes) -> int:
    """52 is Java 8, 61 is Java 17; 0 when the header is cut off."""
    return data[6] << 8 | data[7] if len(data) >= 8 else 0


class _ClassFile:
    """One class file, taken apart in the order of its bytes; ``row`` then says what the parts mean."""

    __slots__ = (
        "attributes",
        "binary",
        "data",
        "fields",
        "flags",
        "interfaces",
        "methods",
        "nested",
        "outer",
        "pool",
        "superclass",
        "text",
    )

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pool = pool = ConstantPool(data)
        self.text = pool.text
        self.flags, this, parent = _u2x3(data, pool.end)
        self.binary = pool.class_name(this)
        self.superclass = pool.class_name(parent).replace("/", ".") if parent else None
        self.interfaces = class_names(pool, pool.end + 6)
        self.nested: dict[str, str] = {}
        self.outer = ""
        self.fields, at = self._read_members(pool.end + 8 + 2 * len(self.interfaces), _SYNTHETIC)
        self.methods, at = self._read_members(at, _SYNTHETIC | _BRIDGE)
        self.attributes, at = self._read_attributes(at)
        if at > len(data):
            raise ValueError(f"{at - len(data)} bytes are missing")

    def _read_members(self, at: int, unwanted: int) -> tuple[list[_Part], int]:
        data, texts, text = self.data, self.pool.texts, self.text
        count = _u2(data, at)[0]
        at += 2
        kept: list[_Part] = []
        for _ in range(count):
            flags, name, descriptor, attributes = _u2x4(data, at)
            at += 8
            found: dict[str, int] = {}
            wanted = flags & _VISIBLE and not flags & unwanted
            for _ in range(attributes):
                attribute, size = _u2_u4(data, at)
                at += 6
                if wanted:
                    found[texts[attribute] or text(attribute)] = at
                at += size
            if wanted:
                kept.append((flags, name, descriptor, found))
        return kept, at

    def _read_attributes(self, at: int) -> tuple[dict[str, int], int]:
        """Name and offset of the content of each attribute of the class."""
        found = {}
        count = _u2(self.data, at)[0]
        at += 2
        for _ in range(count):
            name, size = _u2_u4(self.data, at)
            found[self.text(name)] = at + 6
            at += 6 + size
        return found, at

    def row(self, place: str) -> ClassRow | None:
        if self.flags & (_MODULE | _SYNTHETIC) or "EnclosingMethod" in self.attributes:
            return None
        if "InnerClasses" in self.attributes and not self._read_nested(self.attributes["InnerClasses"]):
            return None
        type_parameters, superclass, interfaces = self._supertypes()
        return (
            self._fixed(self.binary.replace("/", ".")),
            place,
            self.flags | self._deprecated(self.attributes),
            type_parameters,
            superclass,
            interfaces,
            self._annotations(self.attributes),
            [self._field(*field) for field in self.fields],
            [self._method(*method) for method in self.methods],
        )

    def _read_nested(self, at: int) -> bool:
        """Learn the nested types that this file speaks of and its own flags; False when no source can name it."""
        own = {}
        for inner, outer, simple, flags in nested_types(self.pool, at):
            own[inner] = (outer, simple)
            if inner == self.binary:
                self.flags = flags | self.flags & _SYNTHETIC
        for name, (outer, simple) in own.items():
            usual = outer and outer not in own and simple
            written = f"{outer}.{simple}".replace("/", ".") if usual else _source_name(name, own)
            self.nested[name.replace("/", ".")] = written
        if self.binary not in own:
            return True
        if not self.flags & (_STATIC | INTERFACE):
            self.outer = own[self.binary][0].replace("/", ".")
        return not self.flags & _SYNTHETIC and self.nested[self.binary.replace("/", ".")] != ""

    def _fixed(self, text: str) -> str:
        """The type text with nested types joined by dots; other dollars stay."""
        if "$" not in text or not self.nested:
            return text
        return _dollar_name.sub(lambda found: self.nested.get(found.group()) or found.group(), text)

    def _all_fixed(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._fixed, texts)) if texts and self.nested and "$" in "".join(texts) else texts

    def _supertypes(self) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
        type_parameters: tuple[str, ...] = ()
        superclass, interfaces = self.superclass, self.interfaces
        if "Signature" in self.attributes:
            with suppress(*MALFORMED):  # javac reads on with the plain names, and so do we
                type_parameters, superclass, interfaces = class_signature(self._signature(self.attributes))
        parent = None if superclass is None or self.flags & INTERFACE else self._fixed(superclass)
        return self._all_fixed(type_parameters), parent, self._all_fixed(interfaces)

    def _field(self, flags: int, name: int, descriptor: int, attributes: dict[str, int]) -> FieldRow:
        code = self.text(descriptor)
        type_ = field_type(code)
        constant = None
        if "ConstantValue" in attributes:
            constant = self.pool.literal(_u2(self.data, attributes["ConstantValue"])[0], code)
        if "Signature" in attributes:
            with suppress(*MALFORMED):
                type_ = field_type(self._signature(attributes))
        flags = flags & _FIELD_FLAGS | self._deprecated(attributes)
        return self.text(name), flags, self._fixed(type_), constant, self._annotations(attributes)

    def _method(self, flags: int, name: int, descriptor: int, attributes: dict[str, int]) -> MethodRow:
        written = self.text(name)
        erased, result = method_types(self.text(descriptor))
        slot = 0 if flags & _STATIC else 1
        if self.outer and written == "<init>" and erased[:1] == (self.outer,):
            erased = erased[1:]
            slot = 2
        if self.flags & INTERFACE and not flags & (ABSTRACT | _STATIC):
            flags |= DEFAULT
        names = self._parameter_names(attributes, erased, slot) if erased else ()
        flags &= _METHOD_FLAGS
        if not attributes or (len(attributes) == 1 and "Code" in attributes):  # most methods: nothing else to say
            return written, flags, self._fixed(result), self._all_fixed(erased), names, (), (), (), ()
        type_parameters, types, result, throws = self._generic(attributes, erased, result)
        if not throws and "Exceptions" in attributes:
            throws = class_names(self.pool, attributes["Exceptions"])
        return (
            written,
            flags | self._deprecated(attributes),
            self._fixed(result),
            self._all_fixed(types),
            names,
            self._all_fixed(type_parameters),
            self._all_fixed(throws),
            self._annotations(attributes),
            () if erased == types else self._all_fixed(erased),
        )

    def _generic(self, attributes: dict[str, int], types: tuple[str, ...], result: str) -> MethodSignature:
        if "Signature" in attributes:
            with suppress(*MALFORMED):
                generic = method_signature(self._signature(attributes))
                if len(generic[1]) == len(types):
                    return generic
        return (), types, result, ()

    def _parameter_names(self, attributes: dict[str, int], types: tuple[str, ...], slot: int) -> tuple[str, ...]:
        names: tuple[str, ...] = ()
        if "MethodParameters" in attributes:
            names = declared_names(self.pool, attributes["MethodParameters"])
        if len(names) != len(types) and "Code" in attributes:
            names = local_names(self.pool, attributes["Code"], types, slot)
        return names if len(names) == len(types) and any(names) else ()

    def _signature(self, attributes: dict[str, int]) -> str:
        return self.text(_u2(self.data, attributes["Signature"])[0])

    def _deprecated(self, attributes: dict[str, int]) -> int:
        return DEPRECATED if "Deprecated" in attributes else 0

    def _annotations(self, attributes: dict[str, int]) -> tuple[str, ...]:
        names: list[str] = []
        for attribute in ("RuntimeVisibleAnnotations", "RuntimeInvisibleAnnotations"):
            if attribute in attributes:
                names += map(self._fixed, annotation_names(self.pool, attributes[attribute]))
        return tuple(name for name in names if name != "java.lang.Deprecated") if names else ()


def _source_name(binary: str, nested: dict[str, tuple[str, str]]) -> str:
    """``a/Outer$Mid$Inner`` -> ``a.Outer.Mid.Inner``; empty when a local or anonymous class is on the way."""
    simple_names: list[str] = []
    while binary in nested and len(simple_names) < 100:
        binary, simple = nested[binary]
        if not binary or not simple:
            return ""
        simple_names.insert(0, simple)
    return ".".join([binary.replace("/", "."), *simple_names])
