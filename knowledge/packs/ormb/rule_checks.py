"""House rules that no tree-sitter query can say: what happens to a value later, or in all of a block.

Each function takes the root of a file and yields the nodes that break the rule. They are careful: what they cannot
see to its end they leave alone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from tree_sitter import Node, Query, QueryCursor

from knowledge.packs.ormb.java_source import JAVA, node_text

Check = Callable[[Node], Iterator[Node]]

_METHODS = ("method_declaration", "constructor_declaration", "lambda_expression")
_OPEN_QUOTE = re.compile(r"(?:=|<>|!=|<|>|\blike|\bin\s*\()\s*'%?\"$", re.IGNORECASE)
_CONSTANT = re.compile(r"(?:[\w.]*\.)?[A-Z][A-Z0-9_]*")
_LOG_METHODS = ("debug", "info", "warn", "error", "trace", "fatal")
_TEXTS = ("string_literal", "binary_expression", "null_literal")


def statements_left_open(root: Node) -> Iterator[Node]:
    """Statements in local variables that no finally block of their method closes and that do not leave it."""
    for call in _calls(root, "createPreparedStatement"):
        name = _assigned_local(call)
        method = _enclosing(call, _METHODS)
        if not name or method is None or not _declares_local(method, name):
            continue
        if not _closed_in_finally(method, name) and not _handed_over(method, name):
            yield call


def concatenated_values(root: Node) -> Iterator[Node]:
    """Literals that stop inside an open quote of a condition, with a value appended to them."""
    for literal in _nodes(root, "string_literal"):
        if _OPEN_QUOTE.search(node_text(literal)) is None:
            continue
        value = _appended(literal)
        if value is None or value.type == "string_literal" or _CONSTANT.fullmatch(node_text(value)):
            continue
        yield literal


def error_texts(root: Node) -> Iterator[Node]:
    """``addError("...")`` of the framework; a method of that name in the file itself is its own affair."""
    own = {node_text(m.child_by_field_name("name")) for m in _nodes(root, "method_declaration")}
    for name in ("addError", "addWarning"):
        for call in () if name in own else _calls(root, name):
            arguments = call.child_by_field_name("arguments")
            first = arguments.named_child(0) if arguments and arguments.named_children else None
            if call.child_by_field_name("object") is None and first is not None and first.type in _TEXTS:
                yield call


def logged_and_continued(root: Node) -> Iterator[Node]:
    for clause in _nodes(root, "catch_clause"):
        kind = next((c for c in _nodes(clause, "catch_type")), None)
        body = clause.child_by_field_name("body")
        if node_text(kind) not in ("Exception", "Throwable") or body is None:
            continue
        statements = [c for c in body.named_children if "comment" not in c.type]
        if statements and all(_is_log(statement) for statement in statements):
            yield clause


def dropped_hard_parameters(root: Node) -> Iterator[Node]:
    """Empty setters of a property for which the class has a field that nothing ever assigns."""
    fields = {node_text(d.child_by_field_name("name")) for d in _field_declarators(root)}
    assigned = {
        node_text(left).removeprefix("this.")
        for node in _nodes(root, "assignment_expression")
        if (left := node.child_by_field_name("left")) is not None
    }
    for method in _nodes(root, "method_declaration"):
        setter = re.fullmatch(r"set([A-Z]\w*)", node_text(method.child_by_field_name("name")))
        body = method.child_by_field_name("body")
        if setter is None or body is None or body.named_child_count:
            continue
        name = setter.group(1)[:1].lower() + setter.group(1)[1:]
        if name in fields - assigned:
            yield method


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        statements_left_open,
        concatenated_values,
        error_texts,
        logged_and_continued,
        dropped_hard_parameters,
    )
}


def _nodes(root: Node, kind: str) -> list[Node]:
    """In source order. By query: a walk in Python takes ten times as long."""
    found = QueryCursor(_kind_query(kind)).captures(root).get("node", [])
    return sorted(found, key=lambda node: (node.start_byte, -node.end_byte))


@lru_cache(maxsize=32)
def _kind_query(kind: str) -> Query:
    return Query(JAVA, f"({kind}) @node")


def _calls(root: Node, name: str) -> Iterator[Node]:
    return (n for n in _nodes(root, "method_invocation") if node_text(n.child_by_field_name("name")) == name)


def _enclosing(node: Node, kinds: tuple[str, ...]) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type not in kinds:
        parent = parent.parent
    return parent


def _assigned_local(call: Node) -> str:
    """The variable that takes the value of the call as it is."""
    parent = call.parent
    if parent is None:
        return ""
    if parent.type == "variable_declarator":
        return node_text(parent.child_by_field_name("name"))
    left = parent.child_by_field_name("left") if parent.type == "assignment_expression" else None
    return node_text(left) if left is not None and left.type == "identifier" else ""


def _declares_local(method: Node, name: str) -> bool:
    return any(
        node_text(d.child_by_field_name("name")) == name
        for declaration in _nodes(method, "local_variable_declaration")
        for d in declaration.named_children
        if d.type == "variable_declarator"
    )


def _closed_in_finally(method: Node, name: str) -> bool:
    """``name.close()`` or any call that takes it, as ``closeQuietly(name)`` does."""
    for clause in _nodes(method, "finally_clause"):
        for call in _nodes(clause, "method_invocation"):
            arguments = call.child_by_field_name("arguments")
            is_closed = node_text(call.child_by_field_name("object")) == name
            is_closed &= node_text(call.child_by_field_name("name")) == "close"
            if is_closed or (arguments and name in map(node_text, arguments.named_children)):
                closes = is_closed or "close" in node_text(call.child_by_field_name("name")).lower()
                if closes:
                    return True
    return False


def _handed_over(method: Node, name: str) -> bool:
    """Returned, itself or as its iterator, or kept in a field or a collection: closing is somebody else's."""
    for node in _nodes(method, "return_statement"):
        if any(node_text(child) in (name, f"{name}.iterate()") for child in node.named_children):
            return True
    for node in _nodes(method, "assignment_expression"):
        if node_text(node.child_by_field_name("right")) == name:
            return True
    return any(
        name in map(node_text, arguments.named_children)
        for call in _calls(method, "add")
        if (arguments := call.child_by_field_name("arguments")) is not None
    )


def _appended(literal: Node) -> Node | None:
    """What follows the literal in a concatenation or in a chain of ``append`` calls."""
    parent = literal.parent
    if parent is None:
        return None
    if parent.type == "binary_expression":
        if parent.child_by_field_name("left") == literal:
            return parent.child_by_field_name("right")
        outer = parent.parent
        if outer is not None and outer.type == "binary_expression" and outer.child_by_field_name("left") == parent:
            return outer.child_by_field_name("right")
        return None
    call = parent.parent if parent.type == "argument_list" else None
    after = call.parent if call is not None and _is_append(call) else None
    if after is None or not _is_append(after):
        return None
    arguments = after.child_by_field_name("arguments")
    return arguments.named_child(0) if arguments and arguments.named_children else None


def _is_append(node: Node) -> bool:
    return node.type == "method_invocation" and node_text(node.child_by_field_name("name")) == "append"


def _is_log(statement: Node) -> bool:
    call = statement.named_child(0) if statement.type == "expression_statement" else None
    if call is None or call.type != "method_invocation":
        return False
    logger = node_text(call.child_by_field_name("object")).lower()
    return "log" in logger and node_text(call.child_by_field_name("name")) in _LOG_METHODS


def _field_declarators(root: Node) -> Iterator[Node]:
    for declaration in _nodes(root, "field_declaration"):
        yield from (child for child in declaration.named_children if child.type == "variable_declarator")
