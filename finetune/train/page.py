"""The page of a run: its curves, what was judged, how busy the machine was. One file, no script, nothing fetched."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 220, 56, 28
_COLOURS = ("#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df")
_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
svg{width:100%;max-width:44rem;height:auto}svg text{font-size:11px;fill:currentColor}
.grid{stroke:currentColor;opacity:.15}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1rem}
"""
PLOTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Loss", ("loss", "eval_loss")),
    ("Code that builds", ("eval_compile@*", "eval_clean")),
    ("Invented names and empty answers", ("eval_invented", "eval_empty")),
    ("Learning rate", ("learning_rate",)),
    ("Gradient norm", ("grad_norm",)),
    ("GPU, percent", ("gpu0_percent", "gpu1_percent")),
    ("CPU, percent", ("cpu_percent",)),
    ("Memory, GiB", ("process_gib", "ram_used_gib", "gpu0_used_gib")),
    ("Temperature, degrees Celsius", ("cpu_celsius", "gpu0_celsius")),
)


_SCALES = {"eval_compile": (0.0, 1.0), "eval_clean": (0.0, 1.0), "eval_invented": (0.0, 1.0), "percent": (0.0, 100.0)}
"""Of shares, so that small changes look small."""


def page_of(
    title: str, facts: Mapping[str, str], entries: Sequence[Mapping[str, Any]], notes: Sequence[str] = ()
) -> str:
    """``entries``: of the run's log. Everything in it is text."""
    plots = "".join(plot for name, keys in PLOTS if (plot := _plot(name, keys, entries)))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n"
        f"{_table(facts)}{_list(notes)}\n<h2>Curves</h2>\n<div class=plots>{plots or '<p>Nothing yet.</p>'}</div>\n"
        f"<h2>Evaluations</h2>\n{_evaluations(entries)}\n</body></html>\n"
    )


def _table(facts: Mapping[str, str]) -> str:
    rows = (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts.items())
    return f"<table>{''.join(rows)}</table>"


def _list(notes: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>" if notes else ""


def _evaluations(entries: Sequence[Mapping[str, Any]]) -> str:
    found = [entry for entry in entries if "eval_loss" in entry]
    names = list(dict.fromkeys(name for entry in found for name in entry if name.startswith("eval_")))
    shown = ["step", *(name for name in names if not name.endswith(("_per_second", "_runtime", "_time")))]
    if not found:
        return "<p>None yet.</p>"
    head = "".join(f"<th>{escape(name.removeprefix('eval_'))}</th>" for name in shown)
    rows = "".join(
        f"<tr>{''.join(f'<td class=n>{escape(_number(entry.get(name)))}</td>' for name in shown)}</tr>"
        for entry in found
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str("" if value is None else value)


def _plot(title: str, keys: Sequence[str], entries: Sequence[Mapping[str, Any]]) -> str:
    """One drawing of several lines over the steps; nothing where there is nothing to draw."""
    wanted = dict.fromkeys(name for key in keys for name in _named(key, entries))
    lines = {key: points for key in wanted if (points := _points(key, entries))}
    if not lines:
        return ""
    everything = [point for points in lines.values() for point in points]
    right = max(max(x for x, _ in everything), 1.0)
    scale = next((each for part, each in _SCALES.items() if any(part in key for key in lines)), None)
    low, high = scale or (min(y for _, y in everything), max(y for _, y in everything))
    if high - low < 1e-12:
        low, high = min(low, 0.0), max(high, low + 1.0)
    drawn = "".join(_line(key, points, right, low, high, number) for number, (key, points) in enumerate(lines.items()))
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(_axes(right, low, high))}{drawn}</svg></figure>'
    )


def _named(key: str, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """``eval_compile@*`` stands for all that begin so."""
    if not key.endswith("*"):
        return [key]
    return sorted({name for entry in entries for name in entry if name.startswith(key[:-1])})


def _points(key: str, entries: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    found = [(float(entry.get("step", 0)), entry[key]) for entry in entries if isinstance(entry.get(key), int | float)]
    return [(step, float(value)) for step, value in found if value == value and abs(value) != float("inf")]


def _axes(right: float, low: float, high: float) -> Iterator[str]:
    for part in range(5):
        value = low + (high - low) * part / 4
        y = _y(value, low, high)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>'
        x = _x(right * part / 4, right)
        anchor = "end" if part == 4 else "middle"
        yield f'<text x="{x:.1f}" y="{_HEIGHT - 8}" text-anchor="{anchor}">{right * part / 4:.0f}</text>'


def _line(key: str, points: Sequence[tuple[float, float]], right: float, low: float, high: float, number: int) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    path = " ".join(f"{_x(x, right):.1f},{_y(y, low, high):.1f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{_x(x, right):.1f}" cy="{_y(y, low, high):.1f}" r="2.5" fill="{colour}"/>'
        for x, y in (points if len(points) <= 40 else ())
    )
    label = (
        f'<text x="{_WIDTH - 4}" y="{14 + 14 * number}" text-anchor="end" style="fill:{colour}">{escape(key)}</text>'
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>{marks}{label}'


def _x(value: float, right: float) -> float:
    return _LEFT + (_WIDTH - _LEFT) * value / right


def _y(value: float, low: float, high: float) -> float:
    return 8 + (_HEIGHT - _BOTTOM - 8) * (1 - (value - low) / (high - low))
