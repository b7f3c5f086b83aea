"""``spotsmith resolve | generate | check``: one request, or some files, from the command line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import (
    HERE,
    CoderOption,
    JsonOption,
    ModelOption,
    Request,
    SpotOption,
    WorkspaceOption,
    leave,
    opened,
    task_of,
)
from serving.terminal import print_code, print_json, print_text, steps, written_to

if TYPE_CHECKING:
    from agents.state import Result, Task
    from serving.app import App


def resolve(
    request: Request, workspace: WorkspaceOption = HERE, spot: SpotOption = "", as_json: JsonOption = False
) -> None:
    """Say which spot, tables and types a request needs, and why."""
    with opened(workspace) as site:
        resolution = site.resolve(task_of(request, spot=spot))
        if as_json:
            from serving.shapes import resolution_json

            print_json(resolution_json(resolution))
            return
        from serving.report import show_resolution

        with written_to(sys.stdout) as console:
            show_resolution(console, resolution)


def generate(
    request: Request,
    workspace: WorkspaceOption = HERE,
    spot: SpotOption = "",
    class_name: Annotated[
        str, typer.Option("--class-name", metavar="NAME", help="Name of the class; empty: made from the request.")
    ] = "",
    package: Annotated[
        str, typer.Option("--package", metavar="NAME", help="Package; empty: where the site keeps such code.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="Source root to write into; without it the code is printed."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    coder: CoderOption = "",
    model: ModelOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the code that a request asks for, and prove it.

    It is compiled against the site's own JARs, its queries are checked against the schema, and it must keep the
    house rules. The code goes to stdout, or with --out into the source tree; the report goes to stderr.
    """
    with opened(workspace, coder, model) as site:
        task = task_of(request, spot=spot, class_name=class_name, package=package)
        if site.served and site.served.said:
            print_text(f"spotsmith: {site.served.said}\n", sys.stderr)
        with steps("resolving") as step:
            result = site.generate(task, on_step=step)
        run, problem = _kept(site, task, result)
        written = _written(result, out, force, run) if out is not None else ()
        if as_json:
            from serving.shapes import result_json

            print_json({**result_json(result), "written": [str(path) for path in written], "run": run})
        else:
            from serving.report import show_result

            if out is None:
                print_code(result.draft.file.text, site.pack.language)
            with written_to(sys.stderr) as console:
                show_result(console, result, written)
        if problem:
            print_text(f"spotsmith: {problem}\n", sys.stderr)
    leave(result.status)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Source files, or folders of them.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check existing code against JARs, schema and house rules."""
    from serving.files import read_sources

    with opened(workspace) as site:
        site.compiler.start()
        sources = read_sources(files, site.pack.file_suffixes)
        review = site.check(sources.files, sources.skipped)
        if as_json:
            from serving.shapes import check_json

            print_json(check_json(sources.paths, review))
        else:
            from serving.report import show_review

            with written_to(sys.stdout) as console:
                show_review(console, sources.paths, review)
    leave(review.status)


def _kept(site: "App", task: "Task", result: "Result") -> tuple[str, str]:
    """The folder of the run, or what kept it from being written: a full disk must not lose the answer."""
    from serving.runs import keep_run

    folder = site.workspace.hidden / "runs"
    try:
        return str(keep_run(folder, task, result)), ""
    except OSError as error:
        return "", f"{folder}: the run could not be kept: {error.strerror}"


def _written(result: "Result", out: Path, force: bool, run: str) -> tuple[Path, ...]:
    from serving.output import write_files

    try:
        return write_files([result.draft.file], out, force)
    except SpotsmithError as error:
        raise SpotsmithError(f"{error}. The result is kept in {run}" if run else str(error)) from error
