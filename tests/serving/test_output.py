"""Delivered files reach the source tree whole, inside it, and never over another file unless told to."""

from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.output import write_files

FILE = SourceFile("com/site/A.java", 'class A { String u = "ü"; }\n')


def test_a_file_lands_below_the_source_root_as_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    (path,) = write_files([FILE], tmp_path / "new", force=False)
    assert path == tmp_path / "new" / "com/site/A.java"
    assert path.read_bytes() == FILE.text.encode()
    assert [file.name for file in path.parent.iterdir()] == ["A.java"]


def test_an_existing_file_is_kept_unless_force_is_given(tmp_path: Path) -> None:
    (path,) = write_files([FILE], tmp_path, force=False)
    changed = SourceFile(FILE.path, "class A {}\n")
    other = SourceFile("com/site/B.java", "class B {}\n")
    with pytest.raises(SpotsmithError, match=r"A\.java exists already; pass --force to replace it, or choose another"):
        write_files([other, changed], tmp_path, force=False)
    assert path.read_text(encoding="utf-8") == FILE.text
    assert not (path.parent / "B.java").exists(), "all or nothing"
    write_files([changed], tmp_path, force=True)
    assert path.read_text(encoding="utf-8") == "class A {}\n"


@pytest.mark.parametrize("path", ["../A.java", "/tmp/A.java", "com/../../A.java"])
def test_a_name_that_would_escape_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(SpotsmithError, match=r"would be written outside .*; nothing was written"):
        write_files([SourceFile(path, "")], out, force=True)
    assert list(tmp_path.iterdir()) == [out]


def test_a_link_that_leads_outside_is_refused_and_one_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "out"
    (out / "real").mkdir(parents=True)
    (out / "com").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SpotsmithError, match="would be written outside"):
        write_files([FILE], out, force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (out / "com").unlink()
    (out / "com").symlink_to(out / "real")
    write_files([FILE], out, force=False)
    assert (out / "real" / "site" / "A.java").is_file()


def test_a_folder_that_is_itself_a_link_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files([FILE], tmp_path / "link", force=False)
    assert (tmp_path / "real" / FILE.path).is_file()


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "taken" / FILE.path).mkdir(parents=True)
    reasons = {}
    for out in ("file", "loop", "taken"):
        with pytest.raises(SpotsmithError, match=r"; choose another --out") as caught:
            write_files([FILE], tmp_path / out, force=True)
        reasons[out] = str(caught.value)
    assert "Not a directory" in reasons["file"] or "File exists" in reasons["file"]
    assert "loop" in reasons["loop"]
    assert "directory" in reasons["taken"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (tmp_path / "taken" / "com" / "site").iterdir()] == ["A.java"]


def test_a_name_longer_than_the_file_system_allows_is_said(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="File name too long"):
        write_files([SourceFile(f"{'A' * 300}.java", "")], tmp_path, force=False)
