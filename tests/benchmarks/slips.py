"""Mistakes of the kinds that models make, put into code that was right. Each is one piece of one line.

The shares of the kinds are measured ones of models that write against private Java libraries: half of the errors are
invented methods. How an invented name differs from the real one is not known from measurements: the shares within a
kind (``KINDS``) are a guess, weighed so that few names are merely misspelt, because models rarely misspell.
"""

import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tree_sitter import Node

from knowledge.blueprint import Fill, Skeleton
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


@dataclass(frozen=True)
class Place:
    """Where a mistake of a kind can be made: characters of a line of a hole, with the text that stands there."""

    kind: str
    how: str
    hole: str
    line: int
    start: int
    end: int
    old: str


@dataclass(frozen=True)
class Slip:
    place: Place
    new: str
    """What stands there instead; of an import the name that is imported instead, or nothing."""


Fills = Mapping[str, Fill]


def applied(fills: Fills, slips: Collection[Slip]) -> dict[str, Fill]:
    made = dict(fills)
    for slip in sorted(slips, key=lambda s: -s.place.start):
        if slip.place.how.endswith("import"):
            made = {name: replace(fill, imports=_other_import(fill.imports, slip)) for name, fill in made.items()}
        else:
            fill = made[slip.place.hole]
            lines = fill.code.split("\n")
            line, place = lines[slip.place.line], slip.place
            lines[place.line] = line[: place.start] + slip.new + line[place.end :]
            made[place.hole] = replace(fill, code="\n".join(lines))
    return made


def _other_import(imports: tuple[str, ...], slip: Slip) -> tuple[str, ...]:
    if slip.place.old not in imports:
        return imports
    return tuple(name for name in (*imports, slip.new) if name not in ("", slip.place.old))


class Slips:
    """The mistakes that can be made in one reference. ``shows`` says whether the checks find a mistake when it is the
    only one: those that they rightly do not mind are not drawn."""

    def __init__(self, skeleton: Skeleton, fills: Fills, shows: Callable[[Slip], bool]) -> None:
        self._skeleton = skeleton
        self._fills = fills
        self._shows = shows
        self._shown: dict[Slip, bool] = {}

    def draw(self, rng: random.Random, taken: Collection[tuple[str, int]]) -> Slip | None:
        """One more mistake, on a line that is not taken."""
        kind = _weighed(rng, MIX)
        for _ in range(40):
            places = self.places(kind, _weighed(rng, KINDS[kind]))
            free = [place for place in places if (place.hole, place.line) not in taken]
            if free and (slip := self._made(rng, rng.choice(free))):
                return slip
        return None

    def again(self, rng: random.Random, place: tuple[str, int], held: str) -> Slip | None:
        """Another mistake on this line, for one that held the given text there."""
        same = [p for places in self._places.values() for p in places if (p.hole, p.line) == place]
        changed = [p for p in same if not p.how.endswith("import") and not _stands(p, held, self._fills)]
        names = [p for p in changed if p.kind in ("invented method", "other name")] or changed
        return self._made(rng, rng.choice(names)) if names else None

    def _made(self, rng: random.Random, place: Place) -> Slip | None:
        slip = Slip(place, _WAYS[place.how](rng, place.old))
        return slip if slip.new != place.old and self.shows(slip) else None

    def shows(self, slip: Slip) -> bool:
        """Whether the checks find it; asked once."""
        if slip not in self._shown:
            self._shown[slip] = self._shows(slip)
        return self._shown[slip]

    def places(self, kind: str, how: str) -> list[Place]:
        return self._places.get((kind, how), [])

    @cached_property
    def size(self) -> int:
        """Lines of code: more of them hold more mistakes."""
        return sum(bool(line.strip()) for fill in self._fills.values() for line in fill.code.split("\n"))

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[Place]]:
        found: dict[tuple[str, str], list[Place]] = {}
        for place in self._all_places():
            found.setdefault((place.kind, place.how), []).append(place)
        return found

    def _all_places(self) -> Iterator[Place]:
        spans = self._skeleton.spans(self._fills)
        for node in _walk(parse(self._skeleton.filled(self._fills).text).root_node):
            row = node.start_point[0] + 1
            hole = next((name for name, (first, last) in spans.items() if first <= row <= last), "")
            if not hole or not self._fills[hole].code:
                continue
            lines = self._fills[hole].code.split("\n")
            for kind, how, found, old in _kinds_at(node):
                at = found.start_point[0] + 1 - spans[hole][0]
                line = lines[at].encode("utf-8")
                start = len(line[: found.start_point[1]].decode("utf-8"))
                if lines[at][start : start + len(old)] == old:
                    yield Place(kind, how, hole, at, start, start + len(old), old)
        for name in sorted({name for fill in self._fills.values() for name in fill.imports}):
            yield Place("other name", "no import", "", 0, 0, 0, name)
            yield Place("other name", "wrong import", "", 0, 0, 0, name)


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


def _weighed(rng: random.Random, shares: Mapping[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|_+", name)


def _stands(place: Place, held: str, fills: Fills) -> bool:
    """Whether a line still has the right text at a place, as far as the text before it tells."""
    line = fills[place.hole].code.split("\n")[place.line]
    return held.startswith(line[: place.end]) or held.endswith(line[place.start :])


def _walk(node: Node) -> Iterator[Node]:
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.children)
