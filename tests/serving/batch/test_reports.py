"""Reports of one batch with an item of each kind: what machines read is valid, what people read runs no script."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from agents.coders.protocol import Answer, Ask
from agents.coders.scripted import ScriptedModel
from agents.state import Context
from knowledge.blueprint import Fill, Skeleton
from serving.app import App
from serving.batch.plan import Choice
from serving.batch.progress import Lines
from serving.batch.run import REPORTS, Wanted, run_batch
from serving.batch.told import FailOn

HOSTILE = (
    """hold the bill</details><script>alert("x")</script><img src=x onerror=alert(1)> & 'more' ]]> \u202egnp.exe"""
)
SPOT = "CustomerClassPreBillCompletionAlgorithmSpot"
ITEMS = [
    {"id": "hostile <b>&", "request": HOSTILE, "spot": SPOT, "class_name": "CmHostile"},
    {"id": "partial", "request": "hold small bills, partial", "spot": SPOT, "class_name": "CmPartial"},
    {
        "id": "failed",
        "request": "hold small bills, failed",
        "spot": SPOT,
        "class_name": "CmFailed",
        "soft_parameters": "reason (entity nowhereAtAll)",
    },
    {"id": "error", "request": "hold small bills, error", "spot": SPOT, "class_name": "CmError"},
    {"id": "waiting", "request": "hold small bills, waiting", "spot": SPOT, "class_name": "CmWaiting"},
]


class Moody(ScriptedModel):
    """Fills each hole, leaves one, or breaks, as the request says."""

    def fill(self, context: Context, skeleton: Skeleton, ask: Ask) -> list[Answer]:
        request = context.blueprint.request
        if request.endswith(", error"):
            raise ZeroDivisionError("a mistake of ours")
        invoke, *others = (hole.name for hole in skeleton.holes)
        rest = {name: Fill("") for name in others}
        if request.endswith(", partial"):
            return [Answer(rest, notes=("the model stopped <early>",))]
        return [Answer({invoke: Fill("        // nothing\n"), **rest})]


@dataclass(frozen=True)
class Reports:
    folder: Path
    site: App

    def read(self, suffix: str) -> str:
        return (self.folder / f"all{suffix}").read_text(encoding="utf-8")

    def run(self, choice: Choice, fail_on: FailOn = "failed") -> None:
        spec = self.folder / "spec.json"
        spec.write_text(json.dumps(ITEMS), encoding="utf-8")
        reports = tuple(self.folder / f"all{suffix}" for suffix in REPORTS)
        wanted = Wanted(spec, choice=choice, reports=reports, fail_on=fail_on)
        run_batch(self.site, wanted, Lines())


@pytest.fixture(scope="module")
def reports(app: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    limits = app.workspace.settings.limits.model_copy(update={"rounds": 0})
    settings = app.workspace.settings.model_copy(update={"limits": limits})
    workspace = type(app.workspace)(app.workspace.root, settings)
    site = App(workspace, coder=Moody([{}]), compiler=app.compiler, resumable=False)
    made = Reports(tmp_path_factory.mktemp("reports"), site)
    made.run(Choice(limit=4))
    yield made
    site.parts.store.close()


def by_id(report: Any) -> dict[str, Any]:
    return {item["id"]: item for item in report["items"]}


def test_the_json_report_says_what_became_of_each_item(reports: Reports) -> None:
    report = json.loads(reports.read(".json"))
    found = {id: item["status"] for id, item in by_id(report).items()}
    assert found == {
        "hostile <b>&": "ok",
        "partial": "partial",
        "failed": "failed",
        "error": "error",
        "waiting": "waiting",
    }
    assert report["batch"]["counts"] == {"ok": 1, "partial": 1, "failed": 1, "error": 1, "waiting": 1}
    assert [d["symbol"] for d in by_id(report)["failed"]["diagnostics"]] == ["nowhereAtAll", "reason"]
    assert by_id(report)["partial"]["notes"] == ["the model stopped <early>"]
    assert by_id(report)["waiting"]["place"].endswith("spec.json:1")


def test_the_junit_report_counts_what_the_policy_counts(reports: Reports) -> None:
    suite = ET.fromstring(reports.read(".xml"))[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "1", "errors": "1", "skipped": "1"
    }  # fmt: skip
    cases = {case.get("name"): [child.tag for child in case] for case in suite}
    assert cases == {
        "hostile <b>&": [], "partial": ["system-out"], "failed": ["failure"], "error": ["error"],
        "waiting": ["skipped"],
    }  # fmt: skip
    assert all(case.get("classname") and float(case.get("time", "")) >= 0 for case in suite)
    reports.run(Choice(only=["changed"]), "partial")
    suite = ET.fromstring(reports.read(".xml"))[0]
    assert suite.get("failures") == "2"
    reports.run(Choice(only=["changed"]))


def test_the_sarif_report_is_sarif(reports: Reports) -> None:
    """The requirements of SARIF 2.1.0 on what we write (section numbers of the OASIS standard)."""
    log = json.loads(reports.read(".sarif"))
    assert (log["version"], set(log)) == ("2.1.0", {"$schema", "version", "runs"})  # 3.13
    (run,) = log["runs"]
    assert set(run) == {"columnKind", "results", "tool", "invocations"}  # 3.14: tool is required
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")  # 3.14.17
    driver = run["tool"]["driver"]  # 3.18, 3.19: name is required
    assert driver["name"] == "Spotsmith" and driver["version"]
    rules = [rule["id"] for rule in driver["rules"]]  # 3.49.3: required, and unique within the component
    assert len(set(rules)) == len(rules)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 1}]  # 3.20.14: required
    for result in run["results"]:  # 3.27
        assert result["message"]["text"]  # 3.27.11: required
        assert result["level"] in ("none", "note", "warning", "error")  # 3.27.10
        assert rules[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
        place = result["locations"][0]["physicalLocation"]  # 3.29
        assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", place["artifactLocation"]["uri"])  # 3.4.3
        assert all(number >= 1 for number in place.get("region", {}).values())  # 3.30.5, 3.30.6
        assert set(place.get("region", {})) <= {"startLine", "startColumn"}
    items = [(result["properties"]["item"], result["ruleId"], result["level"]) for result in run["results"]]
    assert ("error", "batch.error", "error") in items
    assert ("partial", "batch.unwritten", "warning") in items
    failed = next(r for r in run["results"] if r["properties"]["item"] == "failed")
    assert failed["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("/CmFailed_Impl.java")
    assert failed["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


class Page(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def test_the_page_shows_hostile_text_and_runs_none_of_it(reports: Reports) -> None:
    text = reports.read(".html")
    page = Page(text)
    assert (page.count("script"), page.count("style"), page.count("img"), page.count("b")) == (1, 1, 0, 0)
    fetched = {"src", "href", "srcset", "action", "background"}
    assert not [a for _, attributes in page.elements for a in attributes if a in fetched or a.startswith("on")]
    assert "\u202e" not in text
    policy = next(a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv"))
    assert policy and policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert (page.count("tbody"), page.count("svg")) == (5, 3), "a row for each item, a picture for each result"


def test_the_page_sorts_and_filters_in_a_browser_without_a_network(reports: Reports) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((reports.folder / "all.html").as_uri())

        def ids() -> list[str]:
            return [cell.inner_text() for cell in page.query_selector_all("tbody:not([hidden]) td:nth-child(2)")]

        assert ids() == [item["id"] for item in ITEMS]
        page.click("th >> text=Item")
        assert ids() == ["error", "failed", "hostile <b>&", "partial", "waiting"]
        page.click("th >> text=Status")
        page.click("th >> text=Status")
        assert ids() == ["waiting", "error", "failed", "partial", "hostile <b>&"]
        page.fill("input[type=search]", "cmfailed")
        assert (ids(), page.inner_text("#shown")) == (["failed"], "1 shown")
        page.fill("input[type=search]", "")
        page.uncheck("input[value=waiting]")
        assert "waiting" not in ids() and page.inner_text("#shown") == "4 shown"
        page.click("tbody[data-status=failed] summary")
        assert page.is_visible("tbody[data-status=failed] svg") and "nowhereAtAll" in page.inner_text("main")
        browser.close()
    assert said == []
    assert asked == [(reports.folder / "all.html").as_uri()]
