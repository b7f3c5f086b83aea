"""A reply as Markdown, for clients that show nothing else. Names and sentences are data: none of them is markup."""

import re
from collections.abc import Iterator

from serving.conversation.reply import Reply

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~$&])")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FINDINGS = 20


def markdown(reply: Reply, language: str) -> str:
    """``language`` as the fence of the code names it."""
    if reply.question:
        options = enumerate(reply.question.options, 1)
        rows = [f"{n}. **{plain(o.name.rpartition('.')[2])}** {plain(o.summary)}".rstrip() for n, o in options]
        return "\n".join([plain(reply.text), "", *rows, "", "Answer by number, by name or in words."])
    if reply.result is None:
        return "\n".join(f"{plain(line)}  " if line else "" for line in reply.text.splitlines()).rstrip()
    code = reply.result.draft.file.text
    return "\n\n".join(["\n".join(_head(reply)), fenced(code, language), "\n".join(_report(reply))]).strip()


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(_STEERING.sub(" ", text).split()))


def fenced(code: str, language: str) -> str:
    """A block that no line of the code can end."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code.rstrip(chr(10))}\n{fence}"


def _head(reply: Reply) -> Iterator[str]:
    assert reply.result is not None
    yield f"**{reply.result.status}** {plain(reply.text)}"
    yield from (f"- {plain(note)}" for note in reply.notes)


def _report(reply: Reply) -> Iterator[str]:
    assert reply.result is not None
    result, resolution = reply.result, reply.result.resolution
    yield f"- spot: {plain(resolution.spot.name.rpartition('.')[2])} ({plain(resolution.spot.why)})"
    if resolution.tables:
        yield f"- tables: {', '.join(plain(table.name) for table in resolution.tables)}"
    for soft in resolution.soft_parameters:
        yield f"- soft parameter: {plain(soft.name)} ({plain(f'{soft.type} {soft.target}'.strip())})"
    yield from (f"- in doubt: {plain(doubt)}" for doubt in resolution.doubts)
    for finding in result.review.diagnostics[:FINDINGS]:
        yield f"- {finding.severity} in line {finding.line}: {plain(finding.message)}"
    yield from (f"- unchecked: {plain(note.text)}" for note in result.review.unchecked)
    yield from (f"- {plain(note)}" for note in result.notes)
    yield from (f"- left to do: {plain(item)}" for item in result.draft.todo)
    yield from (f"- left to do: write the body of {plain(name)}" for name in result.draft.unfilled)
    yield f"- {len(result.review.sources)} external symbols, each with a source"
