"""ONNX by the real ``optimum-cli``, asked by ONNX Runtime; and by stand-ins for it that go wrong."""

import json
import sys
from pathlib import Path

import pytest

from finetune import manifest
from knowledge.errors import SpotsmithError
from tests.finetune.export.conftest import Maker
from tests.finetune.export.test_exports import exported
from tests.serving.command_line import Spotsmith

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")

FAILS_HALF_WAY = """
import json, os, pathlib, sys
model, out = pathlib.Path(sys.argv[sys.argv.index("--model") + 1]), pathlib.Path(sys.argv[-1])
config = json.loads((model / "config.json").read_text("utf-8"))
told = {"arguments": sys.argv[1:], "config": config, "environment": dict(os.environ)}
pathlib.Path(__file__).with_name("told.json").write_text(json.dumps(told), "utf-8")
(out / "model.onnx").write_bytes(b"half of it")
sys.exit("Loading\\n\\nValueError: a model of this family is not supported\\n")
"""
WRITES_SOMETHING = """
import pathlib, sys
(pathlib.Path(sys.argv[-1]) / "model.onnx").write_bytes(b"whatever")
"""
FORGETS_THE_POSITIONS = """
import json, pathlib, subprocess, sys
config = pathlib.Path(sys.argv[sys.argv.index("--model") + 1]) / "config.json"
kept = json.loads(config.read_text("utf-8"))
del kept["rope_theta"]
config.write_text(json.dumps(kept), "utf-8")
sys.exit(subprocess.call([OPTIMUM, *sys.argv[1:]]))
"""


def program(folder: Path, text: str) -> str:
    path = folder / "optimum-cli"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def stand_in(folder: Path, text: str) -> str:
    return program(folder, f"#!{sys.executable}\n{text}")


def test_a_converter_that_fails_half_way_is_a_sentence_and_leaves_nothing(
    made_run: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    optimum = stand_in(tmp_path, FAILS_HALF_WAY)
    said = "^Optimum does not export this model: ValueError: a model of this family is not supported$"
    with pytest.raises(SpotsmithError, match=said):
        exported(made_run(), "onnx", tmp_path / "out", optimum=optimum, prompts=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["optimum-cli", "told.json"]

    told = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert told["arguments"][:2] == ["export", "onnx"] and "text-generation-with-past" in told["arguments"]
    assert told["config"]["rope_theta"] == told["config"]["rope_parameters"]["rope_theta"] == 1_000_000.0
    assert told["config"]["torch_dtype"] == told["config"]["dtype"]
    assert told["environment"]["HF_HUB_OFFLINE"] == "1" and "HF_TOKEN" not in told["environment"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"#!{sys.executable}\nimport sys; sys.exit(3)\n", "does not export this model: it said nothing"),
        ("no program for any machine\n", "optimum-cli did not end as it should: .*Exec format error"),
    ],
    ids=["silent", "not for this machine"],
)
def test_a_converter_that_says_nothing_or_cannot_run_is_a_sentence(
    made_run: Maker, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SpotsmithError, match=said):
        exported(made_run(), "onnx", tmp_path / "out", optimum=program(tmp_path, text), prompts=1)
    assert [path.name for path in tmp_path.iterdir()] == ["optimum-cli"]


def test_without_onnx_runtime_an_export_is_kept_and_said_to_be_unproven(
    spotsmith: Spotsmith, made_run: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as where it is not installed
    out, optimum = tmp_path / "out", stand_in(tmp_path, WRITES_SOMETHING)
    asked = ("--to", "onnx", "--optimum", optimum, "-w", tmp_path, "--out", out, "--tokens", "40", "--prompts", "1")
    ran = spotsmith("export", made_run(), *asked, "--json")
    assert (ran.code, ran.json["status"]) == (3, "unproven")
    assert ran.json["unproven"] == ["no onnxruntime to ask the export with: pip install 'spotsmith[onnx]'"]
    assert manifest.intact(out).config["task"] == "text-generation-with-past"
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
    assert (out / "tokenizer.json").is_file()


@pytest.mark.slow
def test_optimum_exports_what_onnx_runtime_answers_as_trained(
    spotsmith: Spotsmith, optimum_cli: Path, made_run: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTSMITH_OPTIMUM_CLI", str(optimum_cli))
    out = tmp_path / "out"
    ran = spotsmith("export", made_run(), "--to", "onnx", "-w", tmp_path, "--out", out, "--tokens", "40", "--json")
    print(ran.out)
    assert (ran.code, ran.json["problems"]) == (3, [])
    assert ran.json["unproven"] == ["build@1 was not measured: no workspace to compile in: name one with -w"]
    assert ran.json["token_agreement"]["value"] >= 0.98 and ran.json["token_agreement"]["n"] > 40
    kept = manifest.intact(out)
    assert kept.config["task"] == "text-generation-with-past" and kept.config["prompts"] == 4
    assert "enable_thinking = false" in (out / "chat_template.jinja").read_text("utf-8")


@pytest.mark.slow
def test_a_family_that_optimum_does_not_know_is_a_sentence_and_leaves_nothing(
    optimum_cli: Path, made_run: Maker, tmp_path: Path
) -> None:
    said = (
        "Optimum does not export this model: ValueError: Trying to export a starcoder2 model, that is a custom or unsup"
    )
    with pytest.raises(SpotsmithError, match=said):
        exported(made_run("starcoder2"), "onnx", tmp_path / "out", optimum=str(optimum_cli))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_export_that_reads_positions_otherwise_is_found_out(
    optimum_cli: Path, made_run: Maker, tmp_path: Path
) -> None:
    """What transformers 4 would do on its own: it takes the default for the base of the positions."""
    wrong = stand_in(tmp_path, FORGETS_THE_POSITIONS.replace("OPTIMUM", repr(str(optimum_cli))))
    made = exported(made_run(), "onnx", tmp_path / "out", optimum=wrong)
    assert made.proof.status == "failed"
    assert made.proof.problems[0].startswith("token agreement is ")
    assert made.folder == tmp_path / "out.failed" and not (tmp_path / "out").exists()
