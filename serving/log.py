"""The log file: tracebacks of our own mistakes. Neither requests nor code are written to it."""

import os
import tempfile
import time
import traceback
from pathlib import Path


def log_traceback() -> Path:
    """Appends the current traceback and gives the file: in the workspace's hidden folder, else in the temporary one."""
    hidden = Path.cwd() / ".spotsmith"
    folder = hidden if hidden.is_dir() and os.access(hidden, os.W_OK) else Path(tempfile.gettempdir())
    path = folder / "spotsmith.log"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')}\n{traceback.format_exc()}\n")
    return path
