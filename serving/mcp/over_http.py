"""The server over streamable HTTP: on loopback with a token of this start, elsewhere only with tokens of the site."""

import secrets
import signal
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse

from knowledge.errors import SpotsmithError
from serving.mcp.asker import TOKEN
from serving.mcp.disclosure import Level
from serving.mcp.server import opened_server
from serving.settings import Mcp, Workspace
from serving.terminal import print_text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_BYTES = 4_000_000  # of a request: a source file of 2 MB, escaped


class Guard:
    """Nothing is answered without a token; the one that was sent is known to the server by its name."""

    def __init__(self, app: "ASGIApp", tokens: Mapping[str, str]) -> None:
        """``tokens``: secret by name."""
        self._app = app
        self._tokens = {name: secret.encode() for name, secret in tokens.items()}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http":
            name = self._name(dict(scope["headers"]).get(b"authorization", b""))
            if name is None:
                headers = {"WWW-Authenticate": "Bearer"}
                await PlainTextResponse("a bearer token is needed\n", 401, headers)(scope, receive, send)
                return
            scope = {**scope, TOKEN: name}
        await self._app(scope, receive, send)

    def _name(self, header: bytes) -> str | None:
        """All are compared, in a time that tells nothing."""
        kind, _, given = header.partition(b" ")
        if kind.lower() != b"bearer":
            return None
        found = [name for name, secret in self._tokens.items() if secrets.compare_digest(secret, given.strip())]
        return found[0] if found else None


class _Server(uvicorn.Server):
    """Says where it listens once it does: port 0 is any free one."""

    def __init__(self, config: uvicorn.Config, said: str) -> None:
        super().__init__(config)
        self._said = said

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print_text(self._said.format(port=port), sys.stderr)


def run_http(workspace: Workspace, most: Level, address: str, environment: Mapping[str, str]) -> None:
    """Serves until it is interrupted. Raises SpotsmithError for an address or tokens that cannot be used."""
    host, port = parsed(address)
    named = site_tokens(workspace.settings.mcp, environment)
    if host not in LOOPBACK and not named:
        raise SpotsmithError(
            f"{host} can be reached from other machines: set tokens under [mcp.tokens] in spotsmith.toml, "
            "or listen on 127.0.0.1"
        )
    fresh = {} if named else {"": secrets.token_urlsafe(24)}
    shown = f"[{host}]" if ":" in host else host
    said = f"spotsmith: MCP at http://{shown}:{{port}}{PATH}\n"
    said += "".join(f"spotsmith: header  Authorization: Bearer {secret}\n" for secret in fresh.values())
    said += f"spotsmith: tokens: {', '.join(named)}\n" if named else ""
    signal.signal(signal.SIGTERM, _stop)
    with opened_server(workspace, most) as server:
        app = Guard(asgi(server, host), named or fresh)
        config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
        config.timeout_graceful_shutdown = 3
        anyio.run(_Server(config, said).serve)


def asgi(server: MCPServer, host: str = "127.0.0.1") -> "ASGIApp":
    """The protocol's endpoint. On loopback, requests for other hosts are refused: a web page could send them."""
    checks = None if host in LOOPBACK else TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        streamable_http_path=PATH, host=host, max_request_body_size=MOST_BYTES, transport_security=checks
    )


def site_tokens(settings: Mcp, environment: Mapping[str, str]) -> dict[str, str]:
    """Raises SpotsmithError where a variable is not set or its token is too short to be a secret."""
    found: dict[str, str] = {}
    for name, token in settings.tokens.items():
        secret = environment.get(token.env, "")
        if len(secret) < 16:
            raise SpotsmithError(
                f"[mcp.tokens.{name}]: the variable {token.env} must hold a token of 16 characters or more"
            )
        found[name] = secret
    return found


def parsed(address: str) -> tuple[str, int]:
    """``127.0.0.1:8321``, ``[::1]:0``, ``8321``."""
    host, _, port = address.rpartition(":")
    is_open = ":" in host and not host.startswith("[")  # of ::1 nobody knows what is the port
    host = host.strip("[]") or "127.0.0.1"
    if is_open or not port.isdigit() or int(port) > 65535:
        raise SpotsmithError(f"--http takes HOST:PORT, as 127.0.0.1:8321 or [::1]:8321; not {address!r}")
    return host, int(port)


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
