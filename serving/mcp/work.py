"""The two tools that take long, as the work of a job: each step is told, and is where the job can be stopped."""

from pathlib import Path
from typing import TYPE_CHECKING

from serving.deliver import keep, write
from serving.mcp import shown
from serving.mcp.answers import Outcome

if TYPE_CHECKING:
    from agents.state import Task
    from serving.app import App
    from serving.files import Sources
    from serving.jobs import Job


def generate(app: "App", task: "Task", job: "Job", out: Path | None) -> Outcome:
    """What was made is kept under ``runs/``, as every door does; it is written below ``out``, where there is one."""
    result = app.generate(task, on_step=job.told, on_text=job.wrote)
    run, problem = keep(app, task, result)
    is_new = out is not None and not (out / result.draft.file.path).exists()
    written = write(result, out, force=False, run=run) if out is not None and is_new else ()
    outcome = shown.generated(result, run, [str(path) for path in written])
    if out is not None and not written:
        problem = f"{problem} A file of this name exists already and was left as it is.".strip()
    return outcome.model_copy(update={"note": problem})


def check(app: "App", sources: "Sources", job: "Job") -> Outcome:
    job.told(f"{len(sources.files)} files read")
    return shown.checked(sources.paths, app.check(sources.files, sources.skipped))
