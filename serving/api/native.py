"""``/api``: resolve, generate, check, jobs, look-ups, runs. The shapes are those that the command line prints."""

import json
import re
from typing import Annotated, Any, cast

from fastapi import APIRouter, Body, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from agents.known import NotKnown
from agents.lookup import find_symbol, nearest_names, show_table, show_type, who_uses
from serving.api.access import Caller
from serving.api.bodies import (
    AcceptBody,
    CheckBody,
    CheckJob,
    GenerateBody,
    GenerateJob,
    ResolveBody,
    SayBody,
)
from serving.api.events import ended
from serving.api.json_text import Json
from serving.api.outcome import job_json, outcome
from serving.api.problems import Refused, typed
from serving.api.scopes import needs
from serving.api.server import (
    Server,
    accepting,
    checking,
    generating,
    last_said,
    resolving,
)
from serving.api.stream import stream
from serving.api.talk import saying
from serving.conversation import Memory
from serving.jobs import Job

_RUN = re.compile(r"\d{8}-\d{6}-\d{6}-[\w$]{1,200}")
Reader = Annotated[Caller, Depends(needs("read"))]
Writer = Annotated[Caller, Depends(needs("generate"))]
Keeper = Annotated[Caller, Depends(needs("accept"))]


def native_routes(server: Server, memory: Memory) -> APIRouter:
    routes = APIRouter(prefix="/api", default_response_class=Json)
    _work_routes(routes, server)
    _job_routes(routes, server, memory)
    _knowledge_routes(routes, server)
    return routes


def _work_routes(routes: APIRouter, server: Server) -> None:
    @routes.post("/resolve", tags=["work"])
    async def resolve(body: ResolveBody, request: Request, caller: Reader) -> Response:
        """Which spot, tables and types a request needs, and why."""
        server.longest(body.request)
        return await _answered(
            server, server.submit("resolve", resolving(server, body), caller.name, body.request), request
        )

    @routes.post("/generate", tags=["work"])
    async def generate(body: GenerateBody, request: Request, caller: Writer) -> Response:
        """The code that a request asks for, proven. Takes as long as it takes; jobs are for those who cannot wait."""
        server.longest(body.request)
        return await _answered(
            server, server.submit("generate", generating(server, body), caller.name, body.request), request
        )

    @routes.post("/check", tags=["work"])
    async def check(body: CheckBody, request: Request, caller: Writer) -> Response:
        """Existing code against JARs, schema and house rules."""
        _not_too_many(server, body)
        return await _answered(server, server.submit("check", checking(server, body), caller.name), request)

    @routes.post("/accept", tags=["work"])
    async def accept(body: AcceptBody, request: Request, caller: Keeper) -> Response:
        """Keeps the file of a run, or a corrected one, as an example for later requests."""
        return await _answered(server, server.submit("accept", accepting(server, body), caller.name), request)


def _job_routes(routes: APIRouter, server: Server, memory: Memory) -> None:
    @routes.post("/jobs", status_code=202, tags=["jobs"])
    def start(body: Annotated[CheckJob | GenerateJob, Body()], caller: Writer) -> Response:
        """Starts a job and says its id at once; its events tell the rest."""
        if isinstance(body, CheckJob):
            _not_too_many(server, body)
            return _accepted(server.submit("check", checking(server, body), caller.name))
        server.longest(body.request)
        return _accepted(server.submit("generate", generating(server, body), caller.name, body.request))

    @routes.post("/say", status_code=202, tags=["jobs"])
    def say(body: SayBody, caller: Writer) -> Response:
        """A turn of a conversation as a job: the whole history is sent, its last message is answered."""
        said = last_said(body.messages)
        server.longest(said)
        return _accepted(server.submit("say", saying(server, memory, body.messages), caller.name, said))

    @routes.get("/jobs/{id}", tags=["jobs"])
    def show(id: str, caller: Writer) -> Response:
        """Where a job stands; its result once it is done."""
        return Json(job_json(_own(server, id, caller)))

    @routes.delete("/jobs/{id}", tags=["jobs"])
    def cancel(id: str, caller: Writer) -> Response:
        """Ends a job: at once when it waits, after its step when it runs."""
        job = _own(server, id, caller)
        server.jobs.cancel(job.id, job.owner)
        return Json(job_json(job))

    @routes.get("/jobs/{id}/events", tags=["jobs"], responses=typed("text/event-stream"))
    async def events(
        id: str, caller: Writer, last_event_id: Annotated[str | None, Header(max_length=20)] = None
    ) -> Response:
        """Server-sent events: ``status``, ``step`` and ``text`` as they happen, then ``end`` with the job.

        With Last-Event-ID it goes on after that event.
        """
        job = _own(server, id, caller)
        known = last_event_id or ""
        start = int(known) + 1 if known.isascii() and known.isdecimal() else 0
        if job.ended and start > len(job.since(0)):
            return Response(status_code=204)  # all was sent: a browser that connects again is told to stop
        return StreamingResponse(stream(job, start), media_type="text/event-stream")


