"""Conversations on disk: whole, private, bounded; what cannot be read is passed over."""

import os
from pathlib import Path

from serving.app import App
from serving.chat.sessions import Session, newest
from serving.conversation import Conversation
from serving.conversation.state import State


def test_a_session_comes_back_as_it_was(app: App, tmp_path: Path) -> None:
    conversation = Conversation(app)
    conversation.say("late payment fee as a percentage parameter of the overdue balance")
    conversation.say("call it CmFee_Impl")
    conversation.say("Our provider wants every bill of his route as one line for each of its calculation lines")
    assert conversation.state.open
    Session(tmp_path).keep(conversation.state, 5)
    found = newest(tmp_path)
    assert found and found[1] == conversation.state


def test_the_newest_sessions_stay_and_broken_ones_are_passed_over(tmp_path: Path) -> None:
    for number in range(4):
        path = tmp_path / f"{number}.json"
        Session(tmp_path, path).keep(State(), 2)
        os.utime(path, (number, number))
    Session(tmp_path, tmp_path / "4.json").keep(State(), 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.json", "4.json"]
    (tmp_path / "4.json").write_text('{"format": "other"', encoding="utf-8")
    found = newest(tmp_path)
    assert found
    found[0].keep(State(), 2)
    assert newest(tmp_path / "nothing") is None
    for path in tmp_path.iterdir():
        path.write_text('{"format": "old", "state": {"made": [], "open": null}}', encoding="utf-8")
    assert newest(tmp_path) is None
