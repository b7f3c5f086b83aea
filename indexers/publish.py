"""The folders of the index: one writer at a time, a new folder beside the old, and the swap from one to the other."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import SpotsmithError
from knowledge.file_lock import locked
from knowledge.store import current_folder


@contextmanager
def only_writer(out: Path) -> Iterator[None]:
    """Hold the index's lock; the system frees it when the process ends, however it ends."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise SpotsmithError(f"{out}: cannot be written ({error.strerror}). Check its permissions.") from error
    with file:
        if not locked(file):
            file.seek(0)
            raise SpotsmithError(
                f"{out}: process {file.read().strip() or 'unknown'} is indexing already. Wait until it ends, or end it."
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """An empty folder for a new index; it serves once the block ends well and is removed otherwise.

    The index that served so far stays for the readers that have it open; older ones go.
    """
    current = current_folder(out)
    numbers = sorted(int(path.name) for path in out.iterdir() if path.is_dir() and path.name.isdigit())
    for number in numbers:  # left by a run that was killed
        if current is None or number > int(current.name):
            shutil.rmtree(out / str(number))
    folder = out / str(int(current.name) + 1 if current else 1)
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _swap(out, folder.name)
    for number in numbers:
        if current and number < int(current.name):
            shutil.rmtree(out / str(number), ignore_errors=True)


def _swap(out: Path, name: str) -> None:
    partial = out / "current.partial"
    with partial.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(out / "current")
