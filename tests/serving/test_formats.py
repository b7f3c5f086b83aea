"""Findings as other programs read them: each form parsed by what reads it, or by its grammar."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from agents.state import Review, Unchecked
from knowledge.records import Diagnostic
from serving.formats import Case, cases_of, formatted, gcc_lines, github_lines, junit, sarif
from tests.serving.command_line import Spotsmith

WRONG = Diagnostic(
    "compiler.err.cant.resolve", "error", "cannot find symbol\n  isNll()", "cm/A b.java", 7, 12, candidates=("isNull",)
)
STYLE = Diagnostic("rule.null-style", "warning", "100% wrong, see: x", "cm/A b.java", 9)
NOTE = Unchecked("compile: there is no Java compiler", "")
REVIEW = Review((WRONG, STYLE), (NOTE,))
MATCHER = re.compile(r"^(.+?):(\d+):(\d+): (error|warning|note): (.*) \[(.+)\]$")


def test_gcc_lines_have_one_line_for_each_finding_with_a_place() -> None:
    lines = gcc_lines(REVIEW.diagnostics, REVIEW.unchecked).splitlines()
    assert [MATCHER.fullmatch(line).groups() for line in lines] == [  # type: ignore[union-attr]
        ("cm/A b.java", "7", "12", "error", "cannot find symbol isNll(); did you mean isNull?", WRONG.code),
        ("cm/A b.java", "9", "1", "warning", "100% wrong, see: x", STYLE.code),
        ("spotsmith", "1", "1", "note", "compile: there is no Java compiler", "unchecked"),
    ]


def test_github_commands_escape_what_would_end_them() -> None:
    assert github_lines(REVIEW.diagnostics, REVIEW.unchecked).splitlines() == [
        "::error file=cm/A b.java,line=7,col=12,title=compiler.err.cant.resolve"
        "::cannot find symbol%0A  isNll(); did you mean isNull?",
        "::warning file=cm/A b.java,line=9,col=1,title=rule.null-style::100%25 wrong, see: x",
        "::notice title=unchecked::compile: there is no Java compiler",
    ]


def test_a_path_cannot_smuggle_a_property_into_a_github_command() -> None:
    sly = Diagnostic("x.y", "error", "m", "a,line=1::stop\n::error::b.java", 3)
    (line,) = github_lines([sly]).splitlines()
    assert line == "::error file=a%2Cline=1%3A%3Astop%0A%3A%3Aerror%3A%3Ab.java,line=3,col=1,title=x.y::m"


def test_sarif_has_rules_results_and_what_was_not_checked() -> None:
    log = sarif(REVIEW.diagnostics, REVIEW.unchecked, "1.2", {STYLE.code: "how null is written"})
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"] == {
        "name": "Spotsmith",
        "rules": [{"id": WRONG.code}, {"id": STYLE.code, "shortDescription": {"text": "how null is written"}}],
        "version": "1.2",
    }
    assert [(r["ruleId"], r["ruleIndex"], r["level"]) for r in run["results"]] == [
        (WRONG.code, 0, "error"),
        (STYLE.code, 1, "warning"),
    ]
    assert [r["locations"][0]["physicalLocation"] for r in run["results"]] == [
        {"artifactLocation": {"uri": "cm/A%20b.java"}, "region": {"startLine": 7, "startColumn": 12}},
        {"artifactLocation": {"uri": "cm/A%20b.java"}, "region": {"startLine": 9}},
    ]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == NOTE.text


def test_junit_counts_errors_as_failures_and_the_unchecked_as_skipped() -> None:
    paths = ("cm/A b.java", "cm/B.java")
    suite = ElementTree.fromstring(junit(cases_of(paths, REVIEW))).find("testsuite")
    assert suite is not None
    assert [suite.get(count) for count in ("tests", "failures", "errors", "skipped")] == ["2", "1", "0", "1"]
    first, second = suite.findall("testcase")
    assert [f.get("message") for f in first.findall("failure")] == [gcc_lines([WRONG]).strip()]
    assert "null-style" in (first.findtext("system-out") or "")
    assert [s.get("message") for s in second.findall("skipped")] == [NOTE.text]


def test_junit_holds_text_that_xml_cannot() -> None:
    text = junit([Case("a\x00b<&>\"'", failures=("]]> \x1b[31m\ud800",))])
    (case,) = ElementTree.fromstring(text.encode("utf-8")).iter("testcase")
    assert case.get("name") == "a?b<&>\"'"
    assert case.findtext("failure") == "]]> ?[31m?"


def test_every_form_of_a_clean_review_says_so() -> None:
    clean = Review(())
    assert formatted("gcc", ["a.java"], clean) == formatted("github", ["a.java"], clean) == ""
    assert json.loads(formatted("sarif", ["a.java"], clean))["runs"][0]["results"] == []
    assert 'failures="0"' in formatted("junit", ["a.java"], clean)


def test_check_writes_the_form_that_is_asked_for(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "Broken.java"
    broken.write_text("class Broken {\n    int x = missing();\n}\n", encoding="utf-8")
    for form in ("gcc", "github", "sarif", "junit", "json", "text"):
        ran = spotsmith("check", "-w", other_site, "--format", form, broken)
        assert ran.code == 1, ran
        assert "missing" in ran.out
        assert ran.err == ""
    assert MATCHER.match(spotsmith("check", "-w", other_site, "--format", "gcc", broken).out.splitlines()[0])
    assert json.loads(spotsmith("check", "-w", other_site, "--format", "sarif", broken).out)["runs"]


def test_a_form_that_does_not_exist_is_refused_with_the_ones_that_do(spotsmith: Spotsmith, tmp_path: Path) -> None:
    ran = spotsmith("check", "--format", "xml", tmp_path)
    assert ran.code == 2
    assert "'gcc'" in ran.err and "'sarif'" in ran.err
