"""What every request passes before anything looks at it: the host's name, the token, the origin, the size.

Without a token nothing is served beyond health. A client sends it as a bearer token; the page has it as a cookie,
for which it exchanges the link that ``spotsmith serve`` prints, so that the token leaves the address bar.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.api.access import Caller, Hosts, Tokens
from serving.api.problems import Refused, answer

CALLER = "spotsmith.caller"
OPEN = ("/healthz", "/readyz")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SIGN_IN = "Not signed in. Open the link that `spotsmith serve` printed, or send a token (Authorization: Bearer ...).\n"
_SAFE = ("GET", "HEAD", "OPTIONS")
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")


@dataclass(frozen=True)
class Rules:
    tokens: Tokens
    hosts: Hosts
    cookie: str
    """Its name; browsers share cookies between the ports of a host, so the port is part of it."""
    body_bytes: int


class Gate:
    """ASGI middleware. The caller is put into the scope for those behind it."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here; the server refuses the handshake
        said = self._judged(scope)
        if isinstance(said, Response):
            await said(scope, receive, _with_headers(send))
            return
        if said is not None:
            scope[CALLER] = said
        await _Measured(self._app, self._rules.body_bytes)(scope, receive, _with_headers(send))

    def _judged(self, scope: Scope) -> Caller | Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._rules.hosts.allow(hosts[0]):
            return answer(Refused(421, "this server is not known by that name; [serve] hosts lists its names", "host"))
        if scope["path"] in OPEN:
            return None
        link = _link_token(scope)
        if link is not None:
            return self._signed_in(scope, link)
        bearer = headers.get("authorization")
        if bearer is not None:
            kind, _, token = bearer.partition(" ")
            caller = self._known(token.strip()) if kind.casefold() == "bearer" else None
            return caller or _unknown("this token is not known here", headers)
        caller = self._known(_cookie(headers, self._rules.cookie))
        if caller is None:
            return _unknown("a token is needed: send it as Authorization: Bearer ...", headers)
        problem = _foreign(scope["method"], headers)
        return answer(Refused(403, problem, "origin")) if problem else caller

    def _known(self, token: str) -> Caller | None:
        return self._rules.tokens.caller(token) if _TOKEN.fullmatch(token) else None

    def _signed_in(self, scope: Scope, token: str) -> Response:
        """The link becomes a cookie, and the page is asked for again without it."""
        if self._known(token) is None:
            return _unknown("the link is old: open the one that the running server printed", Headers(scope=scope))
        moved = RedirectResponse("/", 303)
        moved.set_cookie(self._rules.cookie, token, path="/", httponly=True, samesite="strict")
        return moved


class _Measured:
    """Refuses a body that is too long, whether it says so or not."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "0")
        problem = Refused(413, f"the request is larger than {self._most} bytes, which is the limit", "too_large")
        if not told.isdecimal() or int(told) > self._most:
            await answer(problem)(scope, receive, send)
            return
        seen, begun = 0, False

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                raise problem
            return message

        async def watched(message: Message) -> None:
            """What the application makes of our exception is not sent: it calls it a body that cannot be read."""
            nonlocal begun
            if seen > self._most and not begun:
                return
            begun = True
            await send(message)

        with contextlib.suppress(Refused):
            await self._app(scope, measured, watched)
        if seen > self._most and not begun:
            await answer(problem)(scope, receive, send)


def _link_token(scope: Scope) -> str | None:
    if scope["path"] != "/" or scope["method"] != "GET" or b"token=" not in scope["query_string"]:
        return None
    query: bytes = scope["query_string"]
    try:
        return parse_qs(query.decode("latin-1"), max_num_fields=20).get("token", [""])[0]
    except ValueError:  # too many fields
        return ""


def _cookie(headers: Headers, name: str) -> str:
    for line in headers.getlist("cookie"):
        try:
            found = SimpleCookie(line).get(name)
        except CookieError:
            continue
        if found is not None:
            return found.value
    return ""


def _foreign(method: str, headers: Headers) -> str:
    """Why a request that comes with the cookie is not the page's own; empty when it is.

    SameSite keeps other sites out, and not other ports of this host.
    """
    site = headers.get("sec-fetch-site")
    if method in _SAFE:
        if site in (None, "none", "same-origin") or headers.get("sec-fetch-mode") == "navigate":
            return ""
        return "another page asked for this"
    if site is not None:
        return "" if site == "same-origin" else "another page sent this"
    origin = headers.get("origin", "")
    same = urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()
    return "" if origin and same else "a request with the page's cookie must come from the page itself"


def _unknown(said: str, headers: Headers) -> Response:
    wanted = {"WWW-Authenticate": "Bearer"}
    if "text/html" in headers.get("accept", ""):
        return PlainTextResponse(SIGN_IN, 401, wanted)
    return answer(Refused(401, said, "invalid_api_key", headers=wanted))


def _with_headers(send: Send, more: Iterable[tuple[str, str]] = tuple(HEADERS.items())) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in more:
                headers.setdefault(name, value)
        await send(message)

    return sent
