"""Type text, as the records write it: ``java.util.Map<K, ? extends a.Outer.Inner[]>`` taken apart and put together.

Works on text alone; what a name stands for is the business of ``symbols.py``.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

PRIMITIVES = frozenset(["boolean", "byte", "char", "double", "float", "int", "long", "short", "void"])

_name = re.compile(r"(\? (?:extends|super) )?([\w$]+(?:\.[\w$]+)*)")
_spaces = re.compile(r"\s*([<>,&\[\].])\s*|\s+")


def tidy(text: str) -> str:
    """As the records write it, whatever the spaces were: ``Map< K,V > [ ]`` -> ``Map<K, V>[]``."""
    if " " not in text and "," not in text and "\n" not in text and "\t" not in text:
        return text
    joined = _spaces.sub(lambda found: found.group(1) or " ", text.strip())
    return joined.replace(",", ", ").replace("&", " & ")


def erased(text: str) -> str:
    """Without type arguments, arrays kept: ``a.Outer<T>.Inner<U>[]`` -> ``a.Outer.Inner[]``."""
    if "<" not in text:
        return text
    kept, depth = [], 0
    for character in text:
        depth += character == "<"
        if not depth:
            kept.append(character)
        depth -= character == ">"
    return "".join(kept)


def element(text: str) -> tuple[str, str]:
    """``a.B[][]`` -> ``a.B``, ``[][]``; varargs dots count as an array."""
    text = text.removesuffix("...") + "[]" if text.endswith("...") else text
    bare = text.rstrip("[]")
    return bare, text[len(bare) :]


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """``java.util.List<a.B>[]`` -> ``java.util.List``."""
    return element(erased(text))[0]


def arguments(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The type arguments of each type in a nested name: ``a.O<X>.I<Y>`` -> ``[("a.O", (X,)), ("a.O.I", (Y,))]``."""
    found = []
    name, depth, start = "", 0, 0
    for at, character in enumerate(text):
        if character == "<":
            if not depth:
                name, start = name + text[start:at], at + 1
            depth += 1
        elif character == ">":
            depth -= 1
            if not depth:
                found.append((name, split(text[start:at])))
                start = at + 1
    if start < len(text) or not found:
        found.append((name + text[start:], ()))
    return found


def split(text: str, separator: str = ",") -> tuple[str, ...]:
    """Cut at the separators that lie outside of angle brackets; empty text has no parts."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character == "<") - (character == ">")
        if character == separator and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return (*parts, last) if last else tuple(parts)


def bounds(parameter: str) -> tuple[str, ...]:
    """Of a type parameter or wildcard: ``E extends a.B & c.D`` -> ``a.B``, ``c.D``; Object when nothing is said."""
    _, extends, rest = parameter.partition(" extends ")
    return split(rest, "&") if extends else ("java.lang.Object",)


def variables(type_parameters: Sequence[str]) -> tuple[str, ...]:
    """``("K", "V extends a.B")`` -> ``("K", "V")``."""
    return tuple(parameter.partition(" ")[0] for parameter in type_parameters)


def substitute(text: str, mapping: Mapping[str, str]) -> str:
    """The text with type variables replaced. A wildcard that would stand alone becomes its bound."""
    if not mapping:
        return text
    bare, dimensions = element(text)
    if bare in mapping:
        return _alone(mapping[bare]) + dimensions
    if "<" not in text:
        return text
    return _name.sub(lambda found: _replaced(found.group(1) or "", found.group(2), mapping), text)


def _alone(argument: str) -> str:
    if not argument.startswith("?"):
        return argument
    return argument.removeprefix("? super ") if argument.startswith("? super ") else bounds(argument)[0]


def _replaced(wildcard: str, name: str, mapping: Mapping[str, str]) -> str:
    value = mapping.get(name)
    if value is None:
        return wildcard + name
    if not wildcard or not value.startswith("?"):
        return wildcard + value
    return value if value.startswith(wildcard) else "?"
