"""The curve of a run: read from its log, drawn as a picture, told as a table."""

import json
from pathlib import Path

import pytest

from finetune.curve import joined, main, read_arms, read_curve, table
from knowledge.errors import SpotsmithError

LOG = [
    {"step": 5, "cpu_percent": 12.0},
    {"step": 10, "loss": 3.5, "epoch": 0.1},
    {"step": 10, "eval_loss": 3.25, "eval_compile@1": 0.125, "eval_judged": 24.0},
    {"step": 20, "loss": 2.5, "epoch": 0.2},
    {"step": 20, "eval_loss": 2.0, "eval_compile@1": 0.5, "eval_judged": 24.0},
]
RATE = {"value": 0.5, "low": 0.25, "high": 0.75, "n": 40}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "log.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in LOG), encoding="utf-8")
    return folder


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    said = {"parts": {"held-out": {"compile": {"arms": [{"arm": "tuned", "rates": {"build@1": RATE}}]}}}}
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_points_are_those_that_were_measured(run: Path) -> None:
    curve = read_curve(run)
    assert [(p.step, p.built, p.loss) for p in curve.measured] == [(10, 0.125, 3.25), (20, 0.5, 2.0)]
    assert (curve.trained, curve.judged) == (((10, 3.5), (20, 2.5)), 24)
    assert table(curve).splitlines()[2:] == ["| 10 | 12 % | 24 | 3.250 |", "| 20 | 50 % | 24 | 2.000 |"]


def test_a_run_that_goes_on_from_another_counts_on(run: Path) -> None:
    both = joined([read_curve(run), read_curve(run)])
    assert [point.step for point in both.measured] == [10, 20, 30, 40]
    assert [step for step, _ in both.trained] == [10, 20, 30, 40]


def test_ways_of_working_come_with_their_intervals(evaluation: Path) -> None:
    assert read_arms(evaluation) == {"tuned": (0.5, 0.25, 0.75, 40)}


def test_a_picture_is_drawn(run: Path, evaluation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: the extra 'train' has it")
    out = tmp_path / "docs" / "curve.png"
    assert main([str(run), "--out", str(out), "--evaluation", str(evaluation)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    assert "| 20 | 50 % | 24 | 2.000 |" in capsys.readouterr().out


def test_what_is_no_run_and_no_evaluation_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SpotsmithError, match="no evaluation of"):
        read_arms(tmp_path / "none.json")
    assert main([str(tmp_path), "--out", str(tmp_path / "x.png")]) == 2
    assert "it is no run of `spotsmith train`" in capsys.readouterr().err
