"""Commands that are interrupted, killed, started twice or left by their reader: the old index serves, nothing hangs."""

import os
import pty
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexers.publish import only_writer
from knowledge.store import current_folder
from serving.settings import Workspace
from tests.serving.command_line import COMMAND, Spotsmith, command

REQUEST = "late payment fee as a percentage parameter of the overdue balance"


@contextmanager
def on_a_terminal(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command with a terminal for stderr, in a process group of its own, as a shell starts it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def read_until(terminal: int, wanted: str) -> str:
    """What the terminal shows, up to these words, or to its end when they are empty."""
    shown = b""
    while not wanted or wanted.encode() not in shown:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown.decode("utf-8", "replace"))
    assert wanted in text, text
    return text


def serving(site: Path) -> tuple[str, list[str]]:
    """The folder of the index that serves, and all that are there."""
    index = site / ".spotsmith" / "index"
    folder = current_folder(index)
    assert folder
    return folder.name, sorted(path.name for path in index.iterdir() if path.name.isdigit())


@pytest.mark.parametrize("stage", ["classes", "sources", "writing"])
def test_ctrl_c_while_indexing_leaves_the_old_index_serving(stage: str, own_site: Path, spotsmith: Spotsmith) -> None:
    before = serving(own_site)
    with on_a_terminal("index", "-w", own_site, "--full") as (process, terminal):
        read_until(terminal, stage)
        os.killpg(process.pid, signal.SIGINT)
        said = read_until(terminal, "")
        assert process.wait(60) == 130
    assert "spotsmith: interrupted; the old index still serves." in said
    assert "Traceback" not in said
    assert serving(own_site) == before
    assert spotsmith("resolve", "-w", own_site, REQUEST).code == 0


def test_kill_while_indexing_leaves_the_old_index_serving_and_the_next_run_tidies_up(
    own_site: Path, spotsmith: Spotsmith
) -> None:
    name, folders = serving(own_site)
    with on_a_terminal("index", "-w", own_site, "--full") as (process, terminal):
        read_until(terminal, "writing")
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait(60) == -signal.SIGKILL
    assert serving(own_site)[0] == name
    assert spotsmith("resolve", "-w", own_site, REQUEST).code == 0
    assert spotsmith("index", "-w", own_site, "--full").code == 0
    after, left = serving(own_site)
    assert (int(after), left) == (int(name) + 1, [*folders, after])


def test_ctrl_c_before_the_first_index_says_that_there_is_none(bare_site: Path) -> None:
    with on_a_terminal("index", "-w", bare_site) as (process, terminal):
        read_until(terminal, "classes")
        os.killpg(process.pid, signal.SIGINT)
        assert "interrupted; no index was written." in read_until(terminal, "")
        assert process.wait(60) == 130


def test_ctrl_c_while_generating_ends_the_compiler_too(own_site: Path) -> None:
    with on_a_terminal("generate", "-w", own_site, REQUEST) as (process, terminal):
        read_until(terminal, "resolving")
        os.killpg(process.pid, signal.SIGINT)
        assert "spotsmith: interrupted\r\n" in read_until(terminal, ""), "the terminal is closed by all who held it"
        assert process.wait(60) == 130


def test_a_second_indexer_is_told_which_process_is_indexing(own_site: Path, spotsmith: Spotsmith) -> None:
    with only_writer(own_site / ".spotsmith" / "index"):
        ran = command("index", "-w", own_site)
        assert ran.sentence == (
            f"{own_site}/.spotsmith/index: process {os.getpid()} is indexing already. Wait until it ends, or end it."
        )
        assert spotsmith("resolve", "-w", own_site, REQUEST).code == 0, "readers do not wait for a writer"


@pytest.mark.parametrize("arguments", [["resolve", REQUEST], ["generate", REQUEST], ["resolve", "--json", REQUEST]])
def test_a_reader_that_has_gone_ends_the_command_quietly(arguments: list[str], sample_site: Workspace) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    name, *rest = arguments
    done = subprocess.run(
        [COMMAND, name, "-w", sample_site.root, *rest], stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


def test_the_first_line_is_enough_for_a_reader(sample_site: Workspace) -> None:
    line = f'"{COMMAND}" generate -w "{sample_site.root}" "{REQUEST}" 2>/dev/null | head -1'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "/*\n", "")


def test_progress_is_shown_on_a_terminal_and_removed_when_it_is_done(bare_site: Path) -> None:
    with on_a_terminal("index", "-w", bare_site) as (process, terminal):
        said = read_until(terminal, "")
        assert process.wait(60) == 0
    assert "classes" in said
    assert said.rstrip().splitlines()[-1].startswith("indexed 47 spots, ")
