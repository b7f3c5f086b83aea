"""A task becomes a result that is kept under ``runs/`` and, where asked, written into a source tree.

Every door that answers a single request goes through here, so that a result is never lost for want of a place to
write it, and is kept the same way by all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.coders.protocol import OnText, unheard
from knowledge.errors import SpotsmithError

if TYPE_CHECKING:
    from agents.state import Result, Task
    from serving.app import App


@dataclass(frozen=True, slots=True)
class Delivered:
    """A result, where its run is kept, and the files that were written."""

    result: "Result"
    run: str = ""
    """Folder of the run; empty when it could not be kept."""
    problem: str = ""
    """What kept the run from being kept, in a sentence."""
    written: tuple[Path, ...] = ()


def deliver(
    app: "App",
    task: "Task",
    out: Path | None = None,
    force: bool = False,
    on_step: Callable[[str], None] | None = None,
    on_text: OnText = unheard,
) -> Delivered:
    """Generate, keep, write. Raises SpotsmithError for a task or a place that cannot be used; what was made is kept."""
    result = app.generate(task, on_step, on_text)
    run, problem = keep(app, task, result)
    return Delivered(result, run, problem, write(result, out, force, run) if out is not None else ())


def keep(app: "App", task: "Task", result: "Result") -> tuple[str, str]:
    """The folder of the run, or what kept it from being written: a full disk must not lose the answer."""
    from serving.runs import keep_run

    folder = app.workspace.hidden / "runs"
    try:
        return str(keep_run(folder, task, result)), ""
    except OSError as error:
        return "", f"{folder}: the run could not be kept: {error.strerror}"


def write(result: "Result", out: Path, force: bool, run: str = "") -> tuple[Path, ...]:
    """The files of a result below ``out``; where that cannot be, the sentence says where the result is kept."""
    from serving.output import write_files

    try:
        return write_files([result.draft.file], out, force)
    except SpotsmithError as error:
        raise SpotsmithError(f"{error}. The result is kept in {run}" if run else str(error)) from error
