"""The constant pool of a class file: found once by a scan over the tags, decoded only where someone asks.

A class has some 150 constants and a reader of signatures needs a third of them.
"""

import struct
from functools import lru_cache

from indexers.literals import char_literal, double_literal, float_literal, string_literal

_u2 = struct.Struct(">H").unpack_from
_SIZES = {3: 5, 4: 5, 5: 9, 6: 9, 7: 3, 8: 3, 9: 5, 10: 5, 11: 5, 12: 5, 15: 4, 16: 3, 17: 5, 18: 5, 19: 3, 20: 3}
_WORDS = """abstract assert boolean break byte case catch char class const continue default do double else enum extends
false final finally float for goto if implements import instanceof int interface long native new null package private
protected public return short static strictfp super switch synchronized this throw throws transient true try void
volatile while _"""
_RESERVED = frozenset(_WORDS.split())


class ConstantPool:
    """Constants by index. A wrong index or a cut-off file raises IndexError, KeyError or struct.error."""

    __slots__ = ("_offsets", "data", "end", "texts")

    def __init__(self, data: bytes) -> None:
        count = _u2(data, 8)[0]
        self.data = data
        self.texts: list[str] = [""] * count
        """What ``text`` has decoded so far; the reader of members looks here first, a call less per name."""
        self._offsets = offsets = [0]
        at, sizes = 10, _SIZES
        places = iter(range(1, count))
        for _ in places:
            offsets.append(at)
            tag = data[at]
            if tag == 1:
                at += 3 + (data[at + 1] << 8 | data[at + 2])
            else:
                at += sizes[tag]
                if tag == 5 or tag == 6:  # long and double take two places
                    offsets.append(0)
                    next(places, None)
        self.end = at

    def text(self, index: int) -> str:
        """A UTF-8 constant that is a name or a type; what no UTF-8 can hold is written as ``\\uXXXX``."""
        known = self.texts[index]
        if known:
            return known
        content = self._content(index)
        try:
            known = content.decode("ascii")
        except UnicodeDecodeError:
            known = _java_text(content).encode("utf-8", "backslashreplace").decode("utf-8")
        self.texts[index] = known
        return known

    def _content(self, index: int) -> bytes:
        data, at = self.data, self._offsets[index]
        if data[at] != 1:
            raise ValueError(f"constant {index} is no text")
        return data[at + 3 : at + 3 + (data[at + 1] << 8 | data[at + 2])]

    def class_name(self, index: int) -> str:
        """The binary name, with slashes."""
        at = self._offsets[index]
        if self.data[at] != 7:
            raise ValueError(f"constant {index} is no class")
        return self.text(_u2(self.data, at + 1)[0])

    def identifier(self, index: int) -> str:
        """A parameter name; empty when there is none or when Java could not use it as a name."""
        return _usable(self.text(index)) if index else ""

    def literal(self, index: int, descriptor: str) -> str:
        """A constant value as source text; the descriptor of its field tells a char from a boolean from an int."""
        data, at = self.data, self._offsets[index]
        if descriptor == "Ljava/lang/String;":
            return string_literal(_java_text(self._content(_u2(data, at + 1)[0])))
        if descriptor == "J":
            return f"{struct.unpack_from('>q', data, at + 1)[0]}L"
        if descriptor == "D":
            return double_literal(struct.unpack_from(">d", data, at + 1)[0])
        if descriptor == "F":
            return float_literal(struct.unpack_from(">f", data, at + 1)[0])
        number: int = struct.unpack_from(">i", data, at + 1)[0]
        if descriptor == "Z":
            return "true" if number else "false"
        return char_literal(number & 0xFFFF) if descriptor == "C" else str(number)


def _java_text(content: bytes) -> str:
    """Java writes NUL in two bytes and characters outside the basic plane as two surrogates of three bytes each.

    A surrogate without its partner stays one, as a Java string may have it.
    """
    text = content.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
    return text if text.isascii() else text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


@lru_cache(maxsize=20_000)
def _usable(name: str) -> str:
    return name if name.replace("$", "_").isidentifier() and name not in _RESERVED else ""
