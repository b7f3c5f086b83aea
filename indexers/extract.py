"""The types of one JAR (or of the platform) in compact form: made from class files, kept as bytes, read by name.

9,000 types are 6.7 MB as JSON lines and 1.1 MB compressed; a line becomes a ``Symbol`` when someone asks for it.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import orjson

from indexers.classfile import BadClass, major_version, read_class
from indexers.rows import FORMAT, PRIVATE, BorrowedNames, ClassRow, lacks_names, symbol
from knowledge.records import SourceKind, Symbol
from knowledge.typetext import erased


class StaleExtract(ValueError):
    """The bytes are no extract, or one of another format: make it anew."""


@dataclass(frozen=True, slots=True)
class Head:
    """What one must know of a type before its row is read."""

    name: str
    supertypes: tuple[str, ...]
    """Direct ones, without type arguments."""
    asks: bool
    """It has methods whose parameters have no names."""
    gives: bool
    """It has methods whose parameters have names."""
    private: bool
    """A nested type that other files cannot name; it counts only when another type extends it."""


@dataclass(frozen=True, slots=True)
class Extract:
    heads: tuple[Head, ...]
    lines: tuple[bytes, ...]
    """The row of each head, as JSON."""
    bad: tuple[BadClass, ...]
    newest_major: int
    """Of all class files read; 52 is Java 8, 61 is Java 17."""


def extract(class_files: Iterable[tuple[str, bytes] | BadClass]) -> Extract:
    """Read class files, each given with its place; what could not be read so far is passed on."""
    heads, lines, bad, newest = [], [], [], 0
    for item in class_files:
        if isinstance(item, BadClass):
            bad.append(item)
            continue
        place, data = item
        newest = max(newest, major_version(data))
        row = read_class(data, place)
        if isinstance(row, BadClass):
            bad.append(row)
        elif row is not None:
            heads.append(_head(row))
            lines.append(orjson.dumps(row))
    return Extract(tuple(heads), tuple(lines), tuple(bad), newest)


def join(parts: list[Extract]) -> Extract:
    return Extract(
        tuple(head for part in parts for head in part.heads),
        tuple(line for part in parts for line in part.lines),
        tuple(bad for part in parts for bad in part.bad),
        max((part.newest_major for part in parts), default=0),
    )


def to_bytes(made: Extract) -> bytes:
    heads = [(head.name, head.supertypes, head.asks, head.gives, head.private) for head in made.heads]
    bad = [(bad.place, bad.reason) for bad in made.bad]
    first = orjson.dumps((FORMAT, made.newest_major, bad, heads))
    return zlib.compress(b"\n".join([first, *made.lines]), 1)


def from_bytes(data: bytes) -> Extract:
    try:
        first, *lines = zlib.decompress(data).split(b"\n")
        version, newest, bad, heads = orjson.loads(first)
    except (zlib.error, ValueError) as error:
        raise StaleExtract(str(error)) from error
    if version != FORMAT or len(heads) != len(lines):
        raise StaleExtract(f"format {version}, {len(heads)} types, {len(lines)} rows")
    return Extract(
        tuple(Head(name, tuple(supertypes), *rest) for name, supertypes, *rest in heads),
        tuple(lines),
        tuple(BadClass(place, reason) for place, reason in bad),
        newest,
    )


@dataclass(frozen=True)
class JarSymbols:
    """The types of one JAR by name, in the order of the JAR. Of two with one name the first counts."""

    kind: SourceKind
    path: str
    extract: Extract
    borrowed: Mapping[str, BorrowedNames] = field(default_factory=dict)
    """Parameter names for methods that have none, by type."""
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places: dict[str, int] = {}
        extended = {supertype for head in self.extract.heads for supertype in head.supertypes}
        for place, head in enumerate(self.extract.heads):
            if not head.private or head.name in extended:
                places.setdefault(head.name, place)
        object.__setattr__(self, "_places", places)

    def __iter__(self) -> Iterator[Symbol]:
        return (self._symbol(name) for name in self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def names(self) -> tuple[str, ...]:
        return tuple(self._places)

    def get(self, name: str) -> Symbol | None:
        return self._symbol(name) if name in self._places else None

    def row(self, name: str) -> ClassRow:
        row: ClassRow = orjson.loads(self.extract.lines[self._places[name]])
        return row

    @property
    def newest_major(self) -> int:
        return self.extract.newest_major

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each class file that could not be read."""
        return tuple(f"{self.path}!{bad.place}: {bad.reason}; the type is left out" for bad in self.extract.bad)

    def _symbol(self, name: str) -> Symbol:
        return symbol(self.row(name), self.kind, self.path, self.borrowed.get(name))


def _head(row: ClassRow) -> Head:
    name, _, flags, _, superclass, interfaces, _, _, methods = row
    supertypes = [superclass, *interfaces] if superclass else interfaces
    return Head(
        name,
        tuple(map(erased, supertypes)),
        any(map(lacks_names, methods)),
        any(method[4] for method in methods),
        bool(flags & PRIVATE),
    )
