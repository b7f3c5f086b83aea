"""Models in local folders: tiny ones of real families, made here, saved and loaded as a site's are."""

import re
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'transformers' is not installed")
pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")
pytest.importorskip("peft", reason="the extra 'transformers' is not installed")

import torch
from peft import LoraConfig, get_peft_model

from agents.coders.local import LocalCoder, LocalManner
from agents.coders.protocol import Ask
from agents.coders.transformers_backend import Drawing, LocalModel, open_model
from agents.prompt import Prompts
from agents.state import Context
from knowledge.blueprint import Skeleton
from knowledge.errors import SpotsmithError
from knowledge.packs.ormb.cursor import JavaCompletion
from knowledge.records import Symbol
from serving.app import App
from tests.fixtures.tiny_models import Kind, model, save, site_texts, tokenizer

# PEFT 0.21 asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")

PROMPTS = Path(__file__).parents[3] / "knowledge" / "packs" / "ormb" / "prompts"
CODE = "public class A {\n\tpublic void invoke() {\n\t\t"


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("models")
    kinds: tuple[Kind, ...] = ("qwen3", "starcoder2")
    made = {}
    for kind in kinds:
        words = tokenizer(kind, site_texts()[:25], 1_500)
        made[kind] = save(root / f"{kind}-tiny", model(kind, len(words)), words)
    return made


