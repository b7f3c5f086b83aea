"""Every house rule finds its bad example and leaves its good one alone; sites re-level them."""

import re

import pytest

from knowledge.errors import SpotsmithError
from knowledge.packs.ormb.rules import Rule, check_rules, house_rules
from knowledge.records import Diagnostic, SourceFile

RULES = {rule.id: rule for rule in house_rules()}
MARK = "// !"


def example(text: str) -> SourceFile:
    is_file = re.search(r"^class ", text, re.MULTILINE)
    return SourceFile("Example.java", text if is_file else f"class Example {{\n{text}}}\n")


def lines_of(found: tuple[Diagnostic, ...], rule: Rule) -> list[int]:
    return [d.line for d in found if d.rule == rule.id]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_finds_every_marked_line_of_its_bad_example(rule: Rule):
    file = example(rule.bad)
    marked = [number for number, line in enumerate(file.text.splitlines(), 1) if line.endswith(MARK)]
    assert marked and lines_of(check_rules(file), rule) == marked


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_leaves_its_good_example_alone(rule: Rule):
    assert lines_of(check_rules(example(rule.good)), rule) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_good_example_breaks_no_other_rule_as_an_error(rule: Rule):
    assert [d for d in check_rules(example(rule.good)) if d.severity == "error"] == []


BAD = SourceFile("com/x/A.java", 'class A {\n  /* ä€𝄞 */ void x() { System.out.println("a"); }\n}\n')


def test_a_finding_names_its_rule_and_its_place():
    title = RULES["no-system-out"].title
    expected = Diagnostic("rule.no-system-out", "error", title, "com/x/A.java", 2, 24, rule="no-system-out")
    assert check_rules(BAD) == (expected,)


def test_a_site_gives_a_rule_another_level():
    assert [d.severity for d in check_rules(BAD, {"no-system-out": "info"})] == ["info"]


def test_a_site_switches_a_rule_off():
    assert check_rules(BAD, {"no-system-out": "off"}) == ()


def test_an_unknown_rule_is_named_with_the_known_ones():
    with pytest.raises(
        SpotsmithError, match=r"'no-sytem-out'\. Did you mean no-system-out\? Known rules: .*null-style"
    ):
        check_rules(BAD, {"no-sytem-out": "off"})


def test_an_unknown_level_is_named_with_the_known_ones():
    with pytest.raises(SpotsmithError, match="'fatal' is not one of error, warning, info, off"):
        check_rules(BAD, {"no-system-out": "fatal"})


def test_a_rule_may_look_at_a_draft_that_does_not_parse():
    draft = SourceFile("A.java", "class A { void x( { System.out.println( }\n" + " + ".join(["'"] * 50))
    assert all(isinstance(d, Diagnostic) for d in check_rules(draft))


def test_a_very_long_concatenation_is_no_trouble():
    text = " + ".join(['"x"'] * 3000)
    assert check_rules(SourceFile("A.java", f"class A {{ String x = {text}; }}")) == ()


def test_calls_without_arguments_break_no_rule_that_reads_arguments():
    code = 'class A {\n  void x() { addError(); b.append("SELECT " + a).append(); }\n}\n'
    assert "rule.no-system-out" not in {d.code for d in check_rules(SourceFile("A.java", code))}
