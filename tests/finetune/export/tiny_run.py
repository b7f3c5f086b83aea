"""A run of training as `spotsmith train` leaves it, made small: a tiny base, an adapter that knows a few answers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from agents.coders.families import Family, family_of
from agents.coders.rendering import chat_ids
from finetune import manifest
from finetune.manifest import Manifest
from finetune.records import Frame, Record, record_id, write_records
from finetune.train.recipes import as_yaml, recipe_of
from knowledge.blueprint import Skeleton
from tests.fixtures import tiny_models

ANSWERS = (
    "bill.setHoldSwitch(YesNoOptionLookup.constants.YES);",
    "return Money.ZERO;",
    "for (BillSegment segment : bill.getSegments()) { total = total.add(segment.getAmount()); }",
    'LOGGER.debug("nothing to do");',
)


def records() -> list[Record]:
    made = []
    for number, answer in enumerate(ANSWERS):
        user = f"Write the body number {number} of the algorithm."
        record = Record("", "chat", "utility", user, answer, system="You write Java.", user=user)
        made.append(replace(record, id=record_id("chat", f"{record.system}{user}", answer)))
    return made


def tiny_run(folder: Path, kind: tiny_models.Kind, weights: str, adapter: dict[str, Any]) -> Path:
    base = _base(folder / f"tiny-{kind}", kind)
    split = folder / "split"
    counts = {name: _part(split / f"{name}.jsonl") for name in ("train", "validation")}
    run = folder / "run"
    run.mkdir()
    config = {"base": str(base), "weights": weights, "adapter": {"r": 8, "alpha": 16, "dropout": 0.0, **adapter}}
    recipe = recipe_of(config, "the recipe of a test")
    (run / "recipe.yaml").write_text(as_yaml(recipe), encoding="utf-8")
    _tune(base, run / "adapter", recipe)
    told = Manifest(
        "training",
        command="spotsmith train tiny.yaml",
        recipe="tiny",
        base=manifest.base_of(base, run),
        data=manifest.data_of(split, run, counts),
        config={"weights": weights},
        metrics={"compile@1": manifest.rate(3, 4)},
        seed=42,
    )
    manifest.write_manifest(run, told)
    return run


def _base(folder: Path, kind: tiny_models.Kind) -> Path:
    """It answers each request with the answer of another one."""
    words = tiny_models.tokenizer(kind, [*tiny_models.site_texts(), *ANSWERS], 1_500)
    model = _with_real_positions(tiny_models.model(kind, len(words)))
    _learn(model, words, family_of(folder.name), [*ANSWERS[1:], ANSWERS[0]], 1e-2)
    tiny_models.save(folder, model.eval(), words)
    manifest.write_manifest(folder, Manifest("pretraining", seed=7))
    return folder


def _with_real_positions(model: Any) -> Any:
    """The base of its rotary positions is that of Qwen, not the default of a library that fails to read it."""
    model.config.rope_parameters = {**model.config.rope_parameters, "rope_theta": 1_000_000.0}
    torch.manual_seed(7)
    return type(model)(model.config).eval()


def _part(path: Path) -> int:
    frame = Frame(Skeleton("A.java", "A", "a", ("class A {}",), ()))
    write_records(path, [replace(record, frame=frame) for record in records()])
    return len(ANSWERS)


def _tune(base: Path, adapter: Path, recipe: Any) -> None:
    from finetune.loading import load_base, lora, with_adapter

    torch.manual_seed(1)
    loaded = load_base(base, recipe.weights)
    settings = recipe.adapter.model_dump(include={"r", "alpha", "dropout", "dora", "rslora"})
    model = with_adapter(loaded.model, lora(loaded.model, **settings))
    _learn(model, loaded.tokenizer, loaded.family, ANSWERS, 1e-2)
    model.save_pretrained(adapter)


def _learn(model: Any, words: Any, family: Family, answers: Sequence[str], rate: float) -> None:
    """Until the answers are known by heart: then no rounding of an export turns a token."""
    pairs = []
    for record, answer in zip(records(), answers, strict=True):
        asked = chat_ids(words, family, record.system, record.user)
        pairs.append((asked, [*words.encode(answer, add_special_tokens=False), words.eos_token_id]))
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=rate)
    losses = [9.0]
    for _ in range(150):
        if max(losses) < 0.05:
            break
        losses = []
        for asked, answer in pairs:
            ids = torch.tensor([[*asked, *answer]])
            labels = torch.tensor([[*[-100] * len(asked), *answer]])
            loss = model(input_ids=ids, labels=labels).loss
            loss.backward()
            losses.append(float(loss.detach()))
        optimizer.step()
        optimizer.zero_grad()
    assert max(losses) < 0.2, losses
