"""The application: what it serves, behind one gate."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from knowledge.errors import SpotsmithError
from serving.api.gate import Gate, Rules
from serving.api.native import native_routes
from serving.api.openai import openai_routes
from serving.api.problems import Error, Refused, answer, http_problem, invalid, mistaken, refused, typed
from serving.api.scopes import needs
from serving.api.server import Server
from serving.api.watch import Watch
from serving.conversation import Memory
from serving.log import log_traceback

WEB = Path(__file__).parents[1] / "web"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Error, "description": "no token, or one that is not known"},
    403: {"model": Error, "description": "the token does not have the scope"},
    404: {"model": Error, "description": "there is no such thing"},
    413: {"model": Error, "description": "the request is too large"},
    422: {"model": Error, "description": "the request cannot be carried out as it is"},
    429: {"model": Error, "description": "too many wait already; Retry-After says when to ask again"},
    503: {"model": Error, "description": "the server is stopping, or not ready"},
}


def create_app(server: Server, rules: Rules) -> FastAPI:
    """``server.site`` is opened by whoever runs this; its end is the caller's too."""
    app = FastAPI(
        title="Spotsmith",
        version=version("spotsmith"),
        description="Code for proprietary frameworks, with every symbol proven to exist before you see it.",
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        responses=PROBLEMS,
        middleware=[Middleware(Watch, server.journal, server.counts), Middleware(Gate, rules)],
    )
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(SpotsmithError, mistaken)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_problem)
    app.add_exception_handler(Exception, _ours)
    memory = Memory()
    _health_routes(app, server)
    app.include_router(native_routes(server, memory))
    app.include_router(openai_routes(server, memory))
    app.mount("/", StaticFiles(directory=WEB, html=True, check_dir=False), "page")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield


def _health_routes(app: FastAPI, server: Server) -> None:
    @app.get("/healthz", tags=["health"])
    def alive() -> dict[str, str]:
        """Whether the process answers. Needs no token."""
        return {"status": "alive"}

    @app.get("/readyz", tags=["health"])
    def ready() -> Response:
        """Whether it can do its work. Needs no token; why it cannot is in the log."""
        if server.jobs.closing:
            return JSONResponse({"status": "stopping"}, 503)
        if server.problem:
            return JSONResponse({"status": "not ready"}, 503)
        return JSONResponse({"status": "ready"})

    @app.get("/metrics", tags=["health"], dependencies=[Depends(needs("admin"))], responses=typed("text/plain"))
    def metrics() -> Response:
        """Counts for Prometheus."""
        return PlainTextResponse(server.counts.text(server.jobs.load), media_type="text/plain; version=0.0.4")


async def _ours(request: object, problem: Exception) -> Response:
    """A mistake of ours: the traceback goes to the log file, and nothing of it to the client."""
    log_traceback()
    return answer(Refused(500, "internal error; the server's log has the details", "internal"))
