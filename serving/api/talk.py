"""A conversation as work for a job: what the page and chat clients send is the whole history, each time."""

from collections.abc import Sequence
from typing import Any

from serving.api.bodies import Said
from serving.api.markdown import reply_text
from serving.api.server import Server, Work, made_json
from serving.app import App
from serving.conversation import Conversation, Memory, Reply
from serving.conversation.talk import Message
from serving.jobs import Job
from serving.listing import listed
from serving.picture import picture
from serving.shapes import reply_json


def chatting(server: Server, memory: Memory, messages: Sequence[Said]) -> Work:
    """The text of the answer, and what it cost."""

    def work(job: Job) -> dict[str, Any]:
        with server.site.app() as app:
            reply = _said(app, memory, messages, job)
            if reply.result:
                server.counts.result(reply.result.status)
            return {"content": reply_text(reply, app.pack.language), "usage": _usage(reply)}

    return work


def saying(server: Server, memory: Memory, messages: Sequence[Said]) -> Work:
    """The same with everything that the page shows."""

    def work(job: Job) -> dict[str, Any]:
        with server.site.app() as app:
            reply = _said(app, memory, messages, job)
            shown = {**reply_json(reply), "content": reply_text(reply, app.pack.language)}
            return {**shown, **_shown(server, app, reply)} if reply.result else shown

    return work


def _said(app: App, memory: Memory, messages: Sequence[Said], job: Job) -> Reply:
    history = [Message(message.role, message.text) for message in messages]
    conversation, text = Conversation.of(app, history, memory, job.owner)
    return conversation.say(text, job.told, job.wrote)


def _shown(server: Server, app: App, reply: Reply) -> dict[str, Any]:
    result = reply.result
    assert result is not None
    lines = listed(result.draft.file.text, app.pack.language, result.review.sources)
    return {
        "result": made_json(server, result, reply.run),
        "listing": [[[word.text, word.kind, list(word.symbols)] for word in line] for line in lines],
        "picture": picture(result),
    }


def _usage(reply: Reply) -> dict[str, int]:
    usage = reply.result.usage if reply.result else None
    prompt, completion = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
