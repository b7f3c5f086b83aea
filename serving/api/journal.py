"""What happened, as JSON lines on stderr: neither code nor requests, unless the settings ask for them."""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TextIO

Journal = Callable[..., None]
"""``journal("request", status=200, ...)``: one line."""


def journal_to(stream: TextIO | None = None) -> Journal:
    """Lines are whole, whichever thread writes them; a stream that is gone loses them and nothing else."""
    lock = threading.Lock()

    def note(event: str, **fields: Any) -> None:
        when = time.time()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(when)) + f".{int(when * 1000) % 1000:03d}Z"
        line = json.dumps({"time": stamp, "event": event, **fields}, ensure_ascii=True, default=str)
        out = stream or sys.stderr
        with lock:
            try:
                out.write(line + "\n")
                out.flush()
            except (OSError, ValueError):
                return

    return note
