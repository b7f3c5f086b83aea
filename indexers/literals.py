"""Compile-time constants of class files become the literals that one would write in source code."""

import math
import struct

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def string_literal(text: str) -> str:
    """Quoted; control characters and lone surrogates as ``\\uXXXX``, so that the result is always valid UTF-8."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{"".join(_escaped(c) for c in text)}"'


def char_literal(code: int) -> str:
    character = chr(code)
    if character == '"':
        return "'\"'"
    return "'\\''" if character == "'" else f"'{_escaped(character)}'"


def float_literal(value: float) -> str:
    """The shortest digits that give the same 32-bit value."""
    special = _special(value, "f")
    if special:
        return special
    written = next(text for digits in range(1, 10) if _single(text := f"{value:.{digits}g}") == value)
    return (written if "." in written or "e" in written else written + ".0") + "f"


def double_literal(value: float) -> str:
    return _special(value, "") or repr(value)


def _single(text: str) -> float:
    """The 32-bit value nearest to the number; infinite when rounding up went over the largest."""
    try:
        value: float = struct.unpack(">f", struct.pack(">f", float(text)))[0]
    except OverflowError:
        return math.inf
    return value


def _special(value: float, suffix: str) -> str:
    if math.isnan(value):
        return f"0.0{suffix} / 0.0{suffix}"
    if math.isinf(value):
        return f"{'-' if value < 0 else ''}1.0{suffix} / 0.0{suffix}"
    return ""


def _escaped(character: str) -> str:
    known = _ESCAPES.get(character)
    if known:
        return known
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in {0x2028, 0x2029}:
        return f"\\u{code:04x}"
    return character
