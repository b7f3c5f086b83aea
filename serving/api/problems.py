"""What a client is told when it does not get what it asked for: one shape, that of OpenAI's API, for every address."""

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request

from knowledge.errors import SpotsmithError
from serving.jobs import Busy

TYPES: Mapping[int, str] = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


class ErrorDetail(BaseModel):
    message: str = Field(description="What is wrong and what to do, in a sentence.")
    type: str
    param: str | None = None
    code: str | None = None


class Error(BaseModel):
    error: ErrorDetail


def typed(media_type: str) -> dict[int | str, dict[str, Any]]:
    """What the description says of an answer that is not JSON."""
    return {200: {"content": {media_type: {}}}}


class Refused(Exception):
    """A request that is not carried out; the sentence goes to the client."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param
        self.headers = dict(headers or {})


def answer(problem: Refused) -> JSONResponse:
    type_ = TYPES.get(problem.status, "server_error" if problem.status >= 500 else "invalid_request_error")
    detail = {"message": str(problem), "type": type_, "param": problem.param, "code": problem.code}
    return JSONResponse({"error": detail}, problem.status, problem.headers)


def busy(problem: Busy, closing: bool) -> Refused:
    """429 where waiting helps, 503 where this process ends: another one may answer."""
    headers = {"Retry-After": str(problem.retry_after), **({"Connection": "close"} if closing else {})}
    return Refused(503 if closing else 429, str(problem), "stopping" if closing else "busy", headers=headers)


async def refused(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, Refused)
    return answer(problem)


async def mistaken(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, SpotsmithError)
    return answer(Refused(422, str(problem), "invalid"))


async def invalid(request: Request, problem: Exception) -> JSONResponse:
    """The first finding, by its place; what was sent is not repeated."""
    assert isinstance(problem, RequestValidationError)
    first: Mapping[str, Any] = problem.errors()[0]
    place = ".".join(_shown(part) for part in first["loc"] if part != "body")
    is_chat = request.url.path.startswith("/v1/")
    return answer(Refused(400 if is_chat else 422, f"{place or 'body'}: {first['msg']}", "invalid", place or None))


async def http_problem(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, HTTPException)
    said = {404: "there is nothing at this address", 405: "this address does not take that method"}
    text = said.get(problem.status_code, str(problem.detail))
    return answer(Refused(problem.status_code, text, headers=problem.headers))


def _shown(part: object) -> str:
    return str(part).encode("utf-8", "replace").decode()
