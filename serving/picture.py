"""What a request needs as a picture: the spot, the types, tables and existing code around it, and why each is there.

One SVG text, self-contained, for reports and pages. It takes its colour from the text around it (``currentColor``), so
that it fits light and dark pages; shapes tell the kinds apart, not colours. Every name is data and is escaped.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from agents.state import Resolution, Result
from knowledge.records import Source

Kind = Literal["class", "spot", "parameter", "type", "table", "exemplar", "more"]
COLUMNS = ("class and spot", "types", "tables", "existing code")
MOST = 12  # nodes of a column; the rest is counted, and named in the description
WIDTH, HEIGHT, GAP, ROW, TOP = 240, 38, 64, 48, 34
LETTER, SMALL = 8.0, 5.9  # widths of an average character at 13 and 10 pixels, for cutting names that are too long
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[\w$]+")


@dataclass(frozen=True, slots=True)
class Node:
    key: str
    """Simple name, by which reasons speak of it."""
    kind: Kind
    column: int
    why: str = ""
    name: str = ""
    """In full, with where it is known from."""
    used: bool = False
    """Whether the code names it."""


def picture(found: Resolution | Result) -> str:
    """The SVG of a resolution, or of a result with its class and what the code really uses."""
    if isinstance(found, Resolution):
        return draw(found)
    return draw(found.resolution, found.draft.skeleton.qualified_name, named_in(found))


def named_in(result: Result) -> tuple[str, ...]:
    """The external symbols of a result's code, and those of its tables that the code names."""
    words = set(_NAME.findall(result.draft.file.text))
    tables = (table.name for table in result.resolution.tables if table.name in words)
    return (*(grounding.symbol for grounding in result.review.sources), *tables)


def draw(resolution: Resolution, class_name: str = "", used: Collection[str] = ()) -> str:
    """The SVG text. ``class_name`` is the class that was made, ``used`` what its code names (``named_in``)."""
    everything = _nodes(resolution, class_name, _owners(used))
    nodes = _shortened(everything)
    places = _places(nodes)
    height = TOP + ROW * max(sum(node.column == i for node in nodes) for i in range(len(COLUMNS))) + 6
    width = len(COLUMNS) * (WIDTH + GAP) - GAP + 4
    edges = (_edge(places[a], places[b], a.used and b.used) for a, b in _edges(nodes))
    title = f"Dependencies of {class_name or _simple(resolution.spot.name)}"
    body = "".join([*_headings(nodes), *edges, *(_box(node, *places[node]) for node in nodes)])
    return _framed(title, _described(everything, resolution.doubts), width, height, body)


def _owners(symbols: Iterable[str]) -> frozenset[str]:
    """The types of symbols such as ``com.x.Bill.getId()``, and of types themselves: every dotted head of each."""
    heads = set()
    for symbol in symbols:
        name = symbol.partition("(")[0].replace("#", ".")
        while name:
            heads.add(name)
            name = name.rpartition(".")[0]
    return frozenset(heads)


def _nodes(resolution: Resolution, class_name: str, used: frozenset[str]) -> list[Node]:
    spot = resolution.spot
    nodes = [Node(_simple(class_name), "class", 0, "the class that was made", class_name, True)] if class_name else []
    nodes.append(Node(_simple(spot.name), "spot", 0, spot.why, spot.name, bool(class_name)))
    for soft in resolution.soft_parameters:
        said = " ".join(filter(None, (soft.type, soft.target, "required" if soft.required else "optional")))
        nodes.append(Node(soft.name, "parameter", 0, f"soft parameter: {said}", soft.name, bool(class_name)))
    for type_ in resolution.types:
        if type_.name != spot.name:
            why = type_.why if type_.role in type_.why else f"{type_.role}: {type_.why}"
            name = _known(type_.name, type_.source)
            nodes.append(Node(_simple(type_.name), "type", 1, why, name, type_.name in used))
    for table in resolution.tables:
        nodes.append(Node(table.name, "table", 2, table.why, _known(table.name, table.source), table.name in used))
    for exemplar in resolution.exemplars:
        name = _known(exemplar.name, exemplar.source)
        nodes.append(Node(_simple(exemplar.name), "exemplar", 3, exemplar.why, name, exemplar.name in used))
    return nodes


