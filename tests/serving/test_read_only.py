"""A workspace that this user may read and not write: it answers all the same, and nothing is left behind."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.private_copy import copy_written
from tests.serving.command_line import COMMAND, Ran

AS_ROOT = os.name == "posix" and os.geteuid() == 0
WITHOUT_PRIVILEGE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if AS_ROOT else ()

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX"),
    pytest.mark.skipif(
        AS_ROOT and not shutil.which("setpriv"), reason="root may write anywhere, and no setpriv is here"
    ),
]

Run = Callable[..., Ran]


@pytest.fixture
def read_only(own_site: Path) -> Iterator[Path]:
    _permit(own_site, 0o555, 0o444)
    yield own_site
    _permit(own_site, 0o755, 0o644)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def run(temporary: Path) -> Run:
    """The command as somebody to whom permissions apply."""

    def run(*arguments: str | Path, stdin: str = "") -> Ran:
        done = subprocess.run(
            [*WITHOUT_PRIVILEGE, COMMAND, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def test_a_workspace_that_may_only_be_read_answers(run: Run, read_only: Path, temporary: Path) -> None:
    found = run("resolve", "-w", read_only, "late payment fee", "--json")
    assert (found.code, found.err) == (0, "")
    assert found.json["spot"]["name"]
    written = run("generate", "-w", read_only, "late payment fee", "--json")
    assert written.json["status"] == "ok"
    assert not [path for path in temporary.iterdir() if "spotsmith" in path.name]


def test_of_a_private_copy_only_what_was_written_takes_space(own_site: Path, tmp_path: Path) -> None:
    (shard,) = (own_site / ".spotsmith" / "index").glob("*/shard")
    copy_written(shard, tmp_path / "copy")
    files = {path.relative_to(shard) for path in shard.rglob("*")}
    assert files == {path.relative_to(tmp_path / "copy") for path in (tmp_path / "copy").rglob("*")}
    pairs = [(shard / file, tmp_path / "copy" / file) for file in files if (shard / file).is_file()]
    assert all(old.read_bytes() == new.read_bytes() for old, new in pairs)
    assert sum(new.stat().st_blocks for _, new in pairs) * 512 < sum(old.stat().st_size for old, _ in pairs) / 3


def test_an_index_that_can_be_neither_written_nor_copied_is_told(run: Run, read_only: Path) -> None:
    (shard,) = (read_only / ".spotsmith" / "index").glob("*/shard")
    largest = max((path for path in shard.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    largest.chmod(0)
    told = run("resolve", "-w", read_only, "late payment fee").sentence
    assert told == (
        f"{shard}: this user may not write there, which the index's engine needs, and a private copy cannot be made "
        f"({largest}: Permission denied). Give this user permission to read it, or to write it"
    )


def _permit(folder: Path, folders: int, files: int) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(folders if path.is_dir() else files)
