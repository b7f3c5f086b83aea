"""The commands without a model in this process: the scaffold in the place of a served one."""

from pathlib import Path

import pytest

from finetune.evaluate.opening import base_of, trained_in
from finetune.evaluate.report import read_evaluation
from finetune.manifest import Manifest, write_manifest
from finetune.records import Record
from finetune.split import SplitPlan, Splits, read_split, write_split
from knowledge.errors import SpotsmithError
from serving.settings import Workspace
from tests.serving.command_line import Spotsmith


@pytest.fixture
def data(records: list[Record], tmp_path: Path) -> Path:
    write_split(tmp_path / "split", Splits((records[0],), (), (records[1],), (records[2],), plan=SplitPlan()))
    return tmp_path / "split"


def test_a_served_coder_is_evaluated_on_a_part_of_a_split(
    spotsmith: Spotsmith, sample_site: Workspace, data: Path, records: list[Record], tmp_path: Path
) -> None:
    asked = ("--coder", "scaffold", "--data", data, "--tier", "compile", "-w", sample_site.root)
    for part in ("test", "held-out"):
        ran = spotsmith("evaluate", *asked, "--part", part, "--out", tmp_path / "found", "--json")
        assert ran.code == 0, ran.err
        assert [arm["arm"] for arm in ran.json["compile"]["arms"]] == ["served", "served + repair"]
    parts = read_evaluation(tmp_path / "found")["parts"]
    assert parts["test"]["compile"]["digest"] != parts["held-out"]["compile"]["digest"]
    assert list(parts["test"]["compile"]["arms"][0]["by_record"]) == [records[1].id]
    said = spotsmith("evaluate", *asked, "--part", "train", "--out", tmp_path / "found").sentence
    assert said == "there is no part 'train' to evaluate on; there are test, held-out and validation"


def test_a_served_coder_can_be_asked_in_its_own_way_alone(
    spotsmith: Spotsmith, sample_site: Workspace, data: Path, tmp_path: Path
) -> None:
    asked = (
        "--coder",
        "scaffold",
        "--data",
        data,
        "--tier",
        "compile",
        "-w",
        sample_site.root,
        "--out",
        tmp_path / "x",
    )
    said = spotsmith("evaluate", *asked, "--arm", "tuned").sentence
    assert said == "a served model cannot be asked as 'tuned': take served or served + repair"
    assert not (tmp_path / "x").exists()


def test_the_command_distills_into_two_splits(
    spotsmith: Spotsmith, sample_site: Workspace, data: Path, tmp_path: Path
) -> None:
    """The scaffold writes one answer to each prompt; whether it passes decides, and the control is as large."""
    asked = ("--coder", "scaffold", "--data", data, "-w", sample_site.root, "--out", tmp_path / "out")
    ran = spotsmith("distill", *asked, "--json")
    assert ran.code == 0, ran.err
    counts = ran.json["counts"]
    assert (counts["drawn"], counts["control"]) == (1, counts["kept"])
    for name in ("distilled", "control"):
        assert len(read_split(tmp_path / "out" / name).train) == 1 + counts["kept"]
    assert "is not empty; name another folder" in spotsmith("distill", *asked).sentence


def test_compare_refuses_other_requests(
    spotsmith: Spotsmith, sample_site: Workspace, data: Path, tmp_path: Path
) -> None:
    asked = ("--coder", "scaffold", "--data", data, "--tier", "compile", "-w", sample_site.root, "--arm", "served")
    spotsmith("evaluate", *asked, "--out", tmp_path / "a")
    spotsmith("evaluate", *asked, "--out", tmp_path / "b")
    spotsmith("evaluate", *asked, "--part", "held-out", "--out", tmp_path / "c" / "evaluation")
    ran = spotsmith("compare", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "page.html")
    assert "served: b against a" in ran.out
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    document = (tmp_path / "c" / "evaluation" / "evaluation.json").read_text(encoding="utf-8")
    (tmp_path / "b" / "evaluation.json").write_text(document.replace('"held-out": {', '"test": {'), encoding="utf-8")
    assert (
        "were evaluated on different requests of 'test'"
        in spotsmith("compare", tmp_path / "a", tmp_path / "b").sentence
    )


def test_a_run_says_where_its_base_lies(tmp_path: Path) -> None:
    run, base = tmp_path / "run", tmp_path / "base"
    (run / "adapter").mkdir(parents=True)
    base.mkdir()
    (run / "adapter" / "adapter_config.json").write_text('{"base_model_name_or_path": "x"}', encoding="utf-8")
    trained = trained_in(run)
    with pytest.raises(SpotsmithError, match="does not say where its base model lies; name its folder with --base"):
        base_of(run, trained)
    write_manifest(run, Manifest("training", base={"path": "../base"}))
    assert base_of(run, trained) == base_of(run / "adapter", trained) == base.resolve()


def test_a_whole_model_is_told_from_an_adapter(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}", encoding="utf-8")
    assert trained_in(tmp_path).whole
    with pytest.raises(SpotsmithError, match="there is no such folder"):
        trained_in(tmp_path / "none")
