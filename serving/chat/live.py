"""What a person sees while a request runs: the step that is done, and a model's text as it is written."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from serving.terminal import harmless

if TYPE_CHECKING:
    from rich.status import Status


@contextmanager
def live() -> Iterator[tuple[Callable[[str], None], Callable[[str], None]]]:
    """On stderr; the line with the step is gone when the request is answered, a model's text stays."""
    from rich.console import Console

    console = Console(file=sys.stderr, highlight=False)
    shown = _Shown(console.status("resolving"))
    try:
        shown.status.start()
        yield shown.step, shown.text
    finally:
        shown.rest()
        shown.status.stop()


class _Shown:
    """A spinner and running text cannot be on the screen at once: one waits for the other."""

    def __init__(self, status: "Status") -> None:
        self.status = status
        self._is_writing = False

    def step(self, name: str) -> None:
        self.rest()
        self.status.update(f"{name} done")
        self.status.start()

    def text(self, piece: str) -> None:
        if not self._is_writing:
            self.status.stop()
            self._is_writing = True
        sys.stderr.write(harmless(piece))
        sys.stderr.flush()

    def rest(self) -> None:
        """Ends the text's last line."""
        if self._is_writing:
            sys.stderr.write("\n")
        self._is_writing = False
