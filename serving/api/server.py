"""What all endpoints share, and the work that they have done: each function makes the work of one job.

A result of work is JSON: what is kept of a job for those who ask later is what they will be sent.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.state import Result, Task
from knowledge.records import SourceFile
from serving.accept import accept, offered_by_run
from serving.api.bodies import AcceptBody, CheckBody, GenerateBody, ResolveBody, Said
from serving.api.journal import Journal
from serving.api.metrics import Counts
from serving.api.problems import Refused, busy
from serving.deliver import deliver
from serving.jobs import Busy, Job, Jobs
from serving.mcp.open_site import OpenSite
from serving.settings import Serve
from serving.shapes import accepted_json, check_json, resolution_json, result_json

Work = Callable[[Job], dict[str, Any]]


@dataclass(frozen=True)
class Server:
    site: OpenSite
    jobs: Jobs
    settings: Serve
    journal: Journal
    counts: Counts = field(default_factory=Counts)
    problem: list[str] = field(default_factory=list)
    """Why this server is not ready, in a sentence; empty once it is."""

    def submit(self, kind: str, work: Work, owner: str, text: str = "") -> Job:
        """Queues the work; raises Refused with the time to wait. What is asked is noted only where that is wanted."""
        said = {"text": text} if self.settings.log_text and text else {}
        try:
            return self.jobs.submit(self._noted(kind, work, owner, said), owner)
        except Busy as problem:
            self.journal("refused", kind=kind, client=owner, **said)
            raise busy(problem, self.jobs.closing) from problem

    def longest(self, request: str) -> str:
        """The request, unless it is too long."""
        most = self.settings.request_chars
        if len(request) > most:
            raise Refused(422, f"the request has {len(request)} characters; {most} is the limit", "too_long", "request")
        return request

    def _noted(self, kind: str, work: Work, owner: str, said: dict[str, str]) -> Work:
        def run(job: Job) -> dict[str, Any]:
            started, ended = time.monotonic(), "failed"
            try:
                made = work(job)
                ended = str(made.get("status", "done"))
                return made
            finally:
                seconds = round(time.monotonic() - started, 4)
                ended = "cancelled" if job.stopping else ended
                self.journal("job", id=job.id, kind=kind, client=owner, status=ended, seconds=seconds, **said)

        return run


def resolving(server: Server, body: ResolveBody) -> Work:
    def work(job: Job) -> dict[str, Any]:
        with server.site.app() as app:
            return resolution_json(app.resolve(Task(body.request, spot=body.spot)))

    return work


def generating(server: Server, body: GenerateBody) -> Work:
    def work(job: Job) -> dict[str, Any]:
        task = Task(body.request, spot=body.spot, class_name=body.class_name, package=body.package)
        with server.site.app() as app:
            made = deliver(app, task, on_step=job.told, on_text=job.wrote)
        return made_json(server, made.result, made.run)

    return work


def checking(server: Server, body: CheckBody) -> Work:
    def work(job: Job) -> dict[str, Any]:
        files = [SourceFile(file.path, file.text) for file in body.files]
        with server.site.app() as app:
            return check_json([file.path for file in files], app.check(files))

    return work


def accepting(server: Server, body: AcceptBody) -> Work:
    def work(job: Job) -> dict[str, Any]:
        with server.site.app() as app:
            offer = offered_by_run(app.workspace.hidden / "runs", body.run)
            corrected = SourceFile(body.file.path, body.file.text) if body.file else None
            return accepted_json(accept(app, offer, corrected, body.force))

    return work


def made_json(server: Server, result: Result, run: str) -> dict[str, Any]:
    """A result with the name of its run, by which it can be read again and accepted."""
    server.counts.result(result.status)
    return {**result_json(result), "run": Path(run).name}


def last_said(messages: Sequence[Said]) -> str:
    return next((message.text for message in reversed(messages) if message.role == "user"), "")
