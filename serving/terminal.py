"""The terminal: results go to stdout, progress and reports to stderr, so that either can be piped without the other."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_STEERS = r"\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_STEERING = re.compile(rf"[{_STEERS}\x1b]")
_STEERING_BUT_COLOURS = re.compile(rf"\x1b(?!\[[\d;]*m)|[{_STEERS}]")
BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells report a program whose reader has gone


def harmless(text: str) -> str:
    """Without what moves the cursor, sets titles or turns the direction of text: it may come from a JAR, a document
    or a model."""
    return _STEERING.sub("\ufffd", text)


def print_text(text: str, stream: TextIO | None = None) -> None:
    """Writes at once, so that a reader that has gone (``spotsmith ... | head -1``) ends us here, without a word."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(BROKEN_PIPE) from None


def print_json(value: Any) -> None:
    import orjson

    print_text(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_json_line(value: Any) -> None:
    import orjson

    print_text(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE).decode())


def print_code(text: str, language: str) -> None:
    """In colours where a person reads it; as it is for a pipe or a file."""
    if not sys.stdout.isatty():
        print_text(text)
        return
    from rich.syntax import Syntax

    with written_to(sys.stdout) as console:
        console.print(Syntax(text, language, background_color="default"))


@contextmanager
def written_to(stream: TextIO) -> "Iterator[Console]":
    """A console for a report, written when it is complete. No colours where no terminal reads it."""
    console = _console(stream)
    with console.capture() as captured:
        yield console
    print_text(_STEERING_BUT_COLOURS.sub("\ufffd", captured.get()), stream)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for ``(stage, done, total)``; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(sys.stderr), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


@contextmanager
def steps(first: str) -> Iterator[Callable[[str], None]]:
    """A spinner on stderr that says which step is done; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    with _console(sys.stderr).status(first) as status:
        yield lambda step: status.update(f"{step} done")


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    return Console(file=stream, soft_wrap=True, highlight=False)
