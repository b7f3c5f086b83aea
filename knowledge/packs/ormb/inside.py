"""Whether code for a hole is whole statements or members there, so that nothing around the hole means anything else."""

import re

from tree_sitter import Node

from knowledge.packs.ormb.java_source import parse

_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


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
    return not _straddles(parse(f"{before}{code}/**/{after}").root_node, start, end)


def _straddles(root: Node, start: int, end: int) -> bool:
    """Whether any node lies partly inside [start, end) and partly outside, or any token holds it whole."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.end_byte <= start or node.start_byte >= end:
            continue
        if start <= node.start_byte and node.end_byte <= end:
            continue
        if node.start_byte > start or node.end_byte < end or not node.children:
            return True
        waiting += node.children
    return False
