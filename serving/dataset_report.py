"""What a person reads after ``spotsmith dataset build``: what was made, how it is mixed, and what was left out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

REASONS = 10


def show_dataset(console: Console, told: Mapping[str, Any], out: Path) -> None:
    """``told``: what ``build.json`` says."""
    counts = told["counts"]
    console.print(_counted("kind", counts["kinds"]))
    console.print(_categories(counts["categories"]))
    for title, key in (("context", "context_use"), ("from", "origins"), ("verdict", "verdicts")):
        said = ", ".join(f"{count:,} {escape(name)}" for name, count in counts[key].items())
        console.print(f"[bold]{title:<9}[/] {said}")
    share = counts["framework_patterned"] / max(counts["records"], 1)
    console.print(f"[bold]framework[/] {counts['framework_patterned']:,} records ({share:.0%}) use its patterns")
    _show_left_out(console, counts["left_out"])
    for note in told["notes"]:
        console.print(f"[yellow]{escape(note)}[/]")
    where = f"{counts['classes']:,} classes, {counts['spots']:,} spots, seed {told['seed']}"
    console.print(f"{counts['records']:,} records of {where} in {escape(str(out))}", soft_wrap=True)


def _counted(title: str, counts: Mapping[str, int]) -> Table:
    table = Table(title, "records", box=None, header_style="bold", pad_edge=False)
    table.columns[1].justify = "right"
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    return table


def _categories(found: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table("category", "records", "share", "weighted", "target", box=None, header_style="bold", pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, row in found.items():
        shares = (f"{row[key]:.1%}" for key in ("share", "weighted_share", "target"))
        table.add_row(name.replace("_", " "), f"{row['records']:,}", *shares)
    return table


def _show_left_out(console: Console, reasons: Mapping[str, int]) -> None:
    for why, count in list(reasons.items())[:REASONS]:
        console.print(f"[yellow]left out[/] {count:,} times: {escape(why)}", soft_wrap=True)
    if len(reasons) > REASONS:
        console.print(f"... and {len(reasons) - REASONS:,} more reasons; build.json lists all")
