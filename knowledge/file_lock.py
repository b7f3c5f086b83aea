"""A lock on an open file that another thread or process may hold too; the system frees it, however its holder ends."""

import sys
from typing import IO, Any

if sys.platform == "win32":
    import msvcrt

    def locked(file: IO[Any]) -> bool:
        """Whether the lock is ours now; it goes with the closing of the file."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def locked(file: IO[Any]) -> bool:
        """Whether the lock is ours now; it goes with the closing of the file."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
