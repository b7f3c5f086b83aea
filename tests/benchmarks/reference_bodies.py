"""Sample algorithms as answers to a request: the skeleton of their spot, its holes filled with what their author wrote.

What the skeleton writes itself (hard parameters, their accessors, the logger) is left out; all else of the class goes
into a hole. The class gets another name: the index must not know the answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from agents.context import assemble
from agents.state import Context, Task
from knowledge.blueprint import Fill, Skeleton
from knowledge.packs.ormb.contract import Contract, read_contract
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.records import Exemplar, SourceFile
from serving.app import App

BEFORE = "extraSoftParameterValidations"


@dataclass(frozen=True)
class Reference:
    name: str
    """Of the sample's class."""
    task: Task
    context: Context
    skeleton: Skeleton
    fills: Mapping[str, Fill]

    @property
    def file(self) -> SourceFile:
        return self.skeleton.filled(self.fills)


def references(app: App) -> tuple[list[Reference], dict[str, str]]:
    """The sample algorithms whose own bodies are proven in their skeleton; of the others, by name, why not."""
    made: list[Reference] = []
    left_out: dict[str, str] = {}
    store = app.parts.store
    for exemplar in sorted(store.get_many(Exemplar, store.names(Exemplar)), key=lambda e: e.name):
        if exemplar.artefact == "algorithm":
            reference = reference_of(app, exemplar)
            review = app.check([reference.file])
            if review.status == "ok":
                made.append(reference)
            else:
                said = [*(f"{d.line}: {d.message}" for d in review.errors), *(u.text for u in review.unchecked)]
                left_out[reference.name] = said[0]
    return made, left_out


def reference_of(app: App, exemplar: Exemplar) -> Reference:
    package, _, name = exemplar.name.rpartition(".")
    other = re.sub(r"^Cm", "CmDraft", name)
    task = Task(
        exemplar.summary or name,
        artefact="algorithm",
        spot=exemplar.spot,
        class_name=other,
        package=package,
        soft_parameters=exemplar.soft_parameters,
    )
    parts = app.parts
    context = assemble(task, parts.resolver.resolve(task), parts.resolver, app.front_end, parts.types)
    skeleton = app.front_end.skeleton(context.blueprint, parts.types)
    contract = read_contract(context.blueprint.spot, parts.types)
    text = re.sub(rf"\b{name}\b", other, exemplar.text)
    return Reference(name, task, context, skeleton, fills_of(_renamed(text, contract), contract, skeleton))


def fills_of(text: str, contract: Contract, skeleton: Skeleton) -> dict[str, Fill]:
    """The members of a class by the hole that they belong in, with the imports that each needs."""
    code = {hole.name: "" for hole in skeleton.holes}
    for member in _members(text):
        hole, written = _placed(member, contract, code.keys())
        if hole:
            code[hole] += written
    declaration = read_declaration(text)
    imports = declaration.imports if declaration else ()
    return {name: Fill(written, _needed(imports, written)) for name, written in code.items()}


def _placed(member: Node, contract: Contract, holes: object) -> tuple[str, str]:
    """The hole that a member belongs in and its text there; no hole for what the skeleton writes."""
    whole = f"\n\t{node_text(member)}\n"
    properties = {prop.name for prop in contract.properties}
    if member.type == "field_declaration":
        names = {node_text(d.child_by_field_name("name")) for d in member.children_by_field_name("declarator")}
        return ("", "") if names & {*properties, "LOGGER"} else ("validations", whole)
    if member.type != "method_declaration":
        return "helpers", whole
    name = node_text(member.child_by_field_name("name"))
    if name == "invoke" or name in {other.name for other in contract.others}:
        return name, _body(member)
    if _is_accessor(member, contract):
        return "", ""
    return "validations" if name == BEFORE else "helpers", whole


def _is_accessor(member: Node, contract: Contract) -> bool:
    name, count = node_text(member.child_by_field_name("name")), len(_parameters(member))
    for prop in contract.properties:
        if (prop.setter and (name, count) == (prop.setter.name, 1)) or (
            prop.getter and (name, count) == (prop.getter.name, 0)
        ):
            return True
    return False


def _body(method: Node) -> str:
    inner = node_text(method.child_by_field_name("body"))[1:-1].strip("\n")
    return inner.rstrip() + "\n" if inner.strip() else ""


def _needed(imports: Sequence[str], code: str) -> tuple[str, ...]:
    words = set(re.findall(r"[A-Za-z_$][\w$]*", code))
    return tuple(name for name in imports if name.endswith("*") or name.rpartition(".")[2] in words)


def _renamed(text: str, contract: Contract) -> str:
    """The text with the author's names of hard parameters replaced by those of the skeleton."""
    accessors = {p.setter.name: p.name for p in contract.properties if p.setter}
    accessors |= {p.getter.name: p.name for p in contract.properties if p.getter}
    for member in _members(text):
        if member.type != "method_declaration" or not _is_accessor(member, contract):
            continue
        wanted = accessors.get(node_text(member.child_by_field_name("name")), "")
        body = node_text(member.child_by_field_name("body"))
        field = re.fullmatch(r"\{\s*(?:this\.(\w+)\s*=\s*\w+|return\s+(?:this\.)?(\w+))\s*;\s*\}", body)
        used = (field[1] or field[2]) if field else ""
        if wanted and used not in ("", "null", "true", "false", wanted):
            text = re.sub(
                rf"(?<![\w$])(?<!\.){used}\b(?!\s*\()", wanted, text.replace(f"this.{used}", f"this.{wanted}")
            )
    return text


def _members(text: str) -> Iterator[Node]:
    root = parse(text).root_node
    classes = [node for node in root.named_children if node.type == "class_declaration"]
    body = classes[0].child_by_field_name("body") if classes else None
    for child in body.named_children if body else ():
        if not child.type.endswith("comment"):
            yield child


def _parameters(method: Node) -> list[Node]:
    listed = method.child_by_field_name("parameters")
    return [child for child in listed.named_children if child.type.endswith("parameter")] if listed else []
