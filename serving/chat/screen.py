"""What a chat shows: in colours on a terminal, as plain text through a pipe, or as JSON lines for programs.

Through a pipe, what was asked to be shown goes to stdout and all else to stderr, as ``generate`` does it:
``printf 'REQUEST\\n/show\\n' | spotsmith chat > File`` writes the file and nothing else into it.
"""

import difflib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from agents.state import Candidate, Review
from serving.accept import Accepted
from serving.chat.live import live
from serving.conversation import Reply
from serving.report import show_result, show_review
from serving.shapes import accepted_json, reply_json
from serving.terminal import harmless, print_code, print_json_line, print_text, written_to

Heard = tuple[Callable[[str], None], Callable[[str], None]]
"""Who hears the steps, and the text of a model."""


class Screen(Protocol):
    def working(self) -> Any:
        """A context that gives ``Heard`` for the time of a request."""

    def reply(self, reply: Reply) -> None: ...

    def code(self, text: str) -> None: ...

    def text(self, text: str) -> None:
        """What was asked to be shown."""

    def difference(self, before: str, after: str) -> None: ...

    def accepted(self, accepted: Accepted) -> None: ...

    def note(self, text: str) -> None:
        """What was done, in a sentence."""

    def problem(self, text: str) -> None: ...


class Lines:
    """Plain text."""

    def __init__(self, language: str) -> None:
        self._language = language

    @contextmanager
    def working(self) -> Iterator[Heard]:
        yield _unheard, _unheard

    def reply(self, reply: Reply) -> None:
        if reply.kind == "told":
            self.text(reply.text)
        if reply.question:
            self._print(sys.stderr, question_text(reply))
        for note in reply.notes:
            self.note(note)
        if reply.result:
            with written_to(sys.stderr) as console:
                show_result(console, reply.result)

    def code(self, text: str) -> None:
        print_text(text)  # to the byte: it may be written to a file

    def text(self, text: str) -> None:
        self._print(sys.stdout, text)

    def difference(self, before: str, after: str) -> None:
        self.text("\n".join(unified(before, after)) or "nothing has changed")

    def accepted(self, accepted: Accepted) -> None:
        if accepted.review.diagnostics or accepted.review.unchecked:
            self._findings(accepted.review)
        self.note(accepted.said)

    def note(self, text: str) -> None:
        self._print(sys.stderr, text)

    def problem(self, text: str) -> None:
        self._print(sys.stderr, f"spotsmith: {text}")

    def _findings(self, review: Review) -> None:
        with written_to(sys.stderr) as console:
            show_review(console, [""], review)

    def _print(self, stream: Any, text: str) -> None:
        print_text(f"{harmless(text)}\n", stream)


class Terminal(Lines):
    """A person reads it: the code of a new result, the difference of a changed one, and the report below."""

    def working(self) -> Any:
        return live()

    def reply(self, reply: Reply) -> None:
        if reply.result and reply.before:
            self.difference(reply.before, reply.result.draft.file.text)
        elif reply.result:
            self.code(reply.result.draft.file.text)
        super().reply(reply)

    def code(self, text: str) -> None:
        print_code(text, self._language)

    def difference(self, before: str, after: str) -> None:
        print_code("\n".join([*unified(before, after), ""]) or "nothing has changed\n", "diff")


class JsonLines(Lines):
    """A line of JSON for each turn."""

    def reply(self, reply: Reply) -> None:
        print_json_line(reply_json(reply))

    def code(self, text: str) -> None:
        print_json_line({"kind": "told", "text": text})

    def text(self, text: str) -> None:
        print_json_line({"kind": "told", "text": text})

    def accepted(self, accepted: Accepted) -> None:
        print_json_line({"kind": "accepted", **accepted_json(accepted)})

    def note(self, text: str) -> None:
        print_json_line({"kind": "told", "text": text})

    def problem(self, text: str) -> None:
        print_json_line({"kind": "problem", "text": text})


def question_text(reply: Reply) -> str:
    assert reply.question is not None
    rows = [f"  {number}  {option_text(option)}" for number, option in enumerate(reply.question.options, 1)]
    return "\n".join([reply.text, *rows, "Answer by number, by name or in words."])


def option_text(option: Candidate) -> str:
    name = option.name.rpartition(".")[2]
    return f"{name}: {option.summary}" if option.summary else name


def unified(before: str, after: str) -> list[str]:
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=2))


def _unheard(text: str) -> None:
    pass
