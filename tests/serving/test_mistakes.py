"""Mistakes that people make on their first day: each is one clear sentence, and nothing is lost."""

import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import pytest

from finetune.evaluate.arms import Subject
from finetune.evaluate.facts import written
from finetune.evaluate.run import evaluate
from finetune.manifest import Manifest, write_manifest
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.finetuning import open_site
from tests.serving.command_line import Spotsmith, command, write_settings


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


# --- index ------------------------------------------------------------------------------------------------------------
def test_a_folder_in_the_class_path_is_told_from_its_jars(spotsmith: Spotsmith, bare_site: Path) -> None:
    write_settings(bare_site, {"class_path": ["lib"]})
    folder = bare_site / "lib"
    assert spotsmith("index", "-w", bare_site).sentence == (
        f"{folder}: this is a folder. Name its JARs in class_path: {folder}/*.jar"
    )


def test_a_document_that_is_no_text_is_not_passed_on_as_words(spotsmith: Spotsmith, bare_site: Path) -> None:
    (bare_site / "guide.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    write_settings(bare_site, {"class_path": ["lib/*.jar"], "documents": ["guide.pdf"]}, '[java]\nhome = "nowhere"')
    report = spotsmith("index", "-w", bare_site, "--json").json
    assert report["counts"]["passage"] == 0
    told = [(each["code"], each["severity"]) for each in report["diagnostics"] if each["path"] == "guide.pdf"]
    assert told == [("index.document", "warning")]
    assert (
        "guide.pdf: warning: this is no text (Markdown and plain text are read), so nothing of it is known "
        "[index.document]\n"
    ) in spotsmith("index", "-w", bare_site, "--full").err


# --- workspaces -------------------------------------------------------------------------------------------------------
def test_a_file_in_the_place_of_a_workspace_is_told(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Guide", encoding="utf-8")
    told = spotsmith("resolve", "-w", tmp_path / "guide.md", "late fee")
    assert told.sentence == (
        f"{tmp_path}/guide.md: this is a file, and no spotsmith.toml is beside it or above; --workspace takes the "
        "folder of one, and `spotsmith init` makes one"
    )


# --- places to write to -----------------------------------------------------------------------------------------------
RECORD = '{"instruction": "hold small bills", "output": "class A {}"}\n'


def test_a_folder_in_the_place_of_a_file_to_be_written_is_told(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "foreign.jsonl").write_text(RECORD, encoding="utf-8")
    (tmp_path / "out").mkdir()
    told = spotsmith("dataset", "import", tmp_path / "foreign.jsonl", "--out", tmp_path / "out")
    assert told.sentence == f"{tmp_path / 'out'}: Is a directory; choose another place, or put this one right"


def test_a_file_in_the_place_of_a_folder_is_told_and_stays(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "foreign.jsonl").write_text(RECORD * 3, encoding="utf-8")
    spotsmith("dataset", "import", tmp_path / "foreign.jsonl", "--out", tmp_path / "records.jsonl")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    told = spotsmith("dataset", "split", tmp_path / "records.jsonl", "--out", tmp_path / "out")
    assert told.sentence == f"{tmp_path / 'out'}: File exists; choose another place, or put this one right"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_the_place_for_made_up_tasks_is_looked_at_before_they_are_made(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    told = spotsmith("dataset", "vary", "-w", other_site, "--out", tmp_path / "out", "--count", "100000")
    assert told.sentence == f"{tmp_path / 'out'}: File exists; choose another place, or put this one right"


# --- models -----------------------------------------------------------------------------------------------------------
def test_a_model_to_serve_that_is_not_there_is_told(spotsmith: Spotsmith, tmp_path: Path) -> None:
    told = spotsmith("model-server", tmp_path / "none")
    assert told.sentence == f"{tmp_path / 'none'}: there is no such file or folder; name an export, or a GGUF file"


def test_a_run_to_compare_with_in_which_nothing_is_is_told(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    write_manifest(tmp_path / "run", Manifest("training", config={"seed": 1}))
    (tmp_path / "empty").mkdir()
    told = spotsmith("compare", tmp_path / "run", tmp_path / "empty")
    assert told.sentence == f"{tmp_path / 'empty'}: nothing here can be compared: there is no evaluation.json, no " + (
        "manifest.json and no log"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--optimizer", "sgd"), "there is no optimizer 'sgd'; there are muon and adamw"),
        (("--hidden", "100"), "a width of 100 does not divide into heads: take a multiple of 128"),
    ],
)
def test_what_a_pretraining_cannot_be_told_to_is_said_before_anything_is_made(
    spotsmith: Spotsmith, tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    told = spotsmith("pretrain", tmp_path, "--out", tmp_path / "base", "--steps", "1", *options)
    assert told.sentence == said
    assert not (tmp_path / "base").exists()


@pytest.mark.skipif(bool(find_spec("transformers")), reason="the libraries of training are installed here")
def test_pretraining_without_its_libraries_says_what_to_install(spotsmith: Spotsmith, tmp_path: Path) -> None:
    told = spotsmith("pretrain", tmp_path, "--out", tmp_path / "base", "--steps", "1")
    assert told.sentence.endswith("install the extra: pip install 'spotsmith[train]'")
    assert not (tmp_path / "base").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"facts: [", b"- {ask: a, : b"])
def test_questions_by_hand_that_cannot_be_read_are_told(app: App, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "facts.yaml").write_bytes(data)
    with pytest.raises(SpotsmithError, match=r"facts\.yaml: the questions cannot be read: .+"):
        written(tmp_path / "facts.yaml", open_site(app))


def test_a_part_without_code_to_ask_for_is_told_as_that(app: App) -> None:
    nobody = cast(Subject, None)  # no model is loaded for it
    with pytest.raises(SpotsmithError, match="this part holds no whole component and no body that stands alone"):
        evaluate(open_site(app), (), nobody, ("base",))


# --- chat and mcp -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("marks", ["'", '"'])
def test_a_path_in_quotation_marks_is_the_path_inside_them(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path, marks: str
) -> None:
    place = tmp_path / "für uns" / "CmLateFee.java"
    spotsmith("chat", "-w", other_site, stdin=f"late fee\n/save {marks}{place}{marks}\n")
    assert "public class" in place.read_text(encoding="utf-8")


def test_an_address_of_version_6_without_brackets_is_told_how_it_is_written(
    spotsmith: Spotsmith, other_site: Path
) -> None:
    told = spotsmith("mcp", "-w", other_site, "--http", "::1")
    assert told.sentence == "--http takes HOST:PORT, as 127.0.0.1:8321 or [::1]:8321; not '::1'"


# --- servers ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def taken_port() -> Iterator[str]:
    """Nothing can be served there: a server that should not start ends with another sentence, and not never."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        yield str(holder.getsockname()[1])


WITHOUT_ITS_PLACE = [
    ("openai", "coder.url is not set; it looks like http://127.0.0.1:8000/v1"),
    ("transformers", "coder.folder is not set in spotsmith.toml; it is the folder of a model of transformers"),
]


@pytest.mark.parametrize(("coder", "said"), WITHOUT_ITS_PLACE)
def test_a_server_does_not_start_with_a_coder_that_can_be_nowhere(
    spotsmith: Spotsmith, other_site: Path, taken_port: str, coder: str, said: str
) -> None:
    assert spotsmith("generate", "-w", other_site, "late fee", "--coder", coder).sentence == said
    assert spotsmith("serve", "-w", other_site, "--port", taken_port, "--coder", coder).sentence == said


@pytest.mark.parametrize(("coder", "said"), WITHOUT_ITS_PLACE)
def test_mcp_does_not_start_with_a_coder_that_can_be_nowhere(other_site: Path, coder: str, said: str) -> None:
    assert command("mcp", "-w", other_site, "--coder", coder).sentence == said


def test_a_token_for_a_client_without_a_name_is_not_a_server(
    spotsmith: Spotsmith, other_site: Path, taken_port: str
) -> None:
    told = spotsmith("serve", "-w", other_site, "--port", taken_port, "--new-token", "")
    assert told.sentence == "--new-token takes the name of a client, of letters, digits, _ and -; this one is empty"
