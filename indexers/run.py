"""Sources become an index: what has changed is read, a new index is written beside the old one and swapped in.

The old index serves until the new one is whole, whatever ends this process.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from indexers import docs, schema
from indexers.cache import Cache
from indexers.exemplars import Facts, Sources, source_names
from indexers.jar import ClassPath, JarError, read_class_path
from indexers.plan import IndexPlan, Input, Inputs, digest, find_inputs
from indexers.platform import PlatformError, read_platform
from indexers.publish import new_folder, only_writer
from indexers.reading import read_text, shown
from indexers.spots import with_names, with_roles
from knowledge.encoding import decode
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.records import Diagnostic, Passage, Record, SourceFile, Symbol, Table
from knowledge.shard import KINDS, write_shard
from knowledge.store import FORMAT, current_folder, read_manifest
from knowledge.symbols import MemorySymbols, SymbolTable

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stages are classes, schema, sources, roles, documents, writing."""

_NO_TEXT = "this is no text (Markdown and plain text are read), so nothing of it is known"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an index holds, and what could not be read for it."""

    counts: dict[str, int]
    """Records by kind (``symbol``) and by kind and role (``symbol/spot``)."""
    diagnostics: tuple[Diagnostic, ...]
    seconds: dict[str, float]
    """By stage."""
    folder: str
    unchanged: bool = False
    """Nothing has changed since the last run: the index is the one that was there."""
    published: str = ""
    """The collection of a Qdrant server that it was copied to."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def build_index(
    plan: IndexPlan, front_end: FrontEnd, out: Path, progress: Progress | None = None, *, full: bool = False
) -> IndexReport:
    """Bring the index in ``out`` up to date; ``full`` reads everything again.

    Raises SpotsmithError for inputs that are missing or cannot be read at all, for an index that cannot be written,
    and when another process is writing it.
    """
    with only_writer(out):
        folder = current_folder(out)
        manifest = {} if folder is None or full else read_manifest(folder)
        inputs = find_inputs(plan, _known(manifest))
        if folder is not None and manifest.get("fingerprint") == inputs.fingerprint:
            kept = decode(IndexReport, orjson.dumps(manifest["report"]).decode())
            return replace(kept, unchanged=True, seconds={})
        if full:
            shutil.rmtree(out / "cache", ignore_errors=True)
        run = _Run(plan, inputs, front_end, out / "cache", progress or _silent)
        with new_folder(out) as made:
            report = run.write(made)
            said = {"format": FORMAT, "fingerprint": inputs.fingerprint, "report": report.as_json()}
            files = [asdict(each) | {"path": str(each.path)} for each in inputs.files]
            (made / "manifest.json").write_bytes(orjson.dumps(said | {"files": files}))
        run.keep_caches()
        return report


