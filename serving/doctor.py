"""``spotsmith doctor``: each part tried in turn; what is wrong is said with the way to put it right."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import SpotsmithError
from serving.settings import FILE, Workspace, find_workspace

Check = Callable[[Workspace], Iterator["Finding"]]


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
    for name, (check, needs) in CHECKS.items():
        if all(finding.ok for finding in findings if finding.name in needs):
            findings += _tried(name, check, workspace)
    return findings


def _tried(name: str, check: Check, workspace: Workspace) -> list[Finding]:
    try:
        return list(check(workspace))
    except SpotsmithError as error:
        return [Finding(name, False, str(error))]


def _pack(workspace: Workspace) -> Iterator[Finding]:
    from serving.app import open_pack

    data, *_ = open_pack(workspace)
    yield Finding("pack", True, f"{data.name}: {data.title}")


def _inputs(workspace: Workspace) -> Iterator[Finding]:
    without = {
        "class_path": "nothing can be compiled without the framework's JARs",
        "sources": "there is no code to learn from without them",
        "schema": "queries are not checked without it",
        "documents": "requests are understood less well without them",
    }
    for name, patterns in workspace.settings.inputs.items():
        missing = workspace.missing(patterns)
        if missing:
            yield Finding(name, False, f"nothing is at {', '.join(missing)}; correct {name} in {FILE}")
        elif patterns:
            yield Finding(name, True, f"{len(workspace.files(patterns))} found")
        elif name in without:
            yield Finding(name, name != "class_path", f"none given in {FILE}; {without[name]}")


def _java(workspace: Workspace) -> Iterator[Finding]:
    from agents.compilers.jdk import find_java

    home = workspace.settings.java.home
    search = find_java(workspace.path(home) if home else None)
    if search.compiler is None:
        yield Finding("java", False, search.problem)
    else:
        yield Finding("java", True, f"{search.compiler.version} in {search.compiler.home}")


def _coder(workspace: Workspace) -> Iterator[Finding]:
    """Whether the model that the settings name answers, or lies there; none is asked for anything or loaded."""
    from serving.app import App

    settings = workspace.settings.coder
    if settings.kind == "transformers" or (settings.kind == "auto" and settings.folder):
        from serving.local_model import examine_local

        name = examine_local(settings, workspace.path)
        yield Finding("coder", True, f"{name} in {workspace.path(settings.folder)}")
        return

    app = App(workspace)
    try:
        served = app.served
        if served is None:
            yield Finding("coder", True, "scaffold, which needs no model; coder.url in spotsmith.toml names one")
        elif served.endpoint is None or served.coder is None:
            yield Finding("coder", False, served.said)
        else:
            yield Finding("coder", True, f"{served.coder.name} at {served.endpoint.place}")
        beside = app.beside
        if beside is not None and (beside.coder is None or beside.endpoint is None):
            yield Finding("reviewer", False, beside.said)
        elif beside is not None and beside.coder and beside.endpoint:
            yield Finding("reviewer", True, f"{beside.coder.name} at {beside.endpoint.place}")
    finally:
        app.close()


def _index(workspace: Workspace) -> Iterator[Finding]:
    from serving.report import holdings
    from serving.site_index import open_index

    store = open_index(workspace)
    counts = store.counts()
    store.close()
    if counts.get("symbol/spot"):
        yield Finding("index", True, holdings(counts))
    else:
        yield Finding("index", False, f"{holdings(counts)}: add the framework's JARs and run `spotsmith index`")


def _generate(workspace: Workspace) -> Iterator[Finding]:
    """The pack's own example: the whole path, end to end, without a model."""
    from agents.state import Task
    from serving.app import App
    from serving.settings import with_coder

    app = App(with_coder(workspace, "scaffold", ""))
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


def _checkpoints(workspace: Workspace) -> Iterator[Finding]:
    """Whether the database answers, where the settings name one."""
    variable = workspace.settings.checkpoints.postgres_env
    if variable:
        from serving.shared_checkpoints import shared_checkpoints

        shared_checkpoints(variable, os.environ).close()
        yield Finding("checkpoints", True, f"kept in the PostgreSQL that {variable} names")


CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "pack": (_pack, ()),
    "inputs": (_inputs, ()),
    "java": (_java, ()),
    "index": (_index, ()),
    "coder": (_coder, ("pack",)),
    "checkpoints": (_checkpoints, ()),
    "generate": (_generate, ("pack", "java", "index")),
}
"""Each check with the findings that must be right before it makes sense."""
