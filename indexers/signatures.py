"""Descriptors and generic signatures of class files become Java-like type text.

``Ljava/util/List<TT;>;`` becomes ``java.util.List<T>``. A ``$`` stays as it is: only the class file that uses the
name can tell a nested type from a name that has a dollar in it. Malformed text raises; the caller decides.
"""

import re

PRIMITIVES = {
    "B": "byte",
    "C": "char",
    "D": "double",
    "F": "float",
    "I": "int",
    "J": "long",
    "S": "short",
    "Z": "boolean",
    "V": "void",
}
MALFORMED = (KeyError, IndexError, ValueError, AttributeError, RecursionError)
"""What the functions here raise on text that is no signature."""

ClassSignature = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Type parameters, superclass, interfaces."""
MethodSignature = tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]
"""Type parameters, parameter types, result, exceptions."""

_CACHE_LIMIT = 50_000
_descriptors: dict[str, tuple[tuple[str, ...], str]] = {}
_types: dict[str, str] = {}
# The same descriptors come back by the thousand: with these two tables a class costs a third less.

_class_name = re.compile(r"[^<;.\[]+").match


def method_types(descriptor: str) -> tuple[tuple[str, ...], str]:
    """``(ILjava/lang/String;)V`` -> ``(("int", "java.lang.String"), "void")``."""
    known = _descriptors.get(descriptor)
    if known is None:
        if len(_descriptors) >= _CACHE_LIMIT:
            _descriptors.clear()
        parameters, at = _until(")", descriptor, 1)
        known = _descriptors[descriptor] = (parameters, _type(descriptor, at)[0])
    return known


def field_type(signature: str) -> str:
    """The type of a field, from its descriptor or its generic signature."""
    known = _types.get(signature)
    if known is None:
        if len(_types) >= _CACHE_LIMIT:
            _types.clear()
        known = _types[signature] = _type(signature, 0)[0]
    return known


def class_signature(signature: str) -> ClassSignature:
    type_parameters, at = _type_parameters(signature)
    superclass, at = _type(signature, at)
    interfaces = []
    while at < len(signature):
        interface, at = _type(signature, at)
        interfaces.append(interface)
    return type_parameters, superclass, tuple(interfaces)


def method_signature(signature: str) -> MethodSignature:
    type_parameters, at = _type_parameters(signature)
    parameters, at = _until(")", signature, at + 1)
    result, at = _type(signature, at)
    throws = []
    while at < len(signature):
        exception, at = _type(signature, at + 1)
        throws.append(exception)
    return type_parameters, parameters, result, tuple(throws)


def _until(end: str, text: str, at: int) -> tuple[tuple[str, ...], int]:
    types = []
    while text[at] != end:
        found, at = _type(text, at)
        types.append(found)
    return tuple(types), at + 1


def _type(text: str, at: int) -> tuple[str, int]:
    first = text[at]
    if first == "L":
        return _class_type(text, at + 1)
    if first == "T":
        end = text.index(";", at)
        return text[at + 1 : end], end + 1
    if first == "[":
        element, at = _type(text, at + 1)
        return element + "[]", at
    return PRIMITIVES[first], at + 1


def _class_type(text: str, at: int) -> tuple[str, int]:
    name = _class_name(text, at)
    written = name.group().replace("/", ".")  # type: ignore[union-attr]  # no match is malformed: AttributeError
    at = name.end()  # type: ignore[union-attr]
    while (mark := text[at]) != ";":
        if mark == "<":
            arguments, at = _arguments(text, at + 1)
            written += f"<{', '.join(arguments)}>"
        elif mark == "." and (name := _class_name(text, at + 1)):
            written += "." + name.group()
            at = name.end()
        else:
            raise ValueError(f"no class type: {text}")
    return written, at + 1


def _arguments(text: str, at: int) -> tuple[list[str], int]:
    arguments = []
    while (mark := text[at]) != ">":
        if mark == "*":
            arguments.append("?")
            at += 1
            continue
        if mark in "+-":
            bound, at = _type(text, at + 1)
            arguments.append(("? extends " if mark == "+" else "? super ") + bound)
        else:
            argument, at = _type(text, at)
            arguments.append(argument)
    return arguments, at + 1


def _type_parameters(text: str) -> tuple[tuple[str, ...], int]:
    """``<T:Ljava/lang/Object;U::La/B;>`` -> ``("T", "U extends a.B")``."""
    if text[0] != "<":
        return (), 0
    found, at = [], 1
    while text[at] != ">":
        end = text.index(":", at)
        name, at, bounds = text[at:end], end, []
        while text[at] == ":":
            at += 1
            if text[at] != ":":  # an empty class bound: interfaces follow
                bound, at = _type(text, at)
                bounds.append(bound)
        known = [bound for bound in bounds if bound != "java.lang.Object"]
        found.append(f"{name} extends {' & '.join(known)}" if known else name)
    return tuple(found), at + 1
