"""A variable that is declared by one name and used by another: the declaration takes the name of the uses.

Certain only where the declared name is used nowhere, shares a word with the unknown one, and no other does.
"""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.records import Diagnostic

_DECLARING = ("variable_declarator", "enhanced_for_statement", "resource")
_BODIES = ("method_declaration", "constructor_declaration")


def with_declared(text: str, diagnostics: Sequence[Diagnostic]) -> str:
    root = parse(text).root_node
    unknown = {(d.symbol, d.line) for d in diagnostics if _is_variable(d)}
    meant: dict[int, tuple[Node, set[str]]] = {}
    for symbol, line in unknown:
        method = _method_at(root, line)
        near = [node for node in _unused(method, line) if _share(node_text(node), symbol)] if method else []
        if len(near) == 1:
            meant.setdefault(near[0].start_byte, (near[0], set()))[1].add(symbol)
    made = text.encode("utf-8")
    for node, symbols in sorted(meant.values(), key=lambda pair: -pair[0].start_byte):
        if len(symbols) == 1:
            made = made[: node.start_byte] + symbols.pop().encode() + made[node.end_byte :]
    return made.decode("utf-8")


def _is_variable(diagnostic: Diagnostic) -> bool:
    is_missing = diagnostic.code in ("compiler.err.cant.resolve.location", "compiler.err.cant.resolve")
    return is_missing and diagnostic.symbol[:1].islower()


def _method_at(root: Node, line: int) -> Node | None:
    node: Node | None = root.descendant_for_point_range((line - 1, 0), (line - 1, 10_000))
    while node is not None and node.type not in _BODIES:
        node = node.parent
    return node


def _unused(method: Node, line: int) -> Iterator[Node]:
    """Names of local variables that are declared before the line and never used."""
    names = [node for node in _walk(method) if node.type == "identifier"]
    for node in names:
        declares = node.parent is not None and node.parent.type in _DECLARING
        is_name = declares and node.parent is not None and node.parent.child_by_field_name("name") == node
        if is_name and node.start_point.row < line and sum(node_text(n) == node_text(node) for n in names) == 1:
            yield node


def _share(one: str, other: str) -> bool:
    words = ({word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", name)} for name in (one, other))
    return bool(set.intersection(*words))


def _walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.children)
