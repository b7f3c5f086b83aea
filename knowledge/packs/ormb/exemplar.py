"""What existing code of the site is an example of: its spot and purpose, and which types, tables, messages it uses."""

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from knowledge.pack import Types
from knowledge.packs.ormb.artefacts import declared_artefact, soft_parameters
from knowledge.packs.ormb.declaration import Declaration, read_declaration
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.java_texts import methods, root_of, walk
from knowledge.packs.ormb.roles import SPOT
from knowledge.packs.ormb.sql import entity_names_of, queries_of, tables_of
from knowledge.packs.ormb.sql_entities import Entities
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Exemplar, Source, SourceFile, Symbol

_LONGEST_SUMMARY = 400
_DESCRIPTION = re.compile(
    r"PROGRAM DESCRIPTION:?[ \t]*\n(.*?)(?=\n[ \t*]*(?:CHANGE HISTORY|\*{10,}|@)|\*/)", re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(r"<[^<>]*>|\{@link(?:plain)?\s+\S+\s+([^{}]*)\}|\{@\w+\s+([^{}]*)\}")
_MESSAGES = ("MessageRepository", "Messages")


def exemplar(file: SourceFile, types: Types) -> Exemplar | None:
    """The exemplar that a file is; None when it declares no type."""
    declaration = read_declaration(file.text)
    if declaration is None:
        return None
    names = TypeNames(declaration, types)
    queries = queries_of(file, types)
    parameters = soft_parameters(file.text)[0]
    getters = {f"get{parameter.name[:1].upper()}{parameter.name[1:]}" for parameter in parameters}
    entities = Entities(file, types)
    meant = (found[0].name for name in entity_names_of(queries) if (found := entities.named(name)))
    return Exemplar(
        declaration.qualified_name,
        declared_artefact(file.text),
        Source("source", file.path),
        file.text,
        spot=_spot(declaration, names),
        summary=summary(declaration),
        types=tuple(dict.fromkeys((*_types(file.text, names), *meant))),
        tables=tables_of(queries),
        messages=tuple(dict.fromkeys(_messages(file.text, names))),
        helpers=tuple(name for name in dict.fromkeys(_helpers(file.text)) if name not in getters),
        soft_parameters=parameters,
    )


def summary(declaration: Declaration) -> str:
    """The first sentences of the class comment, else of the program description in the file's head."""
    comment, description = described(declaration)
    return comment or description


def described(declaration: Declaration) -> tuple[str, str]:
    """The first sentences of the class comment, and those of the program description in the file's head."""
    comment = ""
    if declaration.comments:
        start, end = declaration.comments[-1]
        comment = _plain(re.split(r"(?m)^[ \t*]*@", declaration.text[start + 3 : end - 2], maxsplit=1)[0])
    description = _DESCRIPTION.search(declaration.text[: declaration.body])
    return _sentences(comment), _sentences(_plain(description.group(1))) if description else ""


def _plain(comment: str) -> str:
    lines = (line.strip().lstrip("*").strip() for line in comment.splitlines())
    return " ".join(_MARKUP.sub(lambda match: match.group(1) or match.group(2) or " ", " ".join(lines)).split())


def _sentences(text: str) -> str:
    """Whole sentences up to the longest summary; at least one, cut at a word where it is longer."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    end = max(text.rfind(mark, 0, _LONGEST_SUMMARY) for mark in (". ", "! ", "? ")) + 1
    return text[:end] if end > 0 else text[:_LONGEST_SUMMARY].rpartition(" ")[0] + " ..."


def _spot(declaration: Declaration, names: TypeNames) -> str:
    for written in declaration.interfaces:
        name = names.type(written.partition("<")[0])
        if name and SPOT in names.types.supertypes(name):
            return name
    return ""


def _types(text: str, names: TypeNames) -> Iterator[str]:
    """Types of JARs and of the site that the code uses, in the order of their first use."""
    own = names.declaration.qualified_name
    for written in dict.fromkeys(_written_types(parse(text).root_node)):
        name = names.type(written)
        symbol = names.types.find(name) if name else None
        while symbol is not None and symbol.name.rpartition(".")[0] != symbol.package:
            symbol = names.types.find(symbol.name.rpartition(".")[0])  # Outer.Factory: the outer type is what counts
        if symbol is not None and symbol.source.kind != "platform" and symbol.name != own:
            yield symbol.name


def _written_types(root: Node) -> Iterator[str]:
    """Names in the places of types, and capitalised receivers: ``Money.ZERO``, ``BillApi.Factory.newInstance()``."""
    for node in walk(root):
        if node.type == "scoped_type_identifier" or node.type == "type_identifier":
            yield node_text(node)
        elif node.type in ("method_invocation", "field_access"):
            receiver = node.child_by_field_name("object")
            if receiver is not None and receiver.type == "identifier" and node_text(receiver)[:1].isupper():
                yield node_text(receiver)


def _messages(text: str, names: TypeNames) -> Iterator[str]:
    """``CmMessages.billNotFound(..)`` with the repository's qualified name."""
    for node in walk(parse(text).root_node):
        receiver = node.child_by_field_name("object") if node.type == "method_invocation" else None
        if receiver is None or receiver.type != "identifier" or not node_text(receiver)[:1].isupper():
            continue
        name = names.type(node_text(receiver))
        if name and name != names.declaration.qualified_name and _is_repository(name, names.types.find(name)):
            yield f"{name}.{node_text(node.child_by_field_name('name'))}"


def _is_repository(name: str, symbol: Symbol | None) -> bool:
    return (symbol is not None and symbol.role == "messages") or name.endswith(_MESSAGES)


def _helpers(text: str) -> Iterable[str]:
    """Inherited methods that the code calls: without a receiver, and not declared in the file."""
    root = parse(text).root_node
    own = {node_text(method.child_by_field_name("name")) for method in methods(root)}
    for node in walk(root):
        if (node.type == "method_invocation" and root_of(node).id == node.id) or _is_own_call(node):
            name = node_text(node.child_by_field_name("name"))
            if name not in own:
                yield name


def _is_own_call(node: Node) -> bool:
    """``super.close()``, ``this.close()``."""
    receiver = node.child_by_field_name("object") if node.type == "method_invocation" else None
    return receiver is not None and receiver.type in ("super", "this")
