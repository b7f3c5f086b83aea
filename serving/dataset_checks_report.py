"""What ``spotsmith dataset verify`` says on a terminal: counts first, then what to look at."""

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from finetune.verify.findings import MEANING, Findings
from finetune.verify.measured import Measured

SHOWN = 10


def show_findings(console: Console, found: Findings, facts: Measured, out: Path | None, report: Path | None) -> None:
    console.print(f"{facts.records:,} records of {facts.components:,} classes; {facts.kept:,} may be trained on")
    if facts.unreadable:
        console.print(f"{facts.unreadable:,} lines are no records")
    if facts.checks:
        console.print(_table(facts))
    for each in sorted(found.findings, key=lambda f: ("error", "warning", "info").index(f.severity))[:SHOWN]:
        place = f"{each.place.file}:{each.place.line}: " if each.place.line else ""
        console.print(escape(f"{each.severity} {place}{each.check}: {each.text}"), soft_wrap=True)
    if len(found.findings) > SHOWN:
        console.print(f"... and {len(found.findings) - SHOWN:,} more; --report or --json lists all")
    _show_measures(console, facts)
    for text in facts.unchecked[:SHOWN]:
        console.print(escape(f"not checked: {text}"), soft_wrap=True)
    if out:
        left = f"; left out: {_listed(facts.left_out)}" if facts.left_out else ""
        console.print(escape(f"{facts.kept:,} records in {out}{left}"), soft_wrap=True)
    if report:
        console.print(escape(f"report.html, report.json and DATASHEET.md in {report}"), soft_wrap=True)


def _show_measures(console: Console, facts: Measured) -> None:
    total = facts.total_tokens
    console.print(f"verdicts: {_listed(facts.verdicts)}")
    console.print(
        f"tokens ({facts.counter}): median {total.get('median', 0):,}, longest {total.get('most', 0):,}; "
        f"{facts.share(facts.patterned):.0%} in the patterns of the framework"
    )
    if facts.max_length:
        console.print(
            f"longer than {facts.max_length:,} tokens: {facts.over:,}, where context is cut first; "
            f"the answer of {facts.touched:,} would be touched"
        )
    if facts.headers:
        console.print(escape(f"headers: {_listed(facts.headers)}"), soft_wrap=True)
    if facts.masked:
        console.print(f"masked: {_listed(facts.masked)}")


def _table(facts: Measured) -> Table:
    table = Table("check", "what it means", box=None, pad_edge=False)
    for name in ("errors", "warnings", "notes"):
        table.add_column(name, justify="right")
    meanings = {str(check): meaning for check, meaning in MEANING.items()}
    for name, counts in facts.checks.items():
        table.add_row(
            name, meanings[name], *(f"{counts[s]:,}" if counts[s] else "" for s in ("error", "warning", "info"))
        )
    return table


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
