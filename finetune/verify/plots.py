"""Plots as inline SVG that take their colours from the page, so that they follow its dark mode."""

from collections.abc import Sequence
from html import escape

WIDTH, LABEL, SAID, ROW = 540, 276, 100, 26


def bars(title: str, rows: Sequence[tuple[str, float, float | None]], unit: str = "") -> str:
    """One bar a row: (label, value, target). A target is a line across the bar."""
    most = max([value for _, value, _ in rows] + [target or 0 for _, _, target in rows] + [1e-9])
    room, height = WIDTH - LABEL - SAID, ROW * len(rows) + 8
    drawn = []
    for number, (label, value, target) in enumerate(rows):
        y, width = 4 + number * ROW, room * value / most
        drawn.append(f'<text x="{LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(label[:40])}</text>')
        drawn.append(f'<rect class="bar" x="{LABEL}" y="{y + 3}" width="{width:.1f}" height="{ROW - 8}"/>')
        shown = f"{value:.0%}" if unit == "%" else f"{value:,.0f}"
        aim = ""
        if target is not None:
            x = LABEL + room * target / most
            drawn.append(f'<line class="aim" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + ROW - 2}"/>')
            aim = f" (aim {target:.0%})"
        drawn.append(f'<text x="{WIDTH}" y="{y + 17}" text-anchor="end">{shown}{aim}</text>')
    return _figure(title, height, drawn)


def histogram(title: str, values: Sequence[int], limit: int = 0, bins: int = 32) -> str:
    """``limit``: a line there, when it is above zero."""
    top = max([*values, limit, 1])
    step = -(-top // bins)
    counts = [0] * (top // step + 1)
    for value in values:
        counts[value // step] += 1
    most, room, height = max([*counts, 1]), WIDTH - 64, 190
    each = room / len(counts)
    drawn = [
        f'<rect class="bar" x="{40 + i * each:.1f}" y="{150 - 140 * n / most:.1f}" width="{max(each - 1, 0.5):.1f}" '
        f'height="{140 * n / most:.1f}"><title>{i * step:,} to {(i + 1) * step - 1:,}: {n:,}</title></rect>'
        for i, n in enumerate(counts)
        if n
    ]
    drawn.append(
        f'<text x="36" y="18" text-anchor="end">{most:,}</text><text x="36" y="150" text-anchor="end">0</text>'
    )
    for quarter in range(5):
        drawn.append(
            f'<text x="{40 + room * quarter / 4:.0f}" y="168" text-anchor="middle">{top * quarter // 4:,}</text>'
        )
    if limit:
        x = 40 + room * limit / (step * len(counts))
        drawn.append(f'<line class="aim" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="150"/>')
        drawn.append(f'<text x="{x - 4:.1f}" y="186" text-anchor="end">limit {limit:,}</text>')
    return _figure(title, height, drawn)


def _figure(title: str, height: int, drawn: Sequence[str]) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg></figure>'
    )
