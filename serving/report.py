"""What a person reads after a command: short, with places to click and what to do next. JSON is in ``shapes``."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape

from agents.state import Candidate, Resolution, Result, Review
from knowledge.records import Diagnostic

COLOURS = {"ok": "green", "partial": "yellow", "failed": "red", "error": "red", "warning": "yellow", "info": "cyan"}
SOURCES = 8


def show_resolution(console: Console, resolution: Resolution) -> None:
    console.print(f"[bold]spot[/]      {_spot(resolution.spot)}")
    if resolution.spot.summary:
        console.print(f"          [dim]{escape(resolution.spot.summary)}[/]")
    for doubt in resolution.doubts:
        console.print(f"[yellow]in doubt[/]  {escape(doubt)}")
    for candidate in resolution.alternatives if resolution.doubts else resolution.alternatives[:2]:
        summary = f"  [dim]{escape(candidate.summary)}[/]" if candidate.summary else ""
        console.print(f"  or      {_simple(candidate.name)} [dim]({candidate.score:.2f})[/]{summary}")
    for table in resolution.tables:
        console.print(f"[bold]table[/]     {table.name} [dim]{escape(table.why)}; {escape(str(table.source))}[/]")
    for parameter in resolution.soft_parameters:
        target = f" {parameter.target}" if parameter.target else ""
        need = "required" if parameter.required else "optional"
        console.print(f"[bold]parameter[/] {parameter.name} [dim]({parameter.type}{target}, {need})[/]")
    for exemplar in resolution.exemplars:
        console.print(f"[bold]exemplar[/]  {_simple(exemplar.name)} [dim]{escape(exemplar.why)}; {escape(str(exemplar.source))}[/]")


def show_result(console: Console, result: Result) -> None:
    """What was resolved and why, what was checked, what is left to do."""
    show_resolution(console, result.resolution)
    console.print()
    show_findings(console, result.review.diagnostics)
    console.print(_verdict(result))
    known = result.review.sources
    if known:
        jars = sorted({s.source.path for s in known})
        shown = ", ".join(jars[:SOURCES]) + (" ..." if len(jars) > SOURCES else "")
        console.print(f"[bold]sources[/]   {len(known)} external symbols, each found in: [dim]{escape(shown)}[/]")
    for note in result.review.unchecked:
        console.print(f"[yellow]unchecked[/] {escape(note.text)}")
    if result.draft.todo or result.draft.unfilled:
        console.print("[bold]left to do[/]")
        for item in (*result.draft.todo, *(f"write the body of {name}" for name in result.draft.unfilled)):
            console.print(f"  - {escape(item)}")


def show_review(console: Console, files: Sequence[str], review: Review) -> None:
    show_findings(console, review.diagnostics)
    for note in review.unchecked:
        console.print(f"[yellow]unchecked[/] {escape(f'{note.path}: ' if note.path else '')}{escape(note.text)}")
    errors, others = len(review.errors), len(review.diagnostics) - len(review.errors)
    colour = COLOURS[review.status]
    count = f"{len(files)} file{'s' * (len(files) != 1)}"
    console.print(f"[{colour}]{review.status}[/]: {count}, {errors} errors, {others} other findings")


def show_findings(console: Console, diagnostics: Iterable[Diagnostic]) -> None:
    for finding in diagnostics:
        place = escape(f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path)
        colour = COLOURS[finding.severity]
        console.print(f"{place}: [{colour}]{finding.severity}[/]: {escape(finding.message)} [dim]{escape(f'[{finding.code}]')}[/]")
        if finding.candidates:
            console.print(f"    did you mean: {escape(', '.join(finding.candidates))}")


def _verdict(result: Result) -> str:
    colour = COLOURS[result.status]
    checked = "compiled, every symbol found, queries and house rules checked" if result.status == "ok" else {
        "partial": "not everything could be checked or written",
        "failed": "the checks found errors; the best attempt is kept",
    }[result.status]
    seconds = result.seconds.get("total", 0.0)
    return f"[{colour}]{result.status}[/]: {result.draft.skeleton.class_name}: {checked} [dim]({result.draft.coder}, {seconds:.2f} s)[/]"


def _spot(candidate: Candidate) -> str:
    package, _, simple = candidate.name.rpartition(".")
    return f"{simple} [dim]({escape(candidate.why)}; {package})[/]"


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
