"""Words of a recipe that YAML or people read otherwise."""

import pytest

from finetune.train.recipes import recipe_of
from knowledge.errors import SpotsmithError


def test_a_bare_no_of_yaml_means_no() -> None:
    assert recipe_of({"base": "x", "judging": {"every": False}}, "r").judging.every == "no"


@pytest.mark.parametrize("steps", [0, -5])
def test_every_so_many_steps_is_at_least_one(steps: int) -> None:
    with pytest.raises(SpotsmithError, match="every is epoch, no, or a number of steps of 1 or more"):
        recipe_of({"base": "x", "judging": {"every": steps}}, "r")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"muon": True}, "muon: true is for models of which all weights are trained; say adapter: null"),
        (
            {"muon": True, "adapter": None, "weights": "fp32", "options": {"optim": "adamw_torch"}},
            "muon: true and options.optim both name an optimizer; leave one out",
        ),
    ],
)
def test_muon_is_for_whole_models_and_the_only_optimizer(said: dict[str, object], sentence: str) -> None:
    with pytest.raises(SpotsmithError, match=sentence):
        recipe_of({"base": "x", **said}, "r")
