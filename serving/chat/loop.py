"""The loop of a chat: a turn is read, answered and kept, until the input ends. A mistake or Ctrl-C ends no chat."""

from collections.abc import Callable
from typing import Protocol

from agents.coders.protocol import OnText
from knowledge.errors import SpotsmithError
from knowledge.records import SourceFile
from serving.accept import Accepted
from serving.app import App
from serving.chat import slash
from serving.chat.screen import Screen
from serving.chat.sessions import Session
from serving.conversation import Conversation, Reply
from serving.log import log_traceback

EXIT_CODES = {"ok": 0, "failed": 1, "partial": 3}


class Reader(Protocol):
    def read(self) -> str:
        """The next line. Raises EOFError at the end, KeyboardInterrupt when it was given up."""


class Chat:
    def __init__(self, app: App, conversation: Conversation, screen: Screen, session: Session) -> None:
        self.app = app
        self.conversation = conversation
        self.screen = screen
        self.accepted: dict[str, str] = {}
        """Text of what was accepted in this chat, by qualified class name."""
        self._session = session
        self._code = 0

    def run(self, reader: Reader) -> int:
        """The exit code that the last turn asks for."""
        while True:
            try:
                line = reader.read().strip()
                if line:
                    self._turn(line)
            except EOFError:
                return self._code
            except KeyboardInterrupt:
                self._code = 130
                self.screen.note("stopped; nothing was changed")
            except SpotsmithError as error:
                self._failed(2, str(error))
            except OSError as error:
                self._failed(2, f"{error.filename or 'the input'}: {error.strerror}")
                if error.filename is None:  # the terminal or the pipe itself is broken
                    return self._code
            except Exception as error:
                text = f"internal error: {type(error).__name__}: {error}. Details are in {log_traceback()}"
                self._failed(70, text)

    def make(self, work: Callable[[Callable[[str], None], OnText], Reply]) -> None:
        """Work that may take long, with its steps on the screen."""
        with self.screen.working() as (on_step, on_text):
            reply = work(on_step, on_text)
        self.screen.reply(reply)
        if reply.result:
            self._code = EXIT_CODES[reply.result.status]

    def accepted_was(self, accepted: Accepted, corrected: SourceFile | None) -> None:
        if accepted.kept and (made := self.conversation.last) and made.result:
            draft = made.result.draft
            self.accepted[draft.skeleton.qualified_name] = corrected.text if corrected else draft.file.text
        elif not accepted.kept:
            self._code = 1

    def _turn(self, line: str) -> None:
        if line.startswith("/"):
            slash.run(self, line)
        else:
            self.make(lambda on_step, on_text: self.conversation.say(line, on_step, on_text))
        self._session.keep(self.conversation.state, self.app.workspace.settings.chat.sessions)

    def _failed(self, code: int, text: str) -> None:
        self._code = code
        self.screen.problem(text)