def _shortened(nodes: Sequence[Node]) -> list[Node]:
    """At most ``MOST`` of a column: what the code uses first, then in the order of resolution."""
    kept = []
    for column in range(len(COLUMNS)):
        own = [node for node in nodes if node.column == column]
        if len(own) > MOST:
            wanted = sorted(range(len(own)), key=lambda i: (not own[i].used, i))[: MOST - 1]
            rest = len(own) - len(wanted)
            own = [*(own[i] for i in sorted(wanted)), Node(f"and {rest} more", "more", column, "in the description")]
        kept += own
    return kept


def _places(nodes: Sequence[Node]) -> dict[Node, tuple[int, int]]:
    """Left upper corner of each node."""
    filled = dict.fromkeys(range(len(COLUMNS)), 0)
    places = {}
    for node in nodes:
        places[node] = (2 + node.column * (WIDTH + GAP), TOP + ROW * filled[node.column])
        filled[node.column] += 1
    return places


def _edges(nodes: Sequence[Node]) -> list[tuple[Node, Node]]:
    """Who leads to whom: the node that a reason names, else the spot for what lies next to it."""
    spot = next(node for node in nodes if node.kind == "spot")
    by_name: dict[str, Node] = {}
    for node in nodes:
        if node.kind != "more":
            by_name.setdefault(node.key, node)
    edges = []
    for node in nodes:
        if node.kind == "class":
            edges.append((node, spot))
        if node.kind not in ("type", "table"):
            continue
        edges += _reasons(node, by_name) or ([(spot, node)] if node.kind == "type" else [])
    ordered = ((a, b) if a.column <= b.column else (b, a) for a, b in edges)
    return list(dict.fromkeys(ordered))


def _reasons(node: Node, by_name: Mapping[str, Node]) -> list[tuple[Node, Node]]:
    named = (by_name.get(word) for word in _NAME.findall(node.why))
    return [(other, node) for other in dict.fromkeys(named) if other and other.column != node.column]


def _headings(nodes: Sequence[Node]) -> list[str]:
    shown = sorted({node.column for node in nodes})
    return [
        f'<text x="{2 + i * (WIDTH + GAP)}" y="18" font-size="12" opacity=".7">{COLUMNS[i].capitalize()}</text>'
        for i in shown
    ]


def _box(node: Node, x: int, y: int) -> str:
    thick = 2 if node.kind in ("class", "spot") else 1
    dashes = ' stroke-dasharray="4 3"' if node.kind in ("exemplar", "more") else ""
    round_ = 2 if node.kind == "table" else 10 if node.kind in ("class", "spot") else 6
    tint = ".12" if node.used else ".03"
    bar = f'<path d="M{x} {y + 6}h{WIDTH}" stroke="currentColor" stroke-opacity=".5"/>' if node.kind == "table" else ""
    label, why = _cut(node.key, LETTER), _cut(node.why, SMALL)
    return (
        f"<g><title>{_text(f'{node.name or node.key}: {node.why}')}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{round_}" fill="currentColor" '
        f'fill-opacity="{tint}" stroke="currentColor" stroke-width="{thick}"{dashes}/>{bar}'
        f'<text x="{x + 8}" y="{y + 18}" font-size="13">{_text(label)}</text>'
        f'<text x="{x + 8}" y="{y + 32}" font-size="10" opacity=".75">{_text(why)}</text></g>'
    )


def _edge(start: tuple[int, int], end: tuple[int, int], used: bool) -> str:
    (x1, y1), (x2, y2) = start, end
    look = f'fill="none" stroke="currentColor" stroke-opacity="{".7" if used else ".3"}"'
    if x1 == x2:
        return f'<path d="M{x1 + 16} {y1 + HEIGHT}V{y2}" {look}/>'
    y1, y2, x1 = y1 + HEIGHT // 2, y2 + HEIGHT // 2, x1 + WIDTH
    bend = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}" {look}/>'


def _described(nodes: Sequence[Node], doubts: Sequence[str]) -> str:
    """The whole picture in words, for who does not see it."""
    lines = [f"{node.kind} {node.name}: {node.why}." for node in nodes]
    return " ".join([*lines, *(f"In doubt: {doubt}." for doubt in doubts)])


def _framed(title: str, described: str, width: int, height: int, body: str) -> str:
    name = "p" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:12]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-family="system-ui, sans-serif" '
        f'fill="currentColor"><title id="{name}-t">{_text(title)}</title><desc id="{name}-d">{_text(described)}</desc>'
        f"{body}</svg>"
    )


def _known(name: str, source: Source) -> str:
    return f"{name} ({source})"


def _cut(text: str, letter: float) -> str:
    most = int((WIDTH - 16) / letter)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text), {'"': "&quot;", "'": "&#39;"})


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
