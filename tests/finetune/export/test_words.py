"""What servers are told: names, commands, and what is missing."""

from pathlib import Path

import pytest

from agents.coders.families import family_of
from finetune.export import vllm
from finetune.export.llama_cpp import find_llama_cpp
from finetune.export.names import served_name
from finetune.export.pre_tokenizer import split_of
from finetune.export.served import Plan, command
from finetune.export.to_onnx import find_optimum
from knowledge.errors import SpotsmithError


@pytest.mark.parametrize(
    ("run", "base", "name"),
    [
        ("Billing 2026", "qwen2.5-coder-7b", "billing-2026-qwen2.5-coder"),
        ("starcoder2-billing", "starcoder2-7b", "starcoder2-billing"),
        ("qwen3-8b-qlora", "qwen3-8b", "8b-qlora"),
        ("run", "my-model", "run"),
        ("***", "my-model", "tuned"),
    ],
)
def test_a_served_name_tells_the_family_but_not_one_that_would_switch_thinking(run: str, base: str, name: str) -> None:
    family = family_of(base)
    found = served_name(run, family)
    assert found == name
    told = family_of(found)
    assert told.fim == family.fim
    assert told.thinking is None


def test_the_rank_of_vllm_is_one_that_it_takes() -> None:
    words = vllm.command("../base", "billing", {"r": 24, "rank_pattern": {"q_proj": 40}}, 4_096)
    assert words[words.index("--max-lora-rank") + 1] == "64"
    assert words[words.index("--lora-modules") + 1] == "billing=."
    assert "vllm serve ../base" in vllm.script(words)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"r": 8, "use_dora": True}, "trained with DoRA"),
        ({"r": 8, "modules_to_save": ["lm_head"]}, "trains whole modules"),
        ({"r": 8, "bias": "all"}, "trains biases"),
        ({"r": 1024}, "rank is above 512"),
    ],
)
def test_an_adapter_that_vllm_refuses_is_said_now(settings: dict[str, object], said: str) -> None:
    with pytest.raises(SpotsmithError, match=f"{said}.*--to merged"):
        vllm.check(settings)
    vllm.check({"r": 64, "bias": "none", "modules_to_save": None})


def test_missing_llama_cpp_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SPOTSMITH_LLAMA_CPP", raising=False)
    with pytest.raises(
        SpotsmithError, match=r"needs llama\.cpp's convert_hf_to_gguf\.py.*--llama-cpp or SPOTSMITH_LLA"
    ):
        find_llama_cpp(None)
    with pytest.raises(SpotsmithError, match=r"holds no convert_hf_to_gguf\.py"):
        find_llama_cpp(tmp_path)
    (tmp_path / "convert_hf_to_gguf.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("SPOTSMITH_LLAMA_CPP", str(tmp_path))
    with pytest.raises(SpotsmithError, match="name the whole source tree"):
        find_llama_cpp(None)


def test_missing_optimum_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SPOTSMITH_OPTIMUM_CLI", raising=False)
    with pytest.raises(SpotsmithError, match="ONNX needs optimum-cli"):
        find_optimum("")
    with pytest.raises(SpotsmithError, match="is no program"):
        find_optimum("nowhere/optimum-cli")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    for wrong in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(SpotsmithError, match=f"{wrong} is no program that can be run: name optimum-cli with --opt"):
            find_optimum(str(wrong))


def test_a_server_is_started_for_this_machine_alone() -> None:
    words = command("llama-server", Plan(Path("m.gguf"), "billing", 512, (Path("a.gguf"),), 8_093))
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert "--offline" in words
    assert words[-2:] == ["--lora", "a.gguf"]


def test_of_a_tokenizer_that_splits_otherwise_nothing_is_claimed(tmp_path: Path) -> None:
    assert split_of(tmp_path) == ""
    (tmp_path / "tokenizer.json").write_text('{"pre_tokenizer": {"type": "Whitespace"}}', encoding="utf-8")
    assert split_of(tmp_path) == ""
