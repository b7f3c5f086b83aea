"""The report as one HTML file for people: sortable, with the dependency picture of each item; nothing is fetched.

Its content policy lets only its own script and style run, by their digests; all that it shows is escaped.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import IO

from serving.batch.told import MEANING, STATUSES, Head, Told
from serving.picture import draw

PICTURES = 1_000  # a picture has 20 KB; a page of 200 MB would open nowhere
COLUMNS = ("Nr", "Item", "Status", "Class", "Spot", "Seconds", "Says")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class HtmlReport:
    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._file = file
        self._number = 0
        worse = sum(count for status, count in head.counts.items() if status not in ("ok", "waiting"))
        self._left = {False: max(PICTURES - worse, 0), True: PICTURES}
        """Pictures that may still be drawn, of items that are ok and of the others, which come first."""
        style, script = _asset("report.css"), _asset("report.js")
        self._script = script
        policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'"
        self._write(
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>Batch {_text(Path(head.spec).name)}</title>\n<style>{style}</style>\n<main>\n{_top(head)}"
            f"<table>\n<caption>Items</caption>\n<thead><tr>{_header()}</tr></thead>\n"
        )

    def add(self, told: Told) -> None:
        self._number += 1
        cells = (
            f'<td class="number wide">{self._number}</td><td class="name">{_text(told.id)}</td>'
            f'<td data-sort="{STATUSES.index(told.status)}"><span class="{told.status}">{told.status}</span></td>'
            f'<td class="name">{_text(told.class_name.rpartition(".")[2])}</td>'
            f'<td class="name wide">{_text(told.spot.rpartition(".")[2])}</td>'
            f'<td class="number wide">{told.seconds:.2f}</td><td class="name wide">{_text(_says(told))}</td>'
        )
        words = " ".join((told.id, told.request, told.class_name, told.spot, told.summary)).lower()
        self._write(
            f'<tbody data-status="{told.status}" data-text="{_text(words)}">\n<tr class="item">{cells}</tr>\n'
            f'<tr class="more"><td colspan="{len(COLUMNS)}"><details><summary>{_text(told.request)}</summary>\n'
            f"{self._details(told)}</details></td></tr>\n</tbody>\n"
        )

    def close(self) -> None:
        self._write(f"</table>\n</main>\n<script>{self._script}</script>\n</html>\n")

    def _details(self, told: Told) -> str:
        pairs = [
            ("Place", [told.step.item.place]),
            ("File", [told.file] if told.file else []),
            ("Problem", [told.problem] if told.problem else []),
            ("In doubt", told.doubts),
            ("Findings", [_finding(diagnostic) for diagnostic in told.diagnostics]),
            ("Not checked", told.texts("unchecked")),
            ("Coder", told.texts("notes")),
            ("Left to do", told.texts("todo")),
        ]
        rows = "".join(f"<dt>{label}</dt><dd>{_lines(texts)}</dd>" for label, texts in pairs if texts)
        code = f"<details><summary>Code</summary><pre>{_text(told.kept.text)}</pre></details>" if told.kept else ""
        return f"<dl>{rows}</dl>{self._picture(told)}{code}"

    def _picture(self, told: Told) -> str:
        if told.kept is None:
            return ""
        first = told.status != "ok"
        if not self._left[first]:
            return f"<p>No picture: the page has {PICTURES:,} of them already.</p>"
        self._left[first] -= 1
        return f'<div class="picture">{draw(told.kept.resolution, told.class_name, told.kept.named)}</div>'

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "replace"))


def _top(head: Head) -> str:
    found = [status for status in STATUSES if head.counts[status]]
    counts = ", ".join(f'<span class="{status}">{head.counts[status]:,} {status}</span>' for status in found)
    lines = [
        f"<h1>Batch {_text(Path(head.spec).name)}</h1>",
        f"<p>{head.total:,} items: {counts}</p>",
        f"<p>{head.made:,} made in this run, in {head.seconds:.1f} s. Workspace {_text(head.workspace)}.</p>",
    ]
    lines += [f"<p>{_text(head.written)}.</p>"] if head.written else []
    if head.removed:
        shown = ", ".join(head.removed[:10]) + (" ..." if len(head.removed) > 10 else "")
        lines.append(f"<p>{len(head.removed):,} no longer in the spec; their files stay: {_text(shown)}</p>")
    meaning = "".join(f"<dt><span class={s}>{s}</span></dt><dd>{MEANING[s]}</dd>" for s in STATUSES)
    lines.append(f"<details><summary>What the words mean</summary><dl>{meaning}</dl></details>")
    boxes = "".join(f'<label><input type="checkbox" value="{status}" checked> {status}</label>' for status in found)
    lines.append(
        f'<div class="tools" hidden><label>Search <input type="search" autocomplete="off"></label>{boxes}'
        f'<span id="shown" role="status">{head.total} shown</span></div>'
    )
    return "\n".join(lines) + "\n"


def _header() -> str:
    wide = ("Nr", "Spot", "Seconds", "Says")
    return "".join(
        f'<th scope="col"{" class=wide" if name in wide else ""}><button type="button">{name}</button></th>'
        for name in COLUMNS
    )


def _says(told: Told) -> str:
    left = len(told.texts("todo"))
    return told.summary or (f"{left} left to do" if left else "")


def _finding(diagnostic: dict[str, object]) -> str:
    return f"line {diagnostic['line']}: {diagnostic['severity']}: {diagnostic['message']} [{diagnostic['code']}]"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(_text(text) for text in texts)


def _text(text: str) -> str:
    """Escaped, and without what hides or turns text around."""
    return escape(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text))


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
