"""``spotsmith serve`` as a real process, its link read as a person reads it, its log followed line by line."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.serving.command_line import COMMAND

SOON = 90.0  # seconds; a loaded machine starts Python, the index and a JVM in 10
REQUEST = "hold small bills until the next cycle"


@dataclass
class Serving:
    process: subprocess.Popen[str]
    link: str
    lines: list[dict[str, Any]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    """What it wrote to stderr beside its log: must be nothing."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        return self.link.partition("/?")[0]

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.link).query)["token"][0]

    def client(self, token: str | None = None, **given: Any) -> httpx.Client:
        """A client with this token; with the link's when none is given, without any for an empty one."""
        wanted = self.token if token is None else token
        headers = {"Authorization": f"Bearer {wanted}"} if wanted else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=SOON, trust_env=False, **given)

    def noted(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first line of the log of this kind, once it is there."""
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_it, self.lines)), SOON), (self.lines[-5:], self.other)
            return next(line for line in self.lines if is_it(line))

    def stop(self, sig: int = signal.SIGTERM) -> int:
        self.process.send_signal(sig)
        return self.process.wait(SOON)

    def read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self.changed:
                try:
                    self.lines.append(json.loads(line))
                except json.JSONDecodeError:
                    self.other.append(line)
                self.changed.notify_all()


@contextmanager
def serving(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """Ready to work when it is given, ended afterwards if it has not ended by then."""
    process = subprocess.Popen(
        [COMMAND, "serve", "-w", str(folder), "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        cwd=folder,
    )
    assert process.stdout and process.stderr
    said = process.stdout.readline()
    made = Serving(process, said.rpartition(" ")[2].strip())
    reader = threading.Thread(target=made.read, daemon=True)
    reader.start()
    try:
        made.noted(lambda line: line["event"] == "ready")
        yield made
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(SOON)
        finally:
            process.kill()
            process.wait(SOON)
            reader.join(SOON)
            process.stdout.close()
            process.stderr.close()
