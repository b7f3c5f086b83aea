"""The graded reward, and two steps of GRPO with it on a tiny random model."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from finetune.evaluate.cases import cases
from finetune.judge import Judge, Judgement
from finetune.records import Record
from finetune.rl import CompilerReward, Groups, RlPlan, reinforce, reward_of, text_of
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError

WANTED = frozenset(("a.B", "a.B#c()"))
needs_trl = pytest.mark.skipif(find_spec("trl") is None, reason="the extra 'rl' is not installed")


@pytest.mark.parametrize(
    ("judged", "length", "total"),
    [
        (Judgement(True, True, parsed=True, uses=("a.B", "a.B#c()", "x")), 100, 1.0),
        (Judgement(True, True, parsed=True, uses=("a.B",)), 100, 0.9),
        (Judgement(True, False, parsed=True, rules=("r",), uses=("a.B", "a.B#c()")), 100, 0.8),
        (Judgement(False, False, parsed=True, uses=("a.B",)), 100, 0.2),
        (Judgement(False, False), 100, 0.0),
        (Judgement(True, True, parsed=True, empty=True, uses=("a.B", "a.B#c()")), 100, 0.0),
        (Judgement(True, True, parsed=True, uses=("a.B", "a.B#c()")), 200, 1.0),
        (Judgement(True, True, parsed=True, uses=("a.B", "a.B#c()")), 300, 0.9),
        (Judgement(True, True, parsed=True, uses=("a.B", "a.B#c()")), 9_000, 0.8),
        (Judgement(False, False), 9_000, 0.0),
    ],
)
def test_the_reward_is_graded(judged: Judgement, length: int, total: float) -> None:
    assert reward_of(judged, WANTED, length, 100).total == pytest.approx(total)


def test_the_reference_earns_everything_and_nothing_earns_nothing(site: OpenSite, records: list[Record]) -> None:
    judge = Judge(site)
    asked, _ = cases(records[:1], site, judge)
    reward = CompilerReward(asked, judge, 2)
    key = records[0].id
    broken = records[0].output.replace(";", "; magic();", 1)
    answers = [records[0].output, [{"role": "assistant", "content": broken}], "", "```java hole=1\n// nothing\n```"]
    found = reward(None, answers, [key] * 4)
    assert found[0] == pytest.approx(1.0)
    assert 0.1 <= found[1] < 0.4
    assert found[2:] == [0.0, 0.0]
    assert (reward.groups.seen, reward.groups.equal) == (2, 1)


def test_groups_of_one_reward_are_counted() -> None:
    groups = Groups()
    for rewards in ([0.1, 0.1], [0.1, 0.6], [0.0, 0.0]):
        groups.add(rewards)
    assert (groups.seen, groups.equal, groups.rewards) == (3, 2, [0.1, 0.35, 0.0])
    assert text_of([{"role": "assistant", "content": "x"}]) == text_of("x") == "x"


@needs_trl
def test_what_cannot_be_reinforced_is_told_before_anything_is_loaded(
    site: OpenSite, records: list[Record], tmp_path: Path
) -> None:
    with pytest.raises(SpotsmithError, match="no record of a whole component"):
        reinforce(site, [], tmp_path / "base", tmp_path / "run")
    with pytest.raises(SpotsmithError, match="a group needs two answers"):
        reinforce(site, records, tmp_path / "base", tmp_path / "run", RlPlan(generations=1))
    with pytest.raises(SpotsmithError, match="there is no such folder"):
        reinforce(site, records, tmp_path / "base", tmp_path / "run")


@needs_trl
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_two_steps_of_grpo_on_a_tiny_model(site: OpenSite, records: list[Record], tmp_path: Path) -> None:
    import torch

    from finetune.manifest import read_manifest
    from tests.fixtures.tiny_models import model, save, site_texts, tokenizer

    torch.set_num_threads(1)
    words = tokenizer("qwen3", site_texts()[:5], 800)
    made = model("qwen3", len(words))
    made.config.max_position_embeddings = 16_384
    base = save(tmp_path / "base", made, words)
    plan = RlPlan(steps=2, generations=2, tokens=16, rank=4, weights="fp32", device="cpu")
    found = reinforce(site, records[:1], base, tmp_path / "run", plan)
    assert (found.steps, found.groups.seen, found.groups.equal) == (2, 2, 2)
    assert found.notes[0].startswith("2 of 2 groups had one reward and taught nothing")
    assert (found.adapter / "adapter_model.safetensors").is_file()
    manifest = read_manifest(tmp_path / "run")
    assert (manifest.recipe, manifest.metrics["groups with one reward"]) == ("grpo", 2)
    log = (tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[0])["frac_reward_zero_std"] == 1.0
