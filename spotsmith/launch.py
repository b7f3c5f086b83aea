"""Puts the folder that holds agents/, knowledge/, indexers/ and serving/ on sys.path and starts the CLI.

In a wheel those folders lie inside this one, in a checkout beside it.
"""

import os
import sys
from pathlib import Path


def main() -> None:
    here = Path(__file__).resolve().parent
    sys.path.insert(0, str(here if (here / "serving").is_dir() else here.parent))
    for switch in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[switch] = "false"  # no telemetry, whatever the user's shell says
    from serving.cli import main as run

    run()
