"""An adapter becomes part of the weights, onto the base that answers most like the trained model.

An adapter that was trained on 4-bit weights has learned to live with their rounding errors. Which base suits it after
merging, the original or the dequantised one, differs between models, so both are made and compared. Nothing is ever
merged into 4-bit weights: the sum would be rounded again (logits were off by up to 4.5 where 0.2 is usual).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from finetune.export.loaded import InProcess, free
from finetune.export.parity import Agreement, Expected, agreement
from finetune.export.prompt_form import fixed_template
from finetune.export.trained import Trained
from finetune.loading import load_base
from knowledge.errors import SpotsmithError

Onto = Literal["original", "dequantised"]


@dataclass(frozen=True, slots=True)
class Tried:
    onto: Onto
    agreement: Agreement
    distance: float
    """Mean difference of the logarithm of the probability of what the trained model said."""

    @property
    def rank(self) -> tuple[float, float]:
        return (-round(self.agreement.share, 4), self.distance)


def choose(trained: Trained, expected: Expected, likelihoods: Sequence[Sequence[float]]) -> list[Tried]:
    """The bases that an adapter can be merged onto, the best first. ``likelihoods``: see ``likelihoods_of``."""
    bases: tuple[Onto, ...] = ("original", "dequantised") if trained.quantised and trained.adapter else ("original",)
    tried = []
    for onto in bases:
        with merged(trained, onto) as model:
            found = likelihoods_of(model, expected)
            tried.append(Tried(onto, agreement(expected, model), _distance(found, likelihoods)))
    return sorted(tried, key=lambda each: each.rank)


def likelihoods_of(model: InProcess, expected: Expected) -> list[list[float]]:
    """For each answer the logarithms of the probabilities of its tokens."""
    import torch

    found = []
    for question, said in zip(expected.questions, expected.said, strict=True):
        scores = torch.log_softmax(model.scores(question, said.ids), -1)
        found.append(scores.gather(-1, torch.tensor(said.ids)[:, None])[:, 0].tolist())
    return found


@contextmanager
def merged(trained: Trained, onto: Onto) -> Iterator[InProcess]:
    """The merged model in memory; computed in 32 bits on a CPU, so that it is rounded once, when it is saved."""
    quantised = onto == "dequantised"
    base = load_base(trained.model, trained.recipe.weights if quantised else "bf16")
    model = _dequantised(base.model) if quantised else base.model
    if trained.adapter:
        model = _merged(model, trained.adapter)
    speaker = InProcess(model.eval(), base.tokenizer, trained.family)
    del model, base
    try:
        yield speaker
    finally:
        speaker.model = None
        free()


def save(model: InProcess, folder: Path, dtype: str) -> None:
    """As safetensors, with the tokenizer, the form of prompts that was trained on, and the tokens that end answers."""
    import torch

    made = model.model.to(getattr(torch, dtype))
    made.config.__dict__.pop("quantization_config", None)
    made.generation_config.eos_token_id = sorted(model.ends) or None
    if made.generation_config.pad_token_id is None:
        made.generation_config.pad_token_id = model.tokenizer.pad_token_id
    made.generation_config.do_sample = False
    for name in ("temperature", "top_p", "top_k"):
        setattr(made.generation_config, name, None)
    made.save_pretrained(folder)
    save_tokenizer(model, folder)


def save_tokenizer(model: InProcess, folder: Path) -> None:
    model.tokenizer.chat_template = fixed_template(model.tokenizer, model.family)
    model.tokenizer.save_pretrained(folder)


def dtype_of(folder: Path) -> str:
    """Of the weights of a model folder, as its configuration says."""
    import json

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    found = str(config.get("dtype") or config.get("torch_dtype") or "float32")
    return found if found in ("float32", "bfloat16", "float16") else "bfloat16"


def _dequantised(model: Any) -> Any:
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity_error()  # it tells of the type that it was asked for
    try:
        return model.dequantize()
    finally:
        logging.set_verbosity(before)


def _merged(model: Any, adapter: Path) -> Any:
    from peft import PeftModel

    try:
        return PeftModel.from_pretrained(model, str(adapter)).merge_and_unload(safe_merge=True)
    except Exception as error:  # PEFT raises what torch raises
        raise SpotsmithError(f"{adapter} cannot be merged: {' '.join(str(error).split())[:300]}") from error


def _distance(found: Sequence[Sequence[float]], wanted: Sequence[Sequence[float]]) -> float:
    pairs = [(a, b) for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)]
    return sum(abs(a - b) for a, b in pairs) / max(len(pairs), 1)
