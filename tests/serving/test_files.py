"""What ``check`` reads: named files, folders, and files that are no source text."""

import os
import sys
from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.files import MOST_BYTES, read_sources

SUFFIXES = (".java",)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_folders_are_walked_and_every_file_is_read_once(tmp_path: Path) -> None:
    folder = written(tmp_path, {"b/B.java": b"class B {}", "a/A.java": b"class A {}", "a/notes.txt": b"no"})
    read = read_sources([folder / "b" / "B.java", folder], SUFFIXES)
    assert [Path(path).name for path in read.paths] == ["B.java", "A.java"]
    assert read.skipped == ()


def test_a_named_file_is_read_whatever_its_ending(tmp_path: Path) -> None:
    file = written(tmp_path, {"A.txt": b"class A {}"}) / "A.txt"
    assert read_sources([file], SUFFIXES).files == (SourceFile(str(file), "class A {}"),)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("// für\nclass A {}".encode(), "// für\nclass A {}"),
        ("// für\nclass A {}".encode("iso-8859-1"), "// für\nclass A {}"),
        (b"\xef\xbb\xbfclass A {}\r\n", "class A {}\n"),
        ("class A {}".encode("utf-16"), "class A {}"),
        (b"", ""),
    ],
    ids=["utf-8", "latin-1", "byte order mark and line ends of Windows", "utf-16", "empty"],
)
def test_encodings_of_old_code_bases_are_understood(tmp_path: Path, data: bytes, text: str) -> None:
    file = written(tmp_path, {"A.java": data}) / "A.java"
    assert read_sources([file], SUFFIXES).files == (SourceFile(str(file), text),)


def test_what_is_no_source_text_is_skipped_with_the_reason(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {"A.java": b"\xca\xfe\xba\xbe\0\0\0\x34", "B.java": b"class B {}", "C.java": b" " * (MOST_BYTES + 1)},
    )
    read = read_sources([folder], SUFFIXES)
    assert [Path(file.path).name for file in read.files] == ["B.java"]
    assert [(Path(note.path).name, note.text) for note in read.skipped] == [
        ("A.java", "not checked: a binary file, not source text"),
        ("C.java", "not checked: larger than 2 MB, which no source file is"),
    ]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")
def test_a_file_name_that_is_no_text_is_shown_as_well_as_can_be(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/B\xfc.java"))
    path.write_text("class B {}", encoding="utf-8")
    assert read_sources([tmp_path], SUFFIXES).paths == (f"{tmp_path}/B\N{REPLACEMENT CHARACTER}.java",)


def test_a_path_that_is_not_there_and_a_folder_without_sources_are_said(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match=r"gone\.java: cannot be read: No such file"):
        read_sources([tmp_path / "gone.java"], SUFFIXES)
    with pytest.raises(SpotsmithError, match=r"no \.java file below this folder"):
        read_sources([tmp_path], SUFFIXES)
