"""The line that a person types into, over prompt_toolkit's own pipe: completion, history, keys."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from serving.app import App
from serving.chat.lines import names_for
from serving.chat.prompt import Prompt, Slashes
from serving.chat.slash import SLASHES
from serving.conversation import Conversation


def names(command: str) -> Sequence[str]:
    return {"why": ["BILL_ID", "Bill"], "spot": ["IntakeSpot"]}.get(command, [])


@contextmanager
def typed(text: str, history: Path | None = None) -> Iterator[Prompt]:
    with create_pipe_input() as keys:
        keys.send_text(text)
        yield Prompt(history, names, lambda: "scaffold", keys, DummyOutput())


def completed(text: str) -> list[str]:
    found = Slashes(names).get_completions(Document(text), CompleteEvent(completion_requested=True))
    return [completion.text for completion in found]


def test_a_turn_is_read_and_kept_in_the_history(tmp_path: Path) -> None:
    history = tmp_path / "deep" / "chat_history"
    with typed("late fee\r", history) as prompt:
        assert prompt.read() == "late fee"
    assert history.stat().st_mode & 0o077 == 0
    with typed("\x1b[A\r", history) as prompt:
        assert prompt.read() == "late fee", "the arrow up gives the line of another chat"


def test_alt_enter_begins_another_line() -> None:
    with typed("late\x1b\rfee\r") as prompt:
        assert prompt.read() == "late\nfee"


def test_ctrl_c_and_ctrl_d_are_told_apart() -> None:
    with typed("late\x03") as prompt, pytest.raises(KeyboardInterrupt):
        prompt.read()
    with typed("\x04") as prompt, pytest.raises(EOFError):
        prompt.read()


def test_a_history_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with typed("late fee\r", tmp_path / "file" / "chat_history") as prompt:
        assert prompt.read() == "late fee"


def test_commands_and_what_they_take_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Mine.java").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert completed("/") == [f"/{each.name}" for each in SLASHES]
    assert completed("/s") == ["/show", "/save", "/spot"]
    assert completed("/why b") == ["BILL_ID", "Bill"]
    assert completed("/spot ") == ["IntakeSpot"]
    assert completed("/accept Mi") == ["ne.java"]
    assert completed("/save --force Mi") == ["ne.java"]
    assert completed("late fee") == completed("/undo x") == []


def test_names_are_those_of_the_last_result(app: App) -> None:
    conversation = Conversation(app)
    assert names_for("why", conversation) == names_for("spot", conversation) == ()
    conversation.say("late payment fee as a percentage parameter of the overdue balance")
    assert "CI_FT" in names_for("why", conversation)
    assert names_for("spot", conversation)[0] == "AdjustmentTypeGenerateAdjustmentAlgorithmSpot"
