"""Names of a file against the index when no compiler ran: imports, types, and methods of receivers of known type.

Local reasoning only: a receiver whose type is not certain is not judged, and the result says that it was not.
"""

from collections.abc import Iterator

from tree_sitter import Node

from knowledge.front_end import Checked
from knowledge.pack import Types
from knowledge.packs.ormb.declaration import Declaration, read_declaration
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.reach import methods
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, SourceFile

PLATFORM = ("java.", "javax.", "org.w3c.", "org.xml.")


def ground(file: SourceFile, types: Types) -> Checked:
    """Unknown imports, types and methods as errors; syntax errors too."""
    declaration = read_declaration(file.text)
    if declaration is None:
        message = "the file declares no type"
        return Checked((Diagnostic("ground.syntax", "error", message, file.path, 1, 1),))
    root = parse(file.text).root_node
    names = TypeNames(declaration, types)
    found = [
        *_syntax(file, root),
        *_imports(file, declaration, root, types),
        *_calls(file, names, root, types),
    ]
    return Checked(tuple(found), ("ground: calls on receivers whose type needs a compiler were not checked",))


def _syntax(file: SourceFile, root: Node) -> Iterator[Diagnostic]:
    for node in _walk(root):
        if node.is_error or node.is_missing:
            what = f"{node.type!r} is missing" if node.is_missing else "this does not parse"
            yield _at(file, node, "ground.syntax", f"syntax: {what}")
            return


def _imports(file: SourceFile, declaration: Declaration, root: Node, types: Types) -> Iterator[Diagnostic]:
    for node in root.named_children:
        if node.type != "import_declaration" or "static" in node_text(node).split():
            continue
        name = node_text(node).removeprefix("import").rstrip(";").strip()
        known = name.endswith("*") or name.startswith(PLATFORM) or types.find(name)
        if not known and not name.startswith(f"{declaration.package}."):
            candidates = types.named(name.rpartition(".")[2])[:3]
            hint = f"; there is {', '.join(candidates)}" if candidates else ""
            message = f"the index has no type {name}{hint}"
            yield _at(file, node, "ground.unknown-type", message, symbol=name, candidates=tuple(candidates))


def _calls(file: SourceFile, names: TypeNames, root: Node, types: Types) -> Iterator[Diagnostic]:
    """``variable.method()`` where the variable has one declared type in the whole file."""
    variables = _variables(names, root)
    for node in _walk(root):
        if node.type != "method_invocation":
            continue
        receiver, name = node.child_by_field_name("object"), node.child_by_field_name("name")
        owner = variables.get(node_text(receiver)) if receiver and receiver.type == "identifier" else None
        if not owner or name is None or types.find(owner) is None:
            continue
        known = {member.name for member in methods(types, owner)} | _OBJECT
        if node_text(name) not in known:
            message = f"{owner} has no method {node_text(name)}"
            yield _at(file, name, "ground.unknown-member", message, symbol=node_text(name), receiver=owner)


_OBJECT = {"equals", "hashCode", "toString", "getClass", "notify", "notifyAll", "wait", "compareTo", "name", "ordinal"}


def _variables(names: TypeNames, root: Node) -> dict[str, str]:
    declared: dict[str, set[str]] = {}
    for node in _walk(root):
        if node.type in ("local_variable_declaration", "field_declaration"):
            kind = node_text(node.child_by_field_name("type"))
            for child in node.children_by_field_name("declarator"):
                declared.setdefault(node_text(child.child_by_field_name("name")), set()).add(kind)
        elif node.type in ("formal_parameter", "enhanced_for_statement"):
            kind = node_text(node.child_by_field_name("type"))
            declared.setdefault(node_text(node.child_by_field_name("name")), set()).add(kind)
        elif node.type in ("lambda_expression", "inferred_parameters", "catch_formal_parameter"):
            for child in node.named_children:
                declared.setdefault(node_text(child), set()).update(("?", "??"))
    found = {}
    for variable, kinds in declared.items():
        kind = next(iter(kinds)).partition("<")[0]
        name = names.type(kind) if len(kinds) == 1 and not kind.endswith("]") else None
        if name:
            found[variable] = name
    return found


def _walk(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def _at(
    file: SourceFile,
    node: Node,
    code: str,
    message: str,
    symbol: str = "",
    receiver: str = "",
    candidates: tuple[str, ...] = (),
) -> Diagnostic:
    line, column = node.start_point
    return Diagnostic(code, "error", message, file.path, line + 1, column + 1, symbol, receiver, candidates)
