"""Mistakes that people make on their first day: each is one clear sentence, and nothing is lost."""

from pathlib import Path

import pytest

from tests.serving.command_line import Spotsmith


# --- requests ---------------------------------------------------------------------------------------------------------
def test_a_request_as_long_as_a_book_is_told_how_long_one_may_be(spotsmith: Spotsmith, other_site: Path) -> None:
    told = spotsmith("generate", "-w", other_site, "-", stdin="hold the bill " * 5_000)
    assert told.sentence == (
        "the request has 69,999 characters, and 20,000 are the most: say what the code is for in a few sentences, and "
        "put the rest into a document of the site"
    )


def test_a_spot_that_is_unlike_any_other_is_told_in_sentences(spotsmith: Spotsmith, other_site: Path) -> None:
    told = spotsmith("resolve", "-w", other_site, "late fee", "--spot", "Qzx")
    assert (
        told.sentence == "there is no spot 'Qzx' in the index; `spotsmith resolve` with a description lists candidates"
    )


# --- check ------------------------------------------------------------------------------------------------------------
def test_where_no_file_is_source_text_the_compiler_is_not_asked(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "A.java").write_bytes(b"\xca\xfe\xba\xbe\0\0\0\x34")
    checked = spotsmith("check", "-w", other_site, tmp_path / "A.java", "--json")
    assert checked.code == 3
    assert checked.json["files"][0]["unchecked"] == ["not checked: a binary file, not source text"]


def test_a_folder_is_checked_without_what_tools_keep_in_hidden_folders(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "src" / ".spotsmith" / "runs"
    kept.mkdir(parents=True)
    (kept / "Broken.java").write_text("class {", encoding="utf-8")
    (tmp_path / "src" / "A.java").write_text("class A {}", encoding="utf-8")
    checked = spotsmith("check", "-w", other_site, tmp_path / "src")
    assert (checked.code, checked.out) == (0, "ok: 1 file, no findings\n")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no file without an end")
def test_a_device_in_the_place_of_a_file_is_not_read_to_its_end(spotsmith: Spotsmith, other_site: Path) -> None:
    checked = spotsmith("check", "-w", other_site, "/dev/zero")
    assert checked.code == 3
    assert "/dev/zero: not checked: larger than 2 MB, which no source file is\n" in checked.out
