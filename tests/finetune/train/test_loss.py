"""The loss of answers alone is the model's own loss, and so are its gradients."""

from typing import Any

import pytest

from finetune.loading import load_base, lora, with_adapter
from finetune.quiet import hush
from finetune.train.examples import UNCOUNTED, Example, batch_of
from finetune.train.loss import answer_loss
from tests.finetune.train.conftest import Made

KINDS = ("qwen3", "starcoder2", "llama", "gpt2", "phi")


def tiny(kind: str) -> Any:
    import torch

    hush()
    from transformers import (
        AutoModelForCausalLM,
        GPT2Config,
        LlamaConfig,
        PhiConfig,
        Qwen3Config,
        Starcoder2Config,
    )

    torch.manual_seed(3)
    small: dict[str, Any] = {"vocab_size": 160, "bos_token_id": 1, "eos_token_id": 1, "pad_token_id": 1}
    size = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = {
        "qwen3": lambda: Qwen3Config(**small, **size, num_key_value_heads=2, head_dim=8),
        "starcoder2": lambda: Starcoder2Config(**small, **size, num_key_value_heads=2, sliding_window=None),
        "llama": lambda: LlamaConfig(**small, **size, num_key_value_heads=4),
        "gpt2": lambda: GPT2Config(**small, n_embd=32, n_layer=2, n_head=4, n_positions=128),
        "phi": lambda: PhiConfig(**small, **size),
    }[kind]()
    model = AutoModelForCausalLM.from_config(config, attn_implementation="sdpa")
    return model.eval()  # no dropout: two passes must agree


def examples() -> list[Example]:
    """Three rows of different lengths, prompts and answers."""
    made = []
    for number, (prompt, answer) in enumerate(((30, 9), (12, 20), (5, 3))):
        ids = tuple(2 + (number * 37 + place * 11) % 150 for place in range(prompt + answer))
        made.append(Example(ids, (UNCOUNTED,) * prompt + ids[prompt:], weight=1.0 + number))
    return made


def tensors(rows: list[Example], weighted: bool = False) -> dict[str, Any]:
    import torch

    batch = {name: torch.tensor(values) for name, values in batch_of(rows, padding=1).items()}
    return {**batch, "weights": torch.tensor([row.weight for row in rows])} if weighted else batch


def gradients(model: Any, loss: Any) -> dict[str, Any]:
    model.zero_grad()
    loss.backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def standard(model: Any, rows: list[Example], weighted: bool = False) -> Any:
    """Row by row, with nothing filled up: what the model itself says, all positions through the head."""
    import torch

    total, count = torch.zeros(()), 0
    for row in rows:
        ids, labels = torch.tensor([row.ids]), torch.tensor([row.labels])
        tokens = row.answered
        total = total + model(input_ids=ids, labels=labels).loss * tokens * (row.weight if weighted else 1.0)
        count += tokens
    return total / count


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("kind", KINDS)
def test_loss_and_gradients_are_those_of_the_model_itself(kind: str, weighted: bool) -> None:
    import torch

    model, rows = tiny(kind), examples()
    wanted = standard(model, rows, weighted)
    expected = gradients(model, wanted)
    found = answer_loss(model, tensors(rows, weighted))
    given = gradients(model, found)
    assert found.item() == pytest.approx(wanted.item(), rel=1e-6)
    assert expected.keys() == given.keys()
    for name, gradient in expected.items():
        torch.testing.assert_close(given[name], gradient, rtol=1e-4, atol=1e-6, msg=name)


def test_a_step_in_parts_is_the_step_as_a_whole() -> None:
    import torch

    model, rows = tiny("qwen3"), examples()
    whole = gradients(model, answer_loss(model, tensors(rows)))
    count = torch.tensor(sum(row.answered for row in rows))
    parts = sum(answer_loss(model, tensors([row]), count) for row in rows)
    for name, gradient in gradients(model, parts).items():
        torch.testing.assert_close(gradient, whole[name], rtol=1e-4, atol=1e-6, msg=name)


@pytest.mark.parametrize("weights", ["fp32", "nf4"])
def test_gradients_of_an_adapter_are_those_of_the_model_itself(base: Made, weights: Any) -> None:
    import torch

    loaded = load_base(base("qwen3"), weights, "cpu")
    model, rows = with_adapter(loaded.model, lora(loaded.model, r=4, dropout=0.0)), examples()
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02, generator=torch.Generator().manual_seed(1))
    wanted = standard(model, rows)
    expected = gradients(model, wanted)
    found = answer_loss(model, tensors(rows))
    assert found.item() == pytest.approx(wanted.item(), rel=1e-5)
    for name, gradient in gradients(model, found).items():
        torch.testing.assert_close(gradient, expected[name], rtol=1e-3, atol=1e-5, msg=name)


def test_the_head_projects_answers_alone() -> None:
    model, rows = tiny("llama"), examples()[:1]
    seen: list[int] = []
    model.get_output_embeddings().register_forward_hook(lambda _, given, __: seen.append(given[0].shape[1]))
    answer_loss(model, tensors(rows))
    assert seen == [10]  # nine tokens, and the one before the first of them
