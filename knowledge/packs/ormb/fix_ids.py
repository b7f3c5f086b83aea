"""An entity where its Id is wanted: it has one getter for it, so that is what is meant."""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from knowledge.pack import Types
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.reach import getter, role
from knowledge.records import Diagnostic

_CALLS = ("method_invocation", "object_creation_expression")
_CHAIN = (*_CALLS, "field_access")
GETTER = ".getId()"


def with_ids(text: str, diagnostics: Sequence[Diagnostic], types: Types) -> str:
    """The text with the getter behind each entity that stands for its Id."""
    root = parse(text).root_node
    ends = {node.end_byte for d in diagnostics for node in _entities(root, d, types)}
    made = text.encode("utf-8")
    for end in sorted(ends, reverse=True):
        made = made[:end] + GETTER.encode() + made[end:]
    return made.decode("utf-8")


def _entities(root: Node, diagnostic: Diagnostic, types: Types) -> Iterator[Node]:
    if diagnostic.code == "compiler.err.prob.found.req" and len(diagnostic.arguments) == 2:
        expected, found = diagnostic.arguments
        if _has_id(found, expected, types) and (node := _expression_at(root, diagnostic)):
            yield node
    elif diagnostic.code.startswith("compiler.err.cant.apply.symbol"):
        places = {at for candidate in diagnostic.candidates for at in _only_wrong(candidate, diagnostic, types)}
        calls = list(_calls_at(root, diagnostic)) if len(places) == 1 else []
        if len(calls) == 1 and len(calls[0]) == len(diagnostic.arguments):
            yield calls[0][places.pop()]


def _only_wrong(candidate: str, diagnostic: Diagnostic, types: Types) -> Iterator[int]:
    """The argument that an Id is wanted for, when all others fit the candidate."""
    wanted = candidate.partition("(")[2].rstrip(")").split(", ")
    given = diagnostic.arguments
    if len(wanted) != len(given):
        return
    wrong = [n for n, (have, want) in enumerate(zip(given, wanted, strict=True)) if not _fits(have, want, types)]
    if len(wrong) == 1 and _has_id(given[wrong[0]], wanted[wrong[0]], types):
        yield wrong[0]


def _has_id(entity: str, wanted: str, types: Types) -> bool:
    found = getter(types, entity, "getId") if role(types, entity) == "entity" else None
    return found is not None and role(types, found.type) == "id" and _fits(found.type, wanted, types)


def _fits(have: str, want: str, types: Types) -> bool:
    plain = want.partition("<")[0]
    return have.partition("<")[0] == plain or plain in types.supertypes(have)


def _expression_at(root: Node, diagnostic: Diagnostic) -> Node | None:
    """The whole chain of calls around a place."""
    point = (diagnostic.line - 1, max(diagnostic.column - 1, 0))
    node = root.descendant_for_point_range(point, point)
    while node is not None and node.parent is not None and node.parent.type in _CHAIN:
        if node.parent.child_by_field_name("arguments") == node:
            return None
        node = node.parent
    return node if node is not None and node.type in ("identifier", "method_invocation") else None


def _calls_at(root: Node, diagnostic: Diagnostic) -> Iterator[list[Node]]:
    """The arguments of each call of that name that stands on the line."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        name = node.child_by_field_name("name") or node.child_by_field_name("type")
        if node.type in _CALLS and name is not None and name.start_point.row == diagnostic.line - 1:
            arguments = node.child_by_field_name("arguments")
            if node_text(name) == diagnostic.symbol and arguments is not None:
                yield arguments.named_children
