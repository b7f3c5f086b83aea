"""Reads the JARs of a class path into symbols: two processes for much, one for little, and only what has changed.

What a JAR declares is kept in the cache folder under the hash of its content, so that the next run reads only the
JARs that are new. The class files themselves are the business of ``classfile.py``.
"""

import hashlib
import mmap
import multiprocessing
import os
import re
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from indexers.archive import ArchiveError, Entry, content, entries
from indexers.borrow import SourceNames, borrowed_names
from indexers.classfile import BadClass
from indexers.extract import Extract, JarSymbols, StaleExtract, extract, from_bytes, join, to_bytes
from indexers.reading import shown
from indexers.rows import FORMAT
from knowledge.records import Symbol

Progress = Callable[[int, int, str], None]
"""Called with (done, total, label) after each JAR."""

_PART = 2_000
"""Class files per task: large JARs are read by both processes."""
_WORTH_PROCESSES = 4_000
"""Class files in all: below, starting processes takes longer (0.3 s) than reading."""

_unneeded = re.compile(r"META-INF/versions/|.*\$\d").match
# Versioned copies (the base version is what every release sees), and classes that javac numbers: local, anonymous.


class JarError(Exception):
    """A JAR that cannot be read at all; the sentence says which, why, and what to do."""


@dataclass(frozen=True)
class ClassPath:
    """The types of several JARs in class-path order. Of two with one name the first counts, as for Java."""

    jars: tuple[JarSymbols, ...]

    def __iter__(self) -> Iterator[Symbol]:
        seen: set[str] = set()
        for jar in self.jars:
            for name in jar.names():
                if name not in seen:
                    seen.add(name)
                    found = jar.get(name)
                    if found is not None:
                        yield found

    def __len__(self) -> int:
        return len(self.names())

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for jar in self.jars for name in jar.names()))

    def get(self, name: str) -> Symbol | None:
        return next((jar.get(name) for jar in self.jars if name in jar), None)

    @property
    def newest_major(self) -> int:
        """The newest class-file version on the class path: 52 needs a compiler of Java 8, 61 one of Java 17."""
        return max((jar.newest_major for jar in self.jars), default=0)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(warning for jar in self.jars for warning in jar.warnings)


def read_jar(path: Path, *, cache_dir: Path | None = None, root: Path | None = None) -> JarSymbols:
    """The types of one JAR; abstract methods borrow parameter names inside this JAR."""
    return read_class_path([path], cache_dir=cache_dir, root=root, processes=1).jars[0]


def read_class_path(
    paths: Sequence[Path],
    *,
    cache_dir: Path | None = None,
    root: Path | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
    sources: SourceNames | None = None,
) -> ClassPath:
    """The types of these JARs; sources are named relative to ``root`` where they lie inside it.

    ``processes``: at most so many; the default is two on a machine with two cores or more. ``sources``: parameter
    names that the caller knows from source files. Raises JarError for a JAR that is missing or is none.
    """
    jars = [_opened(path, cache_dir) for path in dict.fromkeys(paths)]
    made = _extracts(jars, processes or min(2, os.cpu_count() or 1), progress)
    read = [
        JarSymbols("jar", shown(jar.path, root) if root else str(jar.path), each)
        for jar, each in zip(jars, made, strict=True)
    ]
    borrowed = borrowed_names(read, sources)
    return ClassPath(tuple(replace(jar, borrowed=borrowed) for jar in read))


@dataclass(frozen=True)
class _Jar:
    path: Path
    cache: Path | None
    """Where its extract is or will be."""
    kept: Extract | None
    """Its extract, when the cache has it."""
    classes: int
    """Class files to read."""


def _opened(path: Path, cache_dir: Path | None) -> _Jar:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest() if cache_dir else ""
    except FileNotFoundError:
        raise JarError(f"{path}: there is no such JAR. Correct the class path or put the file there.") from None
    except IsADirectoryError:
        raise JarError(f"{path}: this is a folder. Name its JARs on the class path: {path}/*.jar") from None
    except OSError as error:
        raise JarError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    cache = cache_dir / f"{digest}.{FORMAT}.rows" if cache_dir else None
    kept = _kept(cache) if cache else None
    return _Jar(path, cache, kept, 0 if kept else len(_class_entries(path)))


def _kept(cache: Path) -> Extract | None:
    try:
        return from_bytes(cache.read_bytes())
    except (OSError, StaleExtract):
        return None  # not there, or cut off by a crash: it is made anew


def _extracts(jars: list[_Jar], processes: int, progress: Progress | None) -> list[Extract]:
    """The extract of each JAR, from the cache or read now."""
    todo = sum(jar.classes for jar in jars)
    if processes < 2 or todo < _WORTH_PROCESSES:
        return _reported(jars, (_made(jar) for jar in jars), progress)
    try:
        return _in_processes(jars, processes, progress)
    except BrokenProcessPool:  # ended from outside, or a script without a main guard: reading alone still works
        return _reported(jars, (_made(jar) for jar in jars), progress)


def _in_processes(jars: list[_Jar], processes: int, progress: Progress | None) -> list[Extract]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts) as pool:
        tasks = [[pool.submit(_part, jar.path, at) for at in range(0, jar.classes, _PART)] for jar in jars]
        try:
            made = ((jar.kept or _joined(parts)) for jar, parts in zip(jars, tasks, strict=True))
            return _reported(jars, made, progress)
        except BaseException:
            pool.shutdown(cancel_futures=True)  # an interrupt must not wait for the rest
            raise


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the parent answers it, without tracebacks of the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _made(jar: _Jar) -> Extract:
    return jar.kept or extract(_class_files(jar.path, 0, jar.classes))


def _joined(parts: list["Future[bytes]"]) -> Extract:
    return join([from_bytes(part.result()) for part in parts])


def _part(path: Path, start: int) -> bytes:
    """Runs in another process; compressed, the result is a tenth to carry."""
    return to_bytes(extract(_class_files(path, start, start + _PART)))


def _reported(jars: list[_Jar], made: Iterator[Extract], progress: Progress | None) -> list[Extract]:
    results = []
    for jar, each in zip(jars, made, strict=True):
        if jar.cache and not jar.kept:
            _keep(jar.cache, each)
        results.append(each)
        if progress:
            progress(len(results), len(jars), jar.path.name)
    return results


def _keep(cache: Path, made: Extract) -> None:
    """Written beside and renamed: who reads at the same time sees the old file or the new one."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, suffix=".tmp", delete=False) as file:
            file.write(to_bytes(made))
        Path(file.name).replace(cache)
    except OSError as error:
        raise JarError(
            f"{cache.parent}: the cache of JARs cannot be written ({error.strerror}). Make the folder writable."
        ) from error


def _class_files(path: Path, start: int, stop: int) -> Iterator[tuple[str, bytes] | BadClass]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for entry in _wanted(entries(data))[start:stop]:
            try:
                yield entry.name, content(data, entry)
            except ArchiveError as error:
                yield BadClass(entry.name, str(error))


def _class_entries(path: Path) -> list[Entry]:
    try:
        if not path.stat().st_size:  # what is empty cannot be mapped
            raise ArchiveError("the file is empty")
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _wanted(entries(data))
    except ArchiveError as error:
        raise JarError(f"{path}: cannot be read as a JAR: {error}. Copy it anew from where it came from.") from error


def _wanted(found: list[Entry]) -> list[Entry]:
    return [entry for entry in found if entry.name.endswith(".class") and not _unneeded(entry.name)]
