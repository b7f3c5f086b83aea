"""Where `generate` cannot write: one clear sentence, and the result is not lost."""

import re
from pathlib import Path

import pytest

from tests.serving.bad_input.asked import REQUEST
from tests.serving.command_line import Spotsmith


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--class-name", "../../evil"], "class name '../../evil' is not an identifier (letters, digits, _ and $)"),
        (["--class-name", "a/b"], "class name 'a/b' is not an identifier (letters, digits, _ and $)"),
        (["--package", ".."], "package '..' is not a dotted name"),
        (["--package", "/etc"], "package '/etc' is not a dotted name"),
        (["--package", "a..b"], "package 'a..b' is not a dotted name"),
    ],
)
def test_a_name_that_would_escape_the_folder_is_refused(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--out", tmp_path / "out", *arguments)
    assert ran.sentence == sentence
    assert not (tmp_path / "out").exists()


def test_an_existing_file_is_kept_and_the_result_is_not_lost(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ("generate", "-w", other_site, REQUEST, "--class-name", "CmKept_Impl", "--package", "com.own")
    assert spotsmith(*arguments, "--out", out).code == 0
    target = out / "com" / "own" / "CmKept_Impl.java"
    made = target.read_text(encoding="utf-8")
    target.write_text("// mine", encoding="utf-8")
    said = spotsmith(*arguments, "--out", out).sentence
    found = re.fullmatch(r"(.*) exists already; pass --force to replace it, .*\. The result is kept in (.*)", said)
    assert found
    assert found[1] == str(target)
    assert target.read_text(encoding="utf-8") == "// mine"
    assert (Path(found[2]) / "CmKept_Impl.java").read_text(encoding="utf-8") == made
    assert spotsmith(*arguments, "--out", out, "--force").code == 0
    assert target.read_text(encoding="utf-8") == made


def test_a_folder_that_cannot_be_written_is_said_and_the_result_is_not_lost(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    said = spotsmith("generate", "-w", other_site, REQUEST, "--out", tmp_path / "file" / "out").sentence
    assert re.search(r"cannot be written: .*; choose another --out\. The result is kept in ", said)
    assert list(Path(said.rpartition(" kept in ")[2]).glob("*.java"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_link_out_of_the_folder_is_refused(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "com").symlink_to(tmp_path / "elsewhere")
    said = spotsmith(
        "generate", "-w", other_site, REQUEST, "--package", "com.own", "--out", tmp_path / "out", "--force"
    ).sentence
    assert f"would be written outside {tmp_path / 'out'}; nothing was written. The result is kept in" in said
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_workspace_that_cannot_be_written_still_answers(spotsmith: Spotsmith, other_site: Path) -> None:
    (other_site / ".spotsmith" / "runs").write_text("in the way", encoding="utf-8")
    (other_site / ".spotsmith" / "checkpoints.sqlite").mkdir()
    ran = spotsmith("generate", "-w", other_site, REQUEST, "--json")
    assert (ran.code, ran.json["status"], ran.json["run"]) == (0, "ok", "")
    assert ran.err.startswith(f"spotsmith: {other_site}/.spotsmith/runs: the run could not be kept: ")


def test_a_damaged_checkpoint_file_is_no_obstacle(spotsmith: Spotsmith, other_site: Path) -> None:
    (other_site / ".spotsmith" / "checkpoints.sqlite").write_text("I am no database, " * 100, encoding="utf-8")
    assert spotsmith("generate", "-w", other_site, REQUEST).code == 0
