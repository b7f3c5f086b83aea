"""A tokenizer and a small model of a known family, from nothing: byte-level BPE and random weights.

The tokenizer splits text as the family does (Qwen2's expression, or StarCoder2's digits), which llama.cpp knows by
name: a model that is exported to GGUF then reads the same tokens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from knowledge.errors import SpotsmithError

Shape = Literal["qwen3", "qwen2.5-coder", "starcoder2"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
HEAD = 64
"""Width of an attention head."""

# Of Qwen2 and Qwen3: one mark may stick to the letters behind it, so that ".getId" becomes a token.
_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_QWEN_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_FIM_TOKENS = (
    *("<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"),
    *("<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"),
)
SPECIAL: dict[Shape, tuple[str, ...]] = {
    "qwen3": _QWEN_TOKENS,
    "qwen2.5-coder": (*_QWEN_TOKENS, *_FIM_TOKENS),
    "starcoder2": ("<|endoftext|>", "<fim_prefix>", "<fim_middle>", "<fim_suffix>", "<fim_pad>", "<file_sep>"),
}
PAD = "<|endoftext|>"
END: dict[Shape, str] = {"qwen3": "<|im_end|>", "qwen2.5-coder": "<|im_end|>", "starcoder2": "<|endoftext|>"}
_TURNS = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
)
_THINKING = "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
CHAT: dict[Shape, str] = {
    "qwen3": f"{_TURNS}{_THINKING}{{% endif %}}",
    "qwen2.5-coder": f"{_TURNS}{{% endif %}}",
}


@dataclass(frozen=True, slots=True)
class Size:
    """Widths are multiples of 256 where K-quants of GGUF shall be possible."""

    vocabulary: int = 4_096
    hidden: int = 256
    layers: int = 4
    inner: int = 768
    context: int = 2_048


def new_tokenizer(shape: Shape, texts: Iterable[str], vocabulary: int) -> Any:
    """A fast tokenizer of transformers, with the family's special tokens and chat template."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    plain_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    if shape == "starcoder2":
        split = [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    else:
        split = [pre_tokenizers.Split(Regex(_QWEN), "isolated"), plain_bytes]
    made.pre_tokenizer = pre_tokenizers.Sequence(split)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL[shape]),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    found = PreTrainedTokenizerFast(tokenizer_object=made, eos_token=END[shape], pad_token=PAD)
    found.add_special_tokens({"extra_special_tokens": [t for t in SPECIAL[shape] if t != END[shape]]})
    if shape in CHAT:
        found.chat_template = CHAT[shape]
    return found


def check_width(size: Size) -> None:
    if size.hidden % (2 * HEAD):
        raise SpotsmithError(f"a width of {size.hidden} does not divide into heads: take a multiple of {2 * HEAD}")


def new_model(shape: Shape, size: Size, vocabulary: int, seed: int) -> Any:
    """Random weights; the same for the same seed."""
    import torch
    import transformers as t

    check_width(size)
    torch.manual_seed(seed)
    heads = size.hidden // HEAD
    common: dict[str, Any] = {
        "vocab_size": vocabulary,
        "hidden_size": size.hidden,
        "intermediate_size": size.inner,
        "num_hidden_layers": size.layers,
        "num_attention_heads": heads,
        "num_key_value_heads": max(heads // 2, 1),
        "max_position_embeddings": size.context,
        "tie_word_embeddings": True,
        "bos_token_id": None,
        "eos_token_id": None,
        "pad_token_id": None,
    }
    if shape == "starcoder2":
        return t.Starcoder2ForCausalLM(t.Starcoder2Config(**common, sliding_window=None))
    if shape == "qwen2.5-coder":
        return t.Qwen2ForCausalLM(t.Qwen2Config(**common))
    return t.Qwen3ForCausalLM(t.Qwen3Config(**common, head_dim=HEAD))
