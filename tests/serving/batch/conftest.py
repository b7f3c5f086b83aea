"""Batches on the sample site, through its shared engine; each test has a spec file, and so a batch, of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from serving.app import App
from serving.batch.plan import Choice, Plan
from serving.batch.progress import Lines
from serving.batch.run import Outcome, Wanted, plan_batch, run_batch

THREE = """
defaults: {package: com.acme.bill}
items:
  - id: due
    class_name: CmDueDate
    request: bill completion algorithm, move due date to next working day if it falls on a weekend or holiday
  - id: small
    class_name: CmSmallBill
    spot: CustomerClassPreBillCompletionAlgorithmSpot
    request: hold small bills until the next cycle
    soft_parameters: [{name: minimumAmount, type: decimal, required: true}]
  - id: late
    class_name: CmLateFee
    request: late payment fee as a percentage parameter of the overdue balance
"""


@dataclass(frozen=True)
class Batch:
    """``batch("... yaml ...", out=...)``: writes the spec and runs it, again and again if one likes."""

    app: App
    folder: Path

    def __call__(self, text: str = THREE, choice: Choice | None = None, **wanted: Any) -> Outcome:
        return run_batch(self.app, self.wanted(text, choice, **wanted), Lines())

    def plan(self, text: str = THREE, choice: Choice | None = None, **wanted: Any) -> Plan:
        return plan_batch(self.app, self.wanted(text, choice, **wanted), Lines())

    def wanted(self, text: str, choice: Choice | None, **wanted: Any) -> Wanted:
        spec = self.folder / "spec.yaml"
        spec.write_text(text, encoding="utf-8")
        return replace(Wanted(spec, choice=choice or Choice()), **wanted)


@pytest.fixture
def batch(app: App, tmp_path: Path) -> Batch:
    return Batch(app, tmp_path)


@pytest.fixture
def states() -> Callable[[Outcome], dict[str, str]]:
    """By id: what the run did with each item, from its JSON report."""
    return lambda outcome: {item["id"]: item["state"] for item in report(outcome)["items"]}


def report(outcome: Outcome) -> Any:
    return json.loads((outcome.folder / "report.json").read_text(encoding="utf-8"))


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
