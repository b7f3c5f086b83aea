"""A class path as a compiler needs it: checked, because javac ignores a missing JAR without a word."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from agents.compilers.protocol import CompilerError

Fingerprint = tuple[tuple[str, int, int], ...]


def check_class_path(entries: Sequence[Path]) -> None:
    """Raise CompilerError for the first entry that is no folder and no readable JAR."""
    for entry in entries:
        if entry.is_dir():
            continue
        if not entry.is_file():
            raise CompilerError(f"class path: {entry} does not exist; correct class_path or put the JAR there")
        try:
            with zipfile.ZipFile(entry):
                pass
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise CompilerError(
                f"class path: {entry} is no readable JAR ({error}); replace it by a complete copy"
            ) from error
        except OSError as error:
            raise CompilerError(f"class path: {entry} cannot be read ({error.strerror or error})") from error


def fingerprint(entries: Sequence[Path]) -> Fingerprint:
    """Path, size and change time of each entry; equal as long as a running compiler may keep its JARs open."""
    return tuple(_entry(entry) for entry in entries)


def _entry(entry: Path) -> tuple[str, int, int]:
    try:
        status = entry.stat()
    except OSError:
        return str(entry), -1, -1
    return str(entry), status.st_size, status.st_mtime_ns
