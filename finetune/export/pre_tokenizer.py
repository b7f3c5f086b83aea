"""How a tokenizer that Spotsmith trained splits text, in llama.cpp's words; of other tokenizers nothing is claimed."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from finetune import manifest

_QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def known_split(base: Path, model: Path) -> str:
    """``qwen2`` or ``starcoder`` for a model whose base was made from scratch by Spotsmith, else empty."""
    if not (base / manifest.NAME).is_file() or manifest.read_manifest(base).kind != "pretraining":
        return ""
    return split_of(model)


def split_of(model: Path) -> str:
    """By the rules of tokenizer.json; empty where they are none of the known ones."""
    try:
        rules = json.loads((model / "tokenizer.json").read_text(encoding="utf-8")).get("pre_tokenizer")
    except (OSError, ValueError):
        return ""
    steps = list(_steps(rules))
    kinds = [step.get("type") for step in steps]
    if kinds == ["Split", "ByteLevel"] and steps[0].get("pattern", {}).get("Regex") == _QWEN2:
        return "" if steps[1].get("use_regex", True) else "qwen2"
    if kinds == ["Digits", "ByteLevel"] and steps[0].get("individual_digits"):
        return "starcoder" if steps[1].get("use_regex", True) else ""
    return ""


def _steps(rules: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    if not rules:
        return
    if rules.get("type") == "Sequence":
        for each in rules.get("pretokenizers", ()):
            yield from _steps(each)
    else:
        yield rules
