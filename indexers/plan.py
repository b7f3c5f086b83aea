"""What is to be indexed, as files with their content hashes: the same plan with the same hashes needs no new index."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexers import docs, schema
from knowledge.errors import SpotsmithError
from knowledge.store import FORMAT

_CODE = (Path(__file__).parent, Path(schema.__file__).parents[1] / "knowledge")
"""Our own readers: when they change, everything is read again."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """Files and folders as the settings name them. Folders are searched for files of the right endings."""

    root: Path
    """The workspace; sources are named relative to it."""
    class_path: tuple[Path, ...] = ()
    sources: tuple[Path, ...] = ()
    schema: tuple[Path, ...] = ()
    documents: tuple[Path, ...] = ()
    java_home: Path | None = None
    """Of the platform whose types code may use; without it they are unknown."""
    java_release: int | None = None
    pack_folder: Path | None = None
    """Its files say what records mean; when they change, everything is read again."""
    source_suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    path: Path
    size: int
    modified: int
    """Nanoseconds, as the file system says."""
    digest: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The plan's files, found and hashed."""

    class_path: tuple[Input, ...]
    sources: tuple[Input, ...]
    schema: tuple[Input, ...]
    documents: tuple[Input, ...]
    platform: str
    """What identifies the platform's types."""
    code: str
    """Digest of the code that reads: ours and the pack's."""

    @property
    def files(self) -> tuple[Input, ...]:
        return (*self.class_path, *self.sources, *self.schema, *self.documents)

    @property
    def fingerprint(self) -> str:
        groups = (self.class_path, self.sources, self.schema, self.documents)
        said = [[(str(each.path), each.digest) for each in group] for group in groups]
        return digest(FORMAT, self.code, self.platform, repr(said))


def find_inputs(plan: IndexPlan, known: Mapping[str, Input]) -> Inputs:
    """The files of the plan; those whose size and time are as ``known`` are not read. Raises for missing files."""
    groups = (
        list(plan.class_path),
        _files(plan.sources, plan.source_suffixes),
        _files(plan.schema, schema.SUFFIXES),
        _files(plan.documents, docs.SUFFIXES),
    )
    class_path, sources, scripts, documents = (tuple(_input(path, known) for path in group) for group in groups)
    code = _code_digest([*_CODE, *([plan.pack_folder] if plan.pack_folder else [])])
    return Inputs(class_path, sources, scripts, documents, _platform(plan), code)


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _files(paths: Sequence[Path], suffixes: tuple[str, ...]) -> list[Path]:
    return list(dict.fromkeys(file for path in paths for file in _below(path, suffixes)))


def _below(path: Path, suffixes: tuple[str, ...]) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix.lower() in suffixes and p.is_file())


def _input(path: Path, known: Mapping[str, Input]) -> Input:
    try:
        stat = path.stat()
        seen = known.get(str(path))
        if seen and (seen.size, seen.modified) == (stat.st_size, stat.st_mtime_ns):
            return seen
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise SpotsmithError(f"{path}: there is no such file. Correct the settings or put the file there.") from None
    except IsADirectoryError:  # sources, schema and documents were walked before; the class path names JARs
        raise SpotsmithError(f"{path}: this is a folder. Name its JARs in class_path: {path}/*.jar") from None
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    return Input(path, stat.st_size, stat.st_mtime_ns, content)


def _platform(plan: IndexPlan) -> str:
    if plan.java_home is None:
        return ""
    modules = plan.java_home / "lib" / "modules"
    stat = modules.stat() if modules.is_file() else None
    return f"{modules} {stat.st_size if stat else 0} {stat.st_mtime_ns if stat else 0} {plan.java_release}"


def _code_digest(folders: Iterable[Path]) -> str:
    made = hashlib.sha256()
    for path in (path for folder in folders for path in _code_files(folder)):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:32]


def _code_files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.iterdir()) if path.suffix in (".py", ".yaml", ".yml") and path.is_file())
