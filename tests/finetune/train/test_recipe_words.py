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
