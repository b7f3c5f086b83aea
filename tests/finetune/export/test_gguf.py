"""GGUF files by llama.cpp's own converters, asked by llama.cpp's own server."""

import json
from pathlib import Path

import pytest

from finetune import manifest
from finetune.export.to_gguf import served_files
from knowledge.errors import SpotsmithError
from tests.finetune.export.conftest import Maker
from tests.finetune.export.test_exports import exported

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")


def test_ollama_gets_a_file_that_says_what_was_trained_and_how_to_ask_it(
    made_run: Maker, llama_cpp: Path, tmp_path: Path
) -> None:
    made = exported(made_run(), "ollama", tmp_path / "out", llama_cpp=llama_cpp)
    assert made.proof.problems == ()
    assert made.proof.agreement and made.proof.agreement.share >= 0.98
    text = (tmp_path / "out" / "Modelfile").read_text("utf-8")
    asked = "<|im_start|>system\n{{ .System }}<|im_end|>\n<|im_start|>user\n{{ .Prompt }}<|im_end|>\n"
    answered = "<|im_start|>assistant\n<think>\n\n</think>\n\n{{ .Response }}<|im_end|>"
    assert f'TEMPLATE """{asked}{answered}"""' in text
    assert 'PARAMETER stop "<|im_end|>"' in text and "PARAMETER num_ctx 4096" in text
    kept = manifest.intact(tmp_path / "out")
    assert kept.config["llama.cpp"]["version"] == "0.5.0" and len(kept.config["llama.cpp"]["converter"]) == 64
    assert served_files(tmp_path / "out") == (tmp_path / "out" / "run.gguf", ())


@pytest.mark.slow
def test_base_and_adapter_in_files_of_their_own_say_the_same(made_run: Maker, llama_cpp: Path, tmp_path: Path) -> None:
    made = exported(made_run(rslora=True), "gguf", tmp_path / "out", llama_cpp=llama_cpp, lora=True)
    assert made.proof.problems == ()
    assert served_files(tmp_path / "out")[1] == (tmp_path / "out" / "adapter.gguf",)


@pytest.mark.slow
def test_a_model_without_a_chat_template_is_asked_as_it_was_trained(
    made_run: Maker, llama_cpp: Path, tmp_path: Path
) -> None:
    made = exported(made_run("starcoder2"), "gguf", tmp_path / "out", llama_cpp=llama_cpp)
    assert made.proof.problems == ()


def test_a_converter_that_spoils_the_template_is_found_out(made_run: Maker, llama_cpp: Path, tmp_path: Path) -> None:
    """A stand-in for a converter with a mistake: it changes the chat template and goes on with the real one."""
    wrong = tmp_path / "llama.cpp"
    (wrong / "conversion").mkdir(parents=True)
    (wrong / "conversion" / "__init__.py").write_text("", encoding="utf-8")
    (wrong / "conversion" / "base.py").write_text("class TextModel: pass\n", encoding="utf-8")
    real = llama_cpp / "convert_hf_to_gguf.py"
    driver = Path(__file__).parents[3] / "finetune" / "export" / "with_pre_tokenizer.py"
    (wrong / "convert_hf_to_gguf.py").write_text(
        "import pathlib, subprocess, sys\n"
        "template = pathlib.Path(sys.argv[1]) / 'chat_template.jinja'\n"
        "template.write_text(template.read_text('utf-8').replace('assistant', 'helper'), 'utf-8')\n"
        f"sys.exit(subprocess.call([sys.executable, {json.dumps(str(driver))}, {json.dumps(str(real))}, 'qwen2', "
        "*sys.argv[1:]]))\n",
        encoding="utf-8",
    )
    made = exported(made_run(), "gguf", tmp_path / "out", llama_cpp=wrong)
    assert made.proof.status == "failed"
    assert "its chat template or tokenizer differs" in made.proof.problems[0]
    assert made.folder == tmp_path / "out.failed"


@pytest.mark.slow
def test_a_converter_that_fails_is_a_sentence_and_leaves_nothing(run: Path, llama_cpp: Path, tmp_path: Path) -> None:
    """The tokenizer is not said to be ours, so nothing is claimed about how it splits."""
    base = run.parent / "tiny-qwen3"
    (base / "manifest.json").unlink()
    with pytest.raises(SpotsmithError, match="does not know how the model's tokenizer splits text: take a newer one"):
        exported(run, "gguf", tmp_path / "out", llama_cpp=llama_cpp)
    assert list(tmp_path.iterdir()) == [run.parent]
