"""Who may do what: tokens with scopes, and the names under which this server may be addressed."""

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import SpotsmithError
from serving.settings import Serve

Scope = Literal["read", "generate", "accept", "admin"]
ALL: tuple[Scope, ...] = ("read", "generate", "accept", "admin")
LEAST = 16  # characters of a token; fresh ones have 43
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:/@\s]+))(?::\d{1,5})?")
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request."""

    name: str
    scopes: frozenset[Scope]


class Tokens:
    """The callers by the digests of their tokens; the tokens themselves are not kept."""

    def __init__(self, callers: Mapping[str, Caller]) -> None:
        self._callers = dict(callers)

    def __bool__(self) -> bool:
        return bool(self._callers)

    def caller(self, token: str) -> Caller | None:
        """Whose token this is. Every known one is compared, so that the time tells nothing."""
        given = digest(token)
        found = None
        for known, caller in self._callers.items():
            if hmac.compare_digest(known, given):
                found = caller
        return found

    def with_fresh(self, token: str) -> "Tokens":
        return Tokens({**self._callers, digest(token): Caller("link", frozenset(ALL))})


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def tokens_of(settings: Serve, environment: Mapping[str, str]) -> Tokens:
    """Raises SpotsmithError for a token that is not there, or too short to be a secret."""
    callers: dict[str, Caller] = {}
    for name, token in settings.tokens.items():
        where = f"[serve.tokens.{name}]"
        if bool(token.env) == bool(token.sha256):
            raise SpotsmithError(f"{where}: set either env or sha256; `spotsmith serve --new-token {name}` makes one")
        known = token.sha256 or digest(_from_environment(where, token.env, environment))
        if known in callers:
            raise SpotsmithError(f"{where}: the same token as that of {callers[known].name}; give each client its own")
        callers[known] = Caller(name, frozenset(token.scopes))
    return Tokens(callers)


def _from_environment(where: str, variable: str, environment: Mapping[str, str]) -> str:
    token = environment.get(variable, "")
    if len(token) < LEAST:
        wrong = f"has fewer than {LEAST} characters" if token else "is not set"
        raise SpotsmithError(f"{where}: the environment variable {variable} {wrong}; put the client's token there")
    return token


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Hosts:
    """The names that a request may be addressed to. A page elsewhere can point a name of its own at this machine
    (DNS rebinding); its requests still say that name."""

    def __init__(self, bound: str, names: Sequence[str]) -> None:
        self._names = {name.casefold() for name in (*LOCAL, *names, bound)}
        self._addresses = not is_loopback(bound)

    def allow(self, header: str) -> bool:
        host = host_of(header)
        return host in self._names or (self._addresses and _is_address(host))


def host_of(header: str) -> str:
    """The host of a Host header, without port and brackets; empty where it is none."""
    found = _HOST.fullmatch(header.strip().casefold())
    return (found[1] or found[2]) if found else ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
