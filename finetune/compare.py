"""Runs side by side: what was measured on the same requests, which settings and data differ, how the loss went.

Runs that were evaluated on different requests are not compared: the figures would say nothing.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from finetune.evaluate.page import page, plain_table, said, table
from finetune.evaluate.report import COLUMNS, NAME, Document, is_evaluated, read_evaluation, share
from finetune.evaluate.statistics import bootstrap
from finetune.manifest import NAME as MANIFEST
from finetune.manifest import read_manifest
from knowledge.errors import SpotsmithError

_POINTS = 400  # of a curve; more are thinned out, since a page shows no more
_COLOURS = ("#2a6fdb", "#d9480f", "#2b8a3e", "#862e9c", "#a17a00", "#087f8c")


def compare(folders: Sequence[Path]) -> Document:
    """Raises SpotsmithError for fewer than two runs, and where their test sets differ."""
    names = _names(folders)
    if len(names) < 2:
        raise SpotsmithError("compare takes two or more different runs")
    evaluations = {name: _evaluated(folder) for name, folder in names.items()}
    found: Document = {"runs": {name: str(folder) for name, folder in names.items()}, "parts": {}}
    for part in dict.fromkeys(part for each in evaluations.values() for part in each):
        given = {name: each[part] for name, each in evaluations.items() if part in each}
        if len(given) == len(names):
            found["parts"][part] = _compared(part, given)
    manifests = {name: _manifest(folder) for name, folder in names.items()}
    found["differences"] = _differences(manifests)
    found["curves"] = {name: curve for name, folder in names.items() if (curve := _curve(folder))}
    if not found["parts"] and not found["differences"] and not found["curves"]:
        raise SpotsmithError(f"there is nothing to compare: none of the folders has {NAME}, {MANIFEST} or a log")
    for name, folder in names.items():
        if not evaluations[name] and not manifests[name] and name not in found["curves"]:
            raise SpotsmithError(
                f"{folder}: nothing here can be compared: there is no {NAME}, no {MANIFEST} and no log"
            )
    return found


def told(found: Document) -> str:
    """For the terminal."""
    lines = []
    for title, head, rows in _tables(found):
        lines.append(f"{title}\n{plain_table(head, rows)}\n")
    return "".join(lines) or "no differences\n"


def html(found: Document) -> str:
    body = [f"<h1>{said(' and '.join(found['runs']))}</h1>"]
    for title, head, rows in _tables(found):
        body.append(f"<h2>{said(title)}</h2>{table(head, rows)}")
    for kind in ("loss", "eval_loss"):
        curves = {name: curve[kind] for name, curve in found["curves"].items() if len(curve.get(kind, ())) > 1}
        if curves:
            body.append(f"<h2>{said(kind.replace('_', ' '))}</h2>{drawn(curves)}")
    return page("Runs compared", "\n".join(body))


def drawn(curves: Mapping[str, Sequence[Sequence[float]]], width: int = 880, height: int = 300) -> str:
    """Lines of (step, value) as SVG, with a legend; all that is shown is escaped."""
    steps = [point[0] for curve in curves.values() for point in curve]
    values = [point[1] for curve in curves.values() for point in curve]
    left, right, low, high = min(steps), max(steps), min(values), max(values)
    wide, tall = (right - left) or 1, (high - low) or 1
    shapes = []
    for at, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        places = " ".join(
            f"{60 + (x - left) / wide * (width - 80):.1f},{height - 30 - (y - low) / tall * (height - 60):.1f}"
            for x, y in curve
        )
        shapes.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>')
        shapes.append(f'<rect x="{70 + at * 200}" y="4" width="12" height="12" fill="{colour}"/>')
        shapes.append(f'<text x="{88 + at * 200}" y="15" font-size="13">{said(name)}</text>')
    for text, x, y in ((f"{high:.3g}", 4, 34), (f"{low:.3g}", 4, height - 28), (f"{left:g}", 60, height - 8)):
        shapes.append(f'<text x="{x}" y="{y}" font-size="12">{said(text)}</text>')
    shapes.append(f'<text x="{width - 20}" y="{height - 8}" font-size="12" text-anchor="end">{right:g} steps</text>')
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="curves">{"".join(shapes)}</svg>'


def _names(folders: Sequence[Path]) -> dict[str, Path]:
    """Each folder by its own name; by its path where two have one name."""
    unique = list(dict.fromkeys(folder.resolve() for folder in folders))
    for folder in unique:
        if not folder.is_dir():
            raise SpotsmithError(f"{folder}: there is no such folder; compare takes runs")
    simple = [folder.name for folder in unique]
    return {folder.name if simple.count(folder.name) == 1 else str(folder): folder for folder in unique}


def _evaluated(folder: Path) -> dict[str, Document]:
    """The parts with a compile tier; none where the run was not evaluated."""
    if not is_evaluated(folder):
        return {}
    return {part: each for part, each in read_evaluation(folder)["parts"].items() if "compile" in each}


def _compared(part: str, given: Mapping[str, Document]) -> Document:
    digests = {name: each["compile"]["digest"] for name, each in given.items()}
    if len(set(digests.values())) > 1:
        (one, first), (two, second) = _two_that_differ(digests)
        raise SpotsmithError(
            f"{one} and {two} were evaluated on different requests of {part!r} ({first[:12]} and {second[:12]}), so "
            "their figures cannot be compared; evaluate both on the same split with the same --limit"
        )
    arms = {name: {arm["arm"]: arm for arm in each["compile"]["arms"]} for name, each in given.items()}
    shared = [arm for arm in next(iter(arms.values())) if all(arm in each for each in arms.values())]
    rates = {arm: {name: each[arm]["rates"] for name, each in arms.items()} for arm in shared}
    first, *others = arms
    differences = [
        {"arm": arm, "first": first, "second": other, "build": asdict(_difference(arms[first][arm], arms[other][arm]))}
        for arm in shared
        for other in others
    ]
    return {"digest": next(iter(digests.values())), "rates": rates, "differences": differences}


def _two_that_differ(digests: Mapping[str, str]) -> tuple[tuple[str, str], tuple[str, str]]:
    ordered = sorted(digests.items(), key=lambda item: item[1])
    return next((one, two) for one, two in pairwise(ordered) if one[1] != two[1])


def _difference(one: Document, other: Document) -> Any:
    """Of the shares of good samples, request by request; n is the requests."""
    both = one["by_record"].keys() & other["by_record"].keys()
    return bootstrap({key: other["by_record"][key] - one["by_record"][key] for key in both}, {}, (-1.0, 1.0))


def _manifest(folder: Path) -> dict[str, Any]:
    """Settings, data and base of a run, flat; empty where it has no manifest."""
    if not (folder / MANIFEST).is_file():
        return {}
    manifest = read_manifest(folder)
    parts = {
        "recipe": manifest.recipe,
        "seed": manifest.seed,
        "base": manifest.base,
        "data": manifest.data,
        "config": manifest.config,
        "metrics": manifest.metrics,
        "environment": manifest.environment,
    }
    return dict(_flat(parts))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(each, f"{name}.{key}" if name else str(key))
    else:
        yield name, value


def _differences(manifests: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries that are not the same everywhere; None where a run has none."""
    keys = dict.fromkeys(key for each in manifests.values() for key in each)
    found = []
    for key in keys:
        values = {name: each.get(key) for name, each in manifests.items()}
        if len({json.dumps(value, sort_keys=True, default=str) for value in values.values()}) > 1:
            found.append({"name": key, "values": values})
    return found


