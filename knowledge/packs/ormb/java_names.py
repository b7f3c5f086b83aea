"""Java names for generated code: short type names with their imports, property names, safe comment text."""

import re
import textwrap

_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
KEYWORDS = frozenset(
    "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
    "final finally float for goto if implements import instanceof int interface long native new package private "
    "protected public return short static strictfp super switch synchronized this throw throws transient try void "
    "volatile while true false null".split()
)


class Imports:
    """Collects what a file imports while its code is written. The first type to claim a simple name gets it."""

    def __init__(self, package: str, own: str) -> None:
        self._package = package
        self._taken = {own: f"{package}.{own}"}

    def short(self, type_text: str) -> str:
        """The type as the file may write it; a second type of the same simple name stays qualified."""
        return _NAME.sub(lambda match: self._short_name(match.group()), type_text)

    def names(self) -> tuple[str, ...]:
        package = self._package
        return tuple(sorted(n for n in self._taken.values() if n.rpartition(".")[0] not in (package, "java.lang")))

    def _short_name(self, name: str) -> str:
        outer, rest = split_outer(name)
        simple = outer.rpartition(".")[2]
        if self._taken.setdefault(simple, outer) != outer:
            return name
        return simple + rest


def split_outer(name: str) -> tuple[str, str]:
    """``a.b.Outer.Inner`` -> (``a.b.Outer``, ``.Inner``)."""
    parts = name.split(".")
    first = next((i for i, part in enumerate(parts) if part[:1].isupper()), len(parts) - 1)
    return ".".join(parts[: first + 1]), "".join(f".{part}" for part in parts[first + 1 :])


def property_name(accessor: str) -> str:
    """``setBillDate`` -> ``billDate``, ``getPersionID`` -> ``persionId``, ``setSQRule1`` -> ``sqRule1``."""
    stem = re.sub(r"^(?:get|set|is)(?=[A-Z])", "", accessor)
    stem = re.sub(r"[A-Z]+(?=[A-Z][a-z]|$|\d)", lambda m: m.group()[0] + m.group()[1:].lower(), stem)
    name = stem[:1].lower() + stem[1:]
    return f"{name}Value" if name in KEYWORDS else name


def camel(words: str) -> str:
    """``BILL_STAT_FLG`` or ``bill stat flg`` -> ``billStatFlg``."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", words) if part]
    name = "".join([parts[0].lower(), *(part[:1].upper() + part[1:].lower() for part in parts[1:])]) if parts else ""
    if not name or name[0].isdigit():
        name = f"value{name}"
    return f"{name}Value" if name in KEYWORDS else name


def comment_text(text: str) -> str:
    """Text that cannot end a comment, start an annotation or be a unicode escape."""
    return re.sub(r"\s+", " ", text.replace("\\", "/").replace("*/", "* /").replace("@", "(at)")).strip()


def comment_lines(text: str, prefix: str = " * ", width: int = 100) -> str:
    """``text`` made safe, wrapped and prefixed; an empty text gives one bare prefix."""
    lines = textwrap.wrap(comment_text(text), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join((prefix + line).rstrip() for line in lines or [""])


def java_string(text: str) -> str:
    """A Java string literal of one line of plain text."""
    return '"' + re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