class _Run:
    """One pass over all inputs. Each step hands its result to the next."""

    def __init__(self, plan: IndexPlan, inputs: Inputs, front_end: FrontEnd, cache: Path, progress: Progress) -> None:
        self._cache = Cache(cache)
        self._jar_cache = cache / "jars"
        self._plan = plan
        self._inputs = inputs
        self._front_end = front_end
        self._progress = progress
        self._diagnostics: list[Diagnostic] = []
        self._seconds: dict[str, float] = {}

    def write(self, folder: Path) -> IndexReport:
        with self._stage("classes"):
            platform, class_path = self._classes()
        with self._stage("schema"):
            tables = self._schema()
        with self._stage("sources"):
            facts = self._sources(platform, class_path, tables)
        with self._stage("roles"):
            symbols = self._symbols(platform, class_path, facts)
        with self._stage("documents"):
            passages = self._documents(symbols, tables)
        exemplars = [each.exemplar for each in facts if each.exemplar]
        records: list[Record] = [*symbols, *tables, *exemplars, *passages]
        with self._stage("writing"):
            write_shard(folder / "shard", records, self._counter("writing"))
        return IndexReport(_counts(records), tuple(self._diagnostics), self._seconds, str(folder))

    def _classes(self) -> tuple[list[Symbol], ClassPath]:
        plan = self._plan
        try:
            class_path = read_class_path(
                [each.path for each in self._inputs.class_path],
                cache_dir=self._jar_cache,
                root=plan.root,
                progress=lambda done, total, label: self._progress("classes", done, total),
            )
            platform = self._cache.get(
                "platform", digest(self._inputs.platform, self._inputs.code), _Types, self._platform
            )
        except (JarError, PlatformError) as error:
            raise SpotsmithError(str(error)) from error
        self._diagnostics += [Diagnostic("index.class", "warning", each) for each in class_path.warnings]
        return list(platform.symbols), class_path

    def _platform(self) -> "_Types":
        home = self._plan.java_home
        return _Types(tuple(read_platform(home, release=self._plan.java_release)) if home else ())

    def _schema(self) -> tuple[Table, ...]:
        read = schema.read_schema(*(each.path for each in self._inputs.schema), root=self._plan.root)
        self._diagnostics += read.diagnostics
        self._progress("schema", len(self._inputs.schema), len(self._inputs.schema))
        return read.tables

    def _sources(self, platform: list[Symbol], class_path: ClassPath, tables: Sequence[Table]) -> list[Facts]:
        """Twice over the files: what they declare, then what they say when they know each other."""
        inputs = self._inputs
        sources = Sources(inputs.sources, self._plan.root, self._front_end, self._cache)
        known = _Tables({table.name: table for table in tables})
        binary = [*class_path, *platform]
        around = digest(inputs.code, inputs.platform, *(each.digest for each in (*inputs.class_path, *inputs.schema)))
        declared = sources.declared(SymbolTable(MemorySymbols(binary)), known, around)
        self._diagnostics += [diagnostic for each in declared for diagnostic in each.diagnostics]
        own = [symbol for each in declared for symbol in each.symbols]
        types = SymbolTable(MemorySymbols([*own, *binary]))
        together = digest(around, *(symbol.name for symbol in own))
        return sources.facts(types, known, together, self._counter("sources"))

    def _symbols(self, platform: list[Symbol], class_path: ClassPath, facts: Sequence[Facts]) -> list[Symbol]:
        """All types, the site's sources first: what is written there is newer than its JAR."""
        own = [symbol for each in facts for symbol in each.symbols]
        symbols = [*own, *with_names(class_path, source_names(facts)), *platform]
        unique = list({symbol.name: symbol for symbol in reversed(symbols)}.values())[::-1]
        types = SymbolTable(MemorySymbols(unique))
        return with_roles(unique, types, self._front_end, self._counter("roles"))

    def _documents(self, symbols: Sequence[Symbol], tables: Sequence[Table]) -> list[Passage]:
        names = {table.name for table in tables} | {symbol.name for symbol in symbols if symbol.role}
        names |= {symbol.simple_name for symbol in symbols if symbol.role}
        found: list[Passage] = []
        for number, each in enumerate(self._inputs.documents, 1):
            file = SourceFile(shown(each.path, self._plan.root), read_text(each.path))
            found += docs.read_passages(file, names.__contains__)
            if not docs.is_text(file):
                self._diagnostics.append(Diagnostic("index.document", "warning", _NO_TEXT, file.path))
            self._progress("documents", number, len(self._inputs.documents))
        return found

    def keep_caches(self) -> None:
        """For the next run: what this one used, and nothing else."""
        self._cache.save()
        used = {each.digest for each in self._inputs.class_path}
        for path in self._jar_cache.glob("*.rows"):
            if path.name.partition(".")[0] not in used:
                path.unlink(missing_ok=True)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._seconds[name] = round(time.perf_counter() - start, 3)

    def _counter(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self._progress(stage, done, total)


@dataclass(frozen=True, slots=True)
class _Types:
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """Tables in memory (``knowledge.pack.Tables``)."""

    by_name: dict[str, Table] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        return self.by_name.get(name.upper())

    def table_names(self) -> tuple[str, ...]:
        return tuple(self.by_name)


def _counts(records: Sequence[Record]) -> dict[str, int]:
    """As ``Store.counts`` will say."""
    counts: dict[str, int] = dict.fromkeys(KINDS.values(), 0)
    for record in {(type(record), record.name): record for record in reversed(records)}.values():
        kind = KINDS[type(record)]
        role = getattr(record, "role", "") or getattr(record, "artefact", "")
        for key in (kind, f"{kind}/{role}") if role else (kind,):
            counts[key] = counts.get(key, 0) + 1
    return counts


def _known(manifest: dict[str, Any]) -> dict[str, Input]:
    return {file["path"]: Input(**file | {"path": Path(file["path"])}) for file in manifest.get("files", ())}


def _silent(stage: str, done: int, total: int) -> None:
    pass
