"""A GGUF file behind llama.cpp's own server, as it is compared: its template, its tokenizer and its answers."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

from agents.coders.wire import Patience, Problem, Wire
from finetune.export.parity import Said
from finetune.export.questions import Question
from knowledge.errors import SpotsmithError

BINARY = "llama-server"
VARIABLE = "SPOTSMITH_LLAMA_SERVER"
_WHEEL = Path(__file__).with_name("llama_server.py")
_START = 600.0  # seconds in which a server must have loaded its model
_ANSWER = 1_800.0
_PORTS = (20_000, 30_000)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a server is started with."""

    model: Path
    name: str
    context: int
    loras: tuple[Path, ...] = ()
    port: int = 0

    @property
    def threads(self) -> int:
        return int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)


def find_server(llama_cpp: Path | None) -> str:
    """Path of ``llama-server``, or ``xllamacpp`` where its wheel is installed; empty where there is none."""
    named = os.environ.get(VARIABLE, "")
    built = llama_cpp / "build" / "bin" / BINARY if llama_cpp else None
    found = named or (str(built) if built and built.is_file() else "") or shutil.which(BINARY) or ""
    return found or ("xllamacpp" if find_spec("xllamacpp") else "")


NO_SERVER = (
    f"no llama.cpp server was found to ask the GGUF file: put {BINARY} on PATH (or into {VARIABLE}), "
    "or pip install 'spotsmith[gguf]'"
)


def command(server: str, plan: Plan) -> list[str]:
    """How the server is started; that of the wheel ends with its input."""
    loras = [str(path) for path in plan.loras]
    if server == "xllamacpp":
        asked = {"model": str(plan.model), "name": plan.name, "port": plan.port, "context": plan.context}
        return [sys.executable, str(_WHEEL), json.dumps({**asked, "threads": plan.threads, "loras": loras})]
    words = ["-m", str(plan.model), "-a", plan.name, "-c", str(plan.context), "-np", "1", "-t", str(plan.threads)]
    words += ["--host", "127.0.0.1", "--port", str(plan.port), "--jinja", "--offline", "--no-warmup"]
    return [server, *words, *(word for path in loras for word in ("--lora", path))]


@contextmanager
def serving(server: str, plan: Plan) -> Iterator["Served"]:
    """The server, running; ended with the block. Raises SpotsmithError when it does not start."""
    with started(server, plan) as (process, url):
        wire = Wire(url, patience=Patience(connect=30.0, first=_ANSWER))
        try:
            yield Served(wire)
        except Problem as problem:
            ended = f" (it ended with code {process.poll()})" if process.poll() is not None else ""
            raise SpotsmithError(f"llama.cpp's server did not answer{ended}: {problem.text}") from problem
        finally:
            wire.close()


@contextmanager
def started(server: str, plan: Plan) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its URL, once it answers."""
    own = server != "xllamacpp" and not plan.port
    port = random.randrange(*_PORTS) if own else plan.port
    made = command(server, Plan(plan.model, plan.name, plan.context, plan.loras, port))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    try:
        process = subprocess.Popen(
            made,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if server == "xllamacpp" else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
    except OSError as error:
        raise SpotsmithError(f"{server} cannot be started: {error.strerror}") from error
    with process:
        try:
            url = _address(process) if server == "xllamacpp" else f"http://127.0.0.1:{port}"
            _await(process, url, plan.model)
            yield process, url
        finally:
            process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    timer = Timer(_START, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        return process.stdout.readline().strip()
    finally:
        timer.cancel()


def _await(process: subprocess.Popen[str], url: str, model: Path) -> None:
    until = time.monotonic() + _START
    wire = Wire(url, patience=Patience(connect=5.0)) if url else None
    try:
        while wire and process.poll() is None and time.monotonic() < until:
            with suppress(Problem):
                wire.get("health")
                return
            time.sleep(0.05)  # nothing tells when a server listens
    finally:
        if wire:
            wire.close()
    raise SpotsmithError(f"llama.cpp's server does not load {model}: start it by hand to see why, or convert it again")


class Served:
    """``Speaker`` of a running server."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def reads(self, question: Question) -> tuple[int, ...]:
        """The tokens that the server makes of the prompt, by its own template and tokenizer."""
        body: dict[str, Any] = {"content": self._text(question), "add_special": True, "parse_special": True}
        return tuple(int(each) for each in self._post("tokenize", body)["tokens"])

    def says(self, question: Question, most: int) -> Said:
        answer = self._complete(self.reads(question), most)
        return Said(tuple(answer["tokens"]), str(answer["content"]))

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        """Goes on behind what the trained model said, again behind each difference: one token, then two, four ..."""
        found: list[int] = []
        step = 1
        while len(found) < len(said):
            at = len(found)
            most = min(step, len(said) - at)
            written = self._continued((*question.ids, *said[:at]), most)
            agreed = next((n for n, (a, b) in enumerate(zip(written, said[at:], strict=False)) if a != b), None)
            found += written if agreed is None else written[: agreed + 1]
            step = 2 * step if agreed is None else 1
        return found

    def _continued(self, ids: Sequence[int], most: int) -> list[int]:
        """At least one token behind ``ids``, the one that ends the answer among them."""
        return [int(each) for each in self._complete(ids, most)["tokens"]][:most] or [-1]

    def _complete(self, ids: Sequence[int], most: int) -> Mapping[str, Any]:
        body = {"prompt": list(ids), "n_predict": most, "temperature": 0, "top_k": 1, "return_tokens": True}
        return self._post("completion", {**body, "cache_prompt": True, "seed": 0})

    def _text(self, question: Question) -> str:
        if question.text:
            return question.text
        record = question.record
        turns = [{"role": "system", "content": record.system}, {"role": "user", "content": record.user}]
        return str(self._post("apply-template", {"messages": turns})["prompt"])

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        found = json.loads("".join(self._wire.lines(path, body, _ANSWER)))
        if not isinstance(found, dict):
            raise Problem("page", f"{self._wire.place} does not answer as llama.cpp's server does")
        return found
