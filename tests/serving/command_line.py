"""The command line in this process, for speed, and as a real command."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from serving.cli import main
from serving.settings import FILE

COMMAND = Path(sys.executable).parent / "spotsmith"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a command that found something for a person to put right."""
        assert (self.code, self.out, self.err.count("\n")) == (2, "", 1), self
        return self.err.removeprefix("spotsmith: ").rstrip("\n")


@dataclass(frozen=True)
class Spotsmith:
    """``spotsmith(*arguments)`` through ``main``, in this process."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str | Path, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(int(ended.value.code or 0), captured.out, captured.err)


def command(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None, stdin: str = ""
) -> Ran:
    """The installed command, in a process of its own."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **(env or {})},
        cwd=cwd,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def write_settings(folder: Path, inputs: Mapping[str, list[str]], more: str = "") -> None:
    lines = [f"{key} = {json.dumps(values)}" for key, values in inputs.items()]
    (folder / FILE).write_text("\n".join([*lines, more, ""]), encoding="utf-8")
