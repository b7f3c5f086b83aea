"""What a manifest keeps, what it notices, and what it never says."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from finetune import manifest as m
from finetune.manifest import Manifest
from knowledge.errors import SpotsmithError


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    (folder / "adapter").mkdir(parents=True)
    (folder / "adapter" / "weights.bin").write_bytes(b"\1" * 100_000)
    (folder / "recipe.yaml").write_text("seed: 42\n", encoding="utf-8")
    return folder


def test_what_is_written_is_read(run: Path) -> None:
    made = Manifest("training", command="spotsmith train tiny-cpu", seed=0, metrics={"build@1": m.rate(3, 10)})
    m.write_manifest(run, made)
    read = m.intact(run)
    assert (read.kind, read.seed, read.command) == ("training", 0, "spotsmith train tiny-cpu")
    assert read.metrics["build@1"] == {"value": 0.3, "n": 10, "low": 0.1078, "high": 0.6032}
    assert sorted(read.files) == ["adapter/weights.bin", "recipe.yaml"]
    assert read.environment["python"] and read.created.endswith("+00:00")


def test_a_changed_and_a_missing_file_are_told(run: Path) -> None:
    m.write_manifest(run, Manifest("training"))
    (run / "adapter" / "weights.bin").write_bytes(b"\2" * 100_000)
    (run / "recipe.yaml").unlink()
    changed = m.changed(run)
    assert changed[0].startswith(f"{run / 'adapter' / 'weights.bin'} has changed since ")
    assert changed[1:] == (f"{run / 'recipe.yaml'} is gone",)
    with pytest.raises(SpotsmithError, match=r"has changed .* and 1 more: run the step that made"):
        m.intact(run)


def test_files_that_are_not_covered_may_change(run: Path) -> None:
    m.write_manifest(run, Manifest("training"), covers=("adapter",))
    (run / "log.jsonl").write_text("{}\n", encoding="utf-8")
    (run / "recipe.yaml").unlink()
    assert m.changed(run) == ()


def test_parents_are_kept_whole_and_found_again(run: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "train.jsonl").write_text("{}\n", encoding="utf-8")
    m.write_manifest(data, Manifest("split", seed=7))
    kept = replace(Manifest("training"), parents=(m.parent(data, run),), data=m.data_of(data, run, {"train": 1}))
    m.write_manifest(run, kept)
    (first,) = m.read_manifest(run).parents
    assert (first.kind, first.seed, first.path) == ("split", 7, "../data")
    assert m.changed(run / first.path, first) == ()
    assert m.read_manifest(run).data["counts"] == {"train": 1}


def test_the_digest_of_a_folder_depends_on_names_and_contents_alone(run: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    before = m.digest_of_folder(run)
    (run / ".half.part").write_text("not whole", encoding="utf-8")
    m.write_manifest(run, Manifest("training"))
    run.rename(moved)
    assert m.digest_of_folder(moved) == before
    (moved / "recipe.yaml").rename(moved / "recipe.yml")
    assert m.digest_of_folder(moved) != before


def test_a_folder_of_the_hubs_cache_tells_its_revision(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / "0a1b2c").mkdir(parents=True)
    assert m.revision_of(tmp_path / "snapshots" / "0a1b2c") == "0a1b2c"
    assert m.revision_of(tmp_path) == ""


def test_no_home_folder_and_no_secret_is_written(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/maria")
    config = {"output": Path("/home/maria/models/x"), "hub": {"hf_token": "hf_abc", "tokens": 5, "pad_token": "</s>"}}
    m.write_manifest(run, Manifest("training", command="spotsmith train /home/maria/r.yaml", config=config))
    said = (run / "manifest.json").read_text(encoding="utf-8")
    assert "maria" not in said and "hf_abc" not in said
    read = m.read_manifest(run)
    assert read.command == "spotsmith train ~/r.yaml"
    assert read.config == {
        "output": "~/models/x",
        "hub": {"hf_token": "(left out)", "tokens": 5, "pad_token": "</s>"},
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no manifest of Spotsmith"),
        ("[]", "is no manifest of Spotsmith"),
        ('{"kind": "cake"}', "kind is 'cake'"),
        ('{"kind": "training", "sede": 1}', "unknown field 'sede'"),
        (json.dumps({"kind": "training", "parents": [{"kind": "?"}]}), "kind is '\\?'"),
    ],
)
def test_a_foreign_file_is_a_sentence(run: Path, text: str, said: str) -> None:
    (run / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        m.read_manifest(run)


def test_a_folder_without_one_is_a_sentence(run: Path) -> None:
    with pytest.raises(SpotsmithError, match=r"has no manifest\.json"):
        m.read_manifest(run)


def test_a_file_of_records_has_a_manifest_beside_it_and_what_is_made_of_it_finds_it(tmp_path: Path) -> None:
    built, split = tmp_path / "data", tmp_path / "split"
    for folder in (built, split):
        folder.mkdir()
        (folder / "records.jsonl").write_text("{}\n", encoding="utf-8")
    m.write_manifest(built, Manifest("dataset", seed=1))
    clean = tmp_path / "clean.jsonl"
    clean.write_text("{}\n", encoding="utf-8")
    m.sign_file(clean, Manifest("dataset", parents=m.parents_of(built / "records.jsonl", tmp_path)))
    m.write_manifest(split, Manifest("split", parents=m.parents_of(clean, split)))
    (cleaned,) = m.read_manifest(split).parents
    assert (cleaned.path, list(cleaned.files)) == ("../clean.jsonl", ["clean.jsonl"])
    assert [each.seed for each in cleaned.parents] == [1]
    assert m.parents_of(tmp_path / "strange.jsonl", split) == ()
