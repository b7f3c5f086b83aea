"""Puts the folder that holds agents/, knowledge/, indexers/ and serving/ on sys.path and starts the CLI.

In a wheel those folders lie inside this one, in a checkout beside it.
"""

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    gc.set_threshold(100_000)  # the usual 700 costs 0.1 s of a start: imports and records make objects that stay
    here = Path(__file__).resolve().parent
    sys.path.insert(0, str(here if (here / "serving").is_dir() else here.parent))
    for switch in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[switch] = "false"  # no telemetry, whatever the user's shell says
    from serving.cli import main as run

    run()
