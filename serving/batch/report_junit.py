"""The report as JUnit XML, which build servers show as tests: one item, one test case."""

import re
from typing import IO
from xml.sax.saxutils import escape

from serving.batch.told import MEANING, Head, Told, fails

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JUnitReport:
    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._file = file
        self._fail_on = head.fail_on
        failed = sum(
            count for status, count in head.counts.items() if status != "error" and fails(status, head.fail_on)
        )
        errors = head.counts["error"] if fails("error", head.fail_on) else 0
        seconds = f'time="{head.seconds:.3f}"'
        numbers = f'tests="{head.total}" failures="{failed}" errors="{errors}" skipped="{head.counts["waiting"]}"'
        self._write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="spotsmith batch" {numbers} {seconds}>\n'
            f"<testsuite name={_attribute(head.spec)} {numbers} {seconds}>\n"
        )

    def add(self, told: Told) -> None:
        package, _, simple = told.class_name.rpartition(".")
        owner = _attribute(".".join(filter(None, (package, simple))) or told.spot or "batch")
        self._write(f'<testcase classname={owner} name={_attribute(told.id)} time="{told.seconds:.3f}">')
        if told.status == "waiting":
            self._write(f"<skipped message={_attribute(MEANING['waiting'])}/>")
        elif fails(told.status, self._fail_on):
            kind = "error" if told.status == "error" else "failure"
            message = f"message={_attribute(told.summary)} type={_attribute(told.status)}"
            self._write(f"<{kind} {message}>{_text(_details(told))}</{kind}>")
        elif told.status != "ok":
            self._write(f"<system-out>{_text(_details(told))}</system-out>")
        self._write("</testcase>\n")

    def close(self) -> None:
        self._write("</testsuite>\n</testsuites>\n")

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


def _details(told: Told) -> str:
    found = [f"{d['path']}:{d['line']}: {d['severity']}: {d['message']} [{d['code']}]" for d in told.diagnostics]
    said = [f"not checked: {text}" for text in told.texts("unchecked")]
    left = [f"left to do: {text}" for text in told.texts("todo")]
    return "\n".join([f"{told.status}: {told.summary}", *found, *said, *told.texts("notes"), *left])


def _attribute(text: str) -> str:
    return f'"{escape(_NOT_XML.sub("?", " ".join(text.split())), {chr(34): "&quot;"})}"'


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("?", text))
