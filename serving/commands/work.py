"""``spotsmith resolve | generate | check``: one request, or some files, from the command line."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

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
    from serving.deliver import deliver

    with opened(workspace, coder, model) as site:
        task = task_of(request, spot=spot, class_name=class_name, package=package)
        for said in (site.served.said if site.served else "", site.beside.said if site.beside else ""):
            if said:
                print_text(f"spotsmith: {said}\n", sys.stderr)
        with steps("resolving") as step:
            made = deliver(site, task, out, force, on_step=step)
        result = made.result
        if as_json:
            from serving.shapes import result_json

            print_json({**result_json(result), "written": [str(path) for path in made.written], "run": made.run})
        else:
            from serving.report import show_result

            if out is None:
                print_code(result.draft.file.text, site.pack.language)
            with written_to(sys.stderr) as console:
                show_result(console, result, made.written)
        if made.problem:
            print_text(f"spotsmith: {made.problem}\n", sys.stderr)
    leave(result.status)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Source files, or folders of them.")],
    workspace: WorkspaceOption = HERE,
    form: Annotated[
        Literal["text", "json", "gcc", "sarif", "github", "junit"],
        typer.Option(
            "--format",
            help="How findings are printed. gcc is for editors, one line each; github, sarif and junit are for builds.",
        ),
    ] = "text",
    as_json: JsonOption = False,
) -> None:
    """Check existing code against JARs, schema and house rules."""
    from serving.files import read_sources

    with opened(workspace) as site:
        site.compiler.start()
        sources = read_sources(files, site.pack.file_suffixes)
        review = site.check(sources.files, sources.skipped)
        if as_json or form == "json":
            from serving.shapes import check_json

            print_json(check_json(sources.paths, review))
        elif form != "text":
            from importlib.metadata import version

            from serving.formats import formatted

            print_text(formatted(form, sources.paths, review, version("spotsmith")))
        else:
            from serving.report import show_review

            with written_to(sys.stdout) as console:
                show_review(console, sources.paths, review)
    leave(review.status)
