"""``/v1``: Spotsmith as a model of an OpenAI-compatible server, for Open WebUI, Continue, Cline and their like.

The steps of a run are streamed as ``reasoning_content``, which these clients show apart from the answer. Tools,
temperatures and other parameters are ignored: what is written is decided by the site.
"""

import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from serving.api.access import Caller
from serving.api.bodies import ChatBody
from serving.api.events import ended, events_of
from serving.api.json_text import Json, to_json
from serving.api.outcome import outcome, problem_of
from serving.api.problems import Refused, answer, typed
from serving.api.scopes import needs
from serving.api.server import Server, last_said
from serving.api.talk import chatting
from serving.conversation import Memory
from serving.jobs import Job

MODEL = "spotsmith"
STEPS = {
    "resolve": "found the spot, the tables and the types",
    "choose": "took the spot that was chosen",
    "assemble": "put the context together",
    "generate": "wrote a draft",
    "revise": "changed the last result",
    "review": "compiled and checked it",
    "repair": "worked on what was found",
    "deliver": "finished",
}
Writer = Annotated[Caller, Depends(needs("generate"))]
PIECE = 2_000  # characters of an answer in one chunk


def openai_routes(server: Server, memory: Memory) -> APIRouter:
    routes = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])
    started = int(time.time())
    model = {"id": MODEL, "object": "model", "created": started, "owned_by": "spotsmith"}

    @routes.get("/models", dependencies=[Depends(needs("read"))])
    def models() -> dict[str, Any]:
        """The one model that there is."""
        return {"object": "list", "data": [model]}

    @routes.get("/models/{name}", dependencies=[Depends(needs("read"))])
    def one_model(name: str) -> dict[str, Any]:
        _known(name)
        return model

    @routes.post("/chat/completions", response_model=None, responses=typed("text/event-stream"))
    async def chat(body: ChatBody, request: Request, caller: Writer) -> Response:
        """The answer to the last message of the user, in the light of those before it."""
        _known(body.model)
        said = last_said(body.messages)
        if not said.strip():
            raise Refused(400, "there is no text of the user: send a message with the role user", None, "messages")
        server.longest(said)
        job = server.submit("chat", chatting(server, memory, body.messages), caller.name, said)
        if not body.stream:
            if not await ended(job, request, server.jobs):
                return Response(status_code=499)  # nobody reads it
            made = outcome(job, server.jobs)
            return Json(_completion(job, made))
        wants_usage = bool(body.stream_options and body.stream_options.include_usage)
        return StreamingResponse(_streamed(server, job, wants_usage), media_type="text/event-stream")

    return routes


def _known(name: str) -> None:
    if name != MODEL:
        shown = name[:100]
        raise Refused(404, f"The model `{shown}` does not exist; this server has `{MODEL}`", "model_not_found", "model")


def _completion(job: Job, made: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": made["content"], "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_head(job, "chat.completion"), "choices": [choice], "usage": made["usage"]}


def _head(job: Job, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{job.id}", "object": kind, "created": int(job.created), "model": MODEL}


async def _streamed(server: Server, job: Job, wants_usage: bool) -> AsyncIterator[bytes]:
    """Chunks. A client that goes away ends this generator, and with it the job."""

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _data({**_head(job, "chat.completion.chunk"), "choices": [choice]})

    try:
        yield chunk({"role": "assistant", "content": ""})
        async for event in events_of(job):
            if event is None:
                yield b": still working\n\n"
            elif event.kind == "step":
                yield chunk({"reasoning_content": f"{STEPS.get(event.text, event.text)}\n"})
            elif event.kind == "text":
                yield chunk({"reasoning_content": event.text})
        for piece in _ending(server, job, wants_usage, chunk):
            yield piece
    finally:
        if not job.ended:
            server.jobs.cancel(job.id, job.owner)


def _ending(server: Server, job: Job, wants_usage: bool, chunk: Callable[..., bytes]) -> list[bytes]:
    problem = problem_of(job, server.jobs)
    if problem:  # the status is sent already; clients read the error from the stream
        return [b"data: " + bytes(answer(problem).body) + b"\n\n", b"data: [DONE]\n\n"]
    made = job.result
    text = made["content"]
    pieces = [chunk({"content": text[at : at + PIECE]}) for at in range(0, len(text), PIECE)]
    pieces.append(chunk({}, "stop"))
    if wants_usage:
        pieces.append(_data({**_head(job, "chat.completion.chunk"), "choices": [], "usage": made["usage"]}))
    return [*pieces, b"data: [DONE]\n\n"]


def _data(value: dict[str, Any]) -> bytes:
    return b"data: " + to_json(value) + b"\n\n"
