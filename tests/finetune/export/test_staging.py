"""A folder that is there whole or not at all, also after a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from finetune import manifest
from finetune.export.staging import room_for, staged
from finetune.manifest import Manifest
from knowledge.errors import SpotsmithError

ROOT = Path(__file__).parents[3]


def put(folder: Path, text: str) -> None:
    (folder / "weights").write_text(text, encoding="utf-8")
    manifest.write_manifest(folder, Manifest("export"))


def test_what_is_whole_stands_under_its_name(tmp_path: Path) -> None:
    with staged(tmp_path / "out") as stage:
        assert not (tmp_path / "out").exists()
        put(stage.folder, "new")
    assert (tmp_path / "out" / "weights").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt])
def test_what_raises_leaves_nothing_and_the_old_export(tmp_path: Path, problem: type[BaseException]) -> None:
    with staged(tmp_path / "out") as stage:
        put(stage.folder, "old")
    with pytest.raises(problem), staged(tmp_path / "out", force=True) as stage:
        put(stage.folder, "half")
        raise problem
    assert (tmp_path / "out" / "weights").read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_killed_export_leaves_nothing_that_looks_whole_and_the_next_one_begins_anew(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from finetune.export.staging import staged\n"
        "with staged(Path(sys.argv[1])) as stage:\n"
        "    (stage.folder / 'weights').write_text('half'); print('there', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "there\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert [path.name for path in tmp_path.iterdir()] == [".out.part"]
    with staged(tmp_path / "out") as stage:
        assert list(stage.folder.iterdir()) == []
        put(stage.folder, "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_failed_is_kept_aside_and_the_old_export_stays(tmp_path: Path) -> None:
    with staged(tmp_path / "out") as stage:
        put(stage.folder, "old")
    with staged(tmp_path / "out", force=True) as stage:
        put(stage.folder, "wrong")
        stage.failed = True
    assert (tmp_path / "out" / "weights").read_text("utf-8") == "old"
    assert (tmp_path / "out.failed" / "weights").read_text("utf-8") == "wrong"


def test_nothing_else_is_replaced(tmp_path: Path) -> None:
    with staged(tmp_path / "out") as stage:
        put(stage.folder, "old")
    with pytest.raises(SpotsmithError, match="--force replaces it"), staged(tmp_path / "out"):
        raise AssertionError
    (tmp_path / "mine").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name, said in (("mine", "is no export of Spotsmith"), ("file", "is a file")):
        with pytest.raises(SpotsmithError, match=said), staged(tmp_path / name, force=True):
            raise AssertionError


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match=r"needs 931322.6 GiB and its disk has .* left"):
        room_for(tmp_path / "out", 10**15)
    room_for(tmp_path / "out", 1)
