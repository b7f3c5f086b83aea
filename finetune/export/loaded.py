"""A model in this process, as it is compared: greedy answers, and the likeliest token at each position of an answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import end_ids
from finetune.export.parity import Said
from finetune.export.questions import Question, question_of
from finetune.export.trained import MOST_CONTEXT, Trained
from finetune.loading import load_base, load_tokenizer
from knowledge.errors import SpotsmithError


@dataclass(slots=True)
class InProcess:
    model: Any
    tokenizer: Any
    family: Family

    @property
    def context(self) -> int:
        return min(getattr(self.model.config, "max_position_embeddings", None) or self.family.context, MOST_CONTEXT)

    @property
    def ends(self) -> frozenset[int]:
        own = getattr(self.model.generation_config, "eos_token_id", None)
        return end_ids(self.tokenizer, self.family, own)

    def reads(self, question: Question) -> tuple[int, ...]:
        found = question_of(question.record, self.tokenizer, self.family)
        return found.ids if found else ()

    def says(self, question: Question, most: int) -> Said:
        import torch
        from transformers import GenerationConfig

        ends = self.ends
        padding = self.tokenizer.pad_token_id
        settings = GenerationConfig(
            max_new_tokens=most,
            do_sample=False,
            eos_token_id=sorted(ends) or None,
            pad_token_id=padding if padding is not None else next(iter(sorted(ends)), 0),
        )
        ids = torch.tensor([question.ids], device=self.model.device)
        with torch.inference_mode():
            written = self.model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=settings
            )
        said = tuple(written[0, len(question.ids) :].tolist())
        return Said(said, self.text(said))

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        return [int(each) for each in self.scores(question, said).argmax(-1).tolist()]

    def scores(self, question: Question, said: Sequence[int]) -> Any:
        """Logits at each position of ``said``, in 32 bits on the CPU."""
        import torch

        ids = torch.tensor([[*question.ids, *said]], device=self.model.device)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, use_cache=False).logits
        return logits[0, len(question.ids) - 1 : -1].float().cpu()

    def text(self, said: Sequence[int]) -> str:
        kept = [each for each in said if each not in self.ends]
        return str(self.tokenizer.decode(kept, skip_special_tokens=False, clean_up_tokenization_spaces=False))

    def shown(self, tokens: Sequence[int]) -> str:
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=False))


@contextmanager
def as_trained(trained: Trained, adapter: Path | None = None) -> Iterator[InProcess]:
    """The trained model with the weights that it was trained with, 4-bit ones included; gone from memory afterwards.

    ``adapter``: another folder of the same adapter.
    """
    base = load_base(trained.model, trained.recipe.weights)
    folder = adapter or trained.adapter
    tokenizer = load_tokenizer(folder) if folder and (folder / "tokenizer.json").is_file() else base.tokenizer
    with _held(_with(base.model, folder) if folder else base.model, tokenizer, trained.family) as speaker:
        yield speaker


@contextmanager
def saved(folder: Path, family: Family) -> Iterator[InProcess]:
    """A model folder without quantisation; gone from memory afterwards."""
    base = load_base(folder, "bf16")
    with _held(base.model, base.tokenizer, family) as speaker:
        yield speaker


@contextmanager
def _held(model: Any, tokenizer: Any, family: Family) -> Iterator[InProcess]:
    speaker = InProcess(model.eval(), tokenizer, family)
    del model
    try:
        yield speaker
    finally:
        speaker.model = None
        free()


def _with(model: Any, adapter: Path) -> Any:
    from peft import PeftModel

    try:
        return PeftModel.from_pretrained(model, str(adapter))
    except Exception as error:  # PEFT raises what torch raises
        raise SpotsmithError(
            f"{adapter}: the adapter cannot be loaded: {' '.join(str(error).split())[:300]}"
        ) from error


def free() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