def _curve(folder: Path) -> dict[str, list[list[float]]]:
    """Loss by step, of training and of validation, from the run's log."""
    found: dict[str, list[list[float]]] = {"loss": [], "eval_loss": []}
    for row in _log(folder):
        for kind, points in found.items():
            step, value = _number(row.get("step")), _number(row.get(kind))
            if step is not None and value is not None:
                points.append([step, value])
    return {kind: _thinned(points) for kind, points in found.items() if points}


def _log(folder: Path) -> Iterator[Mapping[str, Any]]:
    lines, sheet = folder / "log.jsonl", folder / "log.csv"
    try:
        if lines.is_file():
            for line in lines.read_text(encoding="utf-8").splitlines():
                row = json.loads(line) if line.strip() else {}
                if isinstance(row, dict):
                    yield row
        elif sheet.is_file():
            with sheet.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SpotsmithError(f"{folder}: its log cannot be read: {error}") from error


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _thinned(points: list[list[float]]) -> list[list[float]]:
    step = -(-len(points) // _POINTS)
    return points if step == 1 else [*points[::step], points[-1]]


def _tables(found: Document) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    runs = list(found["runs"])
    for part, compared in found["parts"].items():
        rows = [
            [f"{arm}: {name}", *(share(by_run[run].get(name)) for run in runs)]
            for arm, by_run in compared["rates"].items()
            for name in COLUMNS
            if any(name in by_run[run] for run in runs)
        ]
        yield f"{part}, the same requests ({compared['digest'][:12]})", ["", *runs], rows
        rows = []
        for each in compared["differences"]:
            value, low, high = (100 * each["build"][key] for key in ("value", "low", "high"))
            sure = "" if low <= 0 <= high else " *"
            points = f"{value:+.1f} ({low:+.0f} to {high:+.0f}){sure}"
            rows.append([f"{each['arm']}: {each['second']} against {each['first']}", str(each["build"]["n"]), points])
        yield f"{part}: builds, points of 100 (* the interval is without 0)", ["", "n", "difference"], rows
    if found["differences"]:
        rows = [[each["name"], *(_short(each["values"][run]) for run in runs)] for each in found["differences"]]
        yield "what differs", ["", *runs], rows
    if found["curves"]:
        rows = [
            [f"{run}: {kind.replace('_', ' ')}", str(len(points)), f"{points[0][1]:.4g}", f"{points[-1][1]:.4g}"]
            for run, curve in found["curves"].items()
            for kind, points in curve.items()
        ]
        yield "loss", ["", "points", "first", "last"], rows


def _short(value: Any) -> str:
    text = "-" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= 40 else f"{text[:37]}..."
