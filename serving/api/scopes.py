"""What an endpoint asks of its caller."""

from collections.abc import Callable

from fastapi import Request

from serving.api.access import Caller, Scope
from serving.api.gate import CALLER
from serving.api.problems import Refused


def needs(scope: Scope) -> Callable[[Request], Caller]:
    """A dependency: the caller, who must have the scope."""

    def caller(request: Request) -> Caller:
        found: Caller | None = request.scope.get(CALLER)
        if found is None:
            raise Refused(401, "a token is needed: send it as Authorization: Bearer ...", "invalid_api_key")
        if scope not in found.scopes:
            raise Refused(403, f"the token of {found.name} does not have the scope {scope}", "scope")
        return found

    return caller
