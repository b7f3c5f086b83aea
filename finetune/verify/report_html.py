"""The report as one HTML page for people: nothing is fetched, no script runs, and all that it shows is escaped."""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path

from finetune.verify.findings import MEANING, Check, Finding, Findings
from finetune.verify.measured import Measured, targets
from finetune.verify.plots import bars, histogram

SHOWN = 200  # findings of one check; all of them are in report.json
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def page(findings: Findings, facts: Measured) -> str:
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Dataset {_text(facts.name)}</title>\n<style>{style}</style>\n<main>\n"
        f"{''.join(_top(facts))}{_plots(findings, facts)}{_tables(facts)}{''.join(_listed(findings))}</main>\n</html>\n"
    )


def _top(facts: Measured) -> Iterator[str]:
    yield f"<h1>Dataset {_text(facts.name)}</h1>\n"
    state = "ok" if facts.kept == facts.records and not facts.unreadable else "error"
    yield f'<p class="{state}">{facts.kept:,} of {facts.records:,} records may be trained on.'
    yield f" {facts.unreadable:,} lines are no records.</p>\n" if facts.unreadable else "</p>\n"
    yield f"<p>{facts.components:,} classes, {len(facts.spots):,} spots; {_share(facts, facts.patterned)} in the "
    yield f"patterns of the framework. Tokens: {_text(facts.counter)}.</p>\n"
    if facts.max_length:
        yield f"<p>{facts.over:,} records are longer than {facts.max_length:,} tokens: their context is cut first. "
        yield f"The answer would be touched in {facts.touched:,}.</p>\n"
    for text in facts.unchecked[:20]:
        yield f'<p class="warning">Not checked: {_text(text)}</p>\n'


def _plots(findings: Findings, facts: Measured) -> str:
    aims = targets()
    categories = [(name, facts.share(n), aims.get(name)) for name, n in facts.categories.items()]
    verdicts = [(name, float(n), None) for name, n in facts.verdicts.items()]
    alike = {name: facts.checks.get(name, {}) for name in ("duplicate", "near-duplicate", "leak")}
    counts = {name: sum(each.values()) for name, each in alike.items()}
    repeated = {f.number for f in findings.findings if f.check in alike}
    rows = [("on their own", float(facts.records - len(repeated)), None)]
    rows += [(name, float(count), None) for name, count in counts.items()]
    drawn = (
        histogram("Tokens of prompt and answer", [s.total for s in findings.facts.sizes], facts.max_length),
        histogram("Tokens of the answer", [s.answer for s in findings.facts.sizes]),
        bars("Categories against their targets", categories, "%"),
        bars("Verdicts", verdicts),
        bars("Records that repeat another one", rows),
        bars("Kinds", [(name, float(n), None) for name, n in facts.kinds.items()]),
    )
    return f'<div class="plots">{"".join(drawn)}</div>\n'


def _tables(facts: Measured) -> str:
    checks = "".join(
        f"<tr><td>{_text(name)}</td><td>{_text(_meaning(name))}</td>"
        + "".join(f'<td class="number">{counts[s] or ""}</td>' for s in ("error", "warning", "info"))
        + f'<td class="number">{facts.left_out.get(name, "")}</td></tr>'
        for name, counts in facts.checks.items()
    )
    heads = "".join(f'<th class="number">{name}</th>' for name in ("errors", "warnings", "notes", "left out for it"))
    found = f"<table><tr><th>check</th><th>what it means</th>{heads}</tr>{checks}</table>\n" if checks else ""
    none = '<p class="ok">No check found anything.</p>\n' if not checks else ""
    groups = {
        "Splits": facts.splits,
        "Origins": facts.origins,
        "Context": facts.contexts,
        "Licence and confidentiality headers": facts.headers,
        "Values that were masked": facts.masked,
        "Spots": facts.spots,
    }
    rest = "".join(
        f"<h2>{name}</h2><table>{''.join(_row(facts, word, n) for word, n in group.items())}</table>\n"
        for name, group in groups.items()
        if group
    )
    return f"<h2>Checks</h2>{found}{none}<details><summary>What it holds</summary>{rest}</details>\n"


def _row(facts: Measured, word: str, count: int) -> str:
    share = _share(facts, count)
    return f'<tr><td>{_text(word)}</td><td class="number">{count:,}</td><td class="number">{share}</td></tr>'


def _listed(findings: Findings) -> Iterator[str]:
    by_check: dict[Check, list[Finding]] = defaultdict(list)
    for each in findings.findings:
        by_check[each.check].append(each)
    yield "<h2>Findings</h2>\n" if by_check else ""
    for check in MEANING:
        found = sorted(by_check.get(check, ()), key=lambda f: ("error", "warning", "info").index(f.severity))
        if found:
            rows = "".join(_finding(each) for each in found[:SHOWN])
            rest = len(found) - SHOWN
            more = f"<p>{rest:,} more are in report.json.</p>" if rest > 0 else ""
            yield f"<details><summary>{check}: {len(found):,}</summary><table>{rows}</table>{more}</details>\n"


def _finding(finding: Finding) -> str:
    place = f"{finding.place.file}:{finding.place.line}" if finding.place.line else ""
    return (
        f'<tr><td class="{finding.severity}">{finding.severity}</td><td>{_text(place)}</td>'
        f"<td>{_text(finding.id)}</td><td>{_text(finding.text)}</td></tr>"
    )


def _meaning(name: str) -> str:
    return next(meaning for check, meaning in MEANING.items() if check == name)


def _share(facts: Measured, count: int) -> str:
    return f"{facts.share(count):.0%}"


def _text(text: str) -> str:
    return escape(_STEERING.sub("�", text))
