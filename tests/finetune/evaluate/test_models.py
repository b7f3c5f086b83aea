"""A tiny model of random weights with adapters, evaluated by the command: the base is the base, and all is kept."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from finetune.evaluate.report import read_evaluation
from finetune.manifest import Manifest, read_manifest, write_manifest
from finetune.records import Record, write_records
from serving.settings import Workspace
from tests.serving.command_line import Spotsmith

if find_spec("torch") is None or find_spec("transformers") is None or find_spec("peft") is None:
    pytest.skip("the extra 'transformers' is not installed", allow_module_level=True)
# PEFT 0.21 asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")


def test_without_its_adapters_the_model_is_the_base_bit_for_bit(models: Path) -> None:
    from agents.coders.transformers_backend import open_model
    from finetune.evaluate.opening import open_subject

    alone = open_model(models / "base")
    subject, base = open_subject([models / "one", models / "two"], models / "base", None, 0.4)
    assert base == models / "base"
    text = alone.raw("public void invoke() { return; }" * 10)
    tuned = subject.model("tuned", 0).surprise(text)
    assert subject.model("base").surprise(text) == alone.surprise(text)
    assert subject.model("tuned", 1).surprise(text) != tuned != alone.surprise(text)
    assert subject.model("tuned", 2).surprise(text) == tuned


def test_the_loss_is_that_of_the_library(models: Path) -> None:
    import torch

    from agents.coders.transformers_backend import open_model

    model = open_model(models / "base")
    ids = model.raw("class Bill { }")
    row = torch.tensor([ids])
    with torch.no_grad():
        wanted = model._model(input_ids=row, labels=row).loss.item()
    loss, count = model.surprise(ids)
    assert (loss / count, count) == (pytest.approx(wanted, rel=1e-5), len(ids) - 1)


def test_the_command_measures_prints_and_keeps(
    spotsmith: Spotsmith, sample_site: Workspace, models: Path, records: list[Record], tmp_path: Path
) -> None:
    general = replace(records[0], id="g", kind="text", output="class A { int x; }", task=None, frame=None)
    write_records(tmp_path / "test.jsonl", [*records[:2], general])
    (tmp_path / "facts.yaml").write_text("facts: [{ask: Which?, answers: [x]}]", encoding="utf-8")
    data = (
        "--facts",
        tmp_path / "facts.yaml",
        "--data",
        tmp_path / "test.jsonl",
        "-w",
        sample_site.root,
        "--base",
        models / "base",
    )
    few = ("--samples", "2", "--seeds", "1", "--tokens", "24", "--questions", "1", "--limit", "1")
    tiers = ("--tier", "compile", "--tier", "facts", "--tier", "forgetting")
    arms = ("--arm", "base", "--arm", "tuned", "--arm", "tuned + members-only + repair")
    ran = spotsmith("evaluate", models / "one", *data, *few, *arms, *tiers, "--out", tmp_path / "run")
    assert ran.code == 0, ran.err
    assert "n = 1 requests x 2 samples x seeds 1" in ran.out
    assert "tuned + members-only + repair" in ran.out and "not claimed: 1 of 3 seeds" in ran.out
    assert "Loss on general code, 1 records" in ran.out
    found = read_evaluation(tmp_path / "run")["parts"]["test"]
    arms_kept = {arm["arm"]: (arm["records"], arm["samples"]) for arm in found["compile"]["arms"]}
    assert arms_kept == {"base": (1, 2), "tuned": (1, 2), "tuned + members-only + repair": (1, 1)}
    assert found["facts"]["answered"][0]["rates"]["all"]["n"] == 7 + 1
    assert set(found["forgetting"]["losses"]) == {"base", "tuned"}
    assert found["about"]["environment"]["hardware"]["cores"] > 0
    assert (tmp_path / "run" / "evaluation.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    manifest = read_manifest(tmp_path / "run")
    assert manifest.kind == "evaluation" and manifest.metrics["test"]["tuned"]["build@1"]["n"] == 1
    assert manifest.metrics["limits"] == ["test: tuned against base, not claimed: 1 of 3 seeds"]
    kept = (tmp_path / "run" / "test-evaluation-samples.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(kept) == 5 and json.loads(kept[0])["text"]

    again = spotsmith(
        "evaluate", models / "one", *data, *few, "--part", "held-out", "--tier", "forgetting", "--out", tmp_path / "run"
    )
    assert again.code == 0
    assert set(read_evaluation(tmp_path / "run")["parts"]) == {"test", "held-out"}

    key = json.loads((tmp_path / "run" / "preferences-key.json").read_text(encoding="utf-8"))
    chosen = {"page": key["page"], "choices": dict(key["second is"])}
    (tmp_path / "preferences.json").write_text(json.dumps(chosen), encoding="utf-8")
    ran = spotsmith("evaluate", "--preferences", tmp_path / "preferences.json", "--out", tmp_path / "run")
    assert ran.out.startswith("tuned was chosen over base in 100 % of 1 decided pairs") or not key["second is"]
    assert read_evaluation(tmp_path / "run")["preferences"]["wins"] == len(key["second is"])


def test_an_evaluation_never_takes_the_place_of_another_step(
    spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path
) -> None:
    write_manifest(tmp_path, Manifest("training"))
    said = spotsmith("evaluate", "--tier", "facts", "--out", tmp_path, "-w", sample_site.root).sentence
    assert said == f"{tmp_path} is the folder of another step; keep the evaluation in one of its own (--out)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "--data", "x"), "x: there is no such folder; `spotsmith dataset split` makes one"),
        (("--data", "x"), "say with --out where the evaluation is to be kept, or name a run"),
        (("nowhere",), "say with --data which split to evaluate on: a folder of `spotsmith dataset split`"),
        (("nowhere", "--tier", "magic"), "--tier magic: there are compile, facts, general, forgetting"),
        (
            ("nowhere", "--tier", "facts"),
            "nowhere: there is no such folder; name a run of `spotsmith train` or an adapter",
        ),
        (("nowhere", "--seeds", "one"), "--seeds takes whole numbers with commas between, not 'one'"),
        (("nowhere", "--prompt", "other"), "--prompt other: there are serving, record"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_loaded(
    spotsmith: Spotsmith, sample_site: Workspace, arguments: tuple[str, ...], said: str
) -> None:
    assert spotsmith("evaluate", *arguments, "-w", sample_site.root).sentence == said


def test_a_folder_without_a_model_is_told(spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path) -> None:
    said = spotsmith("evaluate", tmp_path, "--tier", "facts", "-w", sample_site.root).sentence
    assert said.startswith(f"{tmp_path} holds no adapter (adapter_config.json) and no model (config.json)")
