"""A whole run on a CPU: what it leaves, what drives it, and that a killed one goes on as if nothing had been."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from finetune.manifest import changed, read_manifest
from finetune.quiet import hush
from finetune.train.recipes import as_yaml
from finetune.train.run import Wanted, train
from knowledge.errors import SpotsmithError
from tests.finetune.train.conftest import Made
from tests.finetune.train.runs import Semicolons, recipe, split_in

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def finished(base: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Semicolons]:
    folder, judge = tmp_path_factory.mktemp("run"), Semicolons()
    split = split_in(folder / "split")
    return train(
        Wanted(recipe(base("qwen3")), split, folder / "run", "cpu", command="spotsmith train test"), judge
    ), judge


def entries(run: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def losses(run: Path) -> dict[int, float]:
    return {entry["step"]: entry["loss"] for entry in entries(run) if "loss" in entry}


def validated(run: Path) -> dict[int, float]:
    return {entry["step"]: entry["eval_loss"] for entry in entries(run) if "eval_loss" in entry}


def test_a_run_leaves_its_recipe_log_page_metrics_manifest_and_adapter(finished: tuple[Path, Semicolons]) -> None:
    run, _ = finished
    names = {path.name for path in run.iterdir()}
    assert names >= {"recipe.yaml", "manifest.json", "log.jsonl", "log.csv", "page.html", "metrics.json", "adapter"}
    assert not [path for path in run.rglob("*") if path.name.endswith(".part")]
    adapter = {path.name for path in (run / "adapter").iterdir()}
    assert adapter >= {"adapter_config.json", "adapter_model.safetensors", "tokenizer.json"}
    assert "training_args.bin" not in adapter
    manifest = read_manifest(run)
    assert changed(run) == ()
    assert (manifest.kind, manifest.recipe, manifest.seed) == ("training", "test", 42)
    assert manifest.data["counts"] == {"train": 17, "learned": 13, "validation": 3}
    assert len(manifest.base["digest"]) == 64


def test_the_loss_falls_and_the_page_shows_it(finished: tuple[Path, Semicolons]) -> None:
    run, _ = finished
    found = losses(run)
    assert list(found) == list(range(1, 9))
    assert sum(found[step] for step in (7, 8)) < 0.95 * sum(found[step] for step in (1, 2))
    page = (run / "page.html").read_text(encoding="utf-8")
    assert page.count("<polyline") >= 4 and "http" not in page
    assert (run / "log.csv").read_text(encoding="utf-8").startswith("step,epoch,loss,eval_loss,")


def test_what_is_judged_is_measured_at_every_evaluation_and_chooses_the_checkpoint(
    finished: tuple[Path, Semicolons],
) -> None:
    run, judge = finished
    judged = [entry for entry in entries(run) if "eval_loss" in entry]
    assert [entry["step"] for entry in judged] == [2, 4, 6, 8]
    assert judge.asked == 4 * 2 * 2  # evaluations, records, samples
    assert all(entry["eval_judged"] == 4 for entry in judged)
    best = max(judged, key=lambda entry: float(entry["eval_score"]))
    metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["best_step"] == best["step"]
    assert metrics["eval_loss"] == best["eval_loss"]
    assert metrics["eval_compile@1"]["n"] == 4
    answers = [json.loads(line) for line in (run / "answers" / "step-000008.jsonl").read_text().splitlines()]
    assert len(answers) == 4 and {"record", "good", "clean", "text"} <= answers[0].keys()


def test_the_adapter_is_the_state_of_the_best_checkpoint_and_serving_loads_it(
    base: Made, finished: tuple[Path, Semicolons]
) -> None:
    from safetensors.torch import load_file

    from agents.coders.transformers_backend import Drawing, open_model

    hush()
    run, _ = finished
    best = json.loads((run / "metrics.json").read_text(encoding="utf-8"))["best_step"]
    kept = load_file(run / "adapter" / "adapter_model.safetensors")
    there = load_file(run / "checkpoints" / f"checkpoint-{best}" / "adapter_model.safetensors")
    assert kept.keys() == there.keys() and all((kept[name] == there[name]).all() for name in kept)
    model = open_model(base("qwen3"), adapters={"tuned": run / "adapter"}, device="cpu")
    model.use("tuned")
    assert model.write(model.chat("a", "b"), Drawing([0.0], tokens=4))[0][0].tokens > 0


def test_the_same_seed_gives_the_same_run_and_another_seed_another(
    base: Made, finished: tuple[Path, Semicolons], tmp_path: Path
) -> None:
    run, _ = finished
    split = split_in(tmp_path / "split")
    plain = {"judging": {"every": 2, "records": 0}}
    again = train(Wanted(recipe(base("qwen3"), **plain), split, tmp_path / "again", "cpu"))
    other = train(Wanted(recipe(base("qwen3"), seed=7, **plain), split, tmp_path / "other", "cpu"))
    assert losses(again) == losses(run)  # also: judging in between changes nothing
    assert losses(other) != losses(run)


def test_a_killed_run_goes_on_to_the_same_end(base: Made, finished: tuple[Path, Semicolons], tmp_path: Path) -> None:
    unbroken, _ = finished
    split, run = split_in(tmp_path / "split"), tmp_path / "run"
    told = recipe(base("qwen3"), judging={"every": 2, "records": 0})
    (tmp_path / "test.yaml").write_text(as_yaml(told), encoding="utf-8")
    command = [sys.executable, "-m", "spotsmith", "train", str(tmp_path / "test.yaml"), "--data", str(split)]
    command += ["--out", str(run), "--device", "cpu"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("step 5 of"):  # behind the checkpoint of step 4
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert not (run / "manifest.json").exists() and not (run / "adapter").exists()
    half = run / "checkpoints" / "checkpoint-6"  # as if it had been killed while this was written
    half.mkdir(exist_ok=True)
    (half / "adapter_model.safetensors").write_bytes(b"half")
    with pytest.raises(SpotsmithError, match="--resume goes on"):
        train(Wanted(told, split, run, "cpu"))
    said: list[str] = []
    train(Wanted(told, split, run, "cpu", resume=True), say=said.append)
    assert "goes on from step 4" in said
    assert losses(run) == losses(unbroken)
    (run / "manifest.json").unlink()  # as if it had been killed while the result was written
    (run / "adapter").rename(run / ".adapter.part")
    assert train(Wanted(told, split, run, "cpu", resume=True)) == run
    assert losses(run) == losses(unbroken) and changed(run) == () and (run / "adapter").is_dir()
    with pytest.raises(SpotsmithError, match="this run is finished"):
        train(Wanted(told, split, run, "cpu", resume=True))


def test_a_stopped_run_does_not_go_on_as_another(base: Made, tmp_path: Path) -> None:
    split, run = split_in(tmp_path / "split"), tmp_path / "run"
    told = recipe(base("qwen3"), judging={"every": 2, "records": 0})

    def stop(line: str) -> None:
        if line.startswith("step 3 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(Wanted(told, split, run, "cpu"), say=stop)
    with pytest.raises(SpotsmithError, match="the recipe is another one than when this run was started"):
        train(Wanted(recipe(base("qwen3"), seed=1), split, run, "cpu", resume=True))
    with pytest.raises(SpotsmithError, match="the data is another split"):
        train(Wanted(told, split_in(tmp_path / "more", train=14), run, "cpu", resume=True))


def test_judging_can_end_a_run_early(base: Made, tmp_path: Path) -> None:
    judging = {"every": 1, "records": 1, "samples": 1, "k": [1], "tokens": 16, "best": "compile", "patience": 2}
    told = recipe(base("starcoder2"), judging=judging)
    run = train(Wanted(told, split_in(tmp_path / "split"), tmp_path / "run", "cpu"), Semicolons())
    metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["steps"] < metrics["planned_steps"]


def test_a_4_bit_base_and_a_whole_model_are_trained_too(base: Made, tmp_path: Path) -> None:
    split = split_in(tmp_path / "split")
    short: dict[str, Any] = {"judging": {"every": "no", "records": 0}}
    four = recipe(base("qwen3"), weights="nf4", checkpointing=True, **short)
    run = train(Wanted(four, split, tmp_path / "four", "cpu"))
    assert losses(run)[8] < losses(run)[1]
    whole = recipe(base("starcoder2"), adapter=None, neftune=5.0, **short)
    run = train(Wanted(whole, split, tmp_path / "whole", "cpu"))
    assert (run / "model" / "config.json").is_file() and losses(run)[8] < losses(run)[1]
    tokenizer = json.loads((run / "model" / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert "chat_template" in tokenizer or (run / "model" / "chat_template.jinja").is_file()


def test_muon_in_16_bits_learns_a_whole_model_and_goes_on_to_the_same_end(base: Made, tmp_path: Path) -> None:
    split, run = split_in(tmp_path / "split"), tmp_path / "run"
    options = {"num_train_epochs": 2, "learning_rate": 2e-2, "logging_steps": 1}
    judging = {"every": 2, "records": 0}
    told = recipe(base("qwen3"), adapter=None, muon=True, cpu_bits=16, options=options, judging=judging)
    unbroken = train(Wanted(told, split, tmp_path / "unbroken", "cpu"))
    assert losses(unbroken)[8] < losses(unbroken)[1]
    adamw = recipe(base("qwen3"), adapter=None, cpu_bits=16, options=options, judging=judging)
    other = train(Wanted(adamw, split, tmp_path / "other", "cpu"))
    assert losses(other)[1] == losses(unbroken)[1] and losses(other)[8] != losses(unbroken)[8]

    def stop(line: str) -> None:
        if line.startswith("step 5 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(Wanted(told, split, run, "cpu"), say=stop)
    train(Wanted(told, split, run, "cpu", resume=True))
    assert losses(run) == losses(unbroken)


PROCESS = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from finetune.train.recipes import read_recipe
from finetune.train.run import Wanted, train
from tests.finetune.train.runs import Semicolons
import os
judge = Semicolons() if os.environ["RANK"] == "0" else None
train(Wanted(read_recipe({recipe!r}), Path({split!r}), Path({run!r}), "cpu", judged=True), judge)
"""


