"""The two tools that take long, as the work of a job: each step is told, and is where the job can be stopped."""

from typing import TYPE_CHECKING

from serving.deliver import keep, write
from serving.mcp import shown
from serving.mcp.answers import Outcome

if TYPE_CHECKING:
    from agents.state import Task
    from serving.app import App
    from serving.files import Sources
    from serving.jobs import Job


def generate(app: "App", task: "Task", job: "Job") -> Outcome:
    """What was made is kept under ``runs/`` as every door does; it is written only where the site says so."""
    result = app.generate(task, on_step=job.told, on_text=job.wrote)
    run, problem = keep(app, task, result)
    wanted = app.workspace.settings.mcp.write_to
    is_new = wanted and not (app.workspace.path(wanted) / result.draft.file.path).exists()
    written = write(result, app.workspace.path(wanted), force=False, run=run) if is_new else ()
    outcome = shown.generated(result, run, [str(path) for path in written])
    if wanted and not written:
        problem = f"{problem} A file of this name exists already and was left as it is.".strip()
    return outcome.model_copy(update={"note": problem})


def check(app: "App", sources: "Sources", job: "Job") -> Outcome:
    job.told(f"{len(sources.files)} files read")
    return shown.checked(sources.paths, app.check(sources.files, sources.skipped))
