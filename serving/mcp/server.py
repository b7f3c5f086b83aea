"""The MCP server: tools, resources, prompts and completions over one open workspace; over stdio, or as an ASGI app."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from threading import Thread
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import MCPServer

from knowledge.errors import SpotsmithError
from serving.jobs import Jobs
from serving.log import log_traceback
from serving.mcp.asker import asker_of, asking
from serving.mcp.audit import Audit
from serving.mcp.completions import add_completions
from serving.mcp.disclosure import Level
from serving.mcp.door import Door
from serving.mcp.forgiving import forgiven
from serving.mcp.open_site import OpenSite
from serving.mcp.prompts import add_prompts
from serving.mcp.release import Release
from serving.mcp.resources import add_resources
from serving.mcp.tools import add_look_ups, add_resolving, add_work
from serving.mcp.wording import instructions
from serving.settings import Workspace
from serving.site_pack import site_pack
from serving.terminal import print_text

NAME = "spotsmith"
GRACE = 2.0  # seconds that running jobs get when the client has gone
PATIENCE = 30.0  # seconds for the opening of the index, which takes one or two


@contextmanager
def opened_server(workspace: Workspace, most: Level = "full", site: OpenSite | None = None) -> Iterator[MCPServer]:
    """The server, and the end of its jobs and of the compiler. Nothing of the index is opened before the first call."""
    pack, folder = site_pack(workspace)
    settings = workspace.settings.mcp
    held = site or OpenSite(workspace)
    release = Release(Audit(workspace.hidden), settings.answer_tokens)
    jobs = Jobs(settings.workers, settings.waiting)
    door = Door(workspace, pack, folder, held, jobs, release, most)
    server = MCPServer(
        NAME,
        title="Spotsmith",
        description=f"Code for {pack.title}, with every symbol proven to exist",
        instructions=instructions(pack),
        version=version("spotsmith"),
        log_level="CRITICAL",
        subscriptions=False,
    )
    first = _Middleware(door)
    server.middleware.append(first)
    add_look_ups(server, door)
    add_resolving(server, door)
    add_work(server, door)
    add_resources(server, door)
    add_prompts(server, pack)
    add_completions(server, door)
    try:
        yield server
    finally:
        jobs.close(GRACE)
        first.end()
        held.close()


def run_stdio(workspace: Workspace, most: Level) -> None:
    """Serves until the client closes its end, or until a signal: nothing else ends a thread that waits for stdin.

    Runs are safe against that at any moment, and the compiler's process ends with the pipe to it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, frame: os._exit(128 + got))
    with opened_server(workspace, most) as server:
        server.run("stdio")


class _Middleware:
    """Says who asks, forgives arguments, and warms the workspace once the client has its first answer."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._warming: Thread | None = None

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        asking.set(asker_of(ctx, self._door.settings, self._door.most))
        try:
            return await call_next(forgiven(ctx))
        finally:
            if self._warming is None:
                self._warming = Thread(target=self._warm, name="warming", daemon=True)
                self._warming.start()

    def end(self) -> None:
        """An interpreter that ends under a thread that imports or reads the index may end with a crash."""
        if self._warming:
            self._warming.join(PATIENCE)

    def _warm(self) -> None:
        try:
            self._door.site.warm()
        except SpotsmithError as error:  # each call says so too; here it reaches the client's log at once
            print_text(f"spotsmith: {error}\n", sys.stderr)
        except Exception:
            log_traceback()
