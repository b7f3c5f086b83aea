"""Whether code for a hole is whole statements or members there, so that nothing around the hole means anything else."""

import re

from tree_sitter import Node

from knowledge.packs.ormb.java_source import node_text, parse

_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_CLOSERS = {"{": "}", "(": ")", "[": "]"}
_BRACKETS = frozenset("{}()[]")
_TEXTS = frozenset(("line_comment", "block_comment", "string_fragment", "character_literal"))


def stays_inside(before: str, code: str, after: str) -> bool:
    """False for a bracket, comment or text that is opened and not closed, or closed and not opened, in the code.

    Java reads ``\\u007d`` as ``}`` before anything else, the parser here does not: such escapes of plain characters
    are refused.
    """
    if any(int(digits, 16) < 0x80 for digits in _ESCAPE.findall(code)):
        return False
    start = len(before.encode("utf-8", "replace"))
    end = start + len(code.encode("utf-8", "replace"))
    # Without an end a comment is no comment to the parser, and its words would pass: it is given one to cross.
    inner = _inner(parse(f"{before}{code}/**/{after}").root_node, start, end)
    return inner is not None and _balanced(inner)


def _inner(root: Node, start: int, end: int) -> list[Node] | None:
    """The largest nodes that make up [start, end); nothing when one lies partly inside, or a token holds it whole."""
    waiting, inner = [root], []
    while waiting:
        node = waiting.pop()
        if node.end_byte <= start or node.start_byte >= end:
            continue
        if start <= node.start_byte and node.end_byte <= end:
            inner.append(node)
        elif node.start_byte > start or node.end_byte < end or not node.children:
            return None
        else:
            waiting += reversed(node.children)
    return inner


def _balanced(nodes: list[Node]) -> bool:
    """Whether brackets pair up. The parser mends what is broken, so a bracket too many in one hole and one too few in
    another would each look whole."""
    waiting, still_open = list(reversed(nodes)), []
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        if node.children or node.is_missing or node.type in _TEXTS:
            continue
        for character in node_text(node) if node.is_error else node.type if node.type in _BRACKETS else "":
            if character in _CLOSERS:
                still_open.append(_CLOSERS[character])
            elif character in _BRACKETS and (not still_open or still_open.pop() != character):
                return False
    return not still_open
