"""Who asks: the name that the client gives, its token, and therefore the level that it is shown."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from serving.mcp.disclosure import Level, lower
from serving.settings import Mcp

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

TOKEN = "spotsmith.token"
"""Key of a request's scope: the name of the token that it came with; of a fresh token, the empty name."""
UNNAMED = "unnamed client"
Progress = Callable[[int, str], Awaitable[None]]


@dataclass(frozen=True)
class Asker:
    client: str
    token: str
    level: Level
    progress: Progress
    """Tells the client that a step is done; does nothing where it did not ask for that."""


asking: ContextVar[Asker] = ContextVar("asking")
"""Set for each message by the server's middleware."""


def asker_of(context: "ServerRequestContext[Any, Any]", settings: Mcp, most: Level) -> Asker:
    params = context.session.client_params
    client = params.client_info.name if params else UNNAMED
    token = getattr(context.request, "scope", {}).get(TOKEN, "")

    async def progress(done: int, step: str) -> None:
        await context.session.report_progress(done, None, step)

    return Asker(client[:200], token, level_of(client, token, settings, most), progress)


def level_of(client: str, token: str, settings: Mcp, most: Level) -> Level:
    """A named token's level is a ceiling, as ``most`` is: the name that a client gives proves nothing."""
    named = {name.casefold(): level for name, level in settings.clients.items()}
    level = named.get(client.casefold())
    if token in settings.tokens:
        ceiling = settings.tokens[token].disclosure
        return lower(level or ceiling, ceiling, most)
    return lower(level or settings.disclosure, most)
