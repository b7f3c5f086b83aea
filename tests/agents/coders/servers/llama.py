"""Real llama.cpp servers: llama.cpp's own, from the wheel of xllamacpp, and that of llama-cpp-python."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

SERVE = Path(__file__).with_name("serve.py")
SECONDS = 60.0


@contextmanager
def native(model: Path, name: str = "tiny", key: str = "", context: int = 65_536) -> Iterator[str]:
    """The URL of llama.cpp's own server."""
    port = _free_port()
    with _running([sys.executable, str(SERVE), str(model), name, str(port), key, str(context)]) as process:
        yield _ready(process, f"http://127.0.0.1:{port}/v1", key)


@contextmanager
def python(interpreter: Path, model: Path, name: str = "tiny", context: int = 65_536) -> Iterator[str]:
    """The URL of llama-cpp-python's server, which runs in an environment of its own."""
    port = _free_port()
    options = {"model": model, "model_alias": name, "port": port, "n_ctx": context, "n_threads": 1, "verbose": False}
    words = [part for key, value in options.items() for part in (f"--{key}", str(value))]
    with _running([str(interpreter), "-m", "llama_cpp.server", *words]) as process:
        yield _ready(process, f"http://127.0.0.1:{port}/v1", "")


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, **quiet) as process:
        try:
            yield process
        finally:
            process.kill()


def _ready(process: subprocess.Popen[bytes], url: str, key: str) -> str:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    until = time.monotonic() + SECONDS
    with httpx.Client(trust_env=False, headers=headers) as client:
        while time.monotonic() < until and process.poll() is None:
            try:
                if client.get(f"{url}/models").status_code == 200:
                    return url
            except httpx.TransportError:
                pass
            time.sleep(0.05)  # nothing tells when a server listens
    raise AssertionError(f"the server did not start: {process.args}, {process.poll()}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
