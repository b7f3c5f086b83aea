"""A real PostgreSQL in a folder of its own, for one test: reached by a socket file alone, with a password."""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = "nobody"  # PostgreSQL refuses to run as root


class Postgres:
    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self.password = secrets.token_hex(12)

    @property
    def address(self) -> str:
        return f"postgresql://spotsmith:{self.password}@/postgres?host={self._folder}"

    def create(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self.password, encoding="utf-8")
        given = ["--username=spotsmith", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8"]
        self._run("initdb", "-D", self._data, *given)

    def start(self) -> None:
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", f"{self._folder}/log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        owner = {"user": NOBODY} if os.geteuid() == 0 else {}
        command = [self._programs / program, *arguments]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False, **owner)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Running; the test may stop and start it."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="spotsmith-pg-", dir="/tmp"))  # a socket's path may have 107 characters
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY)
    server = Postgres(folder, programs)
    try:
        server.create()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path | None:
    """The folder of ``initdb``; Debian keeps one for each version, and not on the path."""
    found = shutil.which("initdb")
    own = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(re.sub(r"\D", "", path.parts[4]))
    )
    return Path(found).parent if found else own[-1].parent if own else None
