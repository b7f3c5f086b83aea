"""The model card: from manifests alone."""

from dataclasses import replace

from finetune.card import card
from finetune.manifest import Manifest, rate

BUILT = Manifest("dataset", created="2026-11-01T08:00:00+00:00", metrics={"records": 1033})
TRAINED = Manifest(
    "training",
    created="2026-11-02T08:00:00+00:00",
    command="spotsmith train tiny-cpu",
    recipe="tiny-cpu",
    base={"path": "../models/qwen3-8b", "digest": "ab" * 32, "revision": "0a1b2c"},
    data={"folder": "../split", "digests": {"train.jsonl": "cd" * 32}, "counts": {"train": 812}},
    config={"recipe": {"weights": "nf4", "adapter": {"r": 16}}, "notes": ["a | b"]},
    environment={"python": "3.11.7", "packages": {"torch": "2.13.0"}},
    metrics={"eval_loss": 0.51},
    seed=42,
    parents=(BUILT,),
)
EVALUATED = Manifest("evaluation", metrics={"tuned": {"build@1": rate(41, 100)}, "limits": ["one seed"]})
EXPORTED = Manifest("export", metrics={"proof": "proven", "problems": []}, parents=(TRAINED, EVALUATED))


def test_it_says_where_a_model_comes_from_and_what_was_measured() -> None:
    text = card(EXPORTED)
    assert text.startswith("# tiny-cpu\n")
    assert "`qwen3-8b`, revision `0a1b2c`; SHA-256 of its files `abababababab`." in text
    assert "| train | 812 | `cdcdcdcdcdcd` |" in text
    assert "| recipe.adapter.r | 16 |" in text and "| notes | a \\| b |" in text
    assert "| tuned: build@1 | 0.41 | 100 | 0.319 to 0.508 |" in text
    assert "| eval_loss | 0.51 |  |  |" in text
    assert "| records | 1033 |" in text
    assert "`spotsmith train tiny-cpu`" in text and "| packages.torch | 2.13.0 |" in text


def test_what_was_not_measured_is_said() -> None:
    text = card(EXPORTED)
    assert "- One seed." in text
    assert "- What was forgotten of general code was not measured." in text
    bare = card(replace(EXPORTED, parents=(TRAINED,), metrics={"unproven": ["build@1 was not measured: no workspace"]}))
    assert "- No evaluation of held-out requests is among the manifests" in bare
    assert "- Build@1 was not measured: no workspace." in bare


def test_a_failed_export_says_so_at_the_top() -> None:
    assert "Do not serve it" in card(replace(EXPORTED, metrics={"proof": "failed"})).split("## Base")[0]


def test_a_step_that_two_others_come_from_is_told_once() -> None:
    text = card(replace(EXPORTED, parents=(TRAINED, replace(EVALUATED, parents=(TRAINED,)))))
    assert text.count("the model was trained: `spotsmith train tiny-cpu`") == 1
