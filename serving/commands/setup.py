"""``spotsmith init | index | pull | doctor``: a workspace made, filled and looked after."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, fail
from serving.terminal import print_json, print_text, progress, steps, written_to


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The site's folder.")] = HERE,
    pack: Annotated[str, typer.Option(metavar="NAME", help="Framework pack; empty: the only one installed.")] = "",
    class_path: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="JARs (repeatable, * allowed).")
    ] = None,
    sources: Annotated[list[str] | None, typer.Option(metavar="PATTERN", help="Source roots (repeatable).")] = None,
    schema: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="DDL scripts (repeatable, * allowed).")
    ] = None,
    documents: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Guides and dictionaries (repeatable, * allowed).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing spotsmith.toml.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find JARs, sources, DDL and guides; write spotsmith.toml."""
    from serving.init import make_workspace

    given = {"class_path": class_path, "sources": sources, "schema": schema, "documents": documents}
    made = make_workspace(folder, pack, {key: value for key, value in given.items() if value}, force)
    if as_json:
        print_json({"path": str(made.path), **made.found})
        return
    from serving.report import show_made

    with written_to(sys.stderr) as console:
        show_made(console, made)


def index(
    workspace: WorkspaceOption = HERE,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, also what has not changed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read JARs, sources, DDL and documents into the index.

    Only what has changed is read. The old index serves until the new one is whole, whatever happens.
    """
    from serving.index import index_workspace
    from serving.settings import find_workspace

    opened = find_workspace(workspace)
    try:
        with progress() as advance:
            report = index_workspace(opened, advance, full=full)
    except KeyboardInterrupt:
        old = "the old index still serves" if opened.has_index else "no index was written"
        fail(f"interrupted; {old}. `spotsmith index` starts over and reads only what has changed", 130)
    if as_json:
        print_json(report.as_json())
        return
    from serving.report import show_index

    with written_to(sys.stderr) as console:
        show_index(console, report)


def pull(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Name of the model, as Ollama calls it.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Have the configured Ollama fetch a model.

    Nothing else ever does: inside an air gap Ollama must find the model on a mirror of yours.
    """
    import os

    from serving.coders import pull_model
    from serving.settings import find_workspace, with_coder

    settings = with_coder(find_workspace(workspace), "ollama", model).settings.coder
    with steps("asking Ollama") as step:
        place = pull_model(settings, os.environ, step)
    if as_json:
        print_json({"model": model, "place": place})
    else:
        print_text(f"Ollama at {place} has {model}\n", sys.stderr)


def doctor(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Say what works, what is missing and how to put it right.

    Exits 1 when something is wrong.
    """
    from serving.doctor import examine

    findings = examine(workspace)
    if as_json:
        print_json({"ok": all(f.ok for f in findings), "checks": [f.as_json() for f in findings]})
    else:
        from serving.report import show_health

        with written_to(sys.stdout) as console:
            show_health(console, findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
