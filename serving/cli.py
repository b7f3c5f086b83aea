"""``spotsmith``: the command line. Each command joins parts of ``app`` and prints; nothing heavy is imported before it runs.

Exit codes: 0 ok; 1 errors were found; 2 something for a person to put right (settings, input); 3 not everything could be
checked or written; 130 interrupted.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from knowledge.errors import SpotsmithError

if TYPE_CHECKING:
    from agents.state import Status, Task
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
    Path, typer.Option("--workspace", "-w", help="Folder with spotsmith.toml, or any folder inside the workspace.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Request = Annotated[str, typer.Argument(help="What is wanted, in plain words; - reads it from stdin.")]
SpotOption = Annotated[str, typer.Option("--spot", help="Name of the spot, when you know it: nothing is guessed then.")]
HERE = Path()


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        print(f"spotsmith {installed('spotsmith')}")  # noqa: T201
        raise typer.Exit


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The site's folder.")] = HERE,
    pack: Annotated[str, typer.Option(help="Framework pack; empty: the only one installed.")] = "",
    class_path: Annotated[list[str] | None, typer.Option(help="JARs (repeatable, * allowed).")] = None,
    sources: Annotated[list[str] | None, typer.Option(help="Source roots (repeatable).")] = None,
    schema: Annotated[list[str] | None, typer.Option(help="DDL scripts (repeatable, * allowed).")] = None,
    documents: Annotated[list[str] | None, typer.Option(help="Guides and dictionaries (repeatable, * allowed).")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing spotsmith.toml.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a folder a workspace: look for JARs, sources, DDL and documents, and write spotsmith.toml."""
    from serving.init import make_workspace

    given = {"class_path": class_path, "sources": sources, "schema": schema, "documents": documents}
    made = make_workspace(folder, pack, {key: value for key, value in given.items() if value}, force)
    if as_json:
        _print_json({"path": str(made.path), **made.found})
        return
    console = _stderr()
    for key, values in made.found.items():
        console.print(f"[bold]{key}[/]  {', '.join(values) if values else '[yellow]nothing found; add it by hand[/]'}")
    console.print(f"wrote {made.path}; next: spotsmith index")


@app.command()
def index(
    workspace: WorkspaceOption = HERE,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, also what has not changed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the site's JARs, sources, DDL and documents into the index. The old index serves until the new one is whole."""
    from serving.index import index_workspace
    from serving.settings import find_workspace

    with _progress() as progress:
        report = index_workspace(find_workspace(workspace), progress, full=full)
    if as_json:
        _print_json(report.as_json())
        return
    from serving.index import show_report

    show_report(_stderr(), report)


@app.command()
def resolve(
    request: Request, workspace: WorkspaceOption = HERE, spot: SpotOption = "", as_json: JsonOption = False
) -> None:
    """Say which spot, tables, types and exemplars a request needs, and why."""
    with _opened(workspace) as opened:
        resolution = opened.resolve(_task(request, spot=spot))
        if as_json:
            from serving.shapes import resolution_json

            _print_json(resolution_json(resolution))
            return
        from serving.report import show_resolution

        show_resolution(_stdout(), resolution)


@app.command()
def generate(
    request: Request,
    workspace: WorkspaceOption = HERE,
    spot: SpotOption = "",
    class_name: Annotated[str, typer.Option("--class-name", help="Name of the class; empty: made from the request.")] = "",
    package: Annotated[str, typer.Option("--package", help="Package; empty: where the site keeps such code.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Source root to write into; without it the code is printed.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the code that a request asks for, checked against the site's own JARs, schema and house rules."""
    with _opened(workspace) as opened:
        task = _task(request, spot=spot, class_name=class_name, package=package)
        with _status("resolving") as step:
            result = opened.generate(task, on_step=step)
        from serving.runs import keep_run

        run = keep_run(opened.workspace.hidden / "runs", task, result)
        written: tuple[Path, ...] = ()
        if out is not None:
            from serving.output import write_files

            try:
                written = write_files([result.draft.file], out, force)
            except SpotsmithError as error:
                raise SpotsmithError(f"{error}. The result is kept in {run}") from error
        if as_json:
            from serving.shapes import result_json

            _print_json({**result_json(result), "written": [str(path) for path in written], "run": str(run)})
        else:
            from serving.report import show_result

            if out is None:
                _print_code(result.draft.file.text, opened.pack.language)
            show_result(_stderr(), result)
            for path in written:
                _stderr().print(f"[bold]wrote[/]     {path}")
    _exit(result.status)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Source files, or folders of them.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check existing code: compiled, every symbol found, queries against the schema, house rules."""
    from serving.files import read_files

    with _opened(workspace) as opened:
        sources = read_files(files, opened.pack.file_suffixes)
        review = opened.check(sources)
        if as_json:
            from serving.shapes import check_json

            _print_json(check_json([source.path for source in sources], review))
        else:
            from serving.report import show_review

            show_review(_stdout(), [source.path for source in sources], review)
    _exit(review.status)


@app.command()
def doctor(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Say what works, what is missing and how to put it right. Exits 1 when something is wrong."""
    from serving.doctor import examine

    findings = examine(workspace)
    if as_json:
        _print_json({"ok": all(f.ok for f in findings), "checks": [f.as_json() for f in findings]})
    else:
        console = _stdout()
        for finding in findings:
            mark = "[green]ok[/]     " if finding.ok else "[red]wrong[/]  "
            console.print(f"{mark} [bold]{finding.name}[/]: {finding.text}", highlight=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """The outermost door: a mistake of the user is a sentence, anything else goes to the log file."""
    try:
        app()
    except SpotsmithError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
    except Exception as error:
        from serving.log import log_traceback

        _fail(f"internal error: {type(error).__name__}: {error}. Details are in {log_traceback()}; please report it", 70)


def _task(request: str, spot: str = "", class_name: str = "", package: str = "") -> "Task":
    from agents.state import Task

    text = sys.stdin.read().strip() if request == "-" else request
    return Task(text, spot=spot, class_name=class_name, package=package)


@contextmanager
def _opened(workspace: Path) -> "Iterator[App]":
    from serving.app import App
    from serving.settings import find_workspace

    opened = App(find_workspace(workspace))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for ``(stage, done, total)``; silent when stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_stderr(), disable=not sys.stderr.isatty()) as bars:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


@contextmanager
def _status(text: str) -> Iterator[Callable[[str], None]]:
    with _stderr().status(text) as status:
        yield lambda step: status.update(f"{step} done")


def _print_code(text: str, language: str) -> None:
    if sys.stdout.isatty():
        from rich.syntax import Syntax

        _stdout().print(Syntax(text, language, background_color="default"))
    else:
        sys.stdout.write(text)


def _print_json(value: Any) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _stdout() -> Any:
    from rich.console import Console

    return Console(soft_wrap=True, highlight=False)


def _stderr() -> Any:
    from rich.console import Console

    return Console(stderr=True, soft_wrap=True, highlight=False)


def _exit(status: "Status") -> None:
    if EXIT_CODES[status]:
        raise typer.Exit(EXIT_CODES[status])


def _fail(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"spotsmith: {message}\n")
    raise SystemExit(code)
