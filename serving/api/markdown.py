"""A reply as the text of a chat message: the code, and what a person must know about it."""

import re
from collections.abc import Iterable

from agents.state import Result
from serving.conversation import Reply

MOST = 20  # lines of a list; a screen


def reply_text(reply: Reply, language: str) -> str:
    """Markdown. What comes from requests and indexed texts stands there as text, never as markup."""
    if reply.result is not None:
        return _result(reply, reply.result, language)
    if reply.question is None:
        return "\n".join(map(_plain, reply.text.splitlines()))
    options = [
        f"{number}. `{each.name}`{f': {_plain(each.summary)}' if each.summary else ''}"
        for number, each in enumerate(reply.question.options, 1)
    ]
    return "\n".join((_plain(reply.text), "", *options, "", "Answer with a number or a name."))


def _result(reply: Reply, result: Result, language: str) -> str:
    draft, review = result.draft, result.review
    code = draft.file.text.rstrip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    findings = [f"line {d.line}: {d.severity}: {d.message} ({d.code})" for d in review.diagnostics]
    left = [*draft.todo, *(f"write the body of {name}" for name in draft.unfilled)]
    parts = (
        f"**{result.status}**: {_plain(reply.text)}",
        f"{fence}{language}\n{code}\n{fence}",
        _list("Left to do", left),
        _list("Found", findings),
        _list("Not checked", (note.text for note in review.unchecked)),
        _list("Notes", (*reply.notes, *result.notes, *result.resolution.doubts)),
        _list("Based on", _based_on(result)),
    )
    return "\n\n".join(part for part in parts if part)


def _based_on(result: Result) -> list[str]:
    resolution = result.resolution
    tables = ", ".join(table.name for table in resolution.tables)
    return [
        f"spot {resolution.spot.name}",
        *([f"tables {tables}"] if tables else []),
        f"{len(result.review.sources)} external symbols, each with its source",
    ]


def _list(title: str, items: Iterable[str]) -> str:
    lines = [f"- {_plain(item)}" for item in items]
    if len(lines) > MOST:
        lines = [*lines[:MOST], f"- and {len(lines) - MOST} more"]
    return "\n".join((f"{title}:", *lines)) if lines else ""


def _plain(text: str) -> str:
    """One line in which a tag, a link, an image or emphasis is only its characters, and which begins no heading,
    quotation, list or table."""
    line = re.sub(r"([<\[\]`*\\!])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d*)(?=[#>+=~|-]|(?<=\d)[.)])", r"\1\\", line)
