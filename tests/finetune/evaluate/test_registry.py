"""Adapters by topic: versions are kept whole, mixtures do what their parts do, and serving finds them by name."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from finetune.manifest import Manifest, write_manifest
from finetune.registry import add, entries, folder_of, merge
from knowledge.errors import SpotsmithError
from serving.local_model import examine_local
from serving.settings import Coder
from tests.serving.command_line import Spotsmith

if find_spec("torch") is None or find_spec("transformers") is None or find_spec("peft") is None:
    pytest.skip("the extra 'transformers' is not installed", allow_module_level=True)
# PEFT 0.21 asks transformers 5.23 by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")


@pytest.fixture
def registry(models: Path, tmp_path: Path) -> Path:
    for name in ("one", "two", "wide"):
        add(tmp_path / "adapters", models / name, name)
    return tmp_path / "adapters"


def test_a_run_becomes_the_next_version_of_a_topic(models: Path, tmp_path: Path) -> None:
    run, registry = tmp_path / "run", tmp_path / "adapters"
    run.mkdir()
    (run / "adapter").symlink_to(models / "one")
    made = Manifest("training", recipe="tiny-cpu", data={"digests": {"train.jsonl": "ab"}}, metrics={"loss": 1.5})
    write_manifest(run, made, ["adapter"])
    entry = add(registry, run, "billing", "all about bills")
    assert (entry.spec, entry.recipe, entry.data["digests"], entry.metrics["loss"]) == (
        "billing@1",
        "tiny-cpu",
        {"train.jsonl": "ab"},
        1.5,
    )
    again = add(registry, models / "two", "billing")
    assert (again.version, again.digest != entry.digest) == (2, True)
    assert entries(registry) == [entry, again]
    assert folder_of(registry, "billing") == registry / "billing" / "2"
    assert folder_of(registry, "billing@1") == registry / "billing" / "1"
    assert "filter=lfs" in (registry / ".gitattributes").read_text(encoding="utf-8")
    config = json.loads((registry / "billing" / "1" / "adapter_config.json").read_text(encoding="utf-8"))
    assert not Path(config["base_model_name_or_path"] or "").is_absolute()


@pytest.mark.parametrize(
    ("spec", "said"),
    [("onee", "did you mean one"), ("one@7", "no version 7 of one; it has: 1"), ("zzz", "it has: one, two, wide")],
)
def test_what_the_registry_has_not_is_told(registry: Path, spec: str, said: str) -> None:
    with pytest.raises(SpotsmithError, match=said):
        folder_of(registry, spec)


def test_a_name_cannot_leave_the_registry(models: Path, tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="is no name of an adapter"):
        add(tmp_path, models / "one", "../one")


def test_cat_does_exactly_what_both_do_together(models: Path, registry: Path) -> None:
    """The deltas add up, here one half and two; alpha is the rank in the fixture."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    entry = merge(registry, {"one": 0.5, "wide@1": 2.0}, "mix", models / "base", "cat")
    assert [(part["name"], part["weight"]) for part in entry.merged] == [("one", 0.5), ("wide", 2.0)]

    def weights(folder: Path) -> dict[str, torch.Tensor]:
        base = AutoModelForCausalLM.from_pretrained(models / "base", dtype=torch.float32)
        return dict(PeftModel.from_pretrained(base, folder).merge_and_unload().state_dict())

    bare = AutoModelForCausalLM.from_pretrained(models / "base", dtype=torch.float32).state_dict()
    one, wide, mixed = (weights(folder_of(registry, name)) for name in ("one", "wide", "mix"))
    for name, weight in bare.items():
        wanted = weight + 0.5 * (one[name] - weight) + 2.0 * (wide[name] - weight)
        assert torch.allclose(mixed[name], wanted, atol=1e-4), name


@pytest.mark.parametrize("combination", ["linear", "ties", "dare"])
def test_the_other_combinations_keep_the_rank(models: Path, registry: Path, combination: str) -> None:
    entry = merge(registry, {"one": 1.0, "two": 1.0}, "mix", models / "base", combination)  # type: ignore[arg-type]
    config = json.loads((folder_of(registry, entry.spec) / "adapter_config.json").read_text(encoding="utf-8"))
    assert config["r"] == 4


def test_ranks_that_do_not_fit_are_told_and_nothing_is_left(models: Path, registry: Path) -> None:
    with pytest.raises(SpotsmithError, match="adapters of different ranks are combined with cat"):
        merge(registry, {"one": 1.0, "wide": 1.0}, "mix", models / "base", "linear")
    assert [entry.name for entry in entries(registry)] == ["one", "two", "wide"]
    assert not [path for path in registry.iterdir() if path.name.startswith(".") and path.is_dir()]


def test_serving_takes_adapters_of_the_registry_by_name(models: Path, registry: Path) -> None:
    from serving.local_model import _places

    def at(text: str) -> Path:
        return registry.parent / text

    settings = Coder.model_validate(
        {
            "folder": str(models / "base"),
            "registry": "adapters",
            "adapters": {"site": "one@1", "repairs": "two", "other": str(models / "wide")},
            "adapters_for": {"default": ["site"], "edit": ["repairs"]},
        }
    )
    assert examine_local(settings, at) == "transformers/base"
    assert _places(settings, at)[1] == {
        "site": registry / "one" / "1",
        "repairs": registry / "two" / "1",
        "other": models / "wide",
    }
    missing = settings.model_copy(update={"adapters": {"site": "none"}, "adapters_for": {}})
    with pytest.raises(SpotsmithError, match="has no adapter 'none'"):
        examine_local(missing, at)


def test_the_command_adds_mixes_and_lists(spotsmith: Spotsmith, models: Path, tmp_path: Path) -> None:
    registry = ("-r", tmp_path / "adapters")
    assert "holds no adapters" in spotsmith("adapters", "list", *registry).out
    for name in ("one", "two"):
        assert spotsmith("adapters", "add", models / name, name, *registry).code == 0
    ran = spotsmith("adapters", "merge", "one=2", "two", "--name", "both", "--base", models / "base", *registry)
    assert ran.out.startswith("added both@1 to ")
    listed = spotsmith("adapters", "list", *registry)
    assert "2 one@1 + 1 two@1" in listed.out
    assert [entry["name"] for entry in spotsmith("adapters", "list", "--json", *registry).json] == [
        "both",
        "one",
        "two",
    ]
    said = spotsmith("adapters", "merge", "one=x", "two", "--name", "m", "--base", models / "base", *registry).sentence
    assert said == "one=x: the weight behind = is a number"
