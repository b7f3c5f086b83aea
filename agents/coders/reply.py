"""The pieces of a streamed answer -> one reply, cut when it has no end. What came before a break is kept."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Protocol

from agents.coders.protocol import OnText, unheard
from agents.coders.tools import Call, CallPart, Tool, Turn, calls_in_text, read_calls
from agents.coders.wire import Problem

Pieces = Generator["Piece", None, None]
Ended = Literal["stop", "length", "endless", "dropped"]
CHARACTERS = 6  # of a token at most, on average; more than budget * this is more than was asked for
_TAIL, _WINDOW, _REPEATS = 120, 2_400, 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question to a model."""

    system: str
    user: str
    so_far: str = ""
    """The beginning of the answer, which the model is to go on with."""
    tokens: int = 2_048
    seconds: float = 300.0
    temperature: float = 0.2
    seed: int = 0
    stop: Sequence[str] = ()
    on_text: OnText = unheard
    grammar: str = ""
    """Rules that the answer must follow, as GBNF, for servers that take some."""
    tools: Sequence[Tool] = ()
    """What a chat model may ask for instead of answering."""
    turns: Sequence[Turn] = ()
    """What it asked for before, and what it was given."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str = ""
    finish: str = ""
    """The server's word for how the answer ended, in its last piece."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: tuple[CallPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    ended: Ended
    note: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: tuple[Call, ...] = ()
    """Of an answer that ended, and only where tools were offered."""


class Endpoint(Protocol):
    """A server of models, spoken to in its own way."""

    model: str
    place: str
    takes_grammar: bool
    """Whether it makes a model follow ``Wanted.grammar``."""

    def chat(self, wanted: Wanted) -> Pieces:
        """The answer to a prompt, as it is written. Raises Problem."""

    def complete(self, wanted: Wanted) -> Pieces:
        """What follows ``wanted.user`` as raw text, without a chat template. Raises Problem."""

    def models(self) -> tuple[str, ...]:
        """The names of the models that it has. Raises Problem."""

    def close(self) -> None: ...


def collect(pieces: Pieces, wanted: Wanted) -> Reply:
    """Raises Problem when nothing came."""
    texts: list[str] = []
    parts: list[CallPart] = []
    size = prompt = completion = 0
    finish = note = ""
    try:
        with closing(pieces):
            for piece in pieces:
                prompt, completion = piece.prompt_tokens or prompt, piece.completion_tokens or completion
                finish = piece.finish or finish
                parts += piece.calls
                size += len(piece.text) + sum(len(part.arguments) for part in piece.calls)
                if piece.text:
                    texts.append(piece.text)
                    wanted.on_text(piece.text)
                if size > wanted.tokens * CHARACTERS or (len(texts) % 64 == 0 and _loops(texts)):
                    finish = "endless"
                    break
    except Problem as problem:
        if not texts:
            raise
        finish, note = "dropped", problem.text
    text, calls = _calls("".join(texts), parts, wanted.tools) if finish != "dropped" else ("".join(texts), ())
    completion = completion or max(len(texts), round(size / CHARACTERS)) * bool(size)
    prompt = prompt or round((len(wanted.system) + len(wanted.user)) / 4)
    return Reply(text, _ended(finish), note, prompt, completion, calls)


def _calls(text: str, parts: Sequence[CallPart], tools: Sequence[Tool]) -> tuple[str, tuple[Call, ...]]:
    if not tools:
        return text, ()
    calls = read_calls(parts, tools)
    return (text, calls) if calls else calls_in_text(text, tools)


def _ended(finish: str) -> Ended:
    if finish in ("length", "endless", "dropped"):
        return finish  # type: ignore[return-value]
    return "stop" if finish else "dropped"


def _loops(texts: Sequence[str]) -> bool:
    """Whether the end of the text has been written over and over: such a model does not stop by itself."""
    recent = "".join(texts[-_WINDOW:])[-_WINDOW:]
    return len(recent) == _WINDOW and recent.count(recent[-_TAIL:]) >= _REPEATS
