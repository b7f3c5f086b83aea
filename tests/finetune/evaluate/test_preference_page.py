"""The side-by-side page in a real browser, by the keyboard alone."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finetune.evaluate.preferences import KEY, PAGE, read_preferences, write_preferences
from finetune.evaluate.samples import Sample

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
SAMPLE = Sample("base", 1, "", 0, True, True, False, True, 0, (), (), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def test_choices_are_made_by_keys_kept_and_saved(browser: Any, tmp_path: Path) -> None:
    arms = [
        [replace(SAMPLE, arm=arm, record=str(i), text=f"class A {{\n  // <b>{arm} {i}</b>\n}}\n") for i in range(3)]
        for arm in ("base", "tuned")
    ]
    write_preferences(tmp_path, {str(i): f"request <i>{i}</i>" for i in range(3)}, *arms)
    page = browser.new_page(accept_downloads=True)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / PAGE).as_uri())
    assert "Pair 1 of 3; 0 chosen" in page.inner_text("#place")
    assert "<i>" in page.inner_text("#request") and "<b>" in page.inner_text("#left")
    page.keyboard.press("1")
    assert "Pair 2 of 3; 1 chosen" in page.inner_text("#place")
    page.keyboard.press("2")
    page.keyboard.press("p")
    assert page.get_attribute('[data-choice="right"]', "aria-pressed") == "true"
    page.keyboard.press("n")
    page.keyboard.press("0")
    page.reload()
    assert "3 chosen" in page.inner_text("#place")
    with page.expect_download() as waiting:
        page.keyboard.press("s")
    waiting.value.save_as(tmp_path / "chosen.json")
    assert problems == []
    order = json.loads(page.inner_html("#data"))["pairs"]
    choices = json.loads((tmp_path / "chosen.json").read_text(encoding="utf-8"))["choices"]
    assert [choices[pair["id"]] for pair in order] == ["left", "right", "tie"]
    found = read_preferences(tmp_path / "chosen.json", tmp_path)
    sides = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))["second is"]
    wins = (sides[order[0]["id"]] == "left") + (sides[order[1]["id"]] == "right")
    assert (found.wins, found.losses, found.ties, found.open) == (wins, 2 - wins, 1, 0)
    page.close()
