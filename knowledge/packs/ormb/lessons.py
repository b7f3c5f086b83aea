"""What a source of the site teaches: what its comments say it is for and when it changed, its parts, its queries."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from knowledge.learning import Change, Lesson, Span, SpanKind, WrittenQuery
from knowledge.pack import Types
from knowledge.packs.ormb.declaration import Declaration, read_declaration
from knowledge.packs.ormb.exemplar import described
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.java_texts import walk
from knowledge.packs.ormb.sql import queries_of
from knowledge.records import SourceFile

_HISTORY = re.compile(r"CHANGE HISTORY:?(.*?)\*/", re.DOTALL | re.IGNORECASE)
_COLUMNS = re.compile(r"\bDate:.*?\bReason:", re.IGNORECASE)
_ENTRY = re.compile(r"^[ \t*]*(\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\s+\S+\s+(.*)$")
_COMPOUND = (
    "if_statement for_statement enhanced_for_statement while_statement try_statement try_with_resources_statement "
    "switch_statement switch_expression synchronized_statement do_statement"
).split()
_METHODS = ("method_declaration", "constructor_declaration")
LONGEST = 60
"""Lines of a span: longer ones are no part of a class but most of it."""


def lesson(file: SourceFile, types: Types) -> Lesson:
    declaration = read_declaration(file.text)
    if declaration is None:
        return Lesson()
    root = parse(file.text).root_node
    spans = () if root.has_error else tuple(dict.fromkeys(_spans(root, file.text.split("\n"))))
    written = (q for q in queries_of(file, types) if q.complete and not q.branches and q.language != "filter")
    queries = tuple(WrittenQuery(q.language, " ".join(q.text.split()), q.about, q.line) for q in written)
    return Lesson(_purposes(declaration), _changes(declaration), spans, queries)


def _purposes(declaration: Declaration) -> tuple[str, ...]:
    found = (text for text in described(declaration) if text)
    return tuple(sorted(dict.fromkeys(found), key=len))


def _changes(declaration: Declaration) -> tuple[Change, ...]:
    """Entries of the head's table; a line without a date goes on with the reason of the one before it."""
    history = _HISTORY.search(declaration.text[: declaration.body])
    found: list[Change] = []
    for line in history[1].splitlines() if history else ():
        entry = _ENTRY.match(line)
        text = " ".join(line.strip(" \t*").split())
        if entry:
            found.append(Change(_iso(entry[1]), " ".join(entry[2].split())))
        elif text and found and not _COLUMNS.search(line):
            found[-1] = Change(found[-1].date, f"{found[-1].reason} {text}")
    return tuple(sorted(found, key=lambda change: change.date))


def _iso(date: str) -> str:
    """Only dates that begin with the year can be told for certain."""
    return date.replace("/", "-") if re.match(r"\d{4}", date) else ""


def _spans(root: Node, lines: list[str]) -> Iterator[Span]:
    for node in walk(root):
        if node.type == "class_body":
            yield from _fields(node, lines)
        if node.type in _METHODS and node.parent and node.parent.type == "class_body":
            yield from _method(node, lines)
        if node.type in _COMPOUND and node.parent and node.parent.type == "block":
            owner = _method_of(node)
            if owner is not None:
                yield from _span("statements", owner, node.start_point[0], node.end_point[0], lines)


def _fields(body: Node, lines: list[str]) -> Iterator[Span]:
    """Fields that stand on lines next to each other, together."""
    run: list[Node] = []
    for node in (*body.named_children, None):
        goes_on = node is not None and node.type == "field_declaration"
        if run and (node is None or not goes_on or node.start_point[0] > run[-1].end_point[0] + 1):
            yield from _span("member", run[0], run[0].start_point[0], run[-1].end_point[0], lines)
            run = []
        if node is not None and goes_on:
            run.append(node)


def _method(node: Node, lines: list[str]) -> Iterator[Span]:
    yield from _span("member", node, node.start_point[0], node.end_point[0], lines)
    body = node.child_by_field_name("body")
    if body is not None and body.named_children:
        first, last = body.start_point[0] + 1, body.end_point[0] - 1
        if lines[body.start_point[0]].rstrip().endswith("{") and lines[last + 1].strip() == "}":
            yield from _span("body", node, first, last, lines)


def _span(kind: SpanKind, owner: Node, first: int, last: int, lines: list[str]) -> Iterator[Span]:
    """Lines that begin and end with what the span begins and ends with; nothing where something stands beside it."""
    while first <= last and not lines[first].strip():
        first += 1
    while last >= first and not lines[last].strip():
        last -= 1
    text = "\n".join(lines[first : last + 1]).strip()
    if not text or last - first >= LONGEST or not text.endswith((";", "}")):
        return
    name, signature = _named(owner)
    yield Span(kind, name, signature, _comment_on(owner), first + 1, last + 1)


def _named(node: Node) -> tuple[str, str]:
    if node.type == "field_declaration":
        names = [node_text(d.child_by_field_name("name")) for d in node.children_by_field_name("declarator")]
        return names[0], f"{node_text(node.child_by_field_name('type'))} {', '.join(names)}"
    body = node.child_by_field_name("body")
    head = node_text(node)[: -len(node_text(body))] if body is not None else node_text(node)
    signature = re.sub(r"^(?:@\w+(?:\([^)]*\))?\s+)+", "", head)
    return node_text(node.child_by_field_name("name")), " ".join(signature.rstrip("; \n").split())


def _comment_on(node: Node) -> str:
    above = node.prev_named_sibling
    if above is None or not node_text(above).startswith("/**") or above.end_point[0] + 1 < node.start_point[0]:
        return ""
    plain = " ".join(line.strip().strip("/*").strip() for line in node_text(above).splitlines())
    said = re.split(r"(?<=[.!?])\s|\s@", " ".join(re.sub(r"<[^<>]*>|\{@\w+\s+([^{}]*)\}", r"\1", plain).split()))
    return said[0] if said and not said[0].startswith("@") else ""


def _method_of(node: Node) -> Node | None:
    while node.parent is not None:
        node = node.parent
        if node.type in ("method_declaration", "constructor_declaration"):
            return node
    return None
