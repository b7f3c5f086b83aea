"""``make studio``: LangGraph's development server beside Spotsmith, in an environment of its own, for its test."""

import os
import subprocess
import sys
import venv
from pathlib import Path

VERSION = "0.4.40"
ROOT = Path(__file__).parents[3]
CACHE = Path(os.environ.get("SPOTSMITH_TEST_CACHE") or Path.home() / ".cache" / "spotsmith")
ENVIRONMENT = CACHE / f"langgraph-cli-{VERSION}"
INTERPRETER = ENVIRONMENT / "bin" / "python"


def main() -> None:
    if not INTERPRETER.is_file():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    wanted = ["-e", str(ROOT), f"langgraph-cli[inmem]=={VERSION}"]
    command = [str(INTERPRETER), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *wanted]
    if subprocess.run(command, check=False).returncode:
        sys.exit("pip failed, see above; it needs the package index that pip is set up for")
    print(f"`{ENVIRONMENT}/bin/langgraph dev` serves the graph; the tests will ask it")


if __name__ == "__main__":
    main()
