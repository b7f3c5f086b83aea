"""The report as SARIF 2.1.0, which code hosts and editors show beside the lines of the generated files."""

from typing import IO, Any
from urllib.parse import quote

import orjson

from serving.batch.report_json import whole
from serving.batch.told import MEANING, Head, Told, exit_code

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
OWN = {
    "batch.error": "The item could not be made.",
    "batch.unchecked": "A check could not run, so that the file is not proven.",
    "batch.unwritten": "The coder left a part of the file unwritten.",
}


class SarifReport:
    """Results are written as they come; the rules that they name stand at the end, where SARIF allows them too."""

    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._file = file
        self._head = head
        self._rules: dict[str, int] = {}
        self._first = True
        schema = orjson.dumps(SCHEMA)
        file.write(
            b'{"$schema":' + schema + b',"version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","results":['
        )

    def add(self, told: Told) -> None:
        for diagnostic in told.diagnostics:
            level = LEVELS.get(diagnostic["severity"], "warning")
            place = (diagnostic["path"], diagnostic["line"], diagnostic["column"])
            self._result(told, diagnostic["code"] or "finding", level, diagnostic["message"], place)
        if told.problem:
            self._result(told, "batch.error", "error", told.problem)
        for text in told.texts("unchecked"):
            self._result(told, "batch.unchecked", "warning", text)
        for text in told.texts("notes"):
            self._result(told, "batch.unwritten", "warning", text)

    def close(self) -> None:
        driver = {
            "name": "Spotsmith",
            "version": self._head.version,
            "rules": [{"id": rule, "shortDescription": {"text": OWN.get(rule, rule)}} for rule in self._rules],
        }
        code = exit_code(self._head.counts, self._head.fail_on)
        invocation = {"executionSuccessful": not self._head.counts["waiting"], "exitCode": code}
        rest = orjson.dumps({"tool": {"driver": driver}, "invocations": [invocation]})
        self._file.write(b"\n]," + rest[1:] + b"]}\n")

    def _result(
        self, told: Told, rule: str, level: str, message: str, place: tuple[str, int, int] = ("", 0, 0)
    ) -> None:
        path, line, column = place
        location: dict[str, Any] = {
            "artifactLocation": {"uri": quote(told.file or path or told.step.item.id, safe="/")}
        }
        if line > 0:
            location["region"] = {"startLine": line, **({"startColumn": column} if column > 0 else {})}
        result = {
            "ruleId": rule,
            "ruleIndex": self._rules.setdefault(rule, len(self._rules)),
            "level": level,
            "message": {"text": message or MEANING[told.status]},
            "locations": [{"physicalLocation": location}],
            "properties": {"item": told.id, "status": told.status},
        }
        self._file.write((b"\n" if self._first else b",\n") + orjson.dumps(whole(result)))
        self._first = False
