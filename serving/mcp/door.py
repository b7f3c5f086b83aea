"""What tools and resources have in common: who asks, work off the event loop, jobs for what may take long."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread
from mcp.types import CallToolResult, TextContent

from knowledge.errors import SpotsmithError
from knowledge.pack_data import PackData
from serving.jobs import Jobs
from serving.log import log_traceback
from serving.mcp.answers import Answer, Outcome
from serving.mcp.asker import Asker, asking
from serving.mcp.budget import as_json
from serving.mcp.disclosure import Level
from serving.mcp.open_site import OpenSite
from serving.mcp.release import Release
from serving.mcp.shown import job_of
from serving.mcp.waiting import wait_for
from serving.settings import Mcp, Workspace

if TYPE_CHECKING:
    from serving.app import App
    from serving.jobs import Job

A = TypeVar("A", bound=Answer)


@dataclass(frozen=True)
class Door:
    """The open workspace, its jobs, and the way out."""

    workspace: Workspace
    pack: PackData
    pack_folder: Path
    site: OpenSite
    jobs: Jobs
    release: Release
    most: Level
    """The most that any client of this server is shown."""

    @property
    def settings(self) -> Mcp:
        return self.workspace.settings.mcp

    async def read(self, what: str, work: "Callable[[App, Level], A]") -> A:
        """Something that is known, as this client may see it. Raises SpotsmithError, and nothing else."""
        asker = asking.get()

        def looked() -> A:
            with self.site.app() as app:
                return work(app, asker.level)

        try:
            return self.release(what, await anyio.to_thread.run_sync(looked), asker)
        except SpotsmithError:
            raise
        except Exception as error:  # the outermost door of a call: the client gets a sentence, the log the traceback
            raise SpotsmithError(f"internal error: {type(error).__name__}. Details are in {log_traceback()}") from error

    async def look_up(self, tool: str, work: "Callable[[App, Level], Answer]") -> CallToolResult:
        """The answer of a tool that takes milliseconds."""
        try:
            return told(await self.read(tool, work))
        except SpotsmithError as error:
            return refused(str(error))

    async def start(self, tool: str, work: "Callable[[App, Job], Outcome]") -> CallToolResult:
        """The answer of a tool that may take minutes; the id of its job where it does."""
        asker = asking.get()

        def done(job: "Job") -> Outcome:
            with self.site.app() as app:
                return work(app, job)

        try:
            job = self.jobs.submit(done, asker.token)
        except SpotsmithError as error:
            return refused(str(error))
        try:
            await wait_for(job, self.settings.wait_seconds, asker.progress)
        except anyio.get_cancelled_exc_class():
            self.jobs.cancel(job.id, asker.token)
            raise
        return self._of_job(tool, job, asker)

    async def job_status(self, id: str, seconds: float, cancel: bool) -> CallToolResult:
        """Waits; to give up waiting leaves the job as it is."""
        asker = asking.get()
        job = self.jobs.find(id, asker.token)
        if job is None:
            return refused("There is no job of this id. Old ones are forgotten; call the tool again.")
        if cancel:
            self.jobs.cancel(id, asker.token)
        await wait_for(job, min(max(seconds, 0.0), self.settings.wait_seconds), asker.progress)
        return self._of_job("job_status", job, asker)

    def _of_job(self, tool: str, job: "Job", asker: Asker) -> CallToolResult:
        if job.status == "failed":
            return refused(job.problem)
        if job.status == "done":
            outcome: Outcome = job.result
            answer = outcome.model_copy(update={"job": job_of(job, is_open=False)})
        else:
            note = job.problem or f"Not ready. Call job_status with job_id {job.id} to wait for it."
            answer = Outcome(job=job_of(job, is_open=not job.ended), note=note)
        return told(self.release(tool, answer, asker))


def told(answer: Answer) -> CallToolResult:
    """As data, and as text for clients that read nothing else. What is empty is left out: schemas have defaults."""
    content = TextContent(type="text", text=as_json(answer))
    return CallToolResult(content=[content], structured_content=answer.model_dump(mode="json", exclude_defaults=True))


def refused(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)