def _knowledge_routes(routes: APIRouter, server: Server) -> None:
    @routes.get("/symbols", tags=["knowledge"])
    def find(
        caller: Reader,
        query: Annotated[str, Query(max_length=500)],
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> Response:
        """Types, tables and existing code that a text names or speaks of."""
        with server.site.app() as app:
            return Json(find_symbol(app.parts.store, query, limit))

    @routes.get("/symbols/{name}", tags=["knowledge"])
    def symbol(name: str, caller: Reader) -> Response:
        """A type with its members, or a table with its columns and keys."""
        with server.site.app() as app:
            store, types = app.parts.store, app.parts.types
            shown = show_type(store, types, name) if store.table(name) is None else show_table(store, name)
            if isinstance(shown, NotKnown):
                shown = NotKnown(name, nearest_names(store, name))  # of types and tables
        return _known(shown)

    @routes.get("/symbols/{name}/uses", tags=["knowledge"])
    def uses(name: str, caller: Reader, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> Response:
        """Who uses a type or table."""
        with server.site.app() as app:
            return _known(who_uses(app.parts.store, app.parts.types, name, limit))

    @routes.get("/runs/{id}", tags=["knowledge"])
    def run(id: str, caller: Reader) -> Response:
        """A result that was made before, by the name of its run."""
        kept = server.site.workspace.hidden / "runs" / id / "result.json"
        if not _RUN.fullmatch(id) or not kept.is_file():
            raise Refused(404, "there is no such run; the newest are kept", "not_found")
        return Json({**cast(dict[str, Any], json.loads(kept.read_text(encoding="utf-8"))), "run": id})

    @routes.get("/site", tags=["knowledge"])
    def site(caller: Reader) -> Response:
        """What is open here, for the head of a page."""
        with server.site.app() as app:
            return Json(
                {
                    "name": app.workspace.root.name,
                    "pack": app.pack.name,
                    "coder": app.coder.name,
                    "counts": app.parts.store.counts(),
                    "examples": [app.pack.example_request],
                }
            )


async def _answered(server: Server, job: Job, request: Request) -> Response:
    if not await ended(job, request, server.jobs):
        return Response(status_code=499)  # the client has gone: nobody reads it
    return Json(outcome(job, server.jobs))


def _accepted(job: Job) -> Response:
    return Json(job_json(job), 202, {"Location": f"/api/jobs/{job.id}"})


def _own(server: Server, id: str, caller: Caller) -> Job:
    job = server.jobs.find(id, caller.name)
    if job is None:
        raise Refused(404, "there is no such job of yours; the newest are kept", "not_found")
    return job


def _not_too_many(server: Server, body: CheckBody) -> None:
    most = server.settings.check_files
    if len(body.files) > most:
        raise Refused(
            422, f"{len(body.files)} files are too many; {most} is the limit of one check", "too_many", "files"
        )
    paths = [file.path for file in body.files]
    if len(set(paths)) < len(paths):
        raise Refused(422, "two files have the same path", "invalid", "files")


def _known(shown: object) -> Response:
    if isinstance(shown, NotKnown):
        near = f"; nearest: {', '.join(shown.nearest)}" if shown.nearest else ""
        raise Refused(404, f"the index does not hold this name{near}", "not_found", "name")
    return Json(shown)
