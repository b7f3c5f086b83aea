"""Requests that cannot be answered, or that hold what breaks out: `resolve` and `generate` say it or stand it."""

import os
import re
from pathlib import Path

import pytest

from tests.serving.bad_input.asked import SPOT
from tests.serving.command_line import Spotsmith


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--spot", "CustomerClassPreBilCompletion", "x"], rf"there is no spot .*; did you mean {SPOT}[,?]"),
        (["--spot", "Xyzzy", "x"], r"there is no spot 'Xyzzy' in the index.*`spotsmith resolve` with a description"),
        (["zzz qqq xyzzy"], r"nothing in the request matches any of the \d+ spots of the index; say what.*--spot"),
        ([""], r"the request is empty; say what the code is for"),
        ([" \n\t"], r"the request is empty; say what the code is for"),
        (["a batch job that closes old accounts"], r"the request asks for a batch job, which the ormb pack cannot"),
    ],
)
@pytest.mark.parametrize("name", ["resolve", "generate"])
def test_a_request_that_cannot_be_answered_is_a_sentence(
    spotsmith: Spotsmith, other_site: Path, name: str, arguments: list[str], sentence: str
) -> None:
    assert re.match(sentence, spotsmith(name, "-w", other_site, *arguments).sentence)


def test_a_request_that_is_no_text_is_a_sentence(spotsmith: Spotsmith, other_site: Path) -> None:
    said = spotsmith("resolve", "-w", other_site, os.fsdecode(b"f\xfcr bills")).sentence
    assert said.startswith("the request is not text: its bytes are not UTF-8")
    said = spotsmith("resolve", "-w", other_site, "-", stdin=b"f\xfcr bills").sentence
    assert said.startswith("the request on stdin is not UTF-8 text")
    assert spotsmith("resolve", "-w", other_site, "-").sentence.startswith("the request is empty")


def test_an_ambiguous_request_is_answered_with_the_doubt_and_the_alternatives(
    spotsmith: Spotsmith, other_site: Path
) -> None:
    ran = spotsmith("resolve", "-w", other_site, "generate ORMB billing algorithm", "--json")
    assert ran.code == 0
    assert any("was taken" in doubt for doubt in ran.json["doubts"])
    alternatives = ran.json["spot"]["alternatives"]
    assert len(alternatives) >= 3
    assert all(each["summary"].endswith(".") for each in (ran.json["spot"], *alternatives))
    shown = spotsmith("resolve", "-w", other_site, "generate ORMB billing algorithm").out
    for each in alternatives:
        assert f"  or       {each['name'].rpartition('.')[2]} {each['summary']}\n" in shown


NASTY = {
    "quotes": "bill algorithm that says \"hello\" and 'bye' and \\ and `x`",
    "unicode": "bill algorithm für Kunden — 日本語 😀 \u202e reversed",
    "end of comment": "bill algorithm */ class Evil { static { System.exit(1); } } /*",
    "escapes": r"bill algorithm \u002a\u002f class Evil {} \u000a int x; \uXYZ \\u0022",
    "annotation": "bill algorithm @AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = evil, "
    "type = string)}) and {@link Evil} @deprecated",
    "lines": "bill algorithm\nwith lines\r\nand more\u2028lines\u0085and\x0bothers\n\n * @author x",
    "control": "bill algorithm with \x01 and \x1b[31m and \x7f and \x00",
    "20 kB": "bill algorithm that " + "adds one more thing to the bill and " * 550,
    "one long word": "bill algorithm " + "x" * 5000,
}


@pytest.mark.parametrize("request_text", NASTY.values(), ids=NASTY)
def test_whatever_the_request_holds_the_file_compiles_and_its_annotation_is_ours(
    request_text: str,
    spotsmith: Spotsmith,
    other_site: Path,
) -> None:
    arguments = ("generate", "-w", other_site, "--class-name", "CmNasty_Impl", "--spot", SPOT, "--json")
    ran = spotsmith(*arguments, "-", stdin=request_text)
    assert (ran.code, ran.json["status"]) == (0, "ok"), ran
    text = ran.json["files"][0]["content"]
    assert "class Evil" not in re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    header, _, _ = text.partition("public class CmNasty_Impl")
    comment, _, annotation = header[header.rindex("/**") :].partition("@AlgorithmComponent")
    assert annotation.startswith(" (")
    assert "@" not in comment.replace("@author", "")
    assert "Evil" not in annotation
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
