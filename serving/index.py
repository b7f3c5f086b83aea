"""``spotsmith index``: the workspace's settings as an index plan, and the report that a person reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.markup import escape

from agents.compilers.jdk import find_java
from agents.compilers.service import prepare_archive
from indexers.plan import IndexPlan
from indexers.run import IndexReport, build_index
from serving.app import open_pack
from serving.settings import Workspace

SHOWN = 10  # warnings that a person reads; all of them are in --json


def index_workspace(
    workspace: Workspace, progress: Callable[[str, int, int], None], *, full: bool = False
) -> IndexReport:
    """Reads what the settings name. Raises SpotsmithError for inputs that are missing or cannot be read."""
    settings = workspace.settings
    data, folder, front_end = open_pack(settings.pack)
    search = find_java(Path(settings.java.home) if settings.java.home else None)
    java = search.compiler or search.runtime
    plan = IndexPlan(
        root=workspace.root,
        class_path=workspace.files(settings.class_path),
        sources=workspace.files([*settings.sources, *settings.generated]),
        schema=workspace.files(settings.schema_files),
        documents=workspace.files(settings.documents),
        java_home=java.home if java else None,
        pack_folder=folder,
        source_suffixes=data.file_suffixes,
    )
    report = build_index(plan, front_end, workspace.index, progress, full=full)
    if search.compiler:
        prepare_archive(search.compiler, workspace.hidden / "cache")
    return report


def show_report(console: Any, report: IndexReport) -> None:
    counts = report.counts
    named = ", ".join(f"{counts.get(kind, 0)} {kind}s" for kind in ("symbol", "table", "exemplar", "passage"))
    spots = counts.get("symbol/spot", 0)
    if report.unchanged:
        console.print(f"nothing has changed: {named}; {spots} spots")
    else:
        console.print(f"indexed {named}; {spots} spots in {sum(report.seconds.values()):.1f} s")
    for diagnostic in report.diagnostics[:SHOWN]:
        place = f"{diagnostic.path}:{diagnostic.line}" if diagnostic.line else diagnostic.path
        console.print(f"{escape(place)}: [yellow]{diagnostic.severity}[/]: {escape(diagnostic.message)}")
    if len(report.diagnostics) > SHOWN:
        console.print(f"... and {len(report.diagnostics) - SHOWN} more; --json lists all")
    if not spots:
        console.print("[yellow]no spot was found[/]: class_path must hold the framework's JARs")
