"""``spotsmith``: the command line. Each command joins parts of ``app`` and prints; heavy imports wait until it runs.

Exit codes: 0 ok; 1 errors were found; 2 something for a person to put right (settings, input); 3 not everything
could be checked or written; 70 a mistake of ours; 130 interrupted; 141 the reader of the output has gone.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from knowledge.errors import SpotsmithError
from serving.terminal import print_code, print_json, print_text, progress, steps, written_to

if TYPE_CHECKING:
    from agents.state import Result, Status, Task
    from serving.app import App

EXIT_CODES = {"ok": 0, "failed": 1, "partial": 3}

app = typer.Typer(
    name="spotsmith",
    help="Code for proprietary frameworks, with every symbol proven to exist before you see it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: 0.15 s instead of 0.35 s, most of it the import of a Markdown renderer
)

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace", "-w", metavar="FOLDER", help="Folder with spotsmith.toml, or any folder inside the workspace."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Request = Annotated[
    str, typer.Argument(metavar="REQUEST", help="What is wanted, in plain words; - reads it from stdin.")
]
SpotOption = Annotated[
    str, typer.Option("--spot", metavar="NAME", help="Name of the spot, when you know it: nothing is guessed then.")
]
CoderOption = Annotated[
    str,
    typer.Option(
        "--coder", metavar="KIND", help="auto, scaffold (no model), openai or ollama; empty: as spotsmith.toml says."
    ),
]
ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Model, as its server calls it; empty: as spotsmith.toml says.")
]
HERE = Path()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print_text(f"spotsmith {version('spotsmith')}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
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
    """Look for JARs, sources, DDL and guides; write spotsmith.toml."""
    from serving.init import make_workspace

    given = {"class_path": class_path, "sources": sources, "schema": schema, "documents": documents}
    made = make_workspace(folder, pack, {key: value for key, value in given.items() if value}, force)
    if as_json:
        print_json({"path": str(made.path), **made.found})
        return
    from serving.report import show_made

    with written_to(sys.stderr) as console:
        show_made(console, made)


@app.command()
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
        _fail(f"interrupted; {old}. `spotsmith index` starts over and reads only what has changed", 130)
    if as_json:
        print_json(report.as_json())
        return
    from serving.report import show_index

    with written_to(sys.stderr) as console:
        show_index(console, report)


@app.command()
def resolve(
    request: Request, workspace: WorkspaceOption = HERE, spot: SpotOption = "", as_json: JsonOption = False
) -> None:
    """Say which spot, tables and types a request needs, and why."""
    with _opened(workspace) as opened:
        resolution = opened.resolve(_task(request, spot=spot))
        if as_json:
            from serving.shapes import resolution_json

            print_json(resolution_json(resolution))
            return
        from serving.report import show_resolution

        with written_to(sys.stdout) as console:
            show_resolution(console, resolution)


@app.command()
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
    with _opened(workspace, coder, model) as opened:
        task = _task(request, spot=spot, class_name=class_name, package=package)
        if opened.served and opened.served.said:
            print_text(f"spotsmith: {opened.served.said}\n", sys.stderr)
        with steps("resolving") as step:
            result = opened.generate(task, on_step=step)
        run, problem = _kept(opened, task, result)
        written = _written(result, out, force, run) if out is not None else ()
        if as_json:
            from serving.shapes import result_json

            print_json({**result_json(result), "written": [str(path) for path in written], "run": run})
        else:
            from serving.report import show_result

            if out is None:
                print_code(result.draft.file.text, opened.pack.language)
            with written_to(sys.stderr) as console:
                show_result(console, result, written)
        if problem:
            print_text(f"spotsmith: {problem}\n", sys.stderr)
    _exit(result.status)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Source files, or folders of them.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check existing code against JARs, schema and house rules."""
    from serving.files import read_sources

    with _opened(workspace) as opened:
        opened.compiler.start()
        sources = read_sources(files, opened.pack.file_suffixes)
        review = opened.check(sources.files, sources.skipped)
        if as_json:
            from serving.shapes import check_json

            print_json(check_json(sources.paths, review))
        else:
            from serving.report import show_review

            with written_to(sys.stdout) as console:
                show_review(console, sources.paths, review)
    _exit(review.status)


@app.command()
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


@app.command()
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


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The outermost door: a mistake of the user is a sentence, anything else goes to the log file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=arguments, prog_name="spotsmith")
    except SpotsmithError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    except Exception as error:
        from serving.log import log_traceback

        _fail(
            f"internal error: {type(error).__name__}: {error}. Details are in {log_traceback()}; please report it", 70
        )
    raise SystemExit(0)


@contextmanager
def _opened(workspace: Path, coder: str = "", model: str = "") -> "Iterator[App]":
    from serving.app import App
    from serving.settings import find_workspace, with_coder

    opened = App(with_coder(find_workspace(workspace), coder, model))
    try:
        yield opened
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    finally:
        opened.close()


def _task(request: str, spot: str = "", class_name: str = "", package: str = "") -> "Task":
    from agents.state import Task

    return Task(_said() if request == "-" else request, spot=spot, class_name=class_name, package=package)


def _said() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise SpotsmithError(f"the request on stdin is not UTF-8 text: {error}") from error


def _kept(opened: "App", task: "Task", result: "Result") -> tuple[str, str]:
    """The folder of the run, or what kept it from being written: a full disk must not lose the answer."""
    from serving.runs import keep_run

    folder = opened.workspace.hidden / "runs"
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


def _exit(status: "Status") -> None:
    if EXIT_CODES[status]:
        raise typer.Exit(EXIT_CODES[status])


def _fail(message: str, code: int) -> NoReturn:
    print_text(f"spotsmith: {message}\n", sys.stderr)
    raise SystemExit(code)
