"""The installed command on a terminal of its own, as a person has it: keys go in, the screen comes out."""

import os
import pty
import re
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving.command_line import COMMAND

ON_TTY = 'exec "$0" "$@" <"$SPOTSMITH_TEST_TTY" >"$SPOTSMITH_TEST_TTY" 2>&1'
"""The first terminal that a session leader opens becomes its own: Ctrl-C reaches it through the kernel then."""
LONGEST = 60.0  # seconds without a word: it hangs
_ESCAPES = re.compile(r"\x1b(?:\[[\d;?]*[A-Za-z~]|\][^\x07]*\x07|[=>])")


class OnTerminal:
    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self._process = process
        self._ours = ours
        self._read = 0
        self._prompts = 0
        self.raw = b""

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def says(self, text: str) -> None:
        """Types when the chat is ready for it: what is typed before may be lost."""
        self.prompts()
        self.type(text)

    def shows(self, wanted: str) -> None:
        """Waits until the terminal shows these words, after those that were waited for before."""
        while True:
            text = _ESCAPES.sub("", self.raw.decode("utf-8", "replace"))
            at = text.find(wanted, self._read)
            if at >= 0:
                self._read = at + len(wanted)
                return
            assert self.more(), f"{wanted!r} is not in {text[self._read :]!r}"

    def prompts(self) -> None:
        """Waits until the next line can be typed: that is when the terminal is told to mark what is pasted."""
        self._prompts += 1
        while self.raw.count(b"\x1b[?2004h") < self._prompts:
            assert self.more(), self.raw

    def ended(self) -> int:
        while self.more():
            pass
        return self._process.wait(LONGEST)

    def more(self) -> bool:
        """Whether the terminal was given more; not after the command has ended, nor when it is silent for long."""
        if not select.select([self._ours], [], [], LONGEST)[0]:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += data
        return bool(data)


@contextmanager
def on_terminal(*arguments: str | Path) -> Iterator[OnTerminal]:
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "TERM": "xterm",
        "COLUMNS": "200",
        "LINES": "50",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # no terminal is there to say where its cursor is
        "SPOTSMITH_TEST_TTY": os.ttyname(theirs),
    }
    command = ["sh", "-c", ON_TTY, str(COMMAND), *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment, start_new_session=True)
    terminal = OnTerminal(process, ours)
    try:
        assert terminal.more(), "the command shows nothing"
        os.close(theirs)  # held until the command has opened it; now it is closed when the command ends
        yield terminal
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)
