"""A private copy of an index that this user may read and not write: its engine maps all of its files for writing.

The engine lays out its pages in advance. Of the 152 MB that the sample's files are long 11 were ever written, and only
those take space in a copy.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

_BLOCK = 65_536


def is_writable(folder: Path) -> bool:
    """Whether this process may write all that is in the folder."""
    return all(os.access(path, os.W_OK) for path in (folder, *folder.rglob("*")))


def private_copy(folder: Path) -> TemporaryDirectory[str]:
    """A temporary folder with what this one holds, for this user alone; removed by ``cleanup``, or when this process
    ends. Raises OSError."""
    made = TemporaryDirectory(prefix="spotsmith-index-")
    try:
        copy_written(folder, Path(made.name))
    except OSError:
        made.cleanup()
        raise
    return made


def copy_written(folder: Path, into: Path) -> None:
    """Copies files and folders, without their permissions; blocks of zeros take no space."""
    into.mkdir(exist_ok=True)
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            (into / path.relative_to(folder)).mkdir()
        else:
            _copy_file(path, into / path.relative_to(folder))


def _copy_file(old: Path, new: Path) -> None:
    zeros = bytes(_BLOCK)
    with old.open("rb") as reading, new.open("wb") as writing:
        while block := reading.read(_BLOCK):
            if block == zeros:
                writing.seek(_BLOCK, os.SEEK_CUR)
            else:
                writing.write(block)
        writing.truncate(reading.tell())
