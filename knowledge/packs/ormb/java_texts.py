"""The text that a Java expression builds, as far as the file shows it: literals, constants, concatenation, builders.

What comes from elsewhere is a ``HOLE`` in the text; every other piece knows its place in the file.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tree_sitter import Node

from knowledge.packs.ormb.java_source import node_text, parse

HOLE = "\ufffc"
"""Stands in a text for a piece that only the running program knows."""

_BUILDERS = ("StringBuilder", "StringBuffer")
_BRANCHES = frozenset(
    re.findall(
        r"\w+",
        """if_statement for_statement enhanced_for_statement while_statement do_statement lambda_expression catch_clause
        switch_expression switch_statement ternary_expression class_body""",
    )
)
_BODIES = ("method_declaration", "constructor_declaration", "static_initializer")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "0": "\0"}
_QUERIES = ("length", "toString", "isEmpty", "equals", "charAt", "indexOf", "append", "trim")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    line: int
    column: int
    certain: bool = True
    """Part of the text in every run; pieces added inside a branch are not."""


class Texts:
    """The expressions of one file."""

    def __init__(self, text: str, constant: Callable[[str], str | None]) -> None:
        """``constant``: the value of a constant of another class, by the name that the file uses."""
        self.root = parse(text).root_node
        self._lines = text.encode("utf-8", "replace").split(b"\n")
        self._constant = constant

    def place(self, node: Node) -> tuple[int, int]:
        """Line and column, 1-based, in characters."""
        row, at = node.start_point
        return row + 1, len(self._lines[row][:at].decode("utf-8", "replace")) + 1

    def pieces(self, node: Node | None, depth: int = 0) -> tuple[Piece, ...]:
        """What the expression gives when it is evaluated where it stands."""
        if node is None or depth > _DEEPEST:
            return (Piece(HOLE, *(self.place(node) if node else (0, 0))),)
        return tuple(self._evaluated(node, depth + 1))

    def _evaluated(self, node: Node, depth: int) -> Iterator[Piece]:
        match node.type:
            case "string_literal" | "character_literal":
                yield from self._literal(node)
            case "decimal_integer_literal":
                yield Piece(node_text(node), *self.place(node))
            case "binary_expression" if _operator(node) == "+":
                yield from (piece for operand in _operands(node) for piece in self.pieces(operand, depth))
            case "parenthesized_expression":
                yield from self.pieces(node.named_children[0], depth)
            case "cast_expression":
                yield from self.pieces(node.child_by_field_name("value"), depth)
            case "identifier":
                yield from self._variable(node, depth)
            case "field_access":
                yield self._foreign(node)
            case "method_invocation":
                yield from self._call(node, depth)
            case "object_creation_expression" if node_text(node.child_by_field_name("type")) in _BUILDERS:
                yield from (piece for argument in arguments(node) for piece in self.pieces(argument, depth))
            case _:
                yield Piece(HOLE, *self.place(node))

    def _literal(self, node: Node) -> Iterator[Piece]:
        if node.type == "character_literal":
            body = node_text(node)[1:-1]
            yield Piece(unescaped(body), *self.place(node))
            return
        for child in node.named_children:
            text = node_text(child)
            yield Piece(unescaped(text) if child.type == "escape_sequence" else text, *self.place(child))

    def _foreign(self, node: Node) -> Piece:
        value = self._constant(node_text(node))
        return Piece(HOLE if value is None else value, *self.place(node))

    def _call(self, node: Node, depth: int) -> Iterator[Piece]:
        receiver, name = node.child_by_field_name("object"), node_text(node.child_by_field_name("name"))
        if receiver is None and not arguments(node) and (body := self._only_return(node, name)):
            yield from self.pieces(body, depth)
        elif receiver is not None and name in ("toString", "trim", "intern"):
            yield from self.pieces(receiver, depth)
        elif receiver is not None and name == "append" and root_of(node).type != "identifier":
            yield from (piece for part in _appended(node) for piece in self.pieces(part, depth))
        else:
            yield Piece(HOLE, *self.place(node))

    def _only_return(self, node: Node, name: str) -> Node | None:
        """What a method of this file without parameters returns, when it has one return."""
        found = [method for method in methods(self.root) if _name(method) == name]
        returns = [each for method in found for each in walk(method) if each.type == "return_statement"]
        one = len(found) == 1 and len(returns) == 1 and returns[0].named_children
        return returns[0].named_children[0] if one else None

    def _variable(self, node: Node, depth: int) -> Iterator[Piece]:
        name, method = node_text(node), _enclosing_method(node)
        declared = _declaration(method, name) if method else None
        if method is None or declared is None:
            yield from self._field(node, name, depth)
            return
        built = node_text(_type_of(declared)) in _BUILDERS
        found: list[Piece] = []
        for event in _events(method, name, node, built):
            certain = not event.branches
            if event.resets and certain:
                found = []
            elif event.resets:
                found = [replace(piece, certain=False) for piece in found]
            values = self.pieces(event.value, depth) if event.value else (Piece(HOLE, *self.place(event.node)),)
            found += values if certain else (replace(piece, certain=False) for piece in values)
        yield from found

    def _field(self, node: Node, name: str, depth: int) -> Iterator[Piece]:
        declarator = next((each for each in _fields(self.root) if _name(each) == name), None)
        field = declarator.parent if declarator is not None else None
        if declarator is None or field is None:
            yield self._foreign(node)
            return
        fixed = field.type == "constant_declaration" or "final" in node_text(field.named_children[0]).split()
        fixed = fixed and node_text(field.child_by_field_name("type")) not in _BUILDERS
        value = declarator.child_by_field_name("value")
        yield from self.pieces(value, depth) if fixed and value else (Piece(HOLE, *self.place(node)),)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happens to a text variable before it is used."""

    node: Node
    value: Node | None
    """What is added or assigned; None when that cannot be seen."""
    resets: bool
    branches: bool
    """It happens in some runs only."""


