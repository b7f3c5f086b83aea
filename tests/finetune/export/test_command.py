"""``spotsmith export`` and ``spotsmith model-server``, as a user runs them."""

import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.finetune.export.conftest import Maker
from tests.serving.command_line import COMMAND, Spotsmith


def test_a_folder_that_is_no_run_is_a_sentence(spotsmith: Spotsmith, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no such folder" in spotsmith("export", tmp_path / "none", "--to", "merged").sentence
    assert "has no manifest.json" in spotsmith("export", tmp_path / "empty", "--to", "merged").sentence


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
def test_what_is_missing_is_said_before_a_model_is_loaded(
    spotsmith: Spotsmith, made_run: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SPOTSMITH_LLAMA_CPP", raising=False)
    for target, said in (("gguf", "GGUF needs llama.cpp"), ("onnx", "ONNX needs optimum-cli")):
        assert said in spotsmith("export", made_run(), "--to", target, "--out", tmp_path / target).sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
def test_without_a_workspace_what_builds_is_not_known_and_the_exit_code_says_so(
    spotsmith: Spotsmith, made_run: Maker, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = spotsmith("export", made_run(), "--to", "adapter", "-w", tmp_path, "--out", out, "--tokens", "40", "--json")
    assert (ran.code, ran.json["status"], ran.json["problems"]) == (3, "unproven", [])
    assert ran.json["token_agreement"]["value"] == 1.0
    assert ran.json["unproven"] == ["build@1 was not measured: no workspace to compile in: name one with -w"]
    assert "--force replaces it" in spotsmith("export", made_run(), "--to", "adapter", "--out", out).sentence


def test_a_gguf_file_is_served_until_the_command_is_ended(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: pip install 'spotsmith[gguf]'")
    from tests.agents.coders.servers.tiny_model import babbler

    model = babbler(tmp_path / "babbler.gguf")
    command = [str(COMMAND), "model-server", str(model), "--port", "0", "--context", "512"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        name, _, url = process.stdout.readline().strip().partition(" is served at ")
        assert name == "babbler"
        with httpx.Client(trust_env=False) as client:
            assert [each["id"] for each in client.get(f"{url}/models").json()["data"]] == ["babbler"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 130
            with pytest.raises(httpx.ConnectError):
                client.get(f"{url}/models")


def test_a_folder_without_a_model_is_a_sentence(spotsmith: Spotsmith, tmp_path: Path) -> None:
    assert "holds 0 models as GGUF" in spotsmith("model-server", tmp_path).sentence
