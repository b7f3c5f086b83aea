"""An existing algorithm taken apart: what its author wrote, by the hole of the skeleton that it belongs in.

What the skeleton writes itself (hard parameters, their accessors, the logger) is left out; all else of the class goes
into a hole. Names that the author gave to hard parameters and to the logger become those of the skeleton.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from knowledge.blueprint import Fill, Skeleton
from knowledge.pack import Types
from knowledge.packs.ormb.contract import Contract, Property, read_contract
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.records import Symbol

BEFORE = "extraSoftParameterValidations"
LOGGER = "LOGGER"
_NOTHING = ("", "null", "false", "0", "0L", "0.0")
_STORED = re.compile(r"\{\s*(?:this\.(\w+)\s*=\s*\w+|return\s+(?:this\.)?(\w+))\s*;\s*\}")


def taken_apart(text: str, skeleton: Skeleton, spot: Symbol, types: Types) -> Mapping[str, Fill] | None:
    """Code and imports for every hole of the skeleton; nothing when the text is no whole class."""
    declaration = read_declaration(text)
    if declaration is None or parse(text).root_node.has_error:
        return None
    contract = read_contract(spot, types)
    text = _with_skeleton_names(text, contract)
    code: dict[str, list[str]] = {hole.name: [] for hole in skeleton.holes}
    for member in _members(text):
        hole, written = _placed(member, contract, code.keys())
        if hole and written:
            code[hole].append(written)
    code["invoke"] = ["".join((*_first_results(text, contract), *code["invoke"]))]
    joined = {name: "\n".join(pieces) for name, pieces in code.items()}
    return {name: Fill(written, _needed(declaration.imports, written, types)) for name, written in joined.items()}


@dataclass(frozen=True, slots=True)
class _Member:
    node: Node
    above: str
    """Comments before it."""
    beside: str
    """A comment behind it on its last line."""

    @property
    def name(self) -> str:
        return node_text(self.node.child_by_field_name("name"))

    @property
    def whole(self) -> str:
        return f"{self.above}\t{node_text(self.node)}{self.beside}\n"

    @property
    def body(self) -> str:
        inner = node_text(self.node.child_by_field_name("body"))[1:-1].strip("\n")
        return inner.rstrip() + "\n" if inner.strip() else ""

    @property
    def declared(self) -> dict[str, str]:
        """The variables of a field, with the text of their first values."""
        found = self.node.children_by_field_name("declarator")
        return {node_text(d.child_by_field_name("name")): node_text(d.child_by_field_name("value")) for d in found}


def _members(text: str) -> Iterator[_Member]:
    classes = [node for node in parse(text).root_node.named_children if node.type == "class_declaration"]
    body = classes[0].child_by_field_name("body") if classes else None
    above = ""
    waiting: _Member | None = None
    for child in body.named_children if body else ():
        if not child.type.endswith("comment"):
            if waiting:
                yield waiting
            waiting, above = _Member(child, above, ""), ""
        elif waiting and not waiting.beside and child.start_point[0] == waiting.node.end_point[0]:
            waiting = _Member(waiting.node, waiting.above, f" {node_text(child)}")
        else:
            above += f"\t{node_text(child)}\n"
    if waiting:
        yield waiting


def _placed(member: _Member, contract: Contract, holes: Collection[str]) -> tuple[str, str]:
    """The hole that a member belongs in and its text there; no hole for what the skeleton writes."""
    if member.node.type == "field_declaration":
        given = {LOGGER, *(prop.name for prop in contract.properties)}
        return ("", "") if given & member.declared.keys() else ("validations", member.whole)
    if member.node.type != "method_declaration":
        return "helpers", member.whole
    if (member.name == "invoke" and not _parameters(member.node)) or member.name in {o.name for o in contract.others}:
        return (member.name, member.body) if member.name in holes else ("helpers", member.whole)
    if _property_of(member, contract):
        return "", ""
    return "validations" if member.name == BEFORE else "helpers", member.whole


def _property_of(member: _Member, contract: Contract) -> Property | None:
    """The property that a method sets or gets."""
    count = len(_parameters(member.node))
    for prop in contract.properties:
        if (prop.setter and (member.name, count) == (prop.setter.name, 1)) or (
            prop.getter and (member.name, count) == (prop.getter.name, 0)
        ):
            return prop
    return None


def _first_results(text: str, contract: Contract) -> Iterator[str]:
    """What the author gave results as their first values, as statements: the skeleton declares them without."""
    results = {prop.name for prop in contract.results}
    for member in _members(text):
        if member.node.type == "field_declaration":
            for name, value in member.declared.items():
                if name in results and value not in _NOTHING:
                    yield f"\t\t{name} = {value};\n"


def _with_skeleton_names(text: str, contract: Contract) -> str:
    for member in _members(text):
        if member.node.type == "field_declaration":
            kind = node_text(member.node.child_by_field_name("type"))
            (name, *others) = member.declared
            if kind == "Logger" and not others and name != LOGGER:
                text = re.sub(rf"(?<![\w$.]){re.escape(name)}\b(?=\s*(?:\.|=[^=]))", LOGGER, text)
        prop = _property_of(member, contract) if member.node.type == "method_declaration" else None
        field = _STORED.fullmatch(node_text(member.node.child_by_field_name("body"))) if prop else None
        used = (field[1] or field[2]) if field else ""
        if prop and used not in (*_NOTHING, "true", prop.name):
            text = text.replace(f"this.{used}", f"this.{prop.name}")
            text = re.sub(rf"(?<![\w$.]){re.escape(used)}\b(?!\s*\()", prop.name, text)
    return text


def _needed(imports: Sequence[str], code: str, types: Types) -> tuple[str, ...]:
    """The imports that a piece of code needs, each by its whole name."""
    words = dict.fromkeys(re.findall(r"[A-Za-z_$][\w$]*", code))
    found = [name for name in imports if name.rpartition(".")[2] in words]
    taken = {name.rpartition(".")[2] for name in imports}
    for package in (name.removesuffix("*") for name in imports if name.endswith(".*")):
        found += [package + word for word in words if word not in taken and types.find(package + word)]
    return tuple(dict.fromkeys(found))


def _parameters(method: Node) -> list[Node]:
    listed = method.child_by_field_name("parameters")
    return [child for child in listed.named_children if child.type.endswith("parameter")] if listed else []
