"""Pages that stand alone: one file, nothing fetched, and only their own style and script may run."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --mark: #2a6fdb }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem 1.5rem 4rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } .wide { overflow-x: auto }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
pre { background: var(--soft); margin: 0; overflow: auto; padding: .6rem; white-space: pre; tab-size: 4 }
small, .faint { opacity: .75 } svg { height: auto; max-width: 100% } svg text { fill: currentColor }
"""


def page(title: str, body: str, script: str = "", style: str = "") -> str:
    """``body`` is markup, with everything that is data in it escaped by ``said``."""
    style = STYLE + style
    scripts = f"; script-src '{_digest(script)}'" if script else ""
    policy = f"default-src 'none'; style-src '{_digest(style)}'{scripts}; base-uri 'none'"
    run = f"<script>{script}</script>\n" if script else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n{run}</body>\n</html>\n"
    )


def said(text: object) -> str:
    """Data as text of a page."""
    return escape(_UNREADABLE.sub("\ufffd", str(text)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """The first column is text, the others are figures."""
    titles = "".join(f'<th scope="col"{_number(at)}>{said(name)}</th>' for at, name in enumerate(head))
    lines = []
    for row in rows:
        cells = "".join(f"<td{_number(at)}>{said(cell)}</td>" for at, cell in enumerate(row))
        lines.append(f"<tr>{cells}</tr>")
    told = f"<caption>{said(caption)}</caption>" if caption else ""
    return (
        f'<div class="wide"><table>{told}<thead><tr>{titles}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )


def plain_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for a terminal."""
    everything = [head, *rows]
    widths = [max(len(row[at]) for row in everything) for at in range(len(head))]
    lines = []
    for row in everything:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _number(at: int) -> str:
    return ' class="number"' if at else ""


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
