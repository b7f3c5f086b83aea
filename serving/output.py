"""Writes delivered files into a source tree: never outside it, never over an existing file unless told to."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile


def write_files(files: Sequence[SourceFile], out: Path, force: bool) -> tuple[Path, ...]:
    """All or nothing for what can be known before: escape, existing files. Each file appears whole or not at all."""
    targets = [_target(out, file.path) for file in files]
    if not force:
        for target in targets:
            if target.exists():
                raise SpotsmithError(f"{target} exists already; pass --force to replace it, or choose another --out")
    for file, target in zip(files, targets, strict=True):
        _write(target, file.text)
    return tuple(targets)


def _target(out: Path, path: str) -> Path:
    target = (out / path).resolve()
    if not target.is_relative_to(out.resolve()):
        raise SpotsmithError(f"{path!r} would be written outside {out}; nothing was written")
    return target


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)  # noqa: PTH101 - mkstemp's 0600 is wrong for source code
        Path(temporary).replace(target)
    except OSError as error:
        raise SpotsmithError(f"{target}: cannot be written: {error.strerror}; choose another --out") from error
