"""Runs of training, llama.cpp's sources and Optimum, where the machine has what they need."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.finetune.export.fetch_llama_cpp import SOURCES
from tests.finetune.export.install_optimum import PROGRAM

Maker = Callable[..., Path]


@pytest.fixture(scope="session")
def made_run(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """``made_run(kind, weights, **of_the_adapter)``: the folder of a run, made once for each combination."""
    for name in ("torch", "peft", "accelerate", "bitsandbytes"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'spotsmith[train]'")
    import torch

    from tests.finetune.export.tiny_run import tiny_run

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("runs")
    made: dict[str, Path] = {}

    def make(kind: str = "qwen3", weights: str = "nf4", **adapter: Any) -> Path:
        key = f"{kind}-{weights}-{'-'.join(f'{name}{value}' for name, value in adapter.items())}".strip("-")
        if key not in made:
            made[key] = tiny_run(folder / key, kind, weights, adapter)
        return made[key]

    return make


@pytest.fixture
def run(made_run: Maker, tmp_path: Path) -> Path:
    """A copy of the usual run, with its base and its split beside it, to be changed at will."""
    shutil.copytree(made_run().parent, tmp_path / "all")
    return tmp_path / "all" / "run"


@pytest.fixture(scope="session")
def llama_cpp() -> Path:
    if not (SOURCES / "convert_hf_to_gguf.py").is_file():
        pytest.skip("llama.cpp's converters are not in the cache: `make llama` fetches them")
    for name in ("gguf", "sentencepiece", "xllamacpp"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'spotsmith[gguf]'")
    return SOURCES


@pytest.fixture(scope="session")
def optimum_cli() -> Path:
    if not PROGRAM.is_file():
        pytest.skip(f"there is no optimum-cli in {PROGRAM.parent}; `make onnx` puts it there")
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: pip install 'spotsmith[onnx]'")
    return PROGRAM
