"""What a person must put right is a sentence before anything is loaded or written."""

import json
import shutil
import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from finetune.loading import load_tokenizer
from finetune.train.memory import GIB, memory_of
from finetune.train.plan import plan_json, told
from finetune.train.recipes import Recipe, read_recipe, recipe_of
from finetune.train.run import Wanted, planned, train
from finetune.train.shape import shape_of
from knowledge.errors import SpotsmithError
from tests.finetune.train.conftest import Made
from tests.finetune.train.runs import recipe, split_in


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return split_in(tmp_path_factory.mktemp("data") / "split")


def large(folder: Path, source: Path, layers: int = 64, hidden: int = 5_120, inner: int = 27_648) -> Path:
    """A base of the shape of Qwen2.5-Coder-32B: its header is real, its weights are a hole in a file."""
    from transformers import AutoConfig

    shutil.copytree(source, folder)
    config = AutoConfig.from_pretrained(folder)
    rows = config.vocab_size
    config.update(
        {
            "hidden_size": hidden,
            "intermediate_size": inner,
            "num_hidden_layers": layers,
            "num_attention_heads": 40,
            "num_key_value_heads": 8,
            "head_dim": 128,
            "layer_types": ["full_attention"] * layers,
        }
    )
    config.save_pretrained(folder)
    kv = 8 * 128
    sides = {"self_attn.q_proj": (hidden, hidden), "self_attn.k_proj": (kv, hidden), "self_attn.v_proj": (kv, hidden)}
    sides |= {"self_attn.o_proj": (hidden, hidden), "mlp.gate_proj": (inner, hidden), "mlp.up_proj": (inner, hidden)}
    sides |= {"mlp.down_proj": (hidden, inner)}
    tensors = {f"model.layers.{n}.{name}.weight": both for n in range(layers) for name, both in sides.items()}
    tensors["model.embed_tokens.weight"] = (rows, hidden)
    header: dict[str, Any] = {}
    at = 0
    for name, (a, b) in tensors.items():
        header[name] = {"dtype": "BF16", "shape": [a, b], "data_offsets": [at, at + 2 * a * b]}
        at += 2 * a * b
    said = json.dumps(header).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(said)) + said)
        file.truncate(8 + len(said) + at)
    return folder


def test_a_plan_says_memory_time_and_batches_and_writes_nothing(base: Made, split: Path, tmp_path: Path) -> None:
    plan = planned(Wanted(recipe(base("qwen3"), batch={"size": 8}), split, tmp_path / "run", "cpu"))
    for_scripts = json.loads(json.dumps(plan_json(plan)))
    assert for_scripts["memory"]["total"] == plan.memory.total and for_scripts["steps"] == plan.steps
    lines = "\n".join(told(plan))
    assert plan.micro == 8 and plan.accumulate == 1  # what is small fits at once
    assert plan.steps == 4 and plan.problems == ()
    for word in ("memory", "time", "disk", "LoRA of rank 4", "13 to learn from (1 of general code)"):
        assert word in lines
    assert not (tmp_path / "run").exists()


