"""A model in a local folder as the coder, as settings and command line name it: a tiny one of random weights."""

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from serving.settings import FILE
from tests.serving.command_line import Spotsmith
from tests.serving.test_coders import SPOT, set_coder

HERE = find_spec("torch") is not None and find_spec("transformers") is not None
needs_torch = pytest.mark.skipif(not HERE, reason="the extra 'transformers' is not installed")
# PEFT 0.21 asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
FEW = {"answer_tokens": 64, "samples": 1, "run_tokens": 60}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Qwen3 model with its tokenizer, and an adapter beside it."""
    import torch
    from peft import LoraConfig, get_peft_model

    from tests.fixtures.tiny_models import model, save, site_texts, tokenizer

    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("models")
    words = tokenizer("qwen3", site_texts()[:25], 1_500)
    made = save(root / "qwen3-tiny", model("qwen3", len(words)), words)
    for name, hidden in (("site", 64), ("stranger", 32)):
        bare = model("qwen3", len(words), hidden=hidden)
        config = LoraConfig(r=4, target_modules=["q_proj", "down_proj"], init_lora_weights=False)
        get_peft_model(bare, config).save_pretrained(root / name)
    return made


@pytest.fixture
def doctor(spotsmith: Spotsmith, other_site: Path) -> Iterator[Any]:
    def said() -> tuple[bool, str]:
        checks = spotsmith("doctor", "-w", other_site, "--json").json["checks"]
        return next((check["ok"], check["text"]) for check in checks if check["name"] == "coder")

    return said


@pytest.mark.skipif(HERE, reason="the extra 'transformers' is installed")
def test_without_the_extra_a_sentence_says_what_to_install(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path
) -> None:
    said = spotsmith(
        "generate", "-w", other_site, "--coder", "transformers", "--model", tmp_path, "hold bills"
    ).sentence
    assert "pip install 'spotsmith[transformers]'" in said


def test_a_local_model_needs_a_folder(spotsmith: Spotsmith, other_site: Path) -> None:
    said = spotsmith("generate", "-w", other_site, "--coder", "transformers", "hold bills").sentence
    assert said == f"coder.folder is not set in {FILE}; it is the folder of a model of transformers"


def test_adapters_are_named_by_their_names(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    set_coder(other_site, kind="transformers", folder=str(tmp_path))
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write('adapters = {site = "x"}\nadapters_for = {batch = ["sites"]}\n')
    said = spotsmith("generate", "-w", other_site, "hold bills").sentence
    assert said == "coder.adapters_for names 'sites', which coder.adapters has not; it has: site"


@needs_torch
@pytest.mark.parametrize(
    ("left", "said"),
    [
        (("*",), "there is no config.json, so this is no model of transformers"),
        (("*.safetensors",), "there are no weights as *.safetensors; other formats can run code and are refused"),
        (("tokenizer*", "vocab*"), "there is no tokenizer (tokenizer.json, tokenizer.model, vocab.json)"),
    ],
)
def test_what_a_folder_lacks_is_said_before_anything_is_loaded(
    spotsmith: Spotsmith, other_site: Path, folder: Path, tmp_path: Path, doctor: Any, left: tuple[str, ...], said: str
) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken", ignore=shutil.ignore_patterns(*left))
    set_coder(other_site, kind="transformers", folder=str(broken))
    assert f"{broken}: {said}" in spotsmith("generate", "-w", other_site, "hold bills").sentence
    found, text = doctor()
    assert (found, f"{broken}: {said}" in text) == (False, True)


@needs_torch
def test_a_folder_that_is_not_there_is_said(spotsmith: Spotsmith, other_site: Path) -> None:
    asked = ("generate", "-w", other_site, "--coder", "transformers", "--model", "models/none", "hold bills")
    assert f"{other_site / 'models' / 'none'}: there is no such folder" in spotsmith(*asked).sentence


@needs_torch
def test_an_adapter_of_another_model_is_refused(spotsmith: Spotsmith, other_site: Path, folder: Path) -> None:
    set_coder(other_site, kind="transformers", folder=str(folder))
    adapter = folder.parent / "stranger"
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write(f"adapters = {{site = {json.dumps(str(adapter))}}}\n")
    said = spotsmith("generate", "-w", other_site, "hold bills").sentence
    assert said.startswith(f"{adapter}: the adapter does not fit qwen3-tiny: ")


@needs_torch
def test_a_device_that_is_not_there_is_said(spotsmith: Spotsmith, other_site: Path, folder: Path) -> None:
    set_coder(other_site, kind="transformers", folder=str(folder), device="abacus")
    said = spotsmith("generate", "-w", other_site, "hold bills").sentence
    assert said.startswith("there is no device 'abacus'")


@needs_torch
@pytest.mark.parametrize("kind", ["transformers", "auto"])
def test_the_model_writes_and_what_it_could_not_keeps_its_placeholder(
    spotsmith: Spotsmith, other_site: Path, folder: Path, kind: str
) -> None:
    """Random weights write no code: the proven part is delivered, and what is missing is said."""
    adapter = json.dumps(str(folder.parent / "site"))
    set_coder(other_site, kind=kind, folder=str(folder), **FEW)
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write(f'adapters = {{site = {adapter}}}\nadapters_for = {{algorithm = ["site"], edit = []}}\n')
    ran = spotsmith("generate", "-w", other_site, "--json", "--spot", SPOT, "hold small bills")
    assert (ran.code, ran.json["status"], ran.json["coder"]) == (3, "partial", "transformers/qwen3-tiny")
    assert ran.json["usage"]["completion_tokens"] == 64
    said = f"spotsmith: the coder is transformers/qwen3-tiny in {folder}\n" if kind == "auto" else ""
    assert ran.err == said


@needs_torch
def test_auto_falls_back_with_the_reason(spotsmith: Spotsmith, other_site: Path) -> None:
    set_coder(other_site, folder="models/none")
    ran = spotsmith("generate", "-w", other_site, "--json", "hold small bills until the next cycle")
    assert (ran.code, ran.json["coder"]) == (0, "scaffold")
    assert ran.err.startswith("spotsmith: the scaffold writes, since ")
    assert f"{other_site / 'models' / 'none'}: there is no such folder" in ran.err


@needs_torch
def test_doctor_names_the_model_without_loading_it(doctor: Any, other_site: Path, folder: Path) -> None:
    set_coder(other_site, folder=str(folder))
    assert doctor() == (True, f"transformers/qwen3-tiny in {folder}")
