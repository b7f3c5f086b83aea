"""Runs side by side: only what was measured on the same requests; differences by name."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from finetune.compare import compare, html, told
from finetune.manifest import Manifest, write_manifest
from knowledge.errors import SpotsmithError


def run(folder: Path, digest: str, builds: Mapping[str, float], config: Mapping[str, Any]) -> Path:
    folder.mkdir()
    mean = sum(builds.values()) / len(builds)
    rates = {"build@1": {"value": mean, "low": 0.0, "high": 1.0, "n": len(builds)}}
    arm = {"arm": "tuned", "records": len(builds), "samples": len(builds), "rates": rates, "by_record": dict(builds)}
    part = {"compile": {"digest": digest, "records": len(builds), "arms": [arm], "pairs": [], "left_out": {}}}
    document = {"format": 1, "parts": {"test": part}}
    (folder / "evaluation.json").write_text(json.dumps(document), encoding="utf-8")
    losses = [{"step": step, "loss": 3 - step / 100} for step in range(0, 100, 10)] + [{"step": 99, "eval_loss": 2.0}]
    (folder / "log.jsonl").write_text("\n".join(map(json.dumps, losses)), encoding="utf-8")
    made = Manifest("training", recipe="tiny", data={"digests": {"train.jsonl": digest}}, config=config, seed=1)
    write_manifest(folder, made, ["log.jsonl"])
    return folder


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    low = {str(i): 0.1 for i in range(30)}
    high = {str(i): 0.5 + (i % 2) / 10 for i in range(30)}
    return [
        run(tmp_path / "a", "d1", low, {"rate": 1e-4, "rank": 8}),
        run(tmp_path / "b<", "d1", high, {"rate": 2e-4, "rank": 8}),
    ]


def test_runs_are_compared_request_by_request(runs: list[Path]) -> None:
    found = compare(runs)
    difference = found["parts"]["test"]["differences"][0]
    assert difference["build"]["value"] == pytest.approx(0.45)
    assert difference["build"]["low"] > 0.4
    assert {each["name"]: each["values"] for each in found["differences"]} == {"config.rate": {"a": 1e-4, "b<": 2e-4}}
    assert found["curves"]["a"]["loss"][0] == [0.0, 3.0]
    text = told(found)
    assert "tuned: b< against a" in text and "+45.0" in text and "config.rate" in text


def test_the_page_stands_alone_and_escapes(runs: list[Path]) -> None:
    text = html(compare(runs))
    assert "b&lt;" in text and "b<" not in text
    assert text.count("<polyline") == 2
    assert "http" not in text.replace("http-equiv", "")


def test_other_requests_are_refused_with_a_sentence(tmp_path: Path, runs: list[Path]) -> None:
    other = run(tmp_path / "c", "d2", {"x": 1.0}, {})
    with pytest.raises(SpotsmithError, match="were evaluated on different requests of 'test'"):
        compare([runs[0], other])


@pytest.mark.parametrize("count", [0, 1])
def test_one_run_is_not_compared(runs: list[Path], count: int) -> None:
    with pytest.raises(SpotsmithError, match="compare takes two or more"):
        compare([runs[0]] * (count + 1))


def test_folders_that_hold_nothing_are_told(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
    with pytest.raises(SpotsmithError, match="there is nothing to compare"):
        compare([tmp_path / "x", tmp_path / "y"])
    with pytest.raises(SpotsmithError, match="there is no such folder"):
        compare([tmp_path / "x", tmp_path / "z"])
