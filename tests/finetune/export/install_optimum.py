"""``make onnx``: Optimum with its exporter, in an environment of its own, for the tests of exports to ONNX.

It wants transformers 4, and training wants 5. With PyTorch for CPUs 1.3 GB, and a minute and a half where pip is quick.
"""

import subprocess
import sys
import venv

from tests.agents.coders.servers.build_llama_cpp_python import CACHE

VERSION = "0.1.0"
WANTED = (f"optimum-onnx[onnxruntime]=={VERSION}", "optimum==2.1.0", "transformers==4.57.6", "torch==2.13.0")
ENVIRONMENT = CACHE / f"optimum-onnx-{VERSION}"
PROGRAM = ENVIRONMENT / "bin" / "optimum-cli"


def main() -> None:
    interpreter = ENVIRONMENT / "bin" / "python"
    if not interpreter.is_file():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    command = [str(interpreter), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *WANTED]
    if subprocess.run(command, check=False).returncode:
        sys.exit("pip failed, see above; it needs the package index that pip is set up for")
    print(f"the tests will export with {PROGRAM}")


if __name__ == "__main__":
    main()
