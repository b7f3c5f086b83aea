"""Writes what was found: ``report.json`` for tools, ``report.html`` for people, ``DATASHEET.md`` for those who ask."""

import json
from dataclasses import asdict
from pathlib import Path

from finetune.verify.datasheet import datasheet
from finetune.verify.findings import Finding, Findings
from finetune.verify.measured import Measured, measured, targets
from finetune.verify.report_html import page
from knowledge.errors import SpotsmithError

FILES = ("report.json", "report.html", "DATASHEET.md")


def write_report(findings: Findings, folder: Path, name: str) -> tuple[Path, ...]:
    """Each file whole or not at all. ``name``: of the dataset."""
    facts = measured(findings, name)
    texts = (
        json.dumps(report_json(findings, facts), indent=2, ensure_ascii=False) + "\n",
        page(findings, facts),
        datasheet(facts),
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in zip(FILES, texts, strict=True):
            half = folder / f".{file}.part"
            half.write_bytes(text.encode("utf-8", "replace"))
            half.replace(folder / file)
    except OSError as error:
        raise SpotsmithError(f"{folder}: the report cannot be written: {error.strerror or error}") from error
    return tuple(folder / file for file in FILES)


def report_json(findings: Findings, facts: Measured) -> dict[str, object]:
    return {
        "version": 1,
        **asdict(facts),
        "targets": targets(),
        "limits": asdict(findings.limits),
        "findings": [finding_json(each) for each in findings.findings],
    }


def finding_json(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "file": finding.place.file,
        "line": finding.place.line,
        "split": finding.place.split,
        "check": finding.check,
        "severity": finding.severity,
        "text": finding.text,
    }
