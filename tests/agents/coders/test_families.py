"""Families of models as data."""

from pathlib import Path

import pytest

from agents.coders.families import families, family_of
from knowledge.errors import SpotsmithError


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("Qwen/Qwen3-8B", "qwen3"),
        ("qwen3-coder:30b", "qwen3"),
        ("qwen2.5-coder:7b", "qwen2.5-coder"),
        ("Qwen/Qwen2.5-Coder-32B-Instruct", "qwen2.5-coder"),
        ("bigcode/starcoder2-7b", "starcoder2"),
        ("codellama/CodeLlama-7b-Instruct-hf", "codellama"),
        ("deepseek-ai/deepseek-coder-6.7b-base", "deepseek-coder"),
        ("llama3", "other"),
        ("", "other"),
    ],
)
def test_a_model_is_known_by_its_name(model: str, family: str) -> None:
    assert family_of(model).name == family


def test_the_middle_is_asked_for_in_the_family_s_own_tokens() -> None:
    prompts = {family.name: family.fim.prompt("A", "B") for family in families() if family.fim}
    assert prompts == {
        "qwen2.5-coder": "<|fim_prefix|>A<|fim_suffix|>B<|fim_middle|>",
        "starcoder2": "<fim_prefix>A<fim_suffix>B<fim_middle>",
        "codellama": "<PRE> A <SUF>B <MID>",
        "deepseek-coder": "<｜fim▁begin｜>A<｜fim▁hole｜>B<｜fim▁end｜>",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {match: [a], context: 1, colour: red}\nrest: {context: 1}", "colour: Extra inputs"),
        ("a: {match: [a]}\nrest: {context: 1}", "context: Field required"),
        ("a: {match: [a], context: 1}", "the last family"),
        ("a: {context: 1}\nrest: {context: 1}", "the last family"),
    ],
)
def test_families_are_read_strictly(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "families.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        families(path)