@pytest.fixture(scope="session")
def adapters(folders: dict[Kind, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two adapters of random weights for the Qwen3 model."""
    root = tmp_path_factory.mktemp("adapters")
    made = {}
    for seed, name in enumerate(("billing", "rating")):
        bare = model("qwen3", len(tokenizer("qwen3", site_texts()[:25], 1_500)))
        config = LoraConfig(r=4, target_modules=["q_proj", "v_proj", "down_proj"], init_lora_weights=False)
        torch.manual_seed(seed)
        get_peft_model(bare, config).save_pretrained(root / name)
        made[name] = root / name
    return made


@pytest.fixture(scope="session")
def qwen(folders: dict[Kind, Path]) -> LocalModel:
    return open_model(folders["qwen3"])


@pytest.fixture(scope="session")
def starcoder(folders: dict[Kind, Path]) -> LocalModel:
    return open_model(folders["starcoder2"])


@pytest.fixture(scope="session")
def completion(app: App) -> JavaCompletion:
    store = app.parts.store
    return JavaCompletion(app.parts.types, store, store.names(Symbol))


def greedy(opened: LocalModel) -> str:
    samples, _ = opened.write(opened.raw(CODE), Drawing([0.0], tokens=12))
    return samples[0].text


def drawn(opened: LocalModel) -> str:
    """Tells models apart of which the likeliest texts are the same."""
    samples, _ = opened.write(opened.raw(CODE), Drawing([1.0], tokens=24, seed=1))
    return samples[0].text


def test_a_model_is_known_by_its_folder(qwen: LocalModel, starcoder: LocalModel) -> None:
    assert (qwen.name, qwen.family.name, qwen.context) == ("qwen3-tiny", "qwen3", 4096)
    assert (starcoder.name, starcoder.family.name) == ("starcoder2-tiny", "starcoder2")
    assert (qwen.fills_in_the_middle, starcoder.fills_in_the_middle) == (False, True)


def test_loading_and_writing_open_no_connection(folders: dict[Kind, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert greedy(open_model(folders["starcoder2"]))


def test_a_prompt_has_the_form_of_the_model_and_thinking_is_off(qwen: LocalModel, starcoder: LocalModel) -> None:
    text = qwen._tokenizer.decode(qwen.chat("be brief", "write"))
    assert text == (
        "<|im_start|>system\nbe brief<|im_end|>\n<|im_start|>user\nwrite<|im_end|>\n<|im_start|>assistant\n"
        "<think>\n\n</think>\n\n"
    )
    assert starcoder._tokenizer.decode(starcoder.chat("be brief", "write")) == "be brief\n\nwrite\n"


def test_samples_of_one_batch_differ_and_come_again_with_the_same_seed(qwen: LocalModel) -> None:
    drawing = Drawing([0.0, 1.0, 1.0], tokens=16, seed=3)
    first, _ = qwen.write(qwen.raw(CODE), drawing)
    again, _ = qwen.write(qwen.raw(CODE), drawing)
    assert [sample.text for sample in first] == [sample.text for sample in again]
    assert len({sample.text for sample in first}) == 3
    alone, _ = qwen.write(qwen.raw(CODE), Drawing([0.0], tokens=16))
    assert first[0].text == alone[0].text
    assert all(sample.tokens <= 16 for sample in first)


def test_a_stop_text_ends_a_sample_and_is_left_out(starcoder: LocalModel) -> None:
    whole = greedy(starcoder)
    stop = whole[len(whole) // 2 :][:3]
    heard: list[str] = []
    samples, _ = starcoder.write(starcoder.raw(CODE), Drawing([0.0], tokens=12, stop=[stop], on_text=heard.append))
    assert samples[0].ended == "stop"
    assert samples[0].text == whole[: whole.index(stop)]
    assert samples[0].text.startswith("".join(heard))


def test_the_time_of_an_answer_is_limited(qwen: LocalModel) -> None:
    samples, _ = qwen.write(qwen.raw(CODE), Drawing([0.0], tokens=500, seconds=0.0))
    assert (samples[0].ended, samples[0].tokens) == ("slow", 1)


def test_adapters_are_switched_by_name_and_work_together(folders: dict[Kind, Path], adapters: dict[str, Path]) -> None:
    opened = open_model(folders["qwen3"], adapters=adapters)
    bare = drawn(open_model(folders["qwen3"]))
    said = {"": drawn(opened)}
    for names in (("billing",), ("rating",), ("billing", "rating"), ()):
        opened.use(*names)
        said["+".join(names)] = drawn(opened)
    assert said[""] == bare
    assert len({said["billing"], said["rating"], said["billing+rating"], bare}) == 4
    with pytest.raises(SpotsmithError, match="no adapter 'payments'; loaded: billing, rating"):
        opened.use("payments")


def test_what_cannot_be_loaded_is_said_in_a_sentence(
    folders: dict[Kind, Path], adapters: dict[str, Path], tmp_path: Path
) -> None:
    def refused(folder: Path, sentence: str, **settings: object) -> None:
        with pytest.raises(SpotsmithError, match=sentence):
            open_model(folder, **settings)  # type: ignore[arg-type]

    refused(tmp_path / "none", "no such folder")
    refused(tmp_path, "no config.json")
    pickled = tmp_path / "pickled"
    shutil.copytree(folders["qwen3"], pickled, ignore=shutil.ignore_patterns("*.safetensors"))
    (pickled / "pytorch_model.bin").write_bytes(b"cposix\nsystem\n")
    refused(pickled, "can run code")
    broken = shutil.copytree(folders["qwen3"], tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"no weights")
    refused(broken, "cannot be loaded")
    refused(folders["qwen3"], "no PEFT adapter", adapters={"empty": tmp_path})
    refused(folders["starcoder2"], "does not fit", adapters={"other": adapters["billing"]})


@pytest.mark.skipif(find_spec("bitsandbytes") is not None, reason="bitsandbytes is installed")
def test_four_bit_weights_without_bitsandbytes_are_refused(folders: dict[Kind, Path]) -> None:
    with pytest.raises(SpotsmithError, match="bitsandbytes"):
        open_model(folders["qwen3"], four_bit=True)


def test_four_bit_weights_write(folders: dict[Kind, Path]) -> None:
    pytest.importorskip("bitsandbytes", reason="bitsandbytes is not installed")
    assert greedy(open_model(folders["qwen3"], four_bit=True))


def test_holes_are_filled_in_the_middle_in_one_batch(
    starcoder: LocalModel, completion: JavaCompletion, small_context: Context, skeleton: Skeleton
) -> None:
    coder = LocalCoder(starcoder, Prompts(PROMPTS), completion, LocalManner(temperature=0.8, fim=True))
    answers = coder.fill(small_context, skeleton, Ask(samples=3, tokens=40))
    assert coder.name == "transformers/starcoder2-tiny"
    assert len(answers) == 3
    assert all(answer.fills["helpers"].code == "" for answer in answers)
    assert len({answer.fills["invoke"].code for answer in answers}) == 3
    assert all(answer.usage.calls == 1 and answer.usage.prompt_tokens > 100 for answer in answers)


def test_a_model_that_answers_without_code_says_so(
    qwen: LocalModel, completion: JavaCompletion, small_context: Context, skeleton: Skeleton
) -> None:
    coder = LocalCoder(qwen, Prompts(PROMPTS), completion)
    answers = coder.fill(small_context, skeleton, Ask(samples=2, tokens=30))
    assert [answer.fills for answer in answers] == [{}, {}]
    assert all("held no code for a hole" in " ".join(answer.notes) for answer in answers)
    assert all("limit of 30 tokens" in " ".join(answer.notes) for answer in answers)


def test_members_in_a_hole_are_real(starcoder: LocalModel, completion: JavaCompletion, skeleton: Skeleton) -> None:
    before, after = skeleton.around("invoke", {})
    begun = "\t\tString text = null;\n\t\ttext."
    prompt = starcoder.raw(before + begun)[-600:]
    allowed = completion.cursor(before, after).at(begun).here
    assert allowed is not None

    def members(bound: bool) -> list[str]:
        cursors = [completion.cursor(before + begun, after) if bound else None for _ in range(16)]
        samples, usage = starcoder.write(prompt, Drawing([1.0] * 16, tokens=12, seed=5, top_p=1.0), cursors)
        assert (usage.constrained > 0) == bound
        return [sample.text for sample in samples]

    def is_real(text: str) -> bool:
        name = re.split(r"\W", text)[0]
        return any(name == known or (len(text) == len(name) and known.startswith(name)) for known in allowed.names)

    assert all(is_real(text) or text.startswith("<") for text in members(bound=True))
    assert not all(is_real(text) for text in members(bound=False))
