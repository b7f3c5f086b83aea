"""What a person reads after a command: short, with places to click and what to do next. JSON is in ``shapes``."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from agents.state import Attempt, Candidate, Resolution, Result, Review, Unchecked
from knowledge.records import Diagnostic, Source

if TYPE_CHECKING:
    from indexers.run import IndexReport
    from serving.doctor import Finding
    from serving.init import Made

COLOURS = {"ok": "green", "partial": "yellow", "failed": "red", "error": "red", "warning": "yellow", "info": "cyan"}
WARNINGS = 10  # of an index; all of them are in --json
ALTERNATIVES = 2  # when nothing is in doubt; otherwise all
VERDICTS = {
    "ok": "compiled, every symbol found, queries and house rules checked",
    "partial": "not everything could be checked or written",
    "failed": "the checks found errors; this is the best attempt",
}


def show_made(console: Console, made: "Made") -> None:
    for key, values in made.found.items():
        _row(console, key, escape(", ".join(values)) or "[yellow]nothing found; add it by hand if there is any[/]")
    if not made.whole:
        console.print("[yellow]the folder is too large to be looked at as a whole[/]; complete the file by hand")
    console.print(f"wrote {escape(str(made.path))}; next: spotsmith index")


def show_index(console: Console, report: "IndexReport") -> None:
    for diagnostic in report.diagnostics[:WARNINGS]:
        show_finding(console, diagnostic)
    if len(report.diagnostics) > WARNINGS:
        console.print(f"... and {len(report.diagnostics) - WARNINGS} more; --json lists all")
    what = holdings(report.counts)
    if report.unchanged:
        console.print(f"nothing has changed: {what}")
    else:
        console.print(f"indexed {what} in {sum(report.seconds.values()):.1f} s")
    if report.published:
        console.print(f"published as {escape(report.published)}")
    if not report.counts.get("symbol/spot"):
        console.print("[yellow]no spot was found[/]: class_path must hold the framework's JARs")


def holdings(counts: Mapping[str, int]) -> str:
    """What an index holds, in words."""
    kinds = {"symbol/spot": "spot", "symbol": "type", "table": "table", "exemplar": "exemplar", "passage": "passage"}
    return ", ".join(_count(counts.get(kind, 0), word) for kind, word in kinds.items())


def show_resolution(console: Console, resolution: Resolution) -> None:
    _row(console, "spot", _spot(resolution.spot))
    if resolution.spot.summary:
        _row(console, "", f"[dim]{escape(resolution.spot.summary)}[/]")
    for doubt in resolution.doubts:
        _row(console, "in doubt", escape(doubt), "yellow")
    for candidate in resolution.alternatives if resolution.doubts else resolution.alternatives[:ALTERNATIVES]:
        summary = f" [dim]{escape(candidate.summary)}[/]" if candidate.summary else ""
        _row(console, "  or", _simple(candidate.name) + summary, "")
    for table in resolution.tables:
        _row(console, "table", f"{table.name} [dim]{escape(f'{table.why}; {_place(table.source)}')}[/]")
    for parameter in resolution.soft_parameters:
        target = f" {parameter.target}" if parameter.target else ""
        need = "required" if parameter.required else "optional"
        _row(console, "parameter", f"{escape(parameter.name)} [dim]({escape(parameter.type + target)}, {need})[/]")
    for exemplar in resolution.exemplars:
        _row(
            console,
            "exemplar",
            f"{_simple(exemplar.name)} [dim]{escape(f'{exemplar.why}; {_place(exemplar.source)}')}[/]",
        )


def show_result(console: Console, result: Result, written: Sequence[Path] = ()) -> None:
    """What was resolved and why, what was checked, what is left to do."""
    show_resolution(console, result.resolution)
    for finding in result.review.diagnostics:
        show_finding(console, finding)
    known = result.review.sources
    if known:
        files = ", ".join(sorted({grounding.source.path for grounding in known}))
        _row(console, "sources", f"{_count(len(known), 'external symbol')}, found in [dim]{escape(files)}[/]")
    _show_unchecked(console, result.review.unchecked)
    for note in result.notes:
        _row(console, "coder", escape(note), "yellow")
    if len(result.attempts) > 1:
        _row(console, "attempts", escape("; ".join(map(_attempt, result.attempts))))
    for number, item in enumerate((*result.draft.todo, *(f"write the body of {n}" for n in result.draft.unfilled))):
        _row(console, "" if number else "left to do", escape(item))
    for path in written:
        _row(console, "wrote", escape(str(path)))
    name, seconds = result.draft.skeleton.class_name, result.seconds.get("total", 0.0)
    said = f"{name}: {VERDICTS[result.status]} [dim]({escape(_effort(result))}, {seconds:.2f} s)[/]"
    _row(console, result.status, said, COLOURS[result.status])


def _attempt(attempt: Attempt) -> str:
    errors = sum(found.severity == "error" for found in attempt.diagnostics)
    return f"{attempt.kind}: {_count(errors, 'error') if errors else 'clean'}"


def _effort(result: Result) -> str:
    """Who wrote it, and what it took where a model did."""
    text, usage = f"{result.draft.coder} coder", result.usage
    if usage.calls:
        drafts = f"{_count(result.samples, 'draft')}, {_count(result.edits, 'edit')}"
        text += f", {drafts}, {usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens"
    return text


def show_review(console: Console, files: Sequence[str], review: Review) -> None:
    for finding in review.diagnostics:
        show_finding(console, finding)
    _show_unchecked(console, review.unchecked)
    found = Counter(diagnostic.severity for diagnostic in review.diagnostics)
    counts = ", ".join(_count(found[level], level) for level in ("error", "warning") if found[level])
    if found["info"]:
        counts = f"{counts}, {found['info']} info" if counts else f"{found['info']} info"
    console.print(
        f"[{COLOURS[review.status]}]{review.status}[/]: {_count(len(files), 'file')}, {counts or 'no findings'}"
    )


def show_finding(console: Console, finding: Diagnostic) -> None:
    place = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
    severity = f"[{COLOURS[finding.severity]}]{finding.severity}[/]"
    code = escape(f"[{finding.code}]")
    console.print(f"{escape(place)}{': ' if place else ''}{severity}: {escape(finding.message)} [dim]{code}[/]")
    if finding.candidates:
        console.print(f"    did you mean {escape(', '.join(finding.candidates))}?")


def show_health(console: Console, findings: "Iterable[Finding]") -> None:
    for finding in findings:
        mark = "[green]ok[/]   " if finding.ok else "[red]wrong[/]"
        console.print(f"{mark}  [bold]{finding.name}[/]: {escape(finding.text)}")


def _show_unchecked(console: Console, notes: Iterable[Unchecked]) -> None:
    for note in notes:
        _row(console, "unchecked", escape(f"{note.path}: {note.text}" if note.path else note.text), "yellow")


def _row(console: Console, label: str, text: str, style: str = "bold") -> None:
    padded = f"{label:<10}"
    console.print(f"[{style}]{padded}[/] {text}" if style else f"{padded} {text}")


def _spot(candidate: Candidate) -> str:
    package, _, simple = candidate.name.rpartition(".")
    return f"{simple} [dim]({escape(candidate.why)}; {package})[/]"


def _place(source: Source) -> str:
    """A line as terminals and editors open it."""
    line = re.fullmatch(r"line (\d+)", source.place)
    return f"{source.path}:{line[1]}" if line else str(source)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
