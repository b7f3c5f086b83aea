"""Mistakes of the kinds that models make, put into code that was right. Each is one piece of one line.

The shares of the kinds are measured ones of models that write against private Java libraries: half of the errors are
invented methods. How an invented name differs from the real one is not known from measurements: the shares within a
kind (``KINDS``) are a guess, weighed so that few names are merely misspelt, because models rarely misspell.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping

from tree_sitter import Node

from knowledge.learning import MistakePlace
from knowledge.packs.ormb.java_source import node_text, parse

MIX = {"invented method": 0.50, "other name": 0.25, "type": 0.10, "syntax": 0.07, "other": 0.08}
KINDS: Mapping[str, Mapping[str, float]] = {
    "invented method": {"verb": 0.30, "noun": 0.40, "made up": 0.15, "letters": 0.15},
    "other name": {"variable": 0.25, "type": 0.25, "constant": 0.25, "no import": 0.125, "wrong import": 0.125},
    "type": {"argument": 0.50, "declared": 0.25, "returned": 0.15, "no cast": 0.10},
    "syntax": {"no semicolon": 0.35, "no bracket": 0.25, "bracket too many": 0.15, "no brace": 0.15, "open text": 0.10},
    "other": {"column": 0.40, "table": 0.20, "house rule": 0.20, "checked exception": 0.20},
}
VERBS = {
    "get": ("fetch", "retrieve", "find", "load", "obtain", "read"),
    "is": ("has", "check", "can"),
    "set": ("update", "assign", "put"),
    "create": ("make", "build", "new"),
    "add": ("append", "put", "insert"),
    "bind": ("set", "setParameter", "add"),
    "fetch": ("get", "retrieve", "load"),
    "retrieve": ("get", "fetch", "load"),
    "determine": ("get", "calculate", "find"),
}
TAILS = ("Value", "Id", "Code", "Info", "Object", "Number", "Name", "List", "Details", "Entity")
MADE_UP = ("Primary", "Current", "Effective", "Total", "Related", "Details", "Info", "Context", "Summary", "Reference")


class JavaMistakes:
    shares: Mapping[str, float] = MIX
    ways: Mapping[str, Mapping[str, float]] = KINDS

    def places(self, text: str) -> Iterator[MistakePlace]:
        lines = text.split("\n")
        for node in _walk(parse(text).root_node):
            for kind, how, found, old in _kinds_at(node):
                row, column = found.start_point
                start = len(lines[row].encode("utf-8")[:column].decode("utf-8", "replace"))
                if lines[row][start : start + len(old)] == old:
                    yield MistakePlace(kind, how, row + 1, start, start + len(old), old)

    def wrong(self, how: str, old: str, rng: random.Random) -> str:
        return _WAYS[how](rng, old)


def _kinds_at(node: Node) -> Iterator[tuple[str, str, Node, str]]:
    """The mistakes that can be made at a node: kind, how, the node that changes, its text on its first line."""
    text = node_text(node)
    parent = node.parent.type if node.parent else ""
    if "\n" in text:
        return
    if node.type == "method_invocation" and (name := node.child_by_field_name("name")):
        yield from (("invented method", how, name, node_text(name)) for how in KINDS["invented method"])
        if node_text(name) == "close":
            yield "other", "house rule", node, text
    if node.type == "identifier" and parent not in ("method_invocation", "method_declaration") and text[:1].islower():
        yield "other name", "variable", node, text
    if node.type == "identifier" and parent == "field_access" and re.fullmatch(r"[A-Z][A-Z0-9_]{2,}", text):
        yield "other name", "constant", node, text
    if node.type == "type_identifier":
        yield "other name", "type", node, text
    if parent == "argument_list" and node.is_named:
        yield "type", "argument", node, text
    if parent == "local_variable_declaration" and node.type.endswith(("_type", "type_identifier")):
        yield "type", "declared", node, text
    if parent == "return_statement" and node.is_named:
        yield "type", "returned", node, text
    if node.type == "cast_expression":
        yield "type", "no cast", node, text
    yield from _syntax_at(node, text, parent)
    if node.type == "string_fragment":
        yield from _names_in_sql(node, text)
    if node.type in ("expression_statement", "local_variable_declaration") and parent == "block":
        yield "other", "checked exception", node, text


def _syntax_at(node: Node, text: str, parent: str) -> Iterator[tuple[str, str, Node, str]]:
    if text == ";" and parent != "for_statement":
        yield "syntax", "no semicolon", node, text
    if text == ")":
        yield "syntax", "no bracket", node, text
        yield "syntax", "bracket too many", node, text
    if text == "}" and parent == "block":
        yield "syntax", "no brace", node, text
    if text == '"' and parent == "string_literal" and node.next_sibling is None:
        yield "syntax", "open text", node, text


def _names_in_sql(node: Node, text: str) -> Iterator[tuple[str, str, Node, str]]:
    """The first name of a table or column of a literal: of a place in it only the start of the node is known."""
    if table := re.match(r"(?:FROM )(C[IM]_\w+)", text):
        yield "other", "table", node, table[0]
    elif column := re.match(r"(?:SELECT |AND |WHERE )?(?:\w+\.)?([A-Z]+(?:_[A-Z]+)+)\b", text):
        yield "other", "column", node, column[0]


def _verb(rng: random.Random, old: str) -> str:
    verb = re.match(r"[a-z]+", old)
    known = VERBS.get(verb[0]) if verb else None
    if known is None or verb is None:
        return rng.choice(("get", "do", "to")) + old[:1].upper() + old[1:]
    return rng.choice(known) + old[verb.end() :]


def _noun(rng: random.Random, old: str) -> str:
    words = _words(old)
    ways = [old + rng.choice(TAILS)]
    if len(words) > 1:
        ways.append("".join([*words[:-1], rng.choice(TAILS)]))
    if len(words) > 2:
        ways += ["".join(words[:-1]), "".join([words[0], *words[2:]])]
    return rng.choice(ways)


def _made_up(rng: random.Random, old: str) -> str:
    return rng.choice(("get", "find", "resolve")) + "".join(rng.sample(MADE_UP, 2))


def _letters(rng: random.Random, old: str) -> str:
    at = rng.randrange(1, len(old))
    ways = [old[:at] + old[at + 1 :], old[:at] + old[at] + old[at:], old[:at] + old[at].swapcase() + old[at + 1 :]]
    return rng.choice(ways)


def _variable(rng: random.Random, old: str) -> str:
    words = _words(old)
    ways = [f"{old}{rng.choice(TAILS)}", f"current{old[:1].upper()}{old[1:]}"]
    if len(words) > 1:
        ways += [words[0], words[-1][:1].lower() + words[-1][1:]]
    return rng.choice(ways)


def _type(rng: random.Random, old: str) -> str:
    words = _words(old)
    ways = [f"{old}{rng.choice(('Entity', 'Data', 'Info', 'DTO', 'Type'))}"]
    if len(words) > 1:
        ways += ["".join(words[:-1]), "".join([*words[:-1], "Type", words[-1]]), "".join([words[0], *words[2:]])]
    return rng.choice(ways)


def _constant(rng: random.Random, old: str) -> str:
    ways = [f"{old}_STATUS", f"{old}D" if old.endswith("E") else f"{old}ED", f"IS_{old}"]
    if "_" in old:
        ways += [old.partition("_")[2], old.partition("_")[0], old.replace("_", "")]
    return rng.choice(ways)


def _wrong_import(rng: random.Random, old: str) -> str:
    package, _, simple = old.rpartition(".")
    parts = package.split(".")
    ways = [parts[:-1], [*parts[:-1], "common"], [*parts, "api"]]
    return ".".join([*rng.choice(ways), simple])


def _argument(rng: random.Random, old: str) -> str:
    ways = [f"{old}, null", f"String.valueOf({old})", "0", '"1"', f"{old}.toString()"]
    if old.endswith(".getId()"):
        ways += [old.removesuffix(".getId()")] * 3
    return rng.choice(ways)


def _no_cast(rng: random.Random, old: str) -> str:
    return re.sub(r"^\([^)]*\)\s*", "", old)


def _column(rng: random.Random, old: str) -> str:
    head, _, tail = old.rpartition("_")
    return rng.choice([f"{head}_{tail}_CD", f"{head}_NBR", f"{head}{tail}"])


def _one(*ways: str) -> Callable[[random.Random, str], str]:
    return lambda rng, old: rng.choice(ways)


_WAYS: Mapping[str, Callable[[random.Random, str], str]] = {
    "verb": _verb,
    "noun": _noun,
    "made up": _made_up,
    "letters": _letters,
    "variable": _variable,
    "type": _type,
    "constant": _constant,
    "no import": _one(""),
    "wrong import": _wrong_import,
    "argument": _argument,
    "declared": _one("String", "int", "double", "Object"),
    "returned": _one("null", '""', "0", "true"),
    "no cast": _no_cast,
    "no semicolon": _one(""),
    "no bracket": _one(""),
    "bracket too many": _one("))"),
    "no brace": _one(""),
    "open text": _one(""),
    "column": _column,
    "table": lambda rng, old: old + rng.choice(("_DETAIL", "S", "_TBL")),
    "house rule": lambda rng, old: old.replace("close", "toString"),
    "checked exception": lambda rng, old: "Thread.sleep(10L); " + old,
}


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|_+", name)


def _walk(node: Node) -> Iterator[Node]:
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.children)
