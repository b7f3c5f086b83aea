"""Runs of training, exported by the real libraries, and asked whether they still say what was trained."""

import json
import shutil
from pathlib import Path

import pytest

from finetune import manifest
from finetune.export.job import Wanted
from finetune.export.run import Exported, Target, export
from finetune.export.trained import open_run
from finetune.records import Record
from knowledge.errors import SpotsmithError
from tests.finetune.export.conftest import Maker

# PEFT 0.21 asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")


def exported(run: Path, target: Target, out: Path, **wanted: object) -> Exported:
    return export(open_run(run), target, Wanted(out, tokens=40, **wanted))  # type: ignore[arg-type]


def test_an_adapter_is_the_same_model_and_names_no_folder_of_this_machine(made_run: Maker, tmp_path: Path) -> None:
    run = made_run()
    made = exported(run, "adapter", tmp_path / "out")
    assert made.proof.problems == ()
    assert made.proof.agreement and made.proof.agreement.share == 1.0 and made.proof.agreement.tokens > 40
    settings = json.loads((tmp_path / "out" / "adapter_config.json").read_text("utf-8"))
    assert settings["base_model_name_or_path"] == "tiny-qwen3"
    kept = manifest.intact(tmp_path / "out")
    assert [each.kind for each in kept.parents] == ["training"]
    assert kept.base["digest"] == manifest.read_manifest(run).base["digest"]
    assert "enable_thinking = false" in (tmp_path / "out" / "chat_template.jinja").read_text("utf-8")


def test_a_merged_model_is_not_quantised_and_tells_which_base_was_taken(made_run: Maker, tmp_path: Path) -> None:
    made = exported(made_run(), "merged", tmp_path / "out")
    assert made.proof.problems == ()
    config = json.loads((tmp_path / "out" / "config.json").read_text("utf-8"))
    assert "quantization_config" not in config and "_name_or_path" not in config
    kept = manifest.read_manifest(tmp_path / "out")
    assert set(kept.config["bases tried"]) == {"original", "dequantised"}
    best = min(kept.config["bases tried"].items(), key=lambda each: (-each[1]["token_agreement"], each[1]["distance"]))
    assert kept.config["merged onto"] == best[0]
    ends = json.loads((tmp_path / "out" / "generation_config.json").read_text("utf-8"))["eos_token_id"]
    assert len(ends) == 2  # of a turn and of a text
    assert "SHA-256" in (tmp_path / "out" / "MODEL_CARD.md").read_text("utf-8")


def test_an_export_whose_answers_no_longer_build_is_put_aside(made_run: Maker, tmp_path: Path) -> None:
    """What compiles is asked of a stand-in: it finds all answers good until the export is asked."""
    asked: list[str] = []

    def builds(record: Record, answer: str) -> bool:
        asked.append(answer)
        return len(asked) <= 4

    run = open_run(made_run())
    made = export(run, "adapter", Wanted(tmp_path / "out", tokens=40), builds)
    assert made.proof.status == "failed"
    assert "build@1 fell from 4 to 0 of 4" in made.proof.problems[0]
    assert made.folder == tmp_path / "out.failed" and not (tmp_path / "out").exists()
    assert "Do not serve it" in (made.folder / "MODEL_CARD.md").read_text("utf-8")
    assert made.lines == ()


def test_vllm_gets_the_adapter_and_a_command_and_is_not_said_to_be_proven(made_run: Maker, tmp_path: Path) -> None:
    made = exported(made_run(), "vllm", tmp_path / "out")
    assert made.proof.status == "unproven"
    assert "--max-lora-rank 8 --lora-modules run=." in (tmp_path / "out" / "serve.sh").read_text("utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda run: (run / "adapter" / "adapter_model.safetensors").write_bytes(b"x"), "has changed since"),
        (lambda run: (run / "manifest.json").unlink(), "has no manifest.json"),
        (lambda run: shutil.rmtree(run.parent / "tiny-qwen3"), "the base model of .* is gone"),
        (lambda run: (run.parent / "tiny-qwen3" / "config.json").write_text("{}"), "is not the base that"),
        (lambda run: (run.parent / "split" / "validation.jsonl").unlink(), "validation.jsonl is gone"),
        (lambda run: (run.parent / "split" / "validation.jsonl").write_text("{}\n"), "is not the file that this run"),
    ],
    ids=["adapter", "manifest", "no base", "other base", "no split", "other split"],
)
def test_what_is_no_longer_what_was_trained_is_a_sentence(run: Path, tmp_path: Path, spoil: object, said: str) -> None:
    spoil(run)  # type: ignore[operator]
    with pytest.raises(SpotsmithError, match=said):
        exported(run, "merged", tmp_path / "out")
    assert not (tmp_path / "out").exists() and not (tmp_path / ".out.part").exists()
