"""``spotsmith index``: the workspace's settings as an index plan that is carried out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agents.compilers.jdk import find_java
from agents.compilers.service import prepare_archive
from indexers.plan import IndexPlan
from indexers.run import IndexReport, build_index
from knowledge.errors import SpotsmithError
from knowledge.records import Diagnostic
from serving.app import open_pack
from serving.settings import FILE, Workspace, is_pattern
from serving.site_index import publish_index


def index_workspace(
    workspace: Workspace, progress: Callable[[str, int, int], None], *, full: bool = False
) -> IndexReport:
    """Reads what the settings name, and publishes the index where they name a server for it.

    Raises SpotsmithError for inputs that are missing or cannot be read, and for a server that does not take the index.
    """
    settings = workspace.settings
    _require_jars(workspace)
    data, folder, front_end = open_pack(workspace)
    search = find_java(workspace.path(settings.java.home) if settings.java.home else None)
    java = search.compiler or search.runtime
    plan = IndexPlan(
        root=workspace.root,
        class_path=workspace.files(settings.class_path),
        sources=(*workspace.files([*settings.sources, *settings.generated]), *_accepted(workspace)),
        schema=workspace.files(settings.schema_files),
        documents=workspace.files(settings.documents),
        java_home=java.home if java else None,
        pack_folder=folder,
        source_suffixes=data.file_suffixes,
    )
    report = build_index(plan, front_end, workspace.index, progress, full=full)
    published = publish_index(workspace, lambda done, total: progress("publishing", done, total))
    if search.compiler:
        progress("compiler", 0, 1)
        prepare_archive(search.compiler, workspace.hidden / "cache")
        progress("compiler", 1, 1)
    notes = [*_unmatched(workspace), *([] if java else [_no_java(search.problem)])]
    return replace(report, diagnostics=(*notes, *report.diagnostics), published=published)


def _accepted(workspace: Workspace) -> tuple[Path, ...]:
    """Last, so that the site's own version of a class counts."""
    return (workspace.accepted,) if workspace.accepted.is_dir() else ()


def _require_jars(workspace: Workspace) -> None:
    """A share that is not mounted must not turn a good index into an empty one."""
    missing = workspace.missing([text for text in workspace.settings.class_path if is_pattern(text)])
    if missing:
        raise SpotsmithError(f"class_path: nothing matches {missing[0]!r} in {workspace.root}; correct {FILE}")


def _no_java(problem: str) -> Diagnostic:
    return Diagnostic("index.no-java", "warning", f"the types of the JDK are not known: {problem}")


def _unmatched(workspace: Workspace) -> tuple[Diagnostic, ...]:
    """Patterns without a file: nothing is missing for sure, but a typing mistake looks like this."""
    return tuple(
        Diagnostic("index.nothing-matches", "warning", f"{key}: nothing matches {pattern!r}", FILE)
        for key, patterns in workspace.settings.inputs.items()
        for pattern in workspace.missing(patterns)
    )
