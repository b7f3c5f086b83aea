"""Findings in the forms that other programs read: one line each, SARIF, JUnit XML and annotations of a build server.

``check --format`` and the report of a batch write the same ones. Nothing here reads files or decides anything: what
could not be checked is told beside what was found, in every form.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from agents.state import Review, Unchecked
from knowledge.records import Diagnostic

Format = Literal["gcc", "sarif", "github", "junit"]
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
GCC_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """A file or an item of a batch, as JUnit counts them."""

    name: str
    group: str = ""
    seconds: float = 0.0
    failures: tuple[str, ...] = ()
    skipped: str = ""
    """Why it was not decided; a failure counts before it."""
    said: str = field(default="", repr=False)
    """Shown as the output of the case."""


def gcc_lines(diagnostics: Iterable[Diagnostic], unchecked: Iterable[Unchecked] = ()) -> str:
    """``path:line:column: error: message [code]``, one line each: what most editors and build tools can read."""
    lines = [f"{_place(d)}: {GCC_LEVELS[d.severity]}: {_one_line(_told(d))} [{d.code}]" for d in diagnostics]
    lines += [f"{note.path or 'spotsmith'}:1:1: note: {_one_line(note.text)} [unchecked]" for note in unchecked]
    return "".join(f"{line}\n" for line in lines)


def github_lines(diagnostics: Iterable[Diagnostic], unchecked: Iterable[Unchecked] = ()) -> str:
    """Workflow commands, which GitHub shows at the lines of a pull request."""
    lines = []
    for d in diagnostics:
        place = {"file": d.path, "line": str(max(d.line, 1)), "col": str(max(d.column, 1)), "title": d.code}
        lines.append(_command(GITHUB_LEVELS[d.severity], place, _told(d)))
    for note in unchecked:
        place = {"file": note.path} if note.path else {}
        lines.append(_command("notice", {**place, "title": "unchecked"}, note.text))
    return "".join(f"{line}\n" for line in lines)


def sarif(
    diagnostics: Sequence[Diagnostic],
    unchecked: Sequence[Unchecked] = (),
    version: str = "",
    explained: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A SARIF 2.1.0 log. ``explained`` says in a sentence what a code means, where somebody knows."""
    codes = list(dict.fromkeys(d.code for d in diagnostics))
    rules = [_sarif_rule(code, (explained or {}).get(code, "")) for code in codes]
    driver: dict[str, Any] = {"name": "Spotsmith", "rules": rules} | ({"version": version} if version else {})
    notes = [_sarif_note(note) for note in unchecked]
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_sarif_result(d, codes.index(d.code)) for d in diagnostics],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def junit(cases: Sequence[Case], suite: str = "spotsmith") -> str:
    """One suite. Text that XML cannot hold becomes question marks."""
    failed = sum(bool(case.failures) for case in cases)
    skipped = sum(bool(case.skipped and not case.failures) for case in cases)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="{skipped}"'
    seconds = f'time="{sum(case.seconds for case in cases):.3f}"'
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name={_attribute(suite)} {counts} {seconds}>'
    )
    return "\n".join([head, *map(_junit_case, cases), "</testsuite>\n</testsuites>\n"])


def cases_of(paths: Iterable[str], review: Review) -> tuple[Case, ...]:
    """A case for each file; a warning is shown and fails nothing, as the exit code does not."""
    cases = []
    for path in paths:
        about = [d for d in review.diagnostics if d.path == path]
        failures = tuple(gcc_lines([d]).strip() for d in about if d.severity == "error")
        notes = [note.text for note in review.unchecked if note.path in ("", path)]
        cases.append(Case(path, "spotsmith.check", 0.0, failures, "; ".join(notes), gcc_lines(about)))
    return tuple(cases)


def formatted(kind: Format, paths: Sequence[str], review: Review, version: str = "") -> str:
    """The findings about ``paths`` as text of this kind."""
    import orjson

    log = partial(sarif, review.diagnostics, review.unchecked, version)
    writers: dict[Format, Callable[[], str]] = {
        "gcc": lambda: gcc_lines(review.diagnostics, review.unchecked),
        "github": lambda: github_lines(review.diagnostics, review.unchecked),
        "sarif": lambda: orjson.dumps(log(), option=orjson.OPT_INDENT_2).decode() + "\n",
        "junit": lambda: junit(cases_of(paths, review)),
    }
    return writers[kind]()


def _place(diagnostic: Diagnostic) -> str:
    """Line and column are always there: a pattern that has to match without them matches too much."""
    return f"{diagnostic.path or 'spotsmith'}:{max(diagnostic.line, 1)}:{max(diagnostic.column, 1)}"


def _told(diagnostic: Diagnostic) -> str:
    if not diagnostic.candidates:
        return diagnostic.message
    return f"{diagnostic.message}; did you mean {', '.join(diagnostic.candidates)}?"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _command(level: str, place: Mapping[str, str], message: str) -> str:
    """Percent signs and line ends are escaped; in properties colons and commas too."""
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
    return f"::{level} {properties}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _sarif_rule(code: str, text: str) -> dict[str, Any]:
    return {"id": code} | ({"shortDescription": {"text": text}} if text else {})


def _sarif_result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": SARIF_LEVELS[diagnostic.severity],
        "message": {"text": _told(diagnostic) or diagnostic.code},
    }
    if diagnostic.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": _uri(diagnostic.path)}}
        if diagnostic.line:
            place["region"] = {"startLine": diagnostic.line} | (
                {"startColumn": diagnostic.column} if diagnostic.column else {}
            )
        result["locations"] = [{"physicalLocation": place}]
    return result


def _sarif_note(note: Unchecked) -> dict[str, Any]:
    said: dict[str, Any] = {"level": "warning", "descriptor": {"id": "unchecked"}, "message": {"text": note.text}}
    if note.path:
        said["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": _uri(note.path)}}}]
    return said


def _uri(path: str) -> str:
    """A relative reference, or a file URI for a path from the root."""
    plain = path.replace("\\", "/")
    if plain.startswith("/"):
        return f"file://{quote(plain)}"
    return quote(plain) if not re.match(r"[A-Za-z]:/", plain) else f"file:///{quote(plain, safe='/:')}"


def _junit_case(case: Case) -> str:
    head = f"<testcase classname={_attribute(case.group or 'spotsmith')} name={_attribute(case.name)}"
    inside = [f"<failure message={_attribute(_one_line(text))}>{_text(text)}</failure>" for text in case.failures]
    if case.skipped and not case.failures:
        inside.append(f"<skipped message={_attribute(_one_line(case.skipped))}/>")
    if case.said:
        inside.append(f"<system-out>{_text(case.said)}</system-out>")
    return "\n".join([f'{head} time="{case.seconds:.3f}">', *inside, "</testcase>"])


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("?", text))
