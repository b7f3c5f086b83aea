from indexers.docs import LONGEST, read_passages
from knowledge.records import Passage, Source, SourceFile

KNOWN = {"CI_BILL", "Bill", "com.acme.Bill", "PreBillSpot"}


def passages(text: str) -> tuple[Passage, ...]:
    return read_passages(SourceFile("docs/guide.md", text), KNOWN.__contains__)


def test_a_document_is_cut_at_its_headings():
    text = "# Guide\n\nIntro.\n\n## Bills ##\nAbout `CI_BILL`.\n\n### Dates\nDue.\n\n## Payments\nPaid.\n"
    assert passages(text) == (
        Passage("docs/guide.md#Guide", "Guide", "Intro.", Source("document", "docs/guide.md", "Guide")),
        Passage(
            "docs/guide.md#Guide/Bills",
            "Guide / Bills",
            "About `CI_BILL`.",
            Source("document", "docs/guide.md", "Bills"),
            ("CI_BILL",),
        ),
        Passage(
            "docs/guide.md#Guide/Bills/Dates",
            "Guide / Bills / Dates",
            "Due.",
            Source("document", "docs/guide.md", "Dates"),
        ),
        Passage(
            "docs/guide.md#Guide/Payments",
            "Guide / Payments",
            "Paid.",
            Source("document", "docs/guide.md", "Payments"),
        ),
    )


def test_text_without_headings_is_named_by_its_file():
    (passage,) = passages("Just a note.\n")
    assert (passage.name, passage.title) == ("docs/guide.md", "guide.md")


def test_underlined_titles_are_headings():
    found = passages("Bills\n=====\n\nOne.\n\nDue dates\n---------\nTwo.\n\nA paragraph.\n---\nThree.")
    assert [(p.title, p.text) for p in found] == [
        ("Bills", "One."),
        ("Bills / Due dates", "Two.\n\nA paragraph.\n---\nThree."),
    ]


def test_tables_code_and_front_matter_make_no_headings():
    text = "---\ntitle: x\n---\n# T\n| a | b |\n|---|---|\n\n```\n# not a heading\nx\n===\n```\n~~~\n# nor this\n~~~\n"
    (passage,) = passages(text)
    assert passage.title == "T"
    assert "# not a heading" in passage.text
    assert "title: x" not in passage.text


def test_long_sections_are_cut_between_paragraphs_then_lines_then_words():
    paragraphs = "\n\n".join(f"Paragraph {i} " + "word " * 60 for i in range(20))
    lines = "\n".join(f"line {i} " + "x" * 90 for i in range(60))
    found = passages(f"# P\n{paragraphs}\n\n# L\n{lines}\n\n# W\n{'w ' * 3000}\n\n# X\n{'x' * 4000}")
    assert all(len(passage.text) <= LONGEST for passage in found)
    assert "".join("".join(p.text for p in found if p.title == "X")) == "x" * 4000
    assert [p.name for p in found if p.title == "L"][:2] == ["docs/guide.md#L", "docs/guide.md#L (2)"]
    assert all(p.text.startswith("Paragraph") for p in found if p.title == "P")
    assert all(p.text.startswith("line") for p in found if p.title == "L")


def test_two_sections_of_one_heading_have_two_names():
    assert [p.name for p in passages("# A\none\n# A\ntwo\n")] == ["docs/guide.md#A", "docs/guide.md#A (2)"]


def test_known_names_are_collected_and_plain_words_only_in_backquotes():
    text = "# PreBillSpot\nBill customers by CI_BILL, com.acme.Bill, CI_NONE and SomeThing."
    assert passages(text)[0].about == ("PreBillSpot", "CI_BILL", "com.acme.Bill")
    assert passages("# X\nThe `Bill` of CI_BILL, again CI_BILL.")[0].about == ("Bill", "CI_BILL")


def test_an_empty_document_has_no_passages():
    assert passages("") == passages("\n\n# Only a heading\n") == ()
