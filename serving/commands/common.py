"""Options that commands share, and how they open a workspace and end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from knowledge.errors import SpotsmithError
from serving.terminal import print_text

if TYPE_CHECKING:
    from agents.state import Status, Task
    from serving.app import App
    from serving.settings import Workspace

EXIT_CODES = {"ok": 0, "failed": 1, "partial": 3}

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
        "--coder",
        metavar="KIND",
        help="auto, scaffold (no model), openai, ollama or transformers (a folder); empty: as spotsmith.toml says.",
    ),
]
ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Model, as its server calls it; empty: as spotsmith.toml says.")
]
HERE = Path()


@contextmanager
def opened(workspace: Path, coder: str = "", model: str = "") -> "Iterator[App]":
    from serving.app import App
    from serving.settings import find_workspace, with_coder

    opened = App(with_coder(find_workspace(workspace), coder, model))
    try:
        yield opened
    except KeyboardInterrupt:
        fail("interrupted", 130)
    finally:
        opened.close()


def to_serve(workspace: Path, coder: str, model: str) -> "Workspace":
    """For servers, which open the coder later. Raises SpotsmithError where the settings place it nowhere."""
    from serving.settings import find_workspace, with_coder

    site = with_coder(find_workspace(workspace), coder, model)
    if site.settings.coder.lacks:
        raise SpotsmithError(site.settings.coder.lacks)
    return site


def task_of(request: str, spot: str = "", class_name: str = "", package: str = "") -> "Task":
    from agents.state import Task

    return Task(_said() if request == "-" else request, spot=spot, class_name=class_name, package=package)


def _said() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise SpotsmithError(f"the request on stdin is not UTF-8 text: {error}") from error


def made_folder(path: Path) -> Path:
    """Made before the work begins, so that no hour of it is lost for want of a place."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def leave(status: "Status") -> None:
    if EXIT_CODES[status]:
        raise typer.Exit(EXIT_CODES[status])


def fail(message: str, code: int) -> NoReturn:
    print_text(f"spotsmith: {message}\n", sys.stderr)
    raise SystemExit(code)
