"""Pretraining: what is read, that names are renamed alike, and that a run which stops goes on as if it had not."""

import json
import random
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed: the extra 'train' has it")
pytest.importorskip("transformers", reason="transformers is not installed: the extra 'train' has it")

import torch

from finetune.manifest import read_manifest
from finetune.pretrain.corpus import read_corpus
from finetune.pretrain.loop import INSIDE, PretrainPlan, pretrain
from finetune.pretrain.renaming import renamed, word_list
from finetune.pretrain.scratch import Size, new_tokenizer
from finetune.pretrain.sequences import Mix, batch
from knowledge.errors import SpotsmithError

CLASS = """package org.shop;

/** A long comment. {filler} */
public class Basket {number} {{

\tprivate Customer customer;

\tpublic Customer getCustomer() {{
\t\tif (customer == null) {{
\t\t\treturn null;
\t\t}}
\t\treturn customer;
\t}}

\t/** How many things lie in it, all together. */
\tpublic int countThings(List<Thing> things) {{
\t\tint total = 0;
\t\tfor (Thing thing : things) {{
\t\t\ttotal += thing.getCount();
\t\t}}
\t\treturn total;
\t}}

\tpublic void setCustomer(Customer customer) {{
\t\tthis.customer = customer;
\t}}
}}
"""
SMALL = Size(vocabulary=400, hidden=128, layers=1, inner=128, context=256)


@pytest.fixture
def java(tmp_path: Path) -> Path:
    folder = tmp_path / "java"
    folder.mkdir()
    for number in range(6):
        (folder / f"Basket{number}.java").write_text(
            CLASS.format(number=f"extends B{number}", filler="word " * 80), encoding="utf-8"
        )
    return folder


def plan(steps: int, **more: object) -> PretrainPlan:
    settings: dict[str, object] = {"shape": "qwen2.5-coder", "size": SMALL, "length": 64, "tokens": 128, "threads": 1}
    return PretrainPlan(**{**settings, "steps": steps, "every": 0.0, **more})  # type: ignore[arg-type]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")


def test_each_file_is_read_once_without_long_comments_from_folders_and_archives(java: Path, tmp_path: Path) -> None:
    packed = tmp_path / "more-sources.jar"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("org/shop/Copy.java", (java / "Basket0.java").read_text(encoding="utf-8"))
        archive.writestr("org/shop/Basket9.java", CLASS.format(number="extends B9", filler=""))
        archive.writestr("org/shop/Basket.class", "no source")
    texts = read_corpus([java, packed])
    assert len(texts) == 7
    assert "word word" not in texts[0]
    assert "A long comment" in texts[-1]  # it is short there


def test_places_without_java_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="no Java to learn from in"):
        read_corpus([tmp_path])
    (tmp_path / "broken.jar").write_bytes(b"no archive")
    with pytest.raises(SpotsmithError, match=r"broken\.jar cannot be read as an archive"):
        read_corpus([tmp_path / "broken.jar"])


def test_words_are_renamed_alike_in_types_accessors_and_variables() -> None:
    text = CLASS.format(number="", filler="")
    other = renamed(text, ["lantern", "harbour", "meadow"], random.Random(3), share=1.0)
    new = next(word for word in ("lantern", "harbour", "meadow") if f"private {word.capitalize()} {word};" in other)
    assert f"set{new.capitalize()}({new.capitalize()} {new})" in other
    assert "ustomer" not in other
    assert other.count("return") == text.count("return")


def test_a_batch_follows_from_its_seed_and_asks_for_whole_bodies(java: Path) -> None:
    texts = read_corpus([java])
    tokenizer = new_tokenizer("qwen2.5-coder", texts, 400)
    from agents.coders.families import family_of

    mix = Mix(texts, word_list(texts), family_of("qwen2.5-coder").fim, 0)

    def encode(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False))

    rows = batch(mix, encode, 4, 200, "7-1")
    assert rows == batch(mix, encode, 4, 200, "7-1") != batch(mix, encode, 4, 200, "7-2")
    assert [len(row) for row in rows] == [200] * 4
    said = "".join(tokenizer.decode(row) for row in rows)
    assert said.count("<|fim_prefix|>") >= said.count("<|fim_middle|>") > 0


def test_a_model_is_made_that_serving_can_open(java: Path, tmp_path: Path) -> None:
    from agents.coders.transformers_backend import open_model

    made = pretrain(tmp_path / "qwen2.5-coder-tiny", [java], plan(3), on_told=lambda line: None)
    assert (made.steps, made.tokens) == (3, 3 * 128)
    assert read_manifest(made.folder).metrics["parameters"] == made.parameters
    assert open_model(made.folder).fills_in_the_middle


def test_a_run_that_was_killed_ends_with_the_weights_of_one_that_was_not(java: Path, tmp_path: Path) -> None:
    class Killed(Exception):
        pass

    def kill(line: str) -> None:
        if line.startswith("step"):
            raise Killed

    whole = pretrain(tmp_path / "qwen2.5-coder-whole", [java], plan(6), on_told=lambda line: None)
    folder = tmp_path / "qwen2.5-coder-killed"
    with pytest.raises(Killed):  # after the last step, before the model is written: the checkpoint is of step 5
        pretrain(folder, [java], plan(6), on_told=kill)
    assert not (folder / "model.safetensors").exists()
    again = pretrain(folder, [java], plan(6), on_told=lambda line: None)
    assert again.steps == whole.steps
    one, other = weights(whole.folder), weights(folder)
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert not (folder / INSIDE / "last.pt").exists()


def test_a_run_goes_on_only_with_its_own_settings_and_a_fitting_name(java: Path, tmp_path: Path) -> None:
    folder = tmp_path / "qwen2.5-coder-x"
    (folder / INSIDE).mkdir(parents=True)
    (folder / INSIDE / "plan.json").write_text(json.dumps({"rate": 0.1}), encoding="utf-8")
    with pytest.raises(SpotsmithError, match="was begun with another"):
        pretrain(folder, [java], plan(2))
    with pytest.raises(SpotsmithError, match=r"let it contain 'qwen2\.5-coder'"):
        pretrain(tmp_path / "model", [java], plan(2))
    with pytest.raises(SpotsmithError, match="either --minutes or --steps"):
        pretrain(folder, [java], plan(0))
