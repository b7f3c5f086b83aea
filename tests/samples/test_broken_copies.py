"""Each broken copy of a sample source (``broken_copies.yaml``) is reported at the right line, with the right code."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.records import Diagnostic, SourceFile
from serving.app import App

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "samples" / "ormb" / "java" / "source" / "cm"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "broken_copies.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class BrokenCopy:
    file: SourceFile
    line: int
    """Of the expected finding."""


def broken_copy(case: dict[str, Any]) -> BrokenCopy:
    path = f"com/splwg/cm/domain/{case['file']}"
    text = (SOURCES / path).read_text(encoding="utf-8")
    assert text.count(case["change"]) == 1, f"{case['what']}: the text to change must stand once in {path}"
    broken = text.replace(case["change"], case.get("to", ""))
    at = case.get("at", "")
    start = len(broken.rstrip()) if at == "end" else broken.index(at) if at else text.index(case["change"])
    return BrokenCopy(SourceFile(path, broken), broken.count("\n", 0, start) + 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_broken_copy_is_reported_at_its_line_with_its_code(app: App, case: dict[str, Any]) -> None:
    copy = broken_copy(case)
    review = app.check([copy.file])
    said = "\n".join(f"{d.line}: {d.severity} {d.code} [{d.symbol}] {d.message}" for d in review.diagnostics)

    found = next((d for d in review.diagnostics if (d.line, d.code) == (copy.line, case["code"])), None)
    assert found, f"line {copy.line}: {case['code']} expected; found\n{said}"
    assert found.path == copy.file.path
    assert found.severity == case.get("severity", "error")
    assert found.symbol == case.get("symbol", found.symbol)
    assert case.get("suggests", "") in ("", *found.candidates), f"suggested: {found.candidates}"
    _assert_little_else(case, found, review.errors, said)
    assert review.status == ("failed" if review.errors else "ok")


def _assert_little_else(case: dict[str, Any], found: Diagnostic, errors: tuple[Diagnostic, ...], said: str) -> None:
    """One mistake is one error, unless it hides names from the rest of the file; then it comes first."""
    expected = case.get("errors", 1)
    if expected == "many":
        assert errors[0] == found, f"not the first error:\n{said}"
    else:
        assert len(errors) == expected, f"{expected} errors expected; found\n{said}"


def test_the_copies_are_spread_over_files_and_mistakes() -> None:
    codes = Counter(case["code"] for case in CASES)
    assert len(CASES) >= 60
    assert len({case["what"] for case in CASES}) == len(CASES)
    assert len({case["file"] for case in CASES}) >= 40
    assert len(codes) >= 40
