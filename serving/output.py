"""Writes delivered files into a source tree: never outside it, never over an existing file unless told to."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile


def write_files(files: Sequence[SourceFile], out: Path, force: bool) -> tuple[Path, ...]:
    """All or nothing for what can be known before: escape, existing files. Each file appears whole or not at all."""
    with _explained(out):
        targets = [_target(out, file.path) for file in files]
        existing = [target for target in targets if target.exists()]
    if existing and not force:
        raise SpotsmithError(f"{existing[0]} exists already; pass --force to replace it, or choose another --out")
    for file, target in zip(files, targets, strict=True):
        with _explained(target):
            _write(target, file.text)
    return tuple(targets)


def _target(out: Path, path: str) -> Path:
    """Below ``out`` in fact: no ``..``, no absolute path, no link on the way that leads elsewhere."""
    target = out / path
    if not target.resolve().is_relative_to(out.resolve()):
        raise SpotsmithError(f"{path!r} would be written outside {out}; nothing was written")
    return target


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".spotsmith-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)  # mkstemp's 0600 is wrong for source code
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = getattr(error, "strerror", None) or "a loop of links"
        raise SpotsmithError(f"{place}: cannot be written: {reason}; choose another --out") from error