def test_a_32b_recipe_without_a_gpu_is_a_sentence(base: Made, split: Path, tmp_path: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    folder = large(tmp_path / "big", base("qwen3"))
    assert shape_of(folder).parameters == pytest.approx(31.2e9, rel=0.02)
    told_ = read_recipe("qwen2.5-coder-32b-qlora", [f"base={folder}"])
    with pytest.raises(SpotsmithError, match=r"there is no GPU here, and qwen2.5-coder-32b-qlora trains 31.* billion"):
        train(Wanted(told_, split, tmp_path / "run"))
    assert not (tmp_path / "run").exists()


def test_too_little_memory_is_a_sentence_with_what_to_try(base: Made, split: Path, tmp_path: Path) -> None:
    folder = large(tmp_path / "big", base("qwen3"), layers=2_000)
    told_ = recipe(folder, weights="bf16", data={"tokens": 1500})
    with pytest.raises(SpotsmithError, match=r"it needs about [\d.]+ GiB on cpu .* GiB are free: try weights: nf4"):
        train(Wanted(told_, split, tmp_path / "run", "cpu"))
    assert not (tmp_path / "run").exists()


def test_too_little_disk_is_a_sentence(base: Made, split: Path, tmp_path: Path) -> None:
    folder = large(tmp_path / "big", base("qwen3"), layers=5_000)
    plan = planned(Wanted(recipe(folder, weights="fp32", adapter=None), split, tmp_path / "run", "cpu"))
    assert any("the run writes up to" in problem and "choose another place" in problem for problem in plan.problems)


def test_4_bits_and_checkpointing_need_less_memory(base: Made, split: Path, tmp_path: Path) -> None:
    folder = large(tmp_path / "big", base("qwen3"))
    sizes = planned(Wanted(recipe(folder, weights="nf4"), split, tmp_path / "run", "cpu")).material.sizes

    def needed(**changed: Any) -> float:
        return memory_of(shape_of(folder), recipe(folder, **changed), sizes, 4, on_cpu=False).total / GIB

    assert 15 < needed(weights="nf4", checkpointing=True) < 25 < needed(weights="bf16", checkpointing=True) < 75
    assert needed(weights="nf4", checkpointing=True) < needed(weights="nf4")
    assert needed(weights="bf16", adapter=None, checkpointing=True) > 400


def test_a_tokenizer_of_another_model_is_a_sentence(base: Made, split: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base("qwen3"), tmp_path / "base"))
    words = load_tokenizer(folder)
    words.add_tokens([f"word{number}" for number in range(5)])
    words.save_pretrained(folder)
    with pytest.raises(SpotsmithError, match=r"the tokenizer knows 905 tokens and the model has 900 rows"):
        planned(Wanted(recipe(folder), split, tmp_path / "run", "cpu"))


def test_middles_that_the_tokenizer_does_not_know_are_told(base: Made, split: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base("starcoder2"), tmp_path / "base"))  # a family with marks, and no such tokens
    for path in base("qwen3").glob("*token*"):
        shutil.copy(path, folder)
    notes = "\n".join(planned(Wanted(recipe(folder), split, tmp_path / "run", "cpu")).notes)
    assert "does not know <fim_prefix>, <fim_suffix>, <fim_middle>" in notes
    assert "1 left out: the tokenizer fills nothing in the middle" in notes


def test_a_base_without_a_template_is_given_one_and_says_so(base: Made, split: Path, tmp_path: Path) -> None:
    notes = "\n".join(planned(Wanted(recipe(base("starcoder2")), split, tmp_path / "run", "cpu")).notes)
    assert "the base has no chat template: one that says what serving says is kept with the adapter" in notes


def test_an_empty_or_foreign_dataset_is_a_sentence(base: Made, tmp_path: Path) -> None:
    told_ = recipe(base("qwen3"))
    with pytest.raises(SpotsmithError, match="not a split of a dataset"):
        train(Wanted(told_, tmp_path, tmp_path / "run", "cpu"))
    empty = split_in(tmp_path / "empty", train=0, validation=0)
    with pytest.raises(SpotsmithError, match=r"records is of data.kinds and data.verdicts"):
        train(Wanted(recipe(base("qwen3"), data={"kinds": ["sql"]}), empty, tmp_path / "run", "cpu"))
    changed = split_in(tmp_path / "changed")
    (changed / "train.jsonl").write_text('{"instruction": "a", "output": "b"}\n', encoding="utf-8")
    with pytest.raises(SpotsmithError, match="was changed after the split"):
        train(Wanted(told_, changed, tmp_path / "run", "cpu"))
    assert not (tmp_path / "run").exists()


def test_a_base_that_is_not_here_says_how_it_comes(split: Path, tmp_path: Path) -> None:
    for name in ("qwen3-8b-qlora", "codellama-13b-lora"):
        with pytest.raises(SpotsmithError, match="neither a folder nor in the local cache of models"):
            planned(Wanted(read_recipe(name), split, tmp_path / "run", "cpu"))
    with pytest.raises(SpotsmithError, match="there is no such folder; name a base with --base FOLDER"):
        planned(Wanted(read_recipe("tiny-cpu"), split, tmp_path / "run", "cpu"))