@pytest.mark.slow
def test_two_processes_learn_together_and_the_first_judges(base: Made, tmp_path: Path) -> None:
    """Started as `accelerate launch` starts them; half the records at once on each, the same steps."""
    split = split_in(tmp_path / "split")
    told = recipe(base("qwen3"), batch={"size": 4, "micro": 2}, adapter={"r": 4, "alpha": 8, "dropout": 0.0})
    alone = train(Wanted(told, split, tmp_path / "alone", "cpu"), Semicolons())
    (tmp_path / "test.yaml").write_text(as_yaml(told), encoding="utf-8")
    names = {
        "recipe": str(tmp_path / "test.yaml"),
        "split": str(split),
        "run": str(tmp_path / "run"),
        "root": str(ROOT),
    }
    (tmp_path / "process.py").write_text(PROCESS.format(**names), encoding="utf-8")
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, str(tmp_path / "process.py")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found, wanted = losses(tmp_path / "run"), losses(alone)
    assert found.keys() == wanted.keys()
    for step in (1, 2, 3):  # the fourth ends an epoch of 13 records, which two processes fill up
        assert found[step] == pytest.approx(wanted[step], rel=1e-5)
    assert validated(tmp_path / "run")[2] == pytest.approx(validated(alone)[2], rel=1e-5)
    judged = [entry for entry in entries(tmp_path / "run") if "eval_score" in entry]
    assert [entry["step"] for entry in judged] == [2, 4, 6, 8]
    assert read_manifest(tmp_path / "run").config["processes"] == 2
