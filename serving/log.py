"""The log file: tracebacks of our own mistakes. Neither requests nor code are written to it."""

import tempfile
import time
import traceback
from pathlib import Path


def log_traceback() -> Path:
    """Writes the current traceback and gives the file: the workspace's log, else a new temporary file."""
    text = f"{time.strftime('%Y-%m-%dT%H:%M:%S')}\n{traceback.format_exc()}\n"
    path = Path.cwd() / ".spotsmith" / "spotsmith.log"
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        with tempfile.NamedTemporaryFile(
            "w", prefix="spotsmith-", suffix=".log", delete=False, encoding="utf-8"
        ) as other:
            other.write(text)
        return Path(other.name)
    return path
