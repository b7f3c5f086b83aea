"""What the types of one file are to code inside it: its own ones with their private members, and all others by name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from tree_sitter import Node

from knowledge.pack import Tables
from knowledge.packs.ormb.declaration import Declaration, read_declaration
from knowledge.packs.ormb.java_source import node_text, parse
from knowledge.packs.ormb.java_symbols import KINDS
from knowledge.packs.ormb.source_symbols import source_symbols
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Member, SourceFile, Symbol
from knowledge.symbols import FoundMember, SymbolTable
from knowledge.typetext import PRIMITIVES, erased, plain, variables

UNKNOWN = "$"
"""Stands for a type argument that the text does not say. No type has this name, so nothing is known about it."""
_OF_OBJECT = frozenset("equals hashCode toString getClass notify notifyAll wait clone finalize".split())
_RECORD = re.compile(r"\brecord\s+\w+\s*[(<]")
_DECLARES = ("field_declaration", "method_declaration", "constructor_declaration", *KINDS)
_STATIC_IMPORT = re.compile(r"\bimport\s+static\s+([\w.$]+(?:\.\*)?)\s*;")


class TypeIndex:
    """The names of all types that there are, sorted once for all files."""

    def __init__(self, names: Collection[str]) -> None:
        self.simple = frozenset(name.rpartition(".")[2] for name in names)
        self.small = tuple(name for name in names if name.rpartition(".")[2][:1].islower())
        """Those that are written like variables; a platform has some, none of them for all to use."""
        self.roots = frozenset(name.partition(".")[0] for name in names if "." in name)
        self._nested: dict[str, list[str]] = {}
        self._packages: set[str] = set()
        for name in names:
            outer, _, simple = name.rpartition(".")
            if self.is_nested(name):
                self._nested.setdefault(outer, []).append(simple)
            else:
                self._packages.add(outer)

    @staticmethod
    def is_nested(name: str) -> bool:
        """Whether the type stands inside another, as the names say it."""
        return name.rpartition(".")[0].rpartition(".")[2][:1].isupper()

    def holds(self, place: str) -> bool:
        """Whether types of this package, or inside this type, are known."""
        return place in self._packages or place in self._nested

    def nested(self, name: str) -> Sequence[str]:
        """Simple names of the types inside a type."""
        return self._nested.get(name, ())


class FileTypes:
    """Types as one file sees them. ``table`` knows the file's own types first, ``shared`` all others."""

    def __init__(self, text: str, shared: SymbolTable, tables: Tables, index: TypeIndex, whole: bool) -> None:
        self.shared = shared
        self.index = index
        self.whole = whole
        opened = _opened(text)
        self._declaration = read_declaration(opened) or _nothing(opened)
        self.own = self._own(opened, tables)
        self.table = SymbolTable(_Overlay(self.own, shared)) if self.own else shared
        self._names = TypeNames(self._declaration, shared, frozenset(self.own))
        self._functional: dict[str, bool] = {}
        self._resolved: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str | None] = {}
        self.static_imports = tuple(_STATIC_IMPORT.findall(text[: self._declaration.body]))

    @property
    def package(self) -> str:
        return self._declaration.package

    @cached_property
    def imported(self) -> frozenset[str]:
        """Simple names of the types that the file imports one by one."""
        return frozenset(name.rpartition(".")[2] for name in self._declaration.imports) - {"*"}

    @cached_property
    def knows_all_types(self) -> bool:
        """Whether each type that the file may name without its package is known, or imported by its name."""
        wildcards = [name[:-2] for name in self._declaration.imports if name.endswith(".*")]
        return all(map(self.index.holds, wildcards)) and all(map(self.is_complete, self.own))

    def qualify(self, simple: str) -> str:
        return self._declaration.qualify(simple)

    def is_own(self, type_text: str) -> bool:
        """Whether the file declares the type, also where the text is too unfinished to say what it has."""
        name, main = plain(type_text), self._declaration.qualified_name
        return name in self.own or name == main or name.startswith(f"{main}.")

    def is_shared(self, type_text: str) -> bool:
        """Whether the type means the same in all files: no type of this one, no type variable, no wildcard."""
        return not self.is_own(type_text) and self.shared.find(type_text) is not None

    def table_of(self, type_text: str) -> SymbolTable:
        """Who knows this type: the shared table keeps what it worked out for the next file."""
        return self.shared if self.is_shared(type_text) else self.table

    def resolve(self, written: str, around: tuple[str, ...] = (), scope: tuple[str, ...] = ()) -> str | None:
        """The type with qualified names; None when one of them is not certain.

        ``around``: qualified names of the classes around, the innermost first. ``scope``: type variables there.
        """
        key = (written, around, scope)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(written, around, variables(scope))
        return self._resolved[key]

    def scope(self, parameters: tuple[str, ...], around: tuple[str, ...]) -> tuple[str, ...]:
        """Type parameters as written, with qualified bounds."""
        return tuple(self.resolve(text, around, parameters) or f"{text.split()[0]} extends $" for text in parameters)

    def members(self, type_text: str, scope: tuple[str, ...] = ()) -> tuple[FoundMember, ...]:
        return self.table_of(type_text).members(type_text, scope)

    def is_complete(self, type_text: str) -> bool:
        """Whether all members of a class or interface are known."""
        name = plain(type_text)
        if name not in self.own and self.is_own(name):
            return False
        table = self.table_of(type_text)
        return table.find(name) is not None and not table.unknown_supertypes(name)

    def is_functional(self, type_text: str) -> bool:
        """Whether a lambda may stand for the type: an interface with one method to write, or a type that is unknown."""
        name = plain(type_text)
        if name not in self._functional:
            self._functional[name] = name not in PRIMITIVES and self._may_be_function(name)
        return self._functional[name]

    def _may_be_function(self, name: str) -> bool:
        symbol = self.table_of(name).find(name)
        if symbol is None:
            return "." in name  # a type variable takes what is there already
        if symbol.kind != "interface":
            return False
        bodiless = (each.member for each in self.members(name) if each.member.kind == "method")
        return len({each.name for each in bodiless if not {"static", "default"} & set(each.modifiers)} - _OF_OBJECT) < 2

    def nested_type(self, outer: str, simple: str) -> str | None:
        """A type inside a type or inherited by it."""
        table = self.table_of(outer)
        for above in (erased(outer), *table.supertypes(outer)):
            if self.table.find(f"{above}.{simple}") is not None:
                return f"{above}.{simple}"
        return None

    def nested_names(self, outer: str) -> set[str]:
        lineage = (erased(outer), *self.table_of(outer).supertypes(outer))
        own = {name.rpartition(".")[2] for name in self.own if name.rpartition(".")[0] in lineage}
        return own.union(*(self.index.nested(name) for name in lineage))

    def _resolve(self, written: str, around: tuple[str, ...], names: tuple[str, ...]) -> str | None:
        missing: list[str] = []

        def qualified(match: re.Match[str]) -> str:
            word = match.group()
            if word in PRIMITIVES or word in ("extends", "super", UNKNOWN) or word in names:
                return word
            found = self._type(word, around)
            if found is None:
                missing.append(word)
            return found or word

        text = _NAME.sub(qualified, written)
        if missing:
            return None
        return self._with_arguments(text.removesuffix("<>")) if text.endswith("<>") else text

    def _type(self, word: str, around: tuple[str, ...]) -> str | None:
        first, dot, rest = word.partition(".")
        for outer in around:
            if outer.rpartition(".")[2] == first:
                return outer + dot + rest
            if (found := self.nested_type(outer, first)) is not None:
                return found + dot + rest
        return self._names.type(word)

    def _with_arguments(self, name: str) -> str:
        """``new HashMap<>()``: arguments that the text does not say."""
        symbol = self.table.find(name)
        count = len(symbol.type_parameters) if symbol else 0
        return f"{name}<{', '.join([UNKNOWN] * count)}>" if count else name

    def _own(self, text: str, tables: Tables) -> dict[str, Symbol]:
        """The types that the file declares and those generated for it, with all their members."""
        if _RECORD.search(text):
            return {}
        path = f"{self._declaration.qualified_name.replace('.', '/')}.java"
        symbols = source_symbols(SourceFile(path, text), self.shared, tables)
        return {symbol.name: _with_enum_methods(symbol) for symbol in symbols}


_NAME = re.compile(r"(?<![\w.$])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


class _Overlay:
    def __init__(self, own: Mapping[str, Symbol], below: SymbolTable) -> None:
        self._own = own
        self._below = below

    def get(self, name: str) -> Symbol | None:
        return self._own.get(name) or self._below.find(name)

    def named(self, simple_name: str) -> Sequence[str]:
        return self._below.named(simple_name)


def _with_enum_methods(symbol: Symbol) -> Symbol:
    """What the compiler adds to an enum that a source declares."""
    if symbol.kind != "enum":
        return symbol
    modifiers = ("public", "static")
    values = Member("values", "method", f"{symbol.name}[]", modifiers=modifiers)
    value_of = Member("valueOf", "method", symbol.name, modifiers=modifiers)
    changed = (*symbol.members, values, value_of)
    return Symbol(
        symbol.name, symbol.kind, symbol.source, symbol.role, symbol.modifiers, symbol.type_parameters,
        symbol.superclass, symbol.interfaces, changed, symbol.annotations,
    )  # fmt: skip


def _nothing(text: str) -> Declaration:
    """A file that declares no type yet."""
    found = read_declaration(f"{text}\nclass $ {{}}") or read_declaration("class $ {}")
    assert found is not None
    return found


def _opened(text: str) -> str:
    """The file with every member public, as it is to code of its own."""
    encoded = text.encode("utf-8", "replace")
    pieces: list[bytes] = []
    done = 0
    for start, end in _closed(parse(text).root_node):
        pieces += [encoded[done:start], b"public "]
        done = end
    return b"".join([*pieces, encoded[done:]]).decode("utf-8", "replace")


def _closed(node: Node) -> Iterator[tuple[int, int]]:
    """Where ``public`` must be put: spans of ``private`` and ``protected``, and empty ones for no word at all."""
    for child in node.named_children:
        if child.type in _DECLARES and node.type != "program":
            modifiers = next((each for each in child.children if each.type == "modifiers"), None)
            words = {node_text(each): each for each in modifiers.children} if modifiers else {}
            hidden = words.get("private") or words.get("protected")
            if hidden is not None:
                yield hidden.start_byte, hidden.end_byte
            elif "public" not in words:
                plain = next((each for text, each in words.items() if not text.startswith("@")), None)
                start = plain or next(each for each in child.children if each.type != "modifiers")
                yield start.start_byte, start.start_byte
        if child.type in (*KINDS, "class_body", "enum_body", "interface_body", "enum_body_declarations"):
            yield from _closed(child)
