"""A folder that is there whole or not at all: written beside its place under another name, and renamed at the end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from finetune import manifest
from knowledge.errors import SpotsmithError


@dataclass(slots=True)
class Stage:
    folder: Path
    """To write into."""
    out: Path
    failed: bool = False
    """Set when what was written failed its proof: it is kept for a look, under a name that nobody takes for whole."""

    @property
    def end(self) -> Path:
        """Where the folder will be."""
        return self.out.with_name(f"{self.out.name}.failed") if self.failed else self.out


@contextmanager
def staged(out: Path, force: bool = False) -> Iterator[Stage]:
    """A folder that becomes ``out`` when the block ends, and is removed when the block raises.

    What a killed export left is removed by the next one. Raises SpotsmithError where ``out`` must not be replaced.
    """
    _check(out, force)
    half = out.with_name(f".{out.name}.part")
    _remove(half)
    try:
        half.mkdir(parents=True)
    except OSError as error:
        raise SpotsmithError(f"{out} cannot be written: {error.strerror}") from error
    stage = Stage(half, out)
    try:
        yield stage
    except BaseException:
        _remove(half)
        raise
    _remove(stage.end)
    half.rename(stage.end)


def room_for(out: Path, size: int) -> None:
    """Raises SpotsmithError where the disk has not ``size`` bytes left."""
    place = next(each for each in (out, *out.parents) if each.exists())
    free = shutil.disk_usage(place).free
    if free < size:
        raise SpotsmithError(
            f"{out} needs {_gib(size)} and its disk has {_gib(free)} left: make room, or name another place with --out"
        )


def size_of(*folders: Path) -> int:
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


def _check(out: Path, force: bool) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise SpotsmithError(f"{out} is a file; name a folder with --out")
    if not (out / manifest.NAME).is_file() or manifest.read_manifest(out).kind != "export":
        raise SpotsmithError(f"{out} is there and is no export of Spotsmith; name another folder with --out")
    if not force:
        raise SpotsmithError(f"{out} is there already; --force replaces it, --out names another folder")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"
