"""Files that `check` cannot read, and files of the same name."""

from pathlib import Path

from tests.serving.command_line import Spotsmith


def test_files_that_cannot_be_checked_are_said(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    said = spotsmith("check", "-w", other_site, folder).sentence
    assert said == f"{folder}: no .java file below this folder"
    said = spotsmith("check", "-w", other_site, folder / "Gone.java").sentence
    assert said == f"{folder / 'Gone.java'}: cannot be read: No such file or directory"
    (folder / "Binary.java").write_bytes(b"\xca\xfe\xba\xbe\0\0\0\x34")
    (folder / "Huge.java").write_text("// " + "x" * 2_100_000, encoding="utf-8")
    (folder / "Empty.java").write_text("", encoding="utf-8")
    (folder / "Latin.java").write_bytes("// für\nclass Latin {}\n".encode("iso-8859-1"))
    ran = spotsmith("check", "-w", other_site, folder, "--json")
    assert (ran.code, ran.json["status"]) == (3, "partial")
    unchecked = {Path(file["path"]).name: file["unchecked"] for file in ran.json["files"]}
    assert unchecked == {
        "Binary.java": ["not checked: a binary file, not source text"],
        "Empty.java": [],
        "Huge.java": ["not checked: larger than 2 MB, which no source file is"],
        "Latin.java": [],
    }
    shown = spotsmith("check", "-w", other_site, folder)
    assert f"unchecked  {folder / 'Binary.java'}: not checked: a binary file" in shown.out
    assert shown.out.splitlines()[-1].startswith("partial: 4 files, ")


def test_two_files_of_the_same_name_are_checked_each_for_itself(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    for name, text in (("a", "package a; public class Same { int x = 1; }"), ("b", "package b; public class Same {")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Same.java").write_text(text, encoding="utf-8")
    ran = spotsmith("check", "-w", other_site, tmp_path / "a", tmp_path / "b" / "Same.java", "--json")
    errors = [[d["severity"] for d in file["diagnostics"]].count("error") for file in ran.json["files"]]
    assert (ran.code, errors[0], errors[1] > 0) == (1, 0, True)
    (tmp_path / "b" / "Same.java").write_text("package a; public class Same { }", encoding="utf-8")
    ran = spotsmith("check", "-w", other_site, tmp_path / "a", tmp_path / "b")
    assert ran.code == 1
    assert "duplicate class" in ran.out
