"""Turns from a pipe, a line each; and what a command can be followed by, for whoever completes it."""

from collections.abc import Sequence
from typing import BinaryIO

from knowledge.errors import SpotsmithError
from serving.conversation import Conversation
from serving.conversation.why import reasons


class Piped:
    """Lines of UTF-8 text; a backslash at the end of a line joins it with the next one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self) -> str:
        parts: list[str] = []
        while True:
            data = self._stream.readline()
            if not data and not parts:
                raise EOFError
            line = _text(data).rstrip("\r\n")
            if not line.endswith("\\"):
                return "\n".join([*parts, line])
            parts.append(line[:-1])


def names_for(command: str, conversation: Conversation) -> Sequence[str]:
    """Symbols of the last result for ``/why``, the spots that would fit for ``/spot``."""
    made = conversation.state.last
    if made is None:
        return ()
    if command == "spot":
        return [name.rpartition(".")[2] for name in (made.settled.spot, *made.settled.others)]
    if command == "why" and made.result:
        found = reasons(made.result, "")
        return list(dict.fromkeys(reason.name.rpartition(".")[2] for reason in found))
    return ()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpotsmithError(f"the input is not UTF-8 text: {error}") from error
