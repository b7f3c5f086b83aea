"""The chat through a pipe: plain text, commands, exit codes, sessions, JSON lines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from serving.settings import Workspace
from tests.serving.command_line import COMMAND, Ran, Spotsmith

FEE = "late payment fee as a percentage parameter of the overdue balance"
CLASS = "CmLatePaymentFeePercentageOverdueAlgComp_Impl"


def chat(spotsmith: Spotsmith, site: Path, *turns: str, options: tuple[str, ...] = ()) -> Ran:
    return spotsmith("chat", "-w", site, *options, stdin="".join(f"{turn}\n" for turn in turns))


def test_show_gives_the_file_that_generate_gives_and_nothing_else(sample_site: Workspace) -> None:
    line = f"printf '{FEE}\\n/show\\n' | '{COMMAND}' chat -w '{sample_site.root}'"
    piped = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    alone = subprocess.run(
        [COMMAND, "generate", "-w", sample_site.root, FEE], capture_output=True, text=True, check=False
    )
    assert (piped.returncode, piped.stdout) == (0, alone.stdout)
    assert f"{CLASS}: compiled" in piped.stderr
    assert "\x1b" not in piped.stdout + piped.stderr


def test_nothing_of_the_terminal_is_imported_for_a_pipe(sample_site: Workspace) -> None:
    code = (
        "import sys; from serving.cli import main\n"
        f"try: main(['chat', '-w', {str(sample_site.root)!r}])\n"
        "except SystemExit as end: print('CODE', end.code, 'prompt_toolkit' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=f"{FEE}\n", capture_output=True, text=True, check=False)
    assert done.stdout == "CODE 0 False\n", done.stderr


def test_the_exit_code_is_that_of_the_last_result(spotsmith: Spotsmith, other_site: Path) -> None:
    assert chat(spotsmith, other_site, FEE).code == 0
    assert chat(spotsmith, other_site, FEE, "/nonsense").code == 2
    assert chat(spotsmith, other_site, "/nonsense", FEE).code == 0
    assert chat(spotsmith, other_site, FEE, "use spot 9").code == 2
    assert chat(spotsmith, other_site).code == 0


def test_a_chat_goes_on_after_a_mistake_and_says_what_it_was(spotsmith: Spotsmith, other_site: Path) -> None:
    ran = chat(spotsmith, other_site, "/sohw", "/show", "/why", "/accept", "/diff", "/undo", "/save", "/spot")
    nothing = "spotsmith: nothing has been made yet"
    assert ran.err.splitlines() == [
        "spotsmith: there is no command /sohw; did you mean /show?",
        f"{nothing}; say what the code is for",
        f"{nothing} that could be accepted",
        f"{nothing}; say what the code is for",
        f"{nothing}; say what the code is for",
        f"{nothing}; say what the code is for",
    ]
    assert ran.out.splitlines() == ["Nothing has been made yet.", "There is nothing to take back."]


def test_commands_look_at_the_last_result(spotsmith: Spotsmith, other_site: Path) -> None:
    ran = chat(
        spotsmith,
        other_site,
        FEE,
        "/why BigDecimal",
        "/spot",
        "/diff",
        "call it CmFee_Impl",
        "/diff",
        "/spot 3",
        "/help",
    )
    assert "symbol com.ibm.icu.math.BigDecimal: the code uses it; lib/icu4j.jar!" in ran.out
    assert "2  CustomerClassFtFreezeAlgorithmSpot: " in ran.out
    assert "spotsmith: there is nothing to compare with" in ran.err
    assert f"-public class {CLASS}\n" in ran.out and "+public class CmFee_Impl\n" in ran.out
    assert "spot       CustomerClassPayFreezeAlgorithmSpot (chosen by the task" in ran.err
    assert "/accept [--force] [FILE]  Keep the result" in ran.out


def test_a_result_is_written_where_it_is_wanted(
    spotsmith: Spotsmith, other_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = "com/splwg/cm/domain/adjustment/algorithm"
    ran = chat(spotsmith, other_site, FEE, "/save", "/save src", f"/save {tmp_path}/a b/Mine.java", "/save")
    written = [tmp_path / f"{CLASS}.java", tmp_path / "src" / place / f"{CLASS}.java", tmp_path / "a b" / "Mine.java"]
    assert len({path.read_text(encoding="utf-8") for path in written}) == 1
    assert ran.err.count("wrote ") == 3
    assert f"spotsmith: {CLASS}.java exists already; pass --force to replace it" in ran.err
    assert chat(spotsmith, other_site, FEE, "/save --force").code == 0


def test_what_was_corrected_is_checked_and_kept(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    code = chat(spotsmith, other_site, FEE, "/show").out
    wrong, right = tmp_path / "wrong.java", tmp_path / "right one.java"
    wrong.write_text(code.replace("getPercentage()", "getNothing()"), encoding="utf-8")
    right.write_text(code.replace("// Hard parameters", "// What we are given"), encoding="utf-8")
    ran = chat(spotsmith, other_site, FEE, f"/accept {wrong}")
    assert (ran.code, f"{wrong}:" in ran.err, f"{CLASS} is not kept: the check found " in ran.err) == (1, True, True)
    ran = chat(spotsmith, other_site, FEE, f"/accept {right}", "/diff", "/accept /no/such.java")
    kept = other_site / ".spotsmith" / "accepted" / "com/splwg/cm/domain/adjustment/algorithm" / f"{CLASS}.java"
    assert kept.read_text(encoding="utf-8") == right.read_text(encoding="utf-8")
    assert "-\t// What we are given\n+\t// Hard parameters\n" in ran.out, "against what was accepted"
    assert "spotsmith: /no/such.java: there is no such file; /accept takes the corrected file, or nothing" in ran.err


def test_a_conversation_is_kept_and_gone_on_with(spotsmith: Spotsmith, other_site: Path) -> None:
    assert "there is no conversation to go on with" in chat(spotsmith, other_site, options=("--continue",)).err
    chat(spotsmith, other_site, FEE, "call it CmFee_Impl")
    ran = chat(spotsmith, other_site, "add a soft parameter for the threshold", "/show", options=("--continue",))
    assert f"going on with CmFee_Impl: {FEE}" in ran.err
    assert "public class CmFee_Impl\n" in ran.out and "name = threshold" in ran.out
    (kept,) = (other_site / ".spotsmith" / "chat").glob("*.json")
    assert kept.stat().st_mode & 0o077 == 0, "what people ask for is theirs"
    kept.write_text("{}", encoding="utf-8")
    assert "there is no conversation to go on with" in chat(spotsmith, other_site, options=("--continue",)).err


def test_lines_may_be_joined_and_text_may_be_anything(spotsmith: Spotsmith, other_site: Path) -> None:
    joined = chat(
        spotsmith, other_site, "late payment fee as a percentage parameter \\", "of the overdue balance", "/show"
    )
    assert f"public class {CLASS}\n" in joined.out
    odd = spotsmith("chat", "-w", other_site, stdin=b"\xff\xfe\n/help\r\n\n\n")
    assert (odd.code, "/quit" in odd.out) == (2, True)
    assert "spotsmith: the input is not UTF-8 text" in odd.err


def test_json_lines_answer_every_turn(spotsmith: Spotsmith, other_site: Path) -> None:
    ran = chat(spotsmith, other_site, "generate a billing algorithm", "2", "/accept", "/nonsense", options=("--json",))
    question, result, accepted, problem = map(json.loads, ran.out.splitlines())
    assert (question["kind"], len(question["question"]["options"])) == ("question", 5)
    assert (result["kind"], result["result"]["status"]) == ("result", "ok")
    assert (accepted["kind"], accepted["kept"]) == ("accepted", True)
    assert (problem["kind"], problem["text"]) == ("problem", "there is no command /nonsense; see /help")
    assert (ran.code, ran.err) == (2, "")


def test_the_model_can_be_looked_at_and_changed(spotsmith: Spotsmith, other_site: Path) -> None:
    from tests.agents.coders.stand_in import says, standing_in
    from tests.serving.test_coders import RIGHT, set_coder

    with standing_in(says(RIGHT), names=("tiny", "large")) as server:
        set_coder(other_site, kind="openai", url=f"{server.url}/v1", model="tiny", samples=1)
        ran = chat(
            spotsmith, other_site, "/model", "/model large", FEE, "/model huge", "/model scaffold", FEE, "/model"
        )
    assert f"openai/tiny writes; {server.url}/v1 has: tiny, large" in ran.out
    assert "openai/large writes from now on" in ran.err
    assert server.asked[0]["model"] == "large"
    assert f"spotsmith: {server.url}/v1 has no model 'huge'; it has: tiny, large" in ran.err
    assert "scaffold writes from now on" in ran.err
    assert "scaffold writes; a server of models is named by coder.url in spotsmith.toml" in ran.out


def test_what_the_index_says_does_not_steer_the_terminal(spotsmith: Spotsmith, other_site: Path) -> None:
    ran = chat(
        spotsmith, other_site, "late fee \x1b[2J\x1b]0;x\x07 as a percentage parameter", "/why \x1b[2Jx", "/\x1b[2J"
    )
    assert "\x1b" not in ran.out + ran.err
