"""The site's own sources: the types that they declare, what each is an example of, how they name parameters.

What a source means is said by the pack's front end; this file reads, decodes and remembers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indexers.borrow import SourceNames
from indexers.cache import Cache
from indexers.plan import Input, digest
from indexers.reading import read_text, shown
from knowledge.front_end import FrontEnd, ParameterNames
from knowledge.pack import Tables, Types
from knowledge.records import Diagnostic, Exemplar, SourceFile, Symbol

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """The types that a file declares or causes to be generated."""

    symbols: tuple[Symbol, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says, once all types of the site are known."""

    symbols: tuple[Symbol, ...]
    exemplar: Exemplar | None
    names: tuple[ParameterNames, ...]


class Sources:
    """Source files, each read once."""

    def __init__(self, inputs: Sequence[Input], root: Path, front_end: FrontEnd, cache: Cache) -> None:
        self._inputs = inputs
        self._root = root
        self._front_end = front_end
        self._cache = cache

    def declared(self, types: Types, tables: Tables, context: str) -> list[Declared]:
        """``context`` identifies types and tables: with the same, a file that has not changed is not read again."""

        def make(each: Input) -> Declared:
            file = self._file(each)
            symbols = self._front_end.source_symbols(file, types, tables)
            return Declared(symbols, self._front_end.syntax_errors(file))

        return [self._cached("declared", each, context, Declared, make) for each in self._inputs]

    def facts(self, types: Types, tables: Tables, context: str, progress: Callable[[int, int], None]) -> list[Facts]:
        """Like ``declared``, with ``types`` that know what the other files declare."""

        def make(each: Input) -> Facts:
            file = self._file(each)
            symbols = self._front_end.source_symbols(file, types, tables)
            names = self._front_end.parameter_names(file, types)
            return Facts(symbols, self._front_end.exemplar(file, types), names)

        found = []
        for each in self._inputs:
            found.append(self._cached("facts", each, context, Facts, make))
            progress(len(found), len(self._inputs))
        return found

    def _cached(self, stage: str, each: Input, context: str, kind: type[T], make: Callable[[Input], T]) -> T:
        key = digest(each.digest, shown(each.path, self._root), context)
        return self._cache.get(stage, key, kind, lambda: make(each))

    def _file(self, each: Input) -> SourceFile:
        return SourceFile(shown(each.path, self._root), read_text(each.path))


def source_names(found: Sequence[Facts]) -> SourceNames:
    """Parameter names by method; of several spellings the commonest, then the first."""
    spellings: dict[tuple[str, str, tuple[str, ...]], dict[tuple[str, ...], int]] = {}
    for named in (named for facts in found for named in facts.names):
        counts = spellings.setdefault((named.type, named.method, named.types), {})
        counts[named.names] = counts.get(named.names, 0) + 1
    return {method: max(counts.items(), key=lambda item: item[1])[0] for method, counts in spellings.items()}
