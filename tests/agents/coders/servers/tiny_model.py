"""Tiny models as GGUF files, made in a moment: one that says what it was built to say, and one of random weights.

Both are llamas of one layer with a byte-level vocabulary and some phrases as tokens of their own. In the first, the
layer adds nothing, so the last token alone decides the next one: its texts are chains of phrases, and which chain
it follows is decided by its chat template, from words in what it is asked.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import gguf
import numpy as np

END = "</s>"
WIDTH, INNER, CONTEXT = 64, 32, 65_536
MARKS = ("<|im_start|>", "<|im_end|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>")
SHOWN = (
    "{% if tools %}<|im_start|>system\nTools:\n{% for t in tools %}{{ t | tojson }}\n{% endfor %}"
    'Call one so:\n<tool_call>\n{"name": <name>, "arguments": <arguments>}\n</tool_call><|im_end|>\n{% endif %}'
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content or '' }}"
    "{% for c in m.tool_calls or [] %}\n<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n</tool_call>{% endfor %}'
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n"
)


def talker(path: Path, says: Mapping[str, Sequence[str]], otherwise: Sequence[str], middle: Sequence[str]) -> Path:
    """A model that answers with the phrases of the first key of ``says`` that the conversation holds.

    ``middle``: what it writes in the middle of a file. A phrase has one successor, the same everywhere, and 31 bytes
    at most: llama-cpp-python loses a longer one.
    """
    assert all(len(phrase.encode()) < 32 for chain in (*says.values(), otherwise, middle) for phrase in chain)
    phrases = dict.fromkeys(phrase for chain in (*says.values(), otherwise, middle) for phrase in chain)
    starts = [f"<|{word}|>" for word in says]
    follows = {"<0x0A>": otherwise[0], "<|fim_middle|>": middle[0]}
    for start, chain in zip(["<0x0A>", *starts, "<|fim_middle|>"], [otherwise, *says.values(), middle], strict=True):
        follows |= dict(pairwise((start, *chain)))
    tests = "".join(
        f"{{% {'elif' if at else 'if'} '{word}' in (messages | map(attribute='content') | join(' ')) %}}<|{word}|>"
        for at, word in enumerate(says)
    )
    template = f"{SHOWN}{tests}{{% endif %}}{{% endif %}}" if says else f"{SHOWN}{{% endif %}}"
    return _write(path, [*MARKS, *starts, *(phrase for phrase in phrases if phrase != END)], template, follows)


def babbler(path: Path) -> Path:
    """A model of random weights."""
    return _write(path, MARKS, f"{SHOWN}{{% endif %}}", None)


def _write(path: Path, extra: Sequence[str], template: str, follows: Mapping[str, str] | None) -> Path:
    kinds = gguf.TokenType
    vocabulary = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), (END, kinds.CONTROL)]
    vocabulary += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    vocabulary += [(text, kinds.CONTROL if text in MARKS else kinds.USER_DEFINED) for text in extra]
    writer = gguf.GGUFWriter(path, "llama")
    _head(writer, vocabulary, template)
    for name, weights in _weights([text for text, _ in vocabulary], follows).items():
        writer.add_tensor(name, weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _head(writer: gguf.GGUFWriter, vocabulary: Sequence[tuple[str, gguf.TokenType]], template: str) -> None:
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_block_count(1)
    writer.add_head_count(2)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // 2)
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text.encode() for text, _ in vocabulary])
    writer.add_token_scores([0.0] * len(vocabulary))
    writer.add_token_types([int(kind) for _, kind in vocabulary])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(template)


def _weights(texts: Sequence[str], follows: Mapping[str, str] | None) -> dict[str, np.ndarray]:
    """Random weights; where it is said what follows what, the layer adds nothing and the last matrix knows it."""
    draw = np.random.default_rng(1).standard_normal
    tokens = draw((len(texts), WIDTH))
    tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
    last = draw((len(texts), WIDTH))
    if follows is not None:
        at = {text: number for number, text in enumerate(texts)}
        last = np.zeros_like(tokens)
        for text, successor in follows.items():
            last[at[successor]] += 8 * tokens[at[text]]
    adds = 0.0 if follows is not None else 1.0
    layer = {
        "attn_norm": np.ones(WIDTH),
        "ffn_norm": np.ones(WIDTH),
        "attn_q": draw((WIDTH, WIDTH)),
        "attn_k": draw((WIDTH, WIDTH)),
        "attn_v": draw((WIDTH, WIDTH)),
        "attn_output": adds * draw((WIDTH, WIDTH)),
        "ffn_gate": draw((INNER, WIDTH)),
        "ffn_up": draw((INNER, WIDTH)),
        "ffn_down": adds * draw((WIDTH, INNER)),
    }
    whole = {"token_embd": tokens, "output_norm": np.ones(WIDTH), "output": last}
    return {f"{name}.weight": each for name, each in whole.items()} | {
        f"blk.0.{name}.weight": each for name, each in layer.items()
    }
