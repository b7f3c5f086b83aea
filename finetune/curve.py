"""The learning curve of a run as a picture and as a table: what builds, and the loss, against steps.

``python -m finetune.curve RUN... --out CURVE.png`` draws it from ``log.jsonl``; runs that go on from each other are
drawn as one. Figures of an evaluation (``--evaluation``) are lines across: they are of other requests.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SpotsmithError


@dataclass(frozen=True, slots=True)
class Point:
    step: int
    built: float | None
    """compile@1 on validation records; None where none was measured."""
    loss: float


@dataclass(frozen=True, slots=True)
class Curve:
    measured: tuple[Point, ...]
    trained: tuple[tuple[int, float], ...]
    """(step, loss of training)."""
    judged: int
    """Answers behind each measured point."""


def read_curve(run: Path) -> Curve:
    """Raises SpotsmithError where the run has no log."""
    try:
        lines = (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SpotsmithError(f"{run} has no log.jsonl: it is no run of `spotsmith train`") from error
    entries = [json.loads(line) for line in lines if line.strip()]
    measured = {e["step"]: Point(e["step"], e.get("eval_compile@1"), e["eval_loss"]) for e in entries if _is_whole(e)}
    trained = {e["step"]: float(e["loss"]) for e in entries if "loss" in e}
    judged = max((int(e.get("eval_judged", 0)) for e in entries), default=0)
    return Curve(tuple(measured[s] for s in sorted(measured)), tuple(sorted(trained.items())), judged)


def joined(curves: Sequence[Curve]) -> Curve:
    """Of runs that go on from each other: the steps of each count on from the last of the one before."""
    measured: list[Point] = []
    trained: list[tuple[int, float]] = []
    start = 0
    for curve in curves:
        measured += [Point(start + point.step, point.built, point.loss) for point in curve.measured]
        trained += [(start + step, loss) for step, loss in curve.trained]
        start = max([start, *(point.step for point in measured), *(step for step, _ in trained)])
    return Curve(tuple(measured), tuple(trained), max(curve.judged for curve in curves))


def _is_whole(entry: Mapping[str, object]) -> bool:
    return "step" in entry and "eval_loss" in entry


def read_arms(evaluation: Path) -> dict[str, tuple[float, float, float, int]]:
    """build@1 of each way of working, its interval, and the requests behind it."""
    try:
        found = json.loads(evaluation.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SpotsmithError(f"{evaluation} is no evaluation of `spotsmith evaluate`: {error}") from error
    arms: dict[str, tuple[float, float, float, int]] = {}
    for part in found.get("parts", {}).values():
        for arm in (part.get("compile") or {}).get("arms", []):
            rate = arm["rates"]["build@1"]
            arms[arm["arm"]] = (rate["value"], rate["low"], rate["high"], rate["n"])
    return arms


def table(curve: Curve) -> str:
    """In Markdown."""
    rows = ["| step | build@1 | n | loss |", "|---:|---:|---:|---:|"]
    for point in curve.measured:
        built = "" if point.built is None else f"{100 * point.built:.0f} %"
        rows.append(f"| {point.step} | {built} | {curve.judged} | {point.loss:.3f} |")
    return "\n".join(rows) + "\n"


def draw(curve: Curve, out: Path, arms: Mapping[str, tuple[float, float, float, int]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (top, bottom) = pyplot.subplots(2, 1, sharex=True, figsize=(7.5, 6.5), layout="constrained")
    points = [(point.step, 100 * point.built) for point in curve.measured if point.built is not None]
    top.plot(*zip(*points, strict=True), "o-", label=f"validation spots, n = {curve.judged}") if points else None
    for (name, (value, low, high, n)), colour in zip(arms.items(), ("C3", "C2", "C1", "C4"), strict=False):
        top.axhline(100 * value, color=colour, linestyle="--", label=f"{name}, held-out spots, n = {n}")
        top.axhspan(100 * low, 100 * high, color=colour, alpha=0.08)
    top.set_ylabel("build@1, %")
    top.set_ylim(0, 100)
    top.legend(fontsize=8)
    top.set_title("Bodies that compile and are not empty")
    bottom.plot(*zip(*curve.trained, strict=True), alpha=0.5, label="training") if curve.trained else None
    bottom.plot([p.step for p in curve.measured], [p.loss for p in curve.measured], "o-", label="validation spots")
    bottom.set_xlabel("steps of training")
    bottom.set_ylabel("loss")
    bottom.legend(fontsize=8)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=120, metadata={"Software": None})
    pyplot.close(figure)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m finetune.curve", description="The learning curve of a run.")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    parser.add_argument("--evaluation", type=Path, action="append", default=[], metavar="FILE")
    asked = parser.parse_args(arguments)
    try:
        curve = joined([read_curve(run) for run in asked.runs])
        arms = {name: rate for file in asked.evaluation for name, rate in read_arms(file).items()}
        draw(curve, asked.out, arms)
    except SpotsmithError as error:
        print(error, file=sys.stderr)  # noqa: T201  # a script of its own
        return 2
    print(table(curve), end="")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
