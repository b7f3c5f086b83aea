"""``spotsmith doctor``: each part tried in turn; what is wrong is said with the way to put it right."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import SpotsmithError
from serving.settings import Workspace, find_workspace


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "ok": self.ok, "text": self.text}


def examine(start: Path) -> list[Finding]:
    """All findings; a check that depends on a failed one is left out."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    findings = [Finding("python", True, version)]
    try:
        workspace = find_workspace(start)
    except SpotsmithError as error:
        return [*findings, Finding("workspace", False, str(error))]
    findings.append(Finding("workspace", True, str(workspace.root)))
    for check in (_pack, _inputs, _java, _index, _compile):
        findings += _tried(check, workspace)
    return findings


def _tried(check: Callable[[Workspace], Iterator[Finding]], workspace: Workspace) -> list[Finding]:
    try:
        return list(check(workspace))
    except SpotsmithError as error:
        return [Finding(check.__name__.strip("_"), False, str(error))]


def _pack(workspace: Workspace) -> Iterator[Finding]:
    from serving.app import open_pack

    data, *_ = open_pack(workspace.settings.pack)
    yield Finding("pack", True, f"{data.name}: {data.title}")


def _inputs(workspace: Workspace) -> Iterator[Finding]:
    settings = workspace.settings
    needed = {"class_path": settings.class_path, "sources": settings.sources}
    optional = {"schema": settings.schema_files, "documents": settings.documents}
    for name, patterns in {**needed, **optional}.items():
        files = workspace.files(patterns)
        missing = [str(file) for file in files if not file.exists()]
        if missing:
            yield Finding(name, False, f"{', '.join(missing)} not found; correct {name} in spotsmith.toml")
        elif not files and name == "class_path":
            yield Finding(name, False, "no JARs: nothing can be compiled; add them to class_path in spotsmith.toml")
        elif not files:
            what = "queries are not checked" if name == "schema" else "answers are poorer"
            yield Finding(name, True, f"none given; {what} without it")
        else:
            yield Finding(name, True, f"{len(files)} found")


def _java(workspace: Workspace) -> Iterator[Finding]:
    from agents.compilers.jdk import find_java

    home = workspace.settings.java.home
    search = find_java(Path(home) if home else None)
    if search.compiler is None:
        yield Finding("java", False, search.problem)
    else:
        yield Finding("java", True, f"{search.compiler.version} in {search.compiler.home}")


def _index(workspace: Workspace) -> Iterator[Finding]:
    from knowledge.store import EdgeStore

    store = EdgeStore.open(workspace.index)
    counts = store.counts()
    store.close()
    named = ", ".join(f"{counts.get(kind, 0)} {kind}s" for kind in ("symbol", "table", "exemplar", "passage"))
    spots = counts.get("symbol/spot", 0)
    if not spots:
        yield Finding("index", False, f"{named}, but no spot: add the framework's JARs and run `spotsmith index`")
    else:
        yield Finding("index", True, f"{named}; {spots} spots")


def _compile(workspace: Workspace) -> Iterator[Finding]:
    """One generation from the pack's own example: the whole path, end to end."""
    from agents.state import Task
    from serving.app import App

    app = App(workspace)
    try:
        result = app.generate(Task(app.pack.example_request))
    finally:
        app.close()
    name = result.draft.skeleton.class_name
    if result.status == "ok":
        yield Finding("generate", True, f"{name} compiles and is grounded in {result.seconds['total']:.1f} s")
    else:
        reasons = [d.message for d in result.review.errors] or [note.text for note in result.review.unchecked]
        yield Finding("generate", False, f"{name} is {result.status}: {reasons[0] if reasons else 'unknown'}")
