"""Writes delivered files into a source tree: never outside it, never over an existing file unless told to."""

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile


def write_files(files: Sequence[SourceFile], out: Path, force: bool, owner: str = "") -> tuple[Path, ...]:
    """All or nothing for what can be known before: escape, existing files. Each file appears whole or not at all.

    ``owner``: see ``making``.
    """
    with _explained(out):
        targets = [_target(out, file.path) for file in files]
        existing = [target for target in targets if target.exists()]
    if existing and not force:
        raise SpotsmithError(f"{existing[0]} exists already; pass --force to replace it, or choose another --out")
    for file, target in zip(files, targets, strict=True):
        with _explained(target):
            _write(target, file.text, owner)
    return tuple(targets)


def _target(out: Path, path: str) -> Path:
    """Below ``out`` in fact: no ``..``, no absolute path, no link on the way that leads elsewhere."""
    target = out / path
    if not target.resolve().is_relative_to(out.resolve()):
        raise SpotsmithError(f"{path!r} would be written outside {out}; nothing was written")
    return target


def _write(target: Path, text: str, owner: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with making(target, owner) as fresh, fresh.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextlib.contextmanager
def making(target: Path, owner: str) -> Iterator[Path]:
    """A free name beside the target; the file that the block makes there, and has closed, becomes the target.

    Make it with ``x``, so that nothing is written through a link that someone has put there. ``owner``: a name under
    which nobody else writes at the same time. What its killed run left is cleared away; what a run without a name
    leaves when it is killed stays, for nobody can tell whether it is still being written.
    """
    fresh = target.parent / f".spotsmith-{owner or secrets.token_hex(8)}"
    fresh.unlink(missing_ok=True)
    try:
        yield fresh
        fresh.chmod(0o644)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = getattr(error, "strerror", None) or "a loop of links"
        raise SpotsmithError(f"{place}: cannot be written: {reason}; choose another --out") from error
