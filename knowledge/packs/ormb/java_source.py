"""A small view of a parsed Java file: its tree, and the public methods of its main class as text.

The tree tolerates drafts with errors; a method inside a broken part is simply not seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import tree_sitter_java
from tree_sitter import Language, Node, Parser, Tree

from knowledge.packs.ormb.declaration import without_comments

JAVA = Language(tree_sitter_java.language())


@dataclass(frozen=True, slots=True)
class Method:
    """A method as its file writes it; types are text, with neither comments nor annotations."""

    name: str
    type: str
    parameters: tuple[tuple[str, str], ...]
    """Type and name."""
    type_parameters: str
    throws: tuple[str, ...]


@lru_cache(maxsize=64)
def parse(text: str) -> Tree:
    # Tree-sitter counts bytes; every offset that leaves this module is a line or a piece of text.
    return Parser(JAVA).parse(text.encode("utf-8", "replace"))


def node_text(node: Node | None) -> str:
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


@lru_cache(maxsize=2048)
def public_methods(text: str, class_name: str) -> tuple[Method, ...]:
    """The public instance methods of a top-level class, in source order."""
    nodes = [node for node in _method_nodes(text, class_name) if _is_public_instance(node)]
    return tuple(_method(node) for node in nodes if not node.has_error or not _head_has_error(node))


def declared_methods(text: str, class_name: str) -> tuple[Method, ...]:
    """All methods of a top-level class, whoever may call them."""
    return tuple(_method(node) for node in _method_nodes(text, class_name) if not _head_has_error(node))


def _method_nodes(text: str, class_name: str) -> list[Node]:
    body = next((b for name, b in _classes(parse(text).root_node) if name == class_name), None)
    return [node for node in body.named_children if node.type == "method_declaration"] if body else []


@lru_cache(maxsize=2048)
def member_types(text: str, class_name: str) -> frozenset[str]:
    """Types declared directly in a top-level class that others can name."""
    body = next((b for name, b in _classes(parse(text).root_node) if name == class_name), None)
    kinds = ("class_declaration", "interface_declaration", "enum_declaration")
    nodes = [n for n in body.named_children if n.type in kinds] if body else []
    return frozenset(node_text(n.child_by_field_name("name")) for n in nodes if "private" not in _modifiers(n))


def _classes(root: Node) -> Iterator[tuple[str, Node]]:
    for node in root.named_children:
        body = node.child_by_field_name("body")
        if node.type == "class_declaration" and body is not None:
            yield node_text(node.child_by_field_name("name")), body


def _is_public_instance(node: Node) -> bool:
    words = _modifiers(node)
    return "public" in words and "static" not in words


def _modifiers(node: Node) -> set[str]:
    modifiers = next((child for child in node.children if child.type == "modifiers"), None)
    return {child.type for child in modifiers.children} if modifiers else set()


def _head_has_error(node: Node) -> bool:
    return any(child.has_error or child.is_missing for child in node.children if child.type != "block")


def _method(node: Node) -> Method:
    dimensions = node_text(node.child_by_field_name("dimensions"))
    parameters = node.child_by_field_name("parameters")
    throws = next((child for child in node.children if child.type == "throws"), None)
    return Method(
        name=node_text(node.child_by_field_name("name")),
        type=_type_text(node.child_by_field_name("type")) + dimensions,
        parameters=tuple(_parameters(parameters)) if parameters else (),
        type_parameters=_clean(node_text(node.child_by_field_name("type_parameters"))),
        throws=tuple(_type_text(child) for child in throws.named_children) if throws else (),
    )


def _parameters(node: Node) -> Iterator[tuple[str, str]]:
    for child in node.named_children:
        if child.type == "formal_parameter":
            dimensions = node_text(child.child_by_field_name("dimensions"))
            type_text = _type_text(child.child_by_field_name("type"))
            yield type_text + dimensions, node_text(child.child_by_field_name("name"))
        elif child.type == "spread_parameter":
            kinds = [c for c in child.named_children if c.type not in ("modifiers", "variable_declarator")]
            declarator = next((c for c in child.named_children if c.type == "variable_declarator"), None)
            name = declarator.child_by_field_name("name") if declarator else None
            yield _type_text(kinds[0] if kinds else None) + "...", node_text(name)


def _type_text(node: Node | None) -> str:
    return _clean(node_text(node))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"@[\w.]+(?:\([^)]*\))?\s*", "", without_comments(text))).strip()
