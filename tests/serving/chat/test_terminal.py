"""The chat on a real terminal: turns, Ctrl-C, Ctrl-D, history, going on; nothing that is shown steers the terminal."""

import json
from pathlib import Path

from serving.settings import FILE
from tests.agents.coders.stand_in import says, standing_in, stops_in_the_middle
from tests.serving.chat.terminal import on_terminal

FEE = "late payment fee as a percentage parameter of the overdue balance"
HOSTILE = "\x1b]0;owned\x07\x1b[2Jbill"
RIGHT = '```java hole=2\n\t\tLOGGER.debug("held");\n```\n'


def test_turns_are_answered_kept_and_gone_on_with(other_site: Path) -> None:
    with on_terminal("chat", "-w", other_site) as terminal:
        terminal.shows("scaffold writes; /help lists the commands, Ctrl-D leaves")
        terminal.says(f"{FEE}\r")
        terminal.shows("public class CmLatePaymentFeePercentageOverdueAlgComp_Impl")
        terminal.shows("CmLatePaymentFeePercentageOverdueAlgComp_Impl: compiled")
        terminal.says("add a soft parameter for the threshold\r")
        terminal.shows("+ *            , @AlgorithmSoftParameter (name = threshold")
        terminal.shows("soft parameters: percentage (decimal, required), threshold (decimal, required)")
        terminal.shows(": compiled")
        terminal.says("\x04")
        assert terminal.ended() == 0
    assert f"+{FEE}\n" in (other_site / ".spotsmith" / "chat_history").read_text(encoding="utf-8")
    with on_terminal("chat", "-w", other_site, "--continue") as terminal:
        terminal.shows(f"going on with CmLatePaymentFeePercentageOverdueAlgComp_Impl: {FEE}")
        terminal.says("/undo\r")
        terminal.shows("The last change of CmLatePaymentFeePercentageOverdueAlgComp_Impl is taken back.")
        terminal.says("/quit\r")
        assert terminal.ended() == 0


def test_a_question_waits_for_its_answer(other_site: Path) -> None:
    with on_terminal("chat", "-w", other_site) as terminal:
        terminal.says("generate a billing algorithm\r")
        terminal.shows("  2  CustomerClassPostBillCompletionAlgorithmSpot: Post-bill completion on the customer class.")
        terminal.shows("Answer by number, by name or in words.")
        terminal.says("2\r")
        terminal.shows("implements CustomerClassPostBillCompletionAlgorithmSpot")
        terminal.shows(": compiled")
        terminal.says("\x04")
        assert terminal.ended() == 0


def test_ctrl_c_gives_up_the_line_and_stops_a_request_but_not_the_chat(other_site: Path) -> None:
    with standing_in(stops_in_the_middle(f"I think {HOSTILE}"), says(RIGHT)) as server:
        coder = {"kind": "openai", "url": f"{server.url}/v1", "samples": 1}
        lines = [f"{key} = {json.dumps(value)}" for key, value in coder.items()]
        with (other_site / FILE).open("a", encoding="utf-8") as settings:
            settings.write("\n".join(["[coder]", *lines, ""]))
        with on_terminal("chat", "-w", other_site) as terminal:
            terminal.shows("openai/tiny writes; ")
            terminal.says("not this\x03")
            terminal.shows("stopped; nothing was changed")
            terminal.says(f"{FEE}\r")
            terminal.shows("I think ")
            terminal.shows("bill")
            terminal.type("\x03")
            terminal.shows("stopped; nothing was changed")
            terminal.says("/show\r")
            terminal.shows("spotsmith: nothing has been made yet; say what the code is for")
            terminal.says(f"{FEE}\r")
            terminal.shows("openai/tiny coder, 1 draft")
            terminal.says("\x04")
            assert terminal.ended() == 0
    assert b"owned\x07" not in terminal.raw, "what the model says must not set the title of the window"
    assert b"\x1b[2Jbill" not in terminal.raw, "nor clear the screen"
