"""``make llama``: llama-cpp-python with its server, in an environment of its own, for the tests that ask it.

There is no wheel of it on PyPI, so one is built (five to seven minutes on two cores, once) and kept in the cache.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

VERSION = "0.3.36"
FLAGS = ("LLAVA_BUILD", "LLAMA_BUILD_TESTS", "LLAMA_BUILD_EXAMPLES", "LLAMA_BUILD_TOOLS", "LLAMA_BUILD_SERVER")
CACHE = Path(os.environ.get("SPOTSMITH_TEST_CACHE") or Path.home() / ".cache" / "spotsmith")
ENVIRONMENT = CACHE / f"llama-cpp-python-{VERSION}"
INTERPRETER = ENVIRONMENT / "bin" / "python"


def main() -> None:
    if not INTERPRETER.is_file():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    wheels = CACHE / "wheels"
    if not list(wheels.glob(f"llama_cpp_python-{VERSION}-*.whl")):
        flags = " ".join(f"-D{flag}=OFF" for flag in FLAGS)
        _pip("wheel", "--no-deps", "-w", str(wheels), f"llama-cpp-python=={VERSION}", CMAKE_ARGS=flags)
    (wheel,) = wheels.glob(f"llama_cpp_python-{VERSION}-*.whl")
    _pip("install", "--quiet", f"{wheel}[server]")
    print(f"the tests will ask llama-cpp-python {VERSION} in {ENVIRONMENT}")


def _pip(*arguments: str, **variables: str) -> None:
    command = [str(INTERPRETER), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, env={**os.environ, **variables}, check=False).returncode:
        sys.exit("pip failed, see above; it needs a C++ compiler, and the package index that pip is set up for")


if __name__ == "__main__":
    main()
