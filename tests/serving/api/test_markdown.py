"""A reply as a chat client shows it: whatever a sentence holds, it stays text."""

import pytest

from agents.state import Candidate, Question
from serving.api.markdown import reply_text
from serving.app import App
from serving.conversation import Conversation, Reply


def told(text: str) -> str:
    return reply_text(Reply("told", text), "java")


def test_markup_in_a_sentence_is_escaped() -> None:
    assert told("<script>alert(1)</script>") == r"\<script>alert(1)\</script>"
    assert told("![x](http://h/x.png) `a` *b*") == r"\!\[x\](http://h/x.png) \`a\` \*b\*"


@pytest.mark.parametrize("line", ["# x", "> x", "- x", "+ x", "=== x", "~~~ x", "12. x", "12) x", "| x"])
def test_a_line_begins_no_block(line: str) -> None:
    mark = line.partition(" ")[0]
    shown = f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"
    assert told(f"one\n   {line}") == f"one\n{shown} x"
    question = Question("", "Which one?", (Candidate("a.B", 1.0, summary=line),))
    assert f"1. `a.B`: {shown} x" in reply_text(Reply("question", "Which one?", question=question), "java")


def test_plain_sentences_stay_as_they_are() -> None:
    for text in ("There is nothing to take back.", "table CI_BILL: the request names it; sql/ddl.sql", "5 of 12"):
        assert told(text) == text


def test_what_is_asked_about_comes_back_as_text(app: App) -> None:
    conversation = Conversation(app)
    conversation.say("hold small bills until the next cycle")
    reply = conversation.say("why <img src=x onerror=alert(1)>?")
    assert (reply.kind, "<img" in reply.text) == ("told", True)
    assert "<img" not in reply_text(reply, "java").replace(r"\<img", "")
