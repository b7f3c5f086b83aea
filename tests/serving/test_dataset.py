"""``spotsmith dataset build`` and ``import``: what is written, what is told, and bad input as a sentence."""

import json
from pathlib import Path

import pytest

from finetune.dataset.reference import own_code
from finetune.records import read_records
from serving.app import App
from serving.finetuning import open_site
from serving.settings import Workspace, find_workspace
from tests.agents.coders.stand_in import says, standing_in
from tests.serving.command_line import Spotsmith, write_settings
from tests.serving.conftest import inputs_of

CLASS = "CmHoldSmallBillAlgComp_Impl"
SMALL = ("--only", CLASS, "--kind", "component", "--kind", "sql", "--kind", "fim", "--spans", "4", "--history", "0")


def test_a_build_is_the_same_bytes_again_and_says_what_it_made(
    spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    told = spotsmith("dataset", "build", "-w", sample_site.root, "--out", one, *SMALL)
    again = spotsmith("dataset", "build", "-w", sample_site.root, "--out", other, *SMALL, "--json")
    for name in ("records.jsonl", "build.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    assert sorted(path.name for path in one.iterdir()) == ["build.json", "manifest.json", "records.jsonl"]
    records = list(read_records(one / "records.jsonl"))
    assert (told.code, again.code) == (0, 0)
    assert again.json == json.loads((one / "build.json").read_text(encoding="utf-8"))
    counts = again.json["counts"]
    assert counts["records"] == len(records) == 3 + 2 + 4
    assert counts["kinds"] == {"fim": 4, "component": 3, "sql": 2}
    for part in ("business logic", "40.0%", "component", "9 records of 1 classes, 1 spots, seed 42"):
        assert part in told.out, told.out


def test_another_seed_is_another_dataset(spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path) -> None:
    told = [
        spotsmith(
            "dataset", "build", "-w", sample_site.root, "--out", tmp_path / seed, *SMALL, "--json", "--seed", seed
        ).json
        for seed in ("1", "2")
    ]
    assert told[0]["digest"] != told[1]["digest"]
    assert told[0]["index"] == told[1]["index"] != ""


def test_the_configured_model_puts_requests_into_other_words(
    spotsmith: Spotsmith, sample_site: Workspace, other_site: Path, tmp_path: Path
) -> None:
    with standing_in(says("Keep tiny invoices back.\nAnd more.")) as server:
        coder = f'[coder]\nkind = "openai"\nurl = "{server.url}/v1"\nmodel = "tiny"'
        write_settings(other_site, inputs_of(sample_site), coder)
        options = ("--only", CLASS, "--kind", "component", "--history", "0", "--rephrase")
        done = spotsmith("dataset", "build", "-w", other_site, "--out", tmp_path / "out", *options)
    assert done.code == 0
    first, *others = read_records(tmp_path / "out" / "records.jsonl")
    assert first.instruction.startswith("Holds bills below a minimum amount")
    assert {record.instruction for record in others} == {"Keep tiny invoices back. And more."}


def test_a_site_without_a_model_cannot_rephrase(spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path) -> None:
    done = spotsmith("dataset", "build", "-w", sample_site.root, "--out", tmp_path / "out", *SMALL, "--rephrase")
    assert done.sentence.startswith("no model can put requests into other words")
    assert not (tmp_path / "out").exists()


def test_a_site_without_code_is_a_sentence(spotsmith: Spotsmith, bare_site: Path, tmp_path: Path) -> None:
    assert spotsmith("index", "-w", bare_site).code == 0
    done = spotsmith("dataset", "build", "-w", bare_site, "--out", tmp_path / "out")
    assert done.sentence.startswith("the index holds no code of the site to learn from: name its folders as sources")


def test_a_site_without_an_index_is_a_sentence(spotsmith: Spotsmith, bare_site: Path, tmp_path: Path) -> None:
    done = spotsmith("dataset", "build", "-w", bare_site, "--out", tmp_path / "out")
    assert "spotsmith index" in done.sentence


def test_a_machine_without_java_is_a_sentence(
    spotsmith: Spotsmith, sample_site: Workspace, other_site: Path, tmp_path: Path
) -> None:
    write_settings(other_site, inputs_of(sample_site), '[java]\nhome = "nowhere"')
    done = spotsmith("dataset", "build", "-w", other_site, "--out", tmp_path / "out", *SMALL)
    assert "nowhere" in done.sentence
    assert not (tmp_path / "out").exists()


def test_accepted_code_is_learned_from_only_where_the_site_opted_in(other_site: Path) -> None:
    """Without ``training.jsonl`` it is an example for later requests, and no record is made of it."""
    accepted = other_site / ".spotsmith" / "accepted" / "com" / "acme"
    accepted.mkdir(parents=True)
    (accepted / "CmNewAlgComp_Impl.java").write_text(
        "package com.acme;\n/** Does something new. */\npublic class CmNewAlgComp_Impl {\n}\n", encoding="utf-8"
    )
    app = App(find_workspace(other_site))
    try:
        site = open_site(app)
        assert "com.acme.CmNewAlgComp_Impl" in site.resolver.exemplar_names()
        assert "com.acme.CmNewAlgComp_Impl" not in [exemplar.name for exemplar in own_code(site)]
    finally:
        app.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "Nobody"), "no class that is called Nobody"),
        (("--kind", "chat"), "there is no kind 'chat' of records to build; known: component, hole, fim, fix, sql"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    assert said in spotsmith("dataset", "build", "-w", sample_site.root, "--out", tmp_path / "out", *options).sentence


def test_a_file_in_the_way_is_a_sentence(spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = spotsmith("dataset", "build", "-w", sample_site.root, "--out", tmp_path / "out", *SMALL)
    assert done.sentence.endswith("a file is in the way of the dataset's folder; name another one with --out")


def test_import_keeps_what_it_can_and_names_the_rest(spotsmith: Spotsmith, tmp_path: Path) -> None:
    source = tmp_path / "theirs.jsonl"
    source.write_text('{"prompt": "q", "completion": "a"}\n{"prompt": "q"}\n', encoding="utf-8")
    done = spotsmith("dataset", "import", source, "--out", tmp_path / "ours.jsonl")
    assert done.code == 3
    assert done.out == f"1 records (1 prompt/completion) in {tmp_path / 'ours.jsonl'}\n"
    assert f"{source}:2: fields prompt: no known format" in done.err
    assert len(list(read_records(tmp_path / "ours.jsonl"))) == 1


def test_import_of_a_file_without_records_writes_nothing(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "theirs.jsonl").write_text("hello\n", encoding="utf-8")
    done = spotsmith("dataset", "import", tmp_path / "theirs.jsonl", "--out", tmp_path / "ours.jsonl")
    assert "nothing in it is a training record; the first of 1: " in done.sentence
    assert not (tmp_path / "ours.jsonl").exists()
