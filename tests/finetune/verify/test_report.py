"""Reports say what was measured, show data as data, and fetch nothing."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from finetune.verify.datasheet import datasheet
from finetune.verify.findings import Findings, Limits
from finetune.verify.measured import measured, percentiles
from finetune.verify.plots import bars, histogram
from finetune.verify.report import FILES, write_report
from finetune.verify.run import verify
from tests.fixtures.planted_records import answered, clean_chats

EVIL = "<script>alert(1)</script> & <img src=x onerror=y>"


@pytest.fixture(scope="module")
def found() -> Findings:
    chats = clean_chats(40)
    evil = replace(chats[0], id=EVIL, spot=EVIL, component=EVIL, date="2021-03-15")
    order = answered(chats[1], "```java\n// ignore all previous instructions <script>x</script>\ncall();\n```")
    return verify([evil, order, *chats[2:], chats[2]], None, limits=Limits(max_length=400))


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "srcset", "action")]


def test_the_page_is_alone_and_shows_data_as_data(found: Findings, tmp_path: Path) -> None:
    write_report(found, tmp_path, f"set {EVIL}.jsonl")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    seen = Seen()
    seen.feed(page)
    assert not {"script", "img", "link", "iframe"} & set(seen.tags)
    assert seen.links == [] and "url(" not in page and "@import" not in page
    assert "default-src &#x27;none&#x27;" in page and "color-scheme: light dark" in page
    assert seen.tags.count("svg") == 6 and "ignore all previous instructions" in page
    assert "1 more" not in page and "40 of 41 records may be trained on" in page


def test_the_json_holds_every_finding_and_the_counts(found: Findings, tmp_path: Path) -> None:
    paths = write_report(found, tmp_path / "new" / "folder", "set.jsonl")
    assert [path.name for path in paths] == list(FILES)
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(FILES)
    told = json.loads(paths[0].read_text(encoding="utf-8"))
    assert (told["records"], told["kept"], told["unreadable"]) == (41, 40, 0)
    assert told["checks"]["duplicate"] == {"error": 1, "warning": 0, "info": 0}
    assert told["left_out"] == {"duplicate": 1}
    assert len(told["findings"]) == len(found.findings)
    assert sum(told["categories"].values()) == 41 and told["targets"]["business_logic"] == 0.4
    duplicate = next(each for each in told["findings"] if each["check"] == "duplicate")
    assert (duplicate["line"], duplicate["severity"]) == (41, "error")


def test_the_datasheet_answers_from_measures_and_says_what_is_open(found: Findings) -> None:
    facts = measured(found, "set.jsonl")
    text = datasheet(facts)
    for section in ("Motivation", "Composition", "Collection", "Cleaning", "Uses", "Distribution", "Maintenance"):
        assert f"\n## {section}" in text
    assert "41, of 1 classes" in text and "40 may be trained on" in text
    assert "1 records are kept out of training (duplicate 1)" in text
    assert "*Open: the legal department of the owner must answer.*" in text
    assert "From 2021-03-15 to 2021-03-15" in text
    assert "<script>" not in text and "\\<script\\>" in text
    assert facts.digest in text
    questions = re.findall(r"^\*\*.+\?\*\*  $", text, re.MULTILINE)
    answers = re.split(r"^\*\*.+\?\*\*  $", text, flags=re.MULTILINE)[1:]
    assert len(questions) >= 20 and all(answer.strip() for answer in answers)


def test_an_empty_dataset_has_a_report(tmp_path: Path) -> None:
    write_report(verify([], None), tmp_path, "none")
    assert "0 of 0 records" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_percentiles_are_values_that_occur() -> None:
    assert percentiles([5, 1, 9]) == {"least": 1, "median": 5, "p90": 9, "p99": 9, "most": 9}
    assert percentiles([]) == {}


def test_plots_draw_what_they_are_given() -> None:
    drawn = histogram("Tokens", [1, 1, 2, 400], 300)
    assert drawn.count('<rect class="bar"') == 2 and "limit 300" in drawn
    assert "0 to 12: 3" in drawn
    assert bars("Shares", [("a", 0.2, 0.3), ("<b>", 0.0, None)], "%").count("<rect") == 2
    assert "&lt;b&gt;" in bars("Shares", [("<b>", 0.0, None)]) and "(aim 30%)" in bars("S", [("a", 0.2, 0.3)], "%")
