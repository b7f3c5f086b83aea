"""The types that a Java source declares, as symbols: what a class file would say of them."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from tree_sitter import Node

from knowledge.packs.ormb.declaration import without_comments
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Member, Parameter, Source, Symbol, SymbolKind

KINDS: dict[str, SymbolKind] = {
    "class_declaration": "class",
    "record_declaration": "class",
    "interface_declaration": "interface",
    "enum_declaration": "enum",
    "annotation_type_declaration": "annotation",
}
_LITERAL = re.compile(r'-?[\d.][\w.]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|true|false')
_NAME = re.compile(r"(?<![\w.$])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


def declared_types(text: str, names: TypeNames, source: Source) -> tuple[Symbol, ...]:
    """All named types of a file, nested ones too; private ones and private members are left out."""
    package = names.declaration.package
    roots = (node for node in parse(text).root_node.named_children if node.type in KINDS)
    return tuple(symbol for node in roots for symbol in _types(node, package, _Scope(names), source))


class _Scope:
    """Names as the file writes them to qualified types; type variables stay."""

    def __init__(self, names: TypeNames) -> None:
        self._names = names
        self._variables: frozenset[str] = frozenset()
        self._nested: dict[str, str] = {}
        """Types declared in the types around, by simple name."""
        self._above: tuple[str, ...] = ()
        """Superclasses of the types around: what is nested in them goes by its simple name too."""

    def within(self, node: Node) -> "_Scope":
        """Inside a declaration: its type variables hide types."""
        inner = copy(self)
        inner._variables = self._variables | _variables(node)
        return inner

    def inside(self, name: str, node: Node, superclass: str | None) -> "_Scope":
        """Inside the body of a type."""
        inner = copy(self)
        nested = (node_text(child.child_by_field_name("name")) for child in _body(node) if child.type in KINDS)
        inner._nested = self._nested | {simple: f"{name}.{simple}" for simple in nested}
        inner._above = (*self._above, *((superclass,) if superclass else ()))
        return inner

    def type(self, node: Node | None, brackets: str = "") -> str:
        return self.text(node_text(node)) + brackets

    def text(self, written: str) -> str:
        """The type with each name qualified as far as that is certain."""
        clean = re.sub(r"@[\w.]+(?:\([^)]*\))?\s*", "", without_comments(written))
        clean = re.sub(r"\s*([<>,.\[\]&])\s*", r"\1", re.sub(r"\s+", " ", clean)).strip()
        clean = clean.replace(",", ", ").replace("&", " & ")
        return _NAME.sub(lambda match: self._name(match.group()), clean)

    def _name(self, word: str) -> str:
        if word in self._variables or word in ("extends", "super") or word in _PRIMITIVES:
            return word
        first, dot, rest = word.partition(".")
        if first in self._nested:
            return self._nested[first] + dot + rest
        inherited = next((name for above in self._above if self._names.known(name := f"{above}.{word}")), None)
        if inherited:
            return inherited
        imported = next((name for name in self._names.declaration.imports if name.endswith(f".{first}")), None)
        return self._names.type(word) or (imported + dot + rest if imported else word)


_PRIMITIVES = frozenset(("boolean", "byte", "short", "int", "long", "float", "double", "char", "void"))


def _types(node: Node, owner: str, scope: _Scope, source: Source) -> Iterator[Symbol]:
    modifiers = _modifiers(node)
    if "private" in modifiers or node.child_by_field_name("name") is None:
        return
    kind = KINDS[node.type]
    own = scope.within(node)
    simple = node_text(node.child_by_field_name("name"))
    name = f"{owner}.{simple}" if owner else simple
    place = Source(source.kind, source.path, f"line {node.start_point.row + 1}")
    parents = _listed(node, "interfaces", "extends_interfaces", "super_interfaces")
    extends = node.child_by_field_name("superclass")
    superclass = own.type(extends.named_children[-1]) if extends else _implied(kind)
    yield Symbol(
        name,
        kind,
        place,
        modifiers=modifiers,
        type_parameters=_type_parameters(node, own),
        superclass=superclass,
        interfaces=tuple(own.type(parent) for parent in parents),
        members=tuple(_members(node, kind, name, own.inside(name, node, superclass))),
    )
    for child in _body(node):
        if child.type in KINDS:
            yield from _types(child, name, own.inside(name, node, superclass), source)


def _implied(kind: SymbolKind) -> str | None:
    return {"class": "java.lang.Object", "enum": "java.lang.Enum"}.get(kind)


def _listed(node: Node, *kinds: str) -> list[Node]:
    found = (child for child in node.children if child.type in kinds)
    return [parent for child in found for types in child.named_children for parent in types.named_children]


def _body(node: Node) -> list[Node]:
    body = node.child_by_field_name("body")
    found: list[Node] = []
    for child in body.named_children if body else ():
        found += child.named_children if child.type == "enum_body_declarations" else [child]
    return found


def _members(node: Node, kind: SymbolKind, name: str, scope: _Scope) -> Iterator[Member]:
    constructors = 0
    for child in _body(node):
        modifiers = _member_modifiers(child, kind)
        if child.type == "constructor_declaration":
            constructors += 1
        if child.type == "enum_constant":
            constant = node_text(child.child_by_field_name("name"))
            yield Member(constant, "field", name, modifiers=("public", "static", "final"))
        elif not {"public", "protected"}.intersection(modifiers):
            continue
        elif child.type in ("field_declaration", "constant_declaration"):
            yield from _fields(child, modifiers, scope)
        elif child.type in ("method_declaration", "annotation_type_element_declaration"):
            yield _method(child, modifiers, scope.within(child))
        elif child.type == "constructor_declaration":
            yield replace(
                _method(child, modifiers, scope.within(child)), name="<init>", kind="constructor", type="void"
            )
    if kind == "class" and not constructors:
        access = tuple(word for word in _modifiers(node) if word in ("public", "protected"))
        if access:
            yield Member("<init>", "constructor", "void", modifiers=access)


def _method(node: Node, modifiers: tuple[str, ...], scope: _Scope) -> Member:
    brackets = node_text(node.child_by_field_name("dimensions"))
    throws = next((child for child in node.children if child.type == "throws"), None)
    parameters, varargs = _parameters(node.child_by_field_name("parameters"), scope)
    return Member(
        node_text(node.child_by_field_name("name")),
        "method",
        scope.type(node.child_by_field_name("type"), brackets),
        parameters,
        _type_parameters(node, scope),
        tuple(scope.type(child) for child in throws.named_children) if throws else (),
        (*modifiers, "varargs") if varargs else modifiers,
    )


def _parameters(node: Node | None, scope: _Scope) -> tuple[tuple[Parameter, ...], bool]:
    found: list[Parameter] = []
    varargs = False
    for child in node.named_children if node else ():
        if child.type == "formal_parameter":
            brackets = node_text(child.child_by_field_name("dimensions"))
            type_text = scope.type(child.child_by_field_name("type"), brackets)
            found.append(Parameter(type_text, node_text(child.child_by_field_name("name"))))
        elif child.type == "spread_parameter":
            kinds = [c for c in child.named_children if c.type not in ("modifiers", "variable_declarator")]
            declarator = next((c for c in child.named_children if c.type == "variable_declarator"), None)
            name = declarator.child_by_field_name("name") if declarator else None
            found.append(Parameter(scope.type(kinds[0] if kinds else None, "[]"), node_text(name)))
            varargs = True
    return tuple(found), varargs


def _fields(node: Node, modifiers: tuple[str, ...], scope: _Scope) -> Iterator[Member]:
    type_node = node.child_by_field_name("type")
    for child in node.named_children:
        if child.type == "variable_declarator":
            brackets = node_text(child.child_by_field_name("dimensions"))
            value = node_text(child.child_by_field_name("value"))
            fixed = {"static", "final"} <= set(modifiers) and _LITERAL.fullmatch(value)
            yield Member(
                node_text(child.child_by_field_name("name")),
                "field",
                scope.type(type_node, brackets),
                modifiers=modifiers,
                constant=value if fixed else None,
            )


def _modifiers(node: Node) -> tuple[str, ...]:
    found = next((child for child in node.children if child.type == "modifiers"), None)
    words = [node_text(child) for child in found.children if not child.is_named] if found else []
    return tuple(word for word in words if word.isalpha())


def _member_modifiers(node: Node, kind: SymbolKind) -> tuple[str, ...]:
    """With what an interface implies: everything in it is public, its fields are constants."""
    written = _modifiers(node)
    if kind not in ("interface", "annotation") or "private" in written:
        return written
    implied = ["public"]
    if node.type in ("field_declaration", "constant_declaration"):
        implied += ["static", "final"]
    elif not {"default", "static"}.intersection(written):
        implied.append("abstract")
    return tuple(dict.fromkeys((*implied, *written)))


def _type_parameters(node: Node, scope: _Scope) -> tuple[str, ...]:
    found = node.child_by_field_name("type_parameters") or next(
        (child for child in node.children if child.type == "type_parameters"), None
    )
    return tuple(scope.type(child) for child in found.named_children) if found else ()


def _variables(node: Node) -> frozenset[str]:
    found = node.child_by_field_name("type_parameters") or next(
        (child for child in node.children if child.type == "type_parameters"), None
    )
    return frozenset(node_text(child).split()[0] for child in found.named_children) if found else frozenset()