def test_weights_that_are_not_whole_are_a_sentence(base: Made, split: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base("qwen3"), tmp_path / "base"))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1_000])
    with pytest.raises(SpotsmithError, match=r"is not whole: it has [\d,]+ of [\d,]+ bytes; copy it again"):
        planned(Wanted(recipe(folder), split, tmp_path / "run", "cpu"))


def test_what_cannot_be_right_of_a_recipe_is_told(base: Made, split: Path, tmp_path: Path) -> None:
    plan = planned(Wanted(recipe(base("qwen3"), options={"learning_rate": 0.5}), split, tmp_path / "run", "cpu"))
    assert any("a learning rate of 0.5 is unusual for LoRA" in note for note in plan.notes)
    with pytest.raises(SpotsmithError, match=r"options.warmup_ratio is of an older transformers"):
        planned(Wanted(recipe(base("qwen3"), options={"warmup_ratio": 0.1}), split, tmp_path / "run", "cpu"))
    with pytest.raises(SpotsmithError, match=r"unknown field options.learning_rat; did you mean learning_rate\?"):
        planned(Wanted(recipe(base("qwen3"), options={"learning_rat": 0.1}), split, tmp_path / "run", "cpu"))


def test_a_tracker_that_is_not_installed_is_a_sentence(base: Made, split: Path, tmp_path: Path) -> None:
    if find_spec("wandb"):
        pytest.skip("wandb is installed here")
    with pytest.raises(SpotsmithError, match="track: wandb is not installed"):
        planned(Wanted(recipe(base("qwen3"), track=["wandb"]), split, tmp_path / "run", "cpu"))


def test_every_recipe_of_spotsmith_is_one() -> None:
    from finetune.train.recipes import check_options, names

    wanted = {"qwen3-8b-qlora", "starcoder2-7b-qlora", "starcoder2-3b-qlora", "codellama-13b-lora", "gpt2", "phi-2"}
    wanted |= {"deepseek-coder-6.7b-qlora", "qwen2.5-coder-32b-qlora", "tiny-cpu"}
    assert wanted <= set(names())
    for name in names():
        found: Recipe = read_recipe(name)
        check_options(found.options, name)
        assert found.about and found.name == name


def test_an_unknown_field_is_told_with_the_nearest() -> None:
    for data, said in (
        ({"base": "b", "adaptor": {}}, "unknown field adaptor; did you mean adapter?"),
        ({"base": "b", "adapter": {"rank": 4, "dropuot": 1}}, "unknown field adapter."),
        ({"base": "b", "judging": {"recrods": 3}}, "unknown field judging.recrods; did you mean records?"),
        ({}, "the field base is missing"),
        ({"base": "b", "adapter": None}, "weights: nf4 cannot be trained whole"),
        ({"base": "b", "judging": {"k": [8]}}, "compile@8 needs as many samples"),
    ):
        with pytest.raises(SpotsmithError) as problem:
            recipe_of(data, "r.yaml")
        assert said in str(problem.value)
    with pytest.raises(SpotsmithError, match=r"there is no recipe 'gpt-2'; did you mean gpt2"):
        read_recipe("gpt-2")


def test_settings_replace_fields_of_a_recipe() -> None:
    found = read_recipe(
        "tiny-cpu", ["adapter.r=4", "options.learning_rate=1e-4", "data.replay_from=a b.jsonl", "seed=7"]
    )
    assert found.adapter is not None and found.adapter.r == 4 and found.adapter.alpha == 32
    assert found.options["learning_rate"] == 1e-4 and found.options["num_train_epochs"] == 3
    assert found.data.replay_from == "a b.jsonl" and found.seed == 7
    assert read_recipe("tiny-cpu", ["adapter=null", "weights=fp32"]).adapter is None
