"""A model in this process, as it is compared: greedy answers, and the likeliest token at each position of an answer."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import end_ids
from agents.coders.transformers_backend import check_model
from finetune.export.parity import Said
from finetune.export.questions import Question
from finetune.quiet import hush
from knowledge.errors import SpotsmithError


@dataclass(frozen=True, slots=True)
class Loaded:
    model: Any
    tokenizer: Any
    family: Family

    @property
    def context(self) -> int:
        return min(getattr(self.model.config, "max_position_embeddings", None) or self.family.context, 131_072)

    @property
    def ends(self) -> frozenset[int]:
        own = getattr(self.model.generation_config, "eos_token_id", None)
        return end_ids(self.tokenizer, self.family, own)

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

    def shown(self, tokens: Iterable[int]) -> str:
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=False))


@contextmanager
def loaded(folder: Path, family: Family, dtype: str = "", adapter: Path | None = None) -> Iterator[Loaded]:
    """A model folder without quantisation, with an adapter where one is given; gone from memory afterwards.

    ``dtype``: as the weights are, when empty. Raises SpotsmithError.
    """
    check_model(folder, adapters={"adapter": adapter} if adapter else None)
    hush()
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    settings: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), **settings)
        model = AutoModelForCausalLM.from_pretrained(
            str(folder), dtype=dtype or "auto", use_safetensors=True, device_map={"": place()}, **settings
        )
        if adapter:
            from peft import PeftModel

            model = PeftModel.from_pretrained(model, str(adapter))
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise SpotsmithError(f"{adapter or folder} cannot be loaded: {' '.join(str(error).split())[:300]}") from error
    held = [Loaded(model.eval(), tokenizer, family)]
    del model
    try:
        yield held[0]
    finally:
        held.clear()
        free()


def place() -> str:
    import torch

    return "cuda:0" if torch.cuda.is_available() else "cpu"


def free() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
