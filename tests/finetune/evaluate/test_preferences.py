"""The side-by-side page: blind, complete, and read back as it was chosen."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.evaluate.preferences import KEY, PAGE, read_preferences, write_preferences
from finetune.evaluate.samples import Sample
from knowledge.errors import SpotsmithError

SAMPLE = Sample("base", 1, "", 0, True, True, False, True, 0, (), (), None)


def samples(arm: str, count: int = 20) -> list[Sample]:
    hostile = "</script><script>alert(1)</script>"
    return [
        replace(SAMPLE, arm=arm, record=str(i), text=f"class A{i} {{ /* {arm} {hostile} */ }}") for i in range(count)
    ]


def data_of(page: str) -> dict[str, list[dict[str, str]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_the_page_does_not_say_whose_answer_is_where(tmp_path: Path) -> None:
    one, two = samples("first"), samples("second")
    plain = [replace(s, text=f"one {s.record}") for s in one], [replace(s, text=f"two {s.record}") for s in two]
    assert write_preferences(tmp_path, {"1": "hold a bill"}, *plain) == 20
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    pairs = data_of(page)["pairs"]
    lefts = sum(pair["left"].startswith("one") for pair in pairs)
    assert 0 < lefts < 20
    assert "second is" not in page and "tuned" not in page
    sides = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))["second is"]
    assert all(pair[sides[pair["id"]]].startswith("two") for pair in pairs)


def test_code_cannot_leave_the_page_data(tmp_path: Path) -> None:
    write_preferences(tmp_path, {}, samples("first"), samples("second"))
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert page.count("<script") == 2
    assert "alert(1)</script>" in data_of(page)["pairs"][0]["left"]
    assert "default-src &#x27;none&#x27;" in page


def test_answers_that_are_the_same_are_no_pair(tmp_path: Path) -> None:
    assert write_preferences(tmp_path, {}, samples("first"), samples("first")) == 0


def test_choices_are_read_back(tmp_path: Path) -> None:
    write_preferences(tmp_path, {}, samples("base"), samples("tuned"))
    key = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))
    other = {"left": "right", "right": "left"}
    choices = {str(i): key["second is"][str(i)] for i in range(12)}
    choices |= {str(i): other[key["second is"][str(i)]] for i in range(12, 15)} | {"15": "tie", "16": "tie"}
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"page": key["page"], "choices": choices}), encoding="utf-8")
    found = read_preferences(file, tmp_path)
    assert (found.first, found.second, found.wins, found.losses, found.ties, found.open) == (
        "base",
        "tuned",
        12,
        3,
        2,
        3,
    )
    assert (found.rate.value, found.rate.n) == (0.8, 15)
    assert found.p == pytest.approx(2 * (1 + 15 + 105 + 455) / 2**15)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"page": "0"}, "choices of another page"),
        ({"choices": {"1": "up"}}, "choices are not left, right or tie"),
        ({"choices": {"99": "tie"}}, "the page has no pair '99'"),
    ],
)
def test_choices_that_do_not_fit_are_told(tmp_path: Path, change: dict[str, object], said: str) -> None:
    write_preferences(tmp_path, {}, samples("base"), samples("tuned"))
    page = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))["page"]
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"page": page, "choices": {}, **change}), encoding="utf-8")
    with pytest.raises(SpotsmithError, match=said):
        read_preferences(file, tmp_path)
