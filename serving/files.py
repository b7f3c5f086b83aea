"""Source files that a person names, read as text; folders are walked."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile


def read_files(paths: Iterable[Path], suffixes: Sequence[str]) -> tuple[SourceFile, ...]:
    """Raises SpotsmithError for a path that is not there, cannot be read, or holds no source file."""
    found: list[SourceFile] = []
    for path in paths:
        files = _below(path, suffixes) if path.is_dir() else [path]
        if not files:
            raise SpotsmithError(f"{path}: no {' or '.join(suffixes)} file below this folder")
        found += [_read(file) for file in files]
    unique = {file.path: file for file in found}
    return tuple(unique.values())


def _below(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    return sorted(file for suffix in suffixes for file in folder.rglob(f"*{suffix}") if file.is_file())


def _read(path: Path) -> SourceFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpotsmithError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return SourceFile(str(path), data.decode("utf-8"))
    except UnicodeDecodeError:
        return SourceFile(str(path), data.decode("iso-8859-1"))  # old code bases have Latin-1 comments
