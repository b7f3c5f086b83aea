"""Who runs what: a run that was killed goes on where it was, so one that is alive must not be gone on with.

Two clients that ask for the same thing at the same moment, in one process or in two, have the same run id. The first
claims it; the other runs under an id of its own, and neither reads the other's checkpoints.
"""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from knowledge.file_lock import locked


@contextlib.contextmanager
def claimed(folder: Path, run_id: str) -> Iterator[str]:
    """The id to run under: this one, unless somebody runs under it now. ``folder`` holds a file for each live run."""
    path = folder / run_id
    file = _claim(path)
    try:
        yield run_id if file else f"{run_id}-{uuid.uuid4().hex}"
    finally:
        if file:
            with contextlib.suppress(OSError):  # some systems keep a file that is open: the name is used again
                path.unlink()
            file.close()


def _claim(path: Path) -> IO[bytes] | None:
    """The locked file, or None where it is another's, or where no file can be written."""
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("ab")
        except OSError:
            return None
        if not locked(file):
            file.close()
            return None
        if _is_there(path, file):
            return file
        file.close()  # its holder ended, and removed it, between our opening and our locking


def _is_there(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except OSError:
        return False
