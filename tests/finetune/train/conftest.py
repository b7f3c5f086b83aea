"""Tiny bases of real families, made once."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Made = Callable[[str], Path]


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Two cores are shared by all tests, and sums in another order are other sums."""
    torch = pytest.importorskip("torch", reason="torch is not installed: pip install 'spotsmith[train]'")
    for name in ("transformers", "peft", "accelerate", "bitsandbytes"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'spotsmith[train]'")
    before = torch.get_num_threads()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The folder of a tiny model by kind: qwen3, starcoder2, or pieces (a tokenizer with no chat template)."""
    from tests.fixtures.tiny_models import KINDS, model, save, site_texts, tokenizer

    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            known = next(each for each in KINDS if each == kind)
            words = tokenizer(known, site_texts(), 900)
            place = tmp_path_factory.mktemp("bases") / f"tiny-{kind}"
            made[kind] = save(place, model(known, len(words), hidden=64), words)
        return made[kind]

    return folder
