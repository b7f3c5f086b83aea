"""The line that a person types into, with history, completion and editing. Imported on a terminal alone."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from serving.chat.slash import SLASHES
from serving.terminal import harmless

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

Names = Callable[[str], Sequence[str]]
"""What a command can be followed by, as it is now."""


class Prompt:
    """Ctrl-C gives the line up, Ctrl-D on an empty line ends; Alt-Enter begins another line of the same turn."""

    def __init__(
        self,
        history: Path | None,
        names: Names,
        said: Callable[[], str],
        input: "Input | None" = None,
        output: "Output | None" = None,
    ) -> None:
        """``said``: what stands below the line."""
        self._session: PromptSession[str] = PromptSession(
            "> ",
            history=_history(history),
            completer=Slashes(names),
            complete_while_typing=False,
            bottom_toolbar=lambda: harmless(said()),
            key_bindings=_keys(),
            input=input,
            output=output,
        )

    def read(self) -> str:
        return self._session.prompt()


class Slashes(Completer):
    """Commands, then what they take."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        match = re.match(r"/(\w*)( *)(.*)$", text, re.DOTALL)
        if not match:
            return
        command, blank, argument = match.groups()
        if not blank:
            for each in SLASHES:
                if each.name.startswith(command):
                    yield Completion(f"/{each.name}", -len(text), display_meta=each.help)
        elif command in ("accept", "save"):
            place = argument.removeprefix("--force ")
            yield from self._paths.get_completions(Document(place, len(place)), event)
        else:
            for name in self._names(command):
                if name.lower().startswith(argument.lower()):
                    yield Completion(name, -len(argument))


def _history(path: Path | None) -> History:
    """In the workspace; in memory where that cannot be written."""
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            return FileHistory(str(path))
    except OSError:
        pass
    return InMemoryHistory()


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys
