"""What the site's own sources add to the types of the JARs: their types, those generated for them, parameter names."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from knowledge.front_end import ParameterNames
from knowledge.pack import Tables, Types
from knowledge.packs.ormb.artefacts import generate
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.java_source import node_text, parse, public_methods
from knowledge.packs.ormb.java_symbols import declared_types
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, Source, SourceFile, Symbol
from knowledge.typetext import erased


def source_symbols(file: SourceFile, types: Types, tables: Tables) -> tuple[Symbol, ...]:
    """The types that a file declares, then those that the framework generates from its annotation.

    A generated type that the site keeps as a source of its own is left to that source.
    """
    generated = generate([file], types, tables).files
    if there := {name for name in _names(generated) if _is_source(name, types)}:
        generated = generate([file], types, tables, there).files
    around = frozenset(_names((file, *generated)))
    own = _symbols(file, types, around, Source("source", file.path))
    made = (_symbols(each, types, around, Source("generated", file.path)) for each in generated)
    return (*own, *(symbol for symbols in made for symbol in symbols))


def parameter_names(file: SourceFile, types: Types) -> tuple[ParameterNames, ...]:
    """How a class names the parameters of the methods that it implements, for each type that declares them."""
    declaration = read_declaration(file.text)
    if declaration is None:
        return ()
    names = TypeNames(declaration, types)
    direct = [name for written in declaration.interfaces if (name := names.type(written.partition("<")[0]))]
    above = dict.fromkeys(name for parent in direct for name in (parent, *types.supertypes(parent)))
    declared = {name: _nameless(symbol) for name in above if (symbol := types.find(name)) is not None}
    found = []
    for method in public_methods(file.text, declaration.name):
        key = (method.name, tuple(_simple(type_text) for type_text, _ in method.parameters))
        spelled = tuple(name for _, name in method.parameters)
        found += [ParameterNames(name, *key, spelled) for name, keys in declared.items() if key in keys]
    return tuple(found)


def syntax_errors(file: SourceFile) -> tuple[Diagnostic, ...]:
    """The first place where the file is no Java; nothing when it parses."""
    root = parse(file.text).root_node
    if not root.has_error:
        return ()
    node = next(_broken(root), root)
    line, near = node.start_point.row + 1, node_text(node).strip().partition("\n")[0][:40]
    what = f"{node.type} is missing" if node.is_missing else f"cannot be parsed near {near!r}"
    message = f"{what}; what stands there is not indexed"
    return (Diagnostic("source.syntax", "warning", message, file.path, line, node.start_point.column + 1),)


def _names(files: Iterable[SourceFile]) -> Iterator[str]:
    return (declaration.qualified_name for each in files if (declaration := read_declaration(each.text)))


def _is_source(name: str, types: Types) -> bool:
    symbol = types.find(name)
    return symbol is not None and symbol.source.kind == "source"


def _symbols(file: SourceFile, types: Types, around: frozenset[str], source: Source) -> tuple[Symbol, ...]:
    declaration = read_declaration(file.text)
    return declared_types(file.text, TypeNames(declaration, types, around), source) if declaration else ()


def _nameless(symbol: Symbol) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Methods of a class file that have parameters without names."""
    return frozenset(
        (member.name, tuple(_simple(parameter.type) for parameter in member.parameters))
        for member in symbol.members
        if member.kind == "method" and any(not parameter.name for parameter in member.parameters)
    )


def _simple(type_text: str) -> str:
    """``java.util.List<a.B>`` -> ``List``, ``String...`` -> ``String[]``."""
    return erased(type_text.replace("...", "[]").replace(" ", "")).rpartition(".")[2]


def _broken(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.is_error or child.is_missing:
            yield child
        elif child.has_error:
            yield from _broken(child)
