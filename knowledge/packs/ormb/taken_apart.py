"""An existing algorithm taken apart: what its author wrote, by the hole of the skeleton that it belongs in.

What the skeleton writes itself (hard parameters, their accessors, the logger) is left out; all else of the class goes
into a hole. Names that the author gave to hard parameters and to the logger become those of the skeleton; what the
author's getters work out is worked out at the end of ``invoke``.
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
_STORED = re.compile(r"\{\s*(?:(?:this\.)?(\w+)\s*=\s*\w+|return\s+(?:this\.)?([a-z]\w*))\s*;\s*\}")
_GIVEN = re.compile(r"\{\s*return\s+([A-Z][\w.]*|\"[^\"]*\"|-?[\d.]+L?|true|false|null)\s*;\s*\}")
"""An accessor that gives a constant."""
_EXPRESSION = re.compile(r"\{\s*return\s+([^;{}]+?)\s*;\s*\}")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def taken_apart(text: str, skeleton: Skeleton, spot: Symbol, types: Types) -> Mapping[str, Fill] | None:
    """Code and imports for every hole of the skeleton; nothing when the text is no whole class."""
    declaration = read_declaration(text)
    if declaration is None or parse(text).root_node.has_error:
        return None
    contract = read_contract(spot, types)
    if any(_does_more(member, contract) for member in _members(text)):
        return None
    text = _with_skeleton_names(text, contract)
    code: dict[str, list[str]] = {hole.name: [] for hole in skeleton.holes}
    for member in _members(text):
        hole, written = _placed(member, contract, code.keys())
        if hole and written:
            code[hole].append(written)
    code["invoke"] = ["".join((*_first_results(text, contract), *code["invoke"]))]
    _put_late_results(code, text, contract)
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
    def block(self) -> str:
        """The body with its brackets; of a field nothing."""
        return node_text(self.node.child_by_field_name("body"))

    @property
    def body(self) -> str:
        inner = self.block[1:-1].strip("\n")
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


def _does_more(member: _Member, contract: Contract) -> bool:
    """Whether an accessor of what the product sets does more than to store it and give it back."""
    prop = _property_of(member, contract)
    if prop is None or prop.setter is None or not _COMMENT.sub("", member.block).strip("{} \t\r\n"):
        return False
    given = _GIVEN.fullmatch(member.block)
    return given[1] not in _NOTHING if given else not _STORED.fullmatch(member.block)


def _property_of(member: _Member, contract: Contract) -> Property | None:
    """The property that a method sets or gets."""
    if member.node.type != "method_declaration":
        return None
    count = len(_parameters(member.node))
    for prop in contract.properties:
        if (prop.setter and (member.name, count) == (prop.setter.name, 1)) or (
            prop.getter and (member.name, count) == (prop.getter.name, 0)
        ):
            return prop
    return None


def _first_results(text: str, contract: Contract) -> Iterator[str]:
    """What the author gave results as their first values, as statements: the skeleton declares them without. A getter
    of a constant is such a value too."""
    results = {prop.name for prop in contract.results}
    for member in _members(text):
        prop = _property_of(member, contract)
        given = _GIVEN.fullmatch(member.block) if prop and not prop.setter else None
        if prop and given and given[1] not in _NOTHING:
            yield f"\t\t{prop.name} = {given[1]};\n"
        if member.node.type == "field_declaration":
            for name, value in member.declared.items():
                if name in results and value not in _NOTHING:
                    yield f"\t\t{name} = {value};\n"


def _put_late_results(code: dict[str, list[str]], text: str, contract: Contract) -> None:
    """What the author's getters work out becomes the end of ``invoke``: those of the skeleton give what is stored.

    Where ``invoke`` may return before its end, what it did becomes a method of its own."""
    late = [(prop, member) for member in _members(text) if (prop := _late(member, contract))]
    if not late:
        return
    taken = set(re.findall(r"\w+", text))
    (body,) = code["invoke"]
    if re.search(r"\breturn\b", body):
        name = next(n for n in ("process", "run", "processAll") if n not in taken)
        code["helpers"].insert(0, f"\tprivate void {name}() {{\n{body}\t}}\n")
        body = f"\t\t{name}();\n"
    for prop, member in late:
        given = _EXPRESSION.fullmatch(member.block)
        value = given[1] if given else f"determine{prop.name[:1].upper()}{prop.name[1:]}()"
        body += f"\t\t{prop.name} = {value};\n"
        if not given:
            kind = node_text(member.node.child_by_field_name("type"))
            code["helpers"].append(f"\tprivate {kind} {value} {member.block}\n")
    code["invoke"] = [body]


def _late(member: _Member, contract: Contract) -> Property | None:
    """The result that a getter works out by itself."""
    prop = _property_of(member, contract)
    is_plain = _STORED.fullmatch(member.block) or _GIVEN.fullmatch(member.block)
    return prop if prop and not prop.setter and not is_plain else None


def _with_skeleton_names(text: str, contract: Contract) -> str:
    for member in _members(text):
        if member.node.type == "field_declaration":
            kind = node_text(member.node.child_by_field_name("type"))
            (name, *others) = member.declared
            if kind == "Logger" and not others and name != LOGGER:
                text = re.sub(rf"(?<![\w$.]){re.escape(name)}\b(?=\s*(?:\.|=[^=]))", LOGGER, text)
        prop = _property_of(member, contract)
        field = _STORED.fullmatch(member.block) if prop else None
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
