"""The page in a real browser, against a real server."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving.api.process import Serving, serving

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUEST = "late payment fee as a percentage parameter of the overdue balance"
WRONG, RIGHT = "LOGGER.frobnicate();", 'LOGGER.debug("held");'
MARKED = 'LOGGER.frobnicate("<script>alert(1)</script>");'
SOON = 60_000  # milliseconds; a loaded machine starts javac in 10,000

if CHROMIUM is None:
    pytest.skip("no Chromium on this machine: apt-get install chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def served(sample_site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    from tests.serving.command_line import write_settings
    from tests.serving.conftest import inputs_of

    folder: Path = tmp_path_factory.mktemp("page") / "brightwater"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    write_settings(folder, inputs_of(sample_site))
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, served: Serving) -> Iterator[Any]:
    """The page as a person opens it, by the printed link; what it logs or asks of other hosts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light", accept_downloads=True)
    opened, wrong = context.new_page(), []
    opened.set_default_timeout(SOON)
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda sent: wrong.append(sent.url) if not sent.url.startswith((served.url, "blob:")) else None
    )
    opened.goto(served.link)
    opened.locator("#examples button").first.wait_for()
    yield opened
    context.close()
    assert wrong == []


def said(page: Any, text: str) -> None:
    before = page.locator(".answer").count()
    page.fill("#request", text)
    page.keyboard.press("Control+Enter")
    page.locator(".answer").nth(before).wait_for()


def test_the_token_leaves_the_address_bar(page: Any, served: Serving) -> None:
    assert page.url == f"{served.url}/"


def test_a_request_is_answered_with_proven_code_whose_symbols_lead_to_their_sources(page: Any) -> None:
    said(page, REQUEST)
    assert page.inner_text("#verdict").lower() == "proven"
    assert "extends" in page.inner_text("#code .listing")
    page.locator("#code .listing button", has_text="createPreparedStatement").first.click()
    assert "lib/" in page.inner_text("#symbol-text")
    page.keyboard.press("Escape")
    assert not page.is_visible("#symbol")
    page.locator("#code .listing .line", has_text="import ").locator("button").first.click()
    assert page.inner_text("#symbol-text").startswith(page.inner_text("#symbol-name"))


def test_the_parts_of_a_result_are_reached_by_keys_and_the_picture_is_drawn(page: Any) -> None:
    said(page, REQUEST)
    page.keyboard.press("Alt+2")
    assert page.locator("#needs .picture svg rect").count() > 5
    assert page.get_attribute("#needs .picture svg", "role") == "img"
    page.keyboard.press("Alt+4")
    assert page.locator("#sources tbody tr").count() > 20
    page.locator("#tab-sources").focus()
    page.keyboard.press("Home")
    assert page.get_attribute("#tab-code", "aria-selected") == "true"
    assert page.is_visible("#code")


def test_a_follow_up_changes_the_last_result(page: Any) -> None:
    said(page, REQUEST)
    assert "getMinimumBalance" not in page.inner_text("#code")
    said(page, "add a soft parameter minimumBalance")
    assert "minimumBalance" in page.inner_text("#code")
    assert page.locator(".turn").count() == 2


def test_the_file_can_be_downloaded_under_its_name(page: Any) -> None:
    said(page, REQUEST)
    with page.expect_download() as waited:
        page.click("#download")
    assert waited.value.suggested_filename.endswith(".java")
    assert "package " in Path(waited.value.path()).read_text(encoding="utf-8")


def test_markup_in_a_request_stays_text(page: Any) -> None:
    said(page, "hold bills <img src=x onerror=alert(1)> & <script>alert(2)</script> below a threshold")
    assert page.locator("#turns img, #turns script, #result script").count() == 0
    assert "<script>" in page.inner_text("#turns .said")


def test_dark_mode_is_kept(page: Any) -> None:
    page.keyboard.press("Alt+d")
    page.reload()
    page.locator("#examples button").first.wait_for()
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute("#theme", "aria-pressed") == "true"


def test_a_phone_shows_everything_without_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    said(page, REQUEST)
    width = page.locator("html").evaluate("html => html.scrollWidth")
    assert width <= 360


def test_every_control_has_a_name_for_who_does_not_see_it(page: Any) -> None:
    said(page, REQUEST)
    for role in ("button", "tab", "textbox", "tabpanel", "dialog"):
        assert page.get_by_role(role, name=re.compile(r"\S")).count() == page.get_by_role(role).count()


def test_a_page_without_a_token_says_how_to_get_one(browser: Any, served: Serving) -> None:
    context = browser.new_context()
    opened = context.new_page()
    answered = opened.goto(f"{served.url}/")
    assert answered.status == 401
    assert "spotsmith serve" in opened.content()
    context.close()


@pytest.fixture(scope="module")
def served_with_a_model(sample_site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Its model is wrong at first, right when it is asked again, and wrong once more after that."""
    from tests.agents.coders.stand_in import says, standing_in
    from tests.serving.command_line import write_settings
    from tests.serving.conftest import inputs_of

    folder: Path = tmp_path_factory.mktemp("tried") / "brightwater"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    wrong, right, marked = (says(f"```java hole=2\n\t\t{code}\n```\n") for code in (WRONG, RIGHT, MARKED))
    with standing_in(wrong, right, marked) as model:
        coder = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\nmodel = "tiny"\nsamples = 1\nplanner = "off"'
        write_settings(folder, inputs_of(sample_site), coder)
        with serving(folder) as running:
            yield running


def test_attempts_are_shown_with_what_was_found_and_what_each_changed(
    browser: Any, served_with_a_model: Serving
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(SOON)
    page.goto(served_with_a_model.link)
    page.locator("#examples button").first.wait_for()
    said(page, "hold small bills until the next cycle")
    page.click("#tab-attempts")
    assert page.locator("#attempts summary").all_inner_texts() == ["sample 1: 1 error", "edit 1: clean"]
    assert page.locator("#attempts details[open]").count() == 1
    changes = page.locator("#attempts details[open] .diff")
    assert changes.locator(".minus").all_inner_texts() == [f"- \t\t{WRONG}"]
    assert changes.locator(".plus").all_inner_texts() == [f"+ \t\t{RIGHT}"]
    page.locator("#attempts summary").first.press("Enter")
    first = page.locator("#attempts details").first
    assert "frobnicate" in first.locator(".finding.error").inner_text()
    assert WRONG in first.locator("pre").inner_text()
    assert page.inner_text("#verdict").lower() == "proven"
    if os.environ.get("SPOTSMITH_SHOTS"):
        page.screenshot(path=f"{os.environ['SPOTSMITH_SHOTS']}/attempts.png")
    page.keyboard.press("Alt+n")
    said(page, "hold small bills until the next cycle")
    assert MARKED in page.locator("#attempts pre").first.text_content()
    assert page.locator("#attempts script").count() == 0
    page.close()
