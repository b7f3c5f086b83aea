"""Runs the application: the address, the link, readiness, and an end that loses nothing."""

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

import uvicorn

from knowledge.errors import SpotsmithError
from serving.api.access import Hosts, Tokens, fresh_token, is_loopback, tokens_of
from serving.api.app import create_app
from serving.api.gate import Rules
from serving.api.journal import Journal, journal_to
from serving.api.server import Server
from serving.jobs import Jobs
from serving.log import log_traceback
from serving.mcp.open_site import OpenSite
from serving.settings import Serve, Workspace

AFTERWARDS = 5  # seconds after the grace in which answers that are ready go out


def run(workspace: Workspace, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT. Raises SpotsmithError for settings that cannot be followed."""
    settings = workspace.settings.serve
    tokens = tokens_of(settings, environment)
    local = is_loopback(settings.host)
    if not local and not tokens:
        raise SpotsmithError(
            f"{settings.host} can be reached from other machines, and no token is set: add [serve.tokens.NAME] to "
            "spotsmith.toml (`spotsmith serve --new-token NAME` makes one), or serve on 127.0.0.1"
        )
    listener = listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    link = ""
    if local:
        token = fresh_token()
        tokens, link = tokens.with_fresh(token), f"?token={token}"
    say(f"http://{_shown(settings.host)}:{port}/{link}")
    with listener:
        serve(workspace, tokens, listener, journal_to())


def serve(workspace: Workspace, tokens: Tokens, listener: socket.socket, journal: Journal) -> None:
    """One process, over a socket that listens already."""
    settings = workspace.settings.serve
    port = listener.getsockname()[1]
    site = OpenSite(workspace)
    jobs = Jobs(settings.workers, settings.waiting, settings.keep_jobs)
    server = Server(site, jobs, settings, journal, problem=["starting"])
    rules = Rules(tokens, Hosts(settings.host, settings.hosts), f"spotsmith_{port}", settings.body_bytes)
    stopping = _Stopping(_config(server, rules), server)
    threading.Thread(target=warm, args=(server,), name="warm-up", daemon=True).start()
    try:
        with _signals_to(stopping), _uvicorn_into(journal):
            asyncio.run(stopping.serve([listener]))
    finally:
        jobs.close(0)
        site.close()
        journal("stopped", pid=os.getpid())


def listen(host: str, port: int) -> socket.socket:
    """Raises SpotsmithError where nothing can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SpotsmithError(f"[serve] host {host!r} is no address of this machine: {error.strerror}") from error
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SpotsmithError(
            f"cannot listen on {host}, port {port}: {error.strerror}. Another program may use the port: "
            "end it, or take another with --port (0: any free one)"
        ) from error
    return listener


class _Stopping(uvicorn.Server):
    """On the first signal no more work is taken, and what there is gets its grace. Until that is over whoever asks is
    told so; only then nobody listens any more. The second signal ends at once."""

    def __init__(self, config: uvicorn.Config, server: Server) -> None:
        super().__init__(config)
        self._server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = False

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Comes between any two instructions of the main thread, which may hold a lock: nothing is done here that
        takes one."""
        if self._loop and not self._begun:
            self._begun = True
            self._loop.call_soon_threadsafe(self._begin, self._loop)
            return
        self.should_exit = self._begun
        super().handle_exit(sig, frame)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        jobs, grace = self._server.jobs, self._server.settings.grace_seconds
        jobs.refuse()
        threading.Thread(target=self._finish, args=(loop, grace), name="stopping", daemon=True).start()
        self._server.journal("stopping", grace=grace, running=jobs.load.running, waiting=jobs.load.waiting)

    def _finish(self, loop: asyncio.AbstractEventLoop, grace: float) -> None:
        self._server.jobs.close(grace)
        with suppress(RuntimeError):  # a second signal has ended the loop
            loop.call_soon_threadsafe(setattr, self, "should_exit", True)


def _config(server: Server, rules: Rules) -> uvicorn.Config:
    settings: Serve = server.settings
    return uvicorn.Config(
        create_app(server, rules),
        log_config=None,
        access_log=False,  # it would show the link's token
        server_header=False,
        proxy_headers=False,
        ws="none",
        h11_max_incomplete_event_size=32_768,
        limit_concurrency=settings.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=AFTERWARDS,
    )


def warm(server: Server) -> None:
    """Opens the index and starts the compiler, so that the first client need not wait; tried again when it is asked."""
    try:
        server.site.warm()
    except SpotsmithError as problem:
        server.problem[:] = [str(problem)]
        server.journal("not ready", problem=str(problem))
    except Exception as problem:
        where = log_traceback()
        server.problem[:] = [f"internal error: {type(problem).__name__}"]
        server.journal("not ready", problem=f"internal error: {type(problem).__name__}; details are in {where}")
    else:
        server.problem.clear()
        server.journal("ready", pid=os.getpid())


@contextmanager
def _signals_to(stopping: _Stopping) -> Iterator[None]:
    """Also before uvicorn listens to signals, and after: it sends itself the signal again when it has stopped."""
    kept = {sig: signal.signal(sig, stopping.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sig, handler in kept.items():
            signal.signal(sig, handler)


@contextmanager
def _uvicorn_into(journal: Journal) -> Iterator[None]:
    """What uvicorn warns of, as a line of the journal without its traceback (``_ours`` has written that)."""

    class Into(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            journal("server", level=record.levelname.lower(), message=record.getMessage().splitlines()[0][:300])

    logger = logging.getLogger("uvicorn")
    handler = Into(logging.WARNING)
    logger.addHandler(handler)
    kept, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = kept


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
