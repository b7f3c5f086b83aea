"""Each request is counted and noted: the address as a template, never with what it was asked."""

import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.api.gate import CALLER
from serving.api.journal import Journal
from serving.api.metrics import Counts

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
METHODS = frozenset(("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"))


class Watch:
    """ASGI middleware, the outermost. A request may bring its id (X-Request-ID); the answer says it."""

    def __init__(self, app: ASGIApp, journal: Journal, counts: Counts) -> None:
        self._app = app
        self._journal = journal
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        started, status, size = time.perf_counter(), 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = id
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            status = status or 500
            raise
        finally:
            seconds = time.perf_counter() - started
            route = _template(scope, status)
            method = scope["method"] if scope["method"] in METHODS else "other"
            self._counts.request(route, method, status, seconds)
            caller = scope.get(CALLER)
            self._journal(
                "request",
                id=id,
                method=method,
                route=route,
                status=status,
                ms=round(1000 * seconds, 1),
                bytes=size,
                client=caller.name if caller else "",
            )


def _template(scope: Scope, status: int) -> str:
    path = getattr(scope.get("route"), "path", None)
    if path:
        return str(path)
    return "page" if status in (200, 303, 304) else "none"
