"""The queries of a Java file: their texts as far as they can be seen, and what is bound to them.

What a text means is left to ``query_sql`` and ``query_hql``; what is wrong with it to ``sql``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from tree_sitter import Node

from knowledge.packs.ormb.java_source import node_text
from knowledge.packs.ormb.java_texts import HOLE, Piece, Texts, arguments, methods, root_of, walk

Language = Literal["sql", "hql", "filter"]

_CALLS: dict[str, Language] = {"createPreparedStatement": "sql", "createQuery": "hql", "createFilter": "filter"}
_HARMLESS = frozenset(("notNull", "isNull"))


@dataclass(frozen=True, slots=True)
class Bind:
    name: str
    line: int
    column: int


@dataclass(frozen=True)
class Query:
    language: Language
    pieces: tuple[Piece, ...]
    line: int
    """Of the call that makes the query."""
    column: int
    binds: tuple[Bind, ...] = ()
    all_binds: bool = True
    """Whether every bind of the query can be seen."""
    kept: tuple[int, str] = (0, "")
    """Scope and name of the variable that holds it; queries of one variable share their binds."""
    about: str = ""
    """What the call says that it is for, where that is a literal."""

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def complete(self) -> bool:
        """Whether the whole text can be seen."""
        return HOLE not in self.text

    @property
    def branches(self) -> bool:
        """Whether parts of the text are there in some runs only."""
        return not all(piece.certain for piece in self.pieces)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of an offset in the text."""
        starts = (0, *accumulate(len(piece.text) for piece in self.pieces))
        for start, piece in zip(starts, self.pieces, strict=False):
            if start <= offset < start + len(piece.text):
                before = piece.text[: offset - start]
                rows = before.count("\n")
                column = len(before) - before.rfind("\n") if rows else piece.column + len(before)
                return piece.line + rows, column
        return self.line, self.column


def read_queries(text: str, constant: Callable[[str], str | None]) -> tuple[Query, ...]:
    """All calls that make a statement, query or filter, in the order of the file."""
    texts = Texts(text, constant)
    found: list[Query] = []
    for method in methods(texts.root):
        for node in walk(method):
            if node.type == "method_invocation" and (query := _query(node, method, texts)):
                found.append(query)
    return tuple(found)


def _query(node: Node, method: Node, texts: Texts) -> Query | None:
    language = _CALLS.get(node_text(node.child_by_field_name("name")))
    given = arguments(node)
    if language is None or not given:
        return None
    variable = _variable(node)
    scope = method if _is_local(variable, method) else texts.root
    binds, seen = _binds(node, variable, scope, texts)
    line, column = texts.place(node)
    about = "".join(piece.text for piece in texts.pieces(given[1])) if len(given) > 1 else ""
    kept, about = (scope.id, variable), "" if HOLE in about else about
    return Query(language, texts.pieces(given[0]), line, column, binds, seen, kept, about)


def _variable(node: Node) -> str:
    """The variable that the call's result goes to, also through a chain of binds; empty when it goes elsewhere."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type == "variable_declarator":
            return node_text(parent.child_by_field_name("name"))
        if parent.type == "assignment_expression":
            return node_text(parent.child_by_field_name("left")).removeprefix("this.")
        receiver = parent.child_by_field_name("object")
        chained = parent.type == "method_invocation" and receiver is not None and receiver.id == child.id
        if not chained and parent.type not in ("cast_expression", "parenthesized_expression", "ternary_expression"):
            return ""
        child, parent = parent, parent.parent
    return ""


def _is_local(variable: str, method: Node) -> bool:
    declared = (each.child_by_field_name("name") for each in walk(method) if each.type == "variable_declarator")
    return any(node_text(name) == variable for name in declared)


def _binds(node: Node, variable: str, scope: Node, texts: Texts) -> tuple[tuple[Bind, ...], bool]:
    """The binds of a query, and whether these are all."""
    found: list[Bind | None] = list(_chained(node, texts))
    if not variable:
        return _named(found, complete=_ends_here(node))
    found += _on_variable(variable, scope, texts)
    return _named(found, complete=not _escapes(variable, scope))


def _named(found: list[Bind | None], complete: bool) -> tuple[tuple[Bind, ...], bool]:
    return tuple(bind for bind in found if bind), complete and None not in found


def _chained(node: Node, texts: Texts) -> Iterator[Bind | None]:
    """``createQuery(..).bindId("a", x).list()``."""
    child, parent = node, node.parent
    while parent is not None and parent.type == "method_invocation":
        receiver = parent.child_by_field_name("object")
        if receiver is None or receiver.id != child.id:
            return
        yield from _bind(parent, texts)
        child, parent = parent, parent.parent


def _on_variable(variable: str, scope: Node, texts: Texts) -> Iterator[Bind | None]:
    for node in walk(scope):
        if node.type == "method_invocation":
            root = root_of(node)
            if root.id != node.id and node_text(root).removeprefix("this.") == variable:
                yield from _bind(node, texts)


def _bind(node: Node, texts: Texts) -> Iterator[Bind | None]:
    """The bind that this call makes; None when its name cannot be seen."""
    given = arguments(node)
    if not node_text(node.child_by_field_name("name")).startswith("bind") or not given:
        return
    name = "".join(piece.text for piece in texts.pieces(given[0]))
    yield None if HOLE in name else Bind(name, *texts.place(given[0]))


def _ends_here(node: Node) -> bool:
    """Whether the query is used up where it is made: ``createQuery(..).list()``, not ``return createQuery(..)``."""
    parent = node.parent
    if parent is not None and parent.type == "expression_statement":
        return True
    receiver = parent.child_by_field_name("object") if parent is not None else None
    if parent is None or receiver is None or receiver.id != node.id:
        return False
    return not node_text(parent.child_by_field_name("name")).startswith("bind") or _ends_here(parent)


def _escapes(variable: str, scope: Node) -> bool:
    """Whether another method may bind to it: it is returned, handed over or kept under another name."""
    for node in walk(scope):
        if node.type == "return_statement":
            handed = [child for child in node.named_children if node_text(child) == variable]
        elif node.type == "method_invocation" and node_text(node.child_by_field_name("name")) not in _HARMLESS:
            handed = [child for child in arguments(node) if node_text(child) == variable]
        elif node.type in ("assignment_expression", "variable_declarator"):
            value = node.child_by_field_name("right") or node.child_by_field_name("value")
            handed = [value] if value is not None and node_text(value) == variable else []
        else:
            handed = []
        if handed:
            return True
    return False
