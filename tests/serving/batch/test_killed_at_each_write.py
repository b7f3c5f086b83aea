"""kill -9 at each moment at which a batch is about to touch the disk: nothing of the killed run stays behind."""

import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.serving.batch.conftest import tree
from tests.serving.batch.test_kills import write_spec
from tests.serving.command_line import command

TOUCHING = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile")
KILLED = """
import os, signal, sys
moment, events, places = int(sys.argv.pop(1)), sys.argv.pop(1).split(), sys.argv.pop(1).split(os.pathsep)
seen = 0

def hook(event, arguments):
    global seen
    if event not in events or not str(arguments[0]).startswith(tuple(places)):
        return
    if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        return
    seen += 1
    if seen == moment:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
from serving.cli import main
main(sys.argv[1:])
"""
"""Audit events are raised before the system is called (docs.python.org/3/library/audit_events.html)."""


def killed_at(moment: int, events: tuple[str, ...], places: tuple[Path, ...], *arguments: str | Path) -> bool:
    """Runs a command that dies before its so many-th of these events at these places; False when it ended before."""
    where = [str(moment), " ".join(events), ":".join(map(str, places))]
    done = subprocess.run([sys.executable, "-c", KILLED, *where, *arguments], capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


def test_a_file_that_had_no_name_yet_when_the_batch_was_killed_does_not_stay_in_the_source_tree(
    other_site: Path, tmp_path: Path
) -> None:
    batch = ("batch", write_spec(tmp_path / "spec.jsonl", 1), "-w", other_site, "--out", tmp_path / "java")
    assert killed_at(1, ("os.rename",), (tmp_path / "java",), *batch)
    (left,) = tree(tmp_path / "java")
    assert Path(left).name.startswith(".spotsmith-")
    assert command(*batch).code == 0
    (made,) = tree(tmp_path / "java")
    assert Path(made).name == "CmCase0_Impl.java"


@pytest.mark.slow
@pytest.mark.parametrize("out", ["java", "out.zip"])
def test_a_batch_killed_at_each_write_gives_the_same_files_and_leaves_nothing_else(
    other_site: Path, tmp_path: Path, out: str
) -> None:
    whole = write_spec(tmp_path / "whole.jsonl", 1)
    batches = other_site / ".spotsmith" / "batches"
    assert command("batch", whole, "-w", other_site, "--out", tmp_path / "whole" / out).code == 0
    for moment in count(1):
        spec = write_spec(tmp_path / f"broken{moment}.jsonl", 1)
        target = tmp_path / f"broken{moment}" / out
        batch = ("batch", spec, "-w", other_site, "--out", target)
        hit = killed_at(moment, TOUCHING, (target.parent, batches), *batch)
        last = command(*batch)
        assert last.code == 0, last.err
        assert tree(target.parent) == tree(tmp_path / "whole"), f"killed before its write number {moment}"
        (kept,) = batches.glob(f"broken{moment}.jsonl-*")
        assert len(list((kept / "results").iterdir())) == 1
        if not hit:
            break
    assert moment > 10, "so few writes that they prove nothing"