def _events(method: Node, name: str, use: Node, built: bool) -> list[_Event]:
    found: list[_Event] = []
    for node in walk(method):
        if node.start_byte >= use.start_byte:
            continue
        for value, resets, place in _changes(node, name, built):
            branches = _branches(place, use)
            if branches is not None and place.start_byte < use.start_byte:
                found.append(_Event(place, value, resets, branches))
    return sorted(found, key=lambda event: event.node.start_byte)


def _changes(node: Node, name: str, built: bool) -> Iterator[tuple[Node | None, bool, Node]]:
    """What this node does to the variable: (value, whether it replaces what was there, where)."""
    if node.type == "variable_declarator" and _name(node) == name:
        if value := node.child_by_field_name("value"):
            yield (None if value.type == "null_literal" else value), True, value
    elif node.type == "assignment_expression" and node_text(node.child_by_field_name("left")) == name:
        value = node.child_by_field_name("right")
        if value is not None:
            yield value, _operator(node) == "=", value
    elif node.type == "method_invocation" and built:
        yield from _builder_changes(node, name)


def _builder_changes(node: Node, name: str) -> Iterator[tuple[Node | None, bool, Node]]:
    called = _name(node)
    root = root_of(node)
    if root.type == "identifier" and node_text(root) == name and root.id != node.id:
        given = arguments(node)
        if called == "append" and given:
            yield (given[0] if len(given) == 1 else None), False, given[0]
        elif called not in _QUERIES:
            yield None, False, node.child_by_field_name("arguments") or node
        return
    for argument in arguments(node):  # another method may write to the builder
        if argument.type == "identifier" and node_text(argument) == name:
            yield None, False, argument


def _branches(node: Node, use: Node) -> bool | None:
    """Whether the node runs only sometimes before the use; None when the two never run together."""
    child, parent = node, node.parent
    found = False
    while parent is not None and parent.type not in _BODIES:
        if parent.type in _BRANCHES:
            inside = parent.start_byte <= use.start_byte < parent.end_byte
            if not inside:
                found = found or not _is_condition(parent, child)
            elif _are_exclusive(parent, child, use):
                return None
        child, parent = parent, parent.parent
    return found


def _are_exclusive(parent: Node, child: Node, use: Node) -> bool:
    """Whether the use stands in the other branch."""
    if parent.type not in ("if_statement", "ternary_expression") or _is_condition(parent, child):
        return False
    return not child.start_byte <= use.start_byte < child.end_byte


def _is_condition(parent: Node, child: Node) -> bool:
    condition = parent.child_by_field_name("condition")
    return condition is not None and condition.id == child.id


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the file."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.named_children)


def methods(root: Node) -> Iterator[Node]:
    return (node for node in walk(root) if node.type in ("method_declaration", "constructor_declaration"))


def arguments(node: Node) -> list[Node]:
    """Of a call, without comments."""
    given = node.child_by_field_name("arguments")
    return [child for child in given.named_children if "comment" not in child.type] if given else []


def root_of(node: Node) -> Node:
    """The first receiver of a chain of calls: ``a`` in ``a.b().c()``; the call itself when it has none."""
    while node.type == "method_invocation" and (receiver := node.child_by_field_name("object")) is not None:
        node = receiver
    return node


def _operands(node: Node) -> list[Node]:
    """Of a concatenation, which nests to the left: a hundred operands are a hundred levels."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None and at.type == "binary_expression" and _operator(at) == "+":
        if right := at.child_by_field_name("right"):
            found.append(right)
        at = at.child_by_field_name("left")
    return [*([at] if at is not None else []), *reversed(found)]


def _appended(node: Node) -> list[Node]:
    """What ``new StringBuilder(a).append(b).append(c)`` puts together."""
    found: list[Node] = []
    at = node
    while at.type == "method_invocation" and _name(at) == "append":
        found += reversed(arguments(at))
        receiver = at.child_by_field_name("object")
        if receiver is None:
            break
        at = receiver
    return [at, *reversed(found)]


def _enclosing_method(node: Node) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type not in _BODIES:
        parent = parent.parent
    return parent


def _declaration(method: Node, name: str) -> Node | None:
    """The local variable of this name; a parameter is not one whose text can be known."""
    declarators = (each for each in walk(method) if each.type == "variable_declarator" and _name(each) == name)
    local = (each for each in declarators if each.parent and each.parent.type == "local_variable_declaration")
    return next(local, None)


def _fields(root: Node) -> Iterator[Node]:
    """The declarators of all fields."""
    for node in walk(root):
        if node.type in ("field_declaration", "constant_declaration"):
            yield from (child for child in node.named_children if child.type == "variable_declarator")


def _name(node: Node) -> str:
    return node_text(node.child_by_field_name("name"))


def _type_of(declarator: Node) -> Node | None:
    return declarator.parent.child_by_field_name("type") if declarator.parent else None


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator else ""


def unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match.group(1)
        return chr(int(code.lstrip("u"), 16)) if code.startswith("u") else _ESCAPES.get(code, code)

    return re.sub(r"\\(u+[0-9a-fA-F]{4}|.)", character, text)
