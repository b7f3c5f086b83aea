"""The site's own sources that a file needs beside it to be compiled: what it refers to, and what those refer to."""

from collections.abc import Iterable, Sequence

from knowledge.front_end import FrontEnd
from knowledge.records import Exemplar, SourceFile
from knowledge.store import Store
from knowledge.symbols import SymbolTable

MOST = 400  # more than this is not one file's neighbourhood; the compiler would spend seconds on it


class Site:
    """Existing code by the types that it declares, from the index."""

    def __init__(self, store: Store, types: SymbolTable, front_end: FrontEnd) -> None:
        self._store = store
        self._types = types
        self._front_end = front_end

    def neighbours(self, files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
        """Site sources that ``files`` refer to, directly or through others; never the files themselves."""
        own = [self._front_end.exemplar(file, self._types) for file in files]
        given = {exemplar.name for exemplar in own if exemplar}
        found: dict[str, SourceFile] = {}
        waiting = [name for exemplar in own if exemplar for name in _mentioned(exemplar)]
        seen = set(waiting)
        while waiting and len(found) < MOST:
            exemplar = self._declaring(waiting.pop())
            if exemplar is None or exemplar.name in found or exemplar.name in given:
                continue
            found[exemplar.name] = SourceFile(_path(exemplar), exemplar.text)
            fresh = [name for name in _mentioned(exemplar) if name not in seen]
            seen.update(fresh)
            waiting += fresh
        return tuple(found[name] for name in sorted(found))

    def _declaring(self, type_name: str) -> Exemplar | None:
        """The site's source of a type, hand-written or generated for it; nothing for types of JARs."""
        symbol = self._types.find(type_name)
        if symbol is None or symbol.source.kind not in ("source", "generated"):
            return None
        declaring = self._store.get(Exemplar, type_name)
        if declaring:
            return declaring
        owners = self._store.where(Exemplar, "path", symbol.source.path, 1)
        return owners[0] if owners else None


def _mentioned(exemplar: Exemplar) -> Iterable[str]:
    repositories = {message.rpartition(".")[0] for message in exemplar.messages}
    return (*exemplar.types, *((exemplar.spot,) if exemplar.spot else ()), *(r for r in repositories if "." in r))


def _path(exemplar: Exemplar) -> str:
    return exemplar.name.replace(".", "/") + exemplar.source.path[exemplar.source.path.rfind(".") :]
