"""``spotsmith dataset verify`` and ``split``: what is told and written, exit codes, and bad input as a sentence."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.records import read_records, write_records
from finetune.split import read_split
from finetune.verify.report import FILES
from serving.settings import Workspace
from tests.fixtures.planted_records import answered, clean_chats
from tests.serving.command_line import Spotsmith


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    records = [replace(each, component=f"x.C{n}", spot=f"x.S{n % 5}") for n, each in enumerate(clean_chats(60))]
    write_records(tmp_path / "clean.jsonl", records)
    return tmp_path / "clean.jsonl"


@pytest.fixture
def spoilt(clean: Path) -> Path:
    records = list(read_records(clean))
    records[3] = answered(records[3], "```java\n// jane.doe@brightwater.com\ncall();\n```")
    write_records(clean.with_name("spoilt.jsonl"), [*records, records[5], answered(records[6], "")])
    with clean.with_name("spoilt.jsonl").open("ab") as file:
        file.write(b'{"id": "half')
    return clean.with_name("spoilt.jsonl")


def test_clean_records_pass(spotsmith: Spotsmith, sample_site: Workspace, clean: Path) -> None:
    done = spotsmith("dataset", "verify", clean, "-w", sample_site.root)
    assert done.code == 0, done.out
    assert "60 records of 60 classes; 60 may be trained on" in done.out


def test_errors_end_with_1_and_with_out_they_are_left_out_and_counted(spotsmith: Spotsmith, spoilt: Path) -> None:
    done = spotsmith("dataset", "verify", spoilt, "--no-compile")
    assert done.code == 1
    out = spoilt.with_name("good.jsonl")
    done = spotsmith("dataset", "verify", spoilt, "--no-compile", "--out", out)
    assert done.code == 3
    assert left_out(done.out) == {"1 format", "1 duplicate", "1 empty", "1 personal"}
    assert len(list(read_records(out))) == 59
    assert "not checked: compile" in done.out


def left_out(text: str) -> set[str]:
    line = next(line for line in text.splitlines() if "left out: " in line)
    return set(line.partition("left out: ")[2].split(", "))


def test_masked_records_stay(spotsmith: Spotsmith, spoilt: Path) -> None:
    out = spoilt.with_name("masked.jsonl")
    spotsmith("dataset", "verify", spoilt, "--no-compile", "--mask", "--out", out)
    assert len(list(read_records(out))) == 60
    assert "brightwater" not in out.read_text(encoding="utf-8")
    assert "person1@example.invalid" in out.read_text(encoding="utf-8")


def test_the_report_is_written_and_json_tells_the_same(spotsmith: Spotsmith, spoilt: Path) -> None:
    folder = spoilt.with_name("report")
    done = spotsmith("dataset", "verify", spoilt, "--no-compile", "--report", folder, "--json", "--max-length", 100)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert done.json == json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert (done.json["records"], done.json["kept"], done.json["unreadable"]) == (62, done.json["kept"], 1)
    assert done.json["over"] > 50


def test_records_are_split_and_the_split_is_verified(spotsmith: Spotsmith, clean: Path) -> None:
    folder = clean.with_name("split")
    done = spotsmith("dataset", "split", clean, "--out", folder, "--hold-out-spots", "1", "--json")
    assert done.code == 0
    splits = read_split(folder)
    assert done.json["splits"] == {name.replace("_", "-"): len(part) for name, part in splits.parts.items()}
    assert len(splits.held_out) == 12
    assert spotsmith("dataset", "verify", folder, "--no-compile").code == 3, "not compiled is not checked"
    named = spotsmith("dataset", "split", clean, "--out", folder, "--hold-out-spots", "S1, x.S3", "--by", "time")
    assert named.code == 0 and "held-out 24" in named.out
    assert {record.spot for record in read_split(folder).held_out} == {"x.S1", "x.S3"}


def test_a_leak_between_files_of_a_split_ends_with_1(spotsmith: Spotsmith, clean: Path) -> None:
    folder = clean.with_name("split")
    spotsmith("dataset", "split", clean, "--out", folder)
    with (folder / "train.jsonl").open("ab") as file:
        file.write((folder / "test.jsonl").read_bytes().partition(b"\n")[0] + b"\n")
    done = spotsmith("dataset", "verify", folder, "--no-compile", "--json")
    assert done.code == 1
    assert done.json["checks"]["leak"] == {"error": 1, "warning": 0, "info": 0}


@pytest.mark.parametrize("command", ["verify", "split"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the dataset is empty"),
        (b'{"prompt": "x", "completion": "y"}\n', "is a record of Spotsmith"),
        (b"PK\x03\x04\x00\xff\xfe", "is a record of Spotsmith"),
        (None, "cannot be read"),
    ],
)
def test_a_dataset_that_is_none_is_told(
    spotsmith: Spotsmith, tmp_path: Path, command: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "d.jsonl").write_bytes(content)
    options = ("--no-compile",) if command == "verify" else ("--out", tmp_path / "split")
    assert said in spotsmith("dataset", command, tmp_path / "d.jsonl", *options).sentence
    assert not (tmp_path / "split").exists()


def test_a_folder_without_records_and_a_half_written_file_are_told(
    spotsmith: Spotsmith, spoilt: Path, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    assert "holds none of records.jsonl" in spotsmith("dataset", "verify", tmp_path / "none", "--no-compile").sentence
    told = spotsmith("dataset", "split", spoilt, "--out", tmp_path / "split").sentence
    assert "spoilt.jsonl:63" in told and "half-written" in told
    assert not (tmp_path / "split").exists()


def test_a_wrong_tokenizer_and_a_wrong_spot_are_told(spotsmith: Spotsmith, clean: Path) -> None:
    told = spotsmith("dataset", "verify", clean, "--no-compile", "--tokenizer", clean.parent).sentence
    assert "no tokenizer.json is there" in told
    told = spotsmith("dataset", "split", clean, "--out", clean.with_name("s"), "--hold-out-spots", "Nope").sentence
    assert "spot 'Nope' is in no record; spots of the records are S0, S1" in told
