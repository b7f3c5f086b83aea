"""The names that may stand at a place of a known kind, each set made once: members of a type, types, getters."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Literal

from knowledge.completion import CALLS, SMALL, Choice, End
from knowledge.packs.ormb.cursor_file import FileTypes, TypeIndex
from knowledge.packs.ormb.cursor_scopes import Frame
from knowledge.packs.ormb.cursor_types import Expressions, Value
from knowledge.records import Member, Symbol
from knowledge.symbols import FoundMember, SymbolTable
from knowledge.typetext import PRIMITIVES, bounds, element, erased, variables

Kind = Literal["value", "group", "statement"]
"""What begins at a place; ``group``: behind a bracket that is no method's, where a cast may be."""
LITERALS = ("null", "true", "false")
_VALUES: dict[str, End] = {
    **dict.fromkeys(LITERALS, "literal"),
    "this": "word",
    "super": "dot",
    "new": "space",
}
_STATEMENTS: dict[str, End] = {
    **dict.fromkeys(("if", "for", "while", "switch", "catch", "synchronized"), "call"),
    **dict.fromkeys(("try", "finally"), "block"),
    **dict.fromkeys(("final", "abstract", "static", "strictfp", "class", "interface", "enum", "new"), "space"),
    **dict.fromkeys(("else", "do", "case", "default", "break", "continue", "return", "yield", "throw"), "word"),
    **dict.fromkeys(("assert", "this", "super", "var", "record"), "word"),
}
_VOID = "void"
_KEPT = 500
"""Choices of files that are kept for their next text: a sample, a repair."""
_OF_TYPES: dict[str, End] = {"class": "word", "this": "word", "super": "word"}
_GENERIC: dict[str, End] = {"<": "open"}
"""``receiver.<String>method()`` is written with the type arguments first."""


class SharedChoices:
    """Choices that are the same in all files of a package, kept for as long as the index is."""

    def __init__(self, shared: SymbolTable, index: TypeIndex) -> None:
        self._shared = shared
        self._members: dict[tuple[str, str, str, bool], Choice | None] = {}
        shown = {name for name in index.small if not _is_of_platform_alone(shared.find(name))}
        hidden = {_simple(name) for name in index.small} - {_simple(name) for name in shown}
        names = [*(index.simple - hidden), *index.roots, *(PRIMITIVES - {"void"})]
        self.types = Choice(dict.fromkeys(names, "word"), "a type")
        outer: dict[str, End] = {_simple(name): "word" for name in shown if not index.is_nested(name)}
        self._anywhere: dict[str, End] = outer | dict.fromkeys(index.roots, "dot")
        self._capitals: dict[str, End] = {name: "word" for name in index.simple if not name[:1].islower()}
        self._bases: dict[tuple[Kind, bool], Choice] = {}
        self._equal: OrderedDict[object, Choice] = OrderedDict()
        self._lock = Lock()

    def same(self, choice: Choice) -> Choice:
        """The choice that an earlier text of the same file had: what was worked out for it serves again."""
        key = (choice.about, choice.base, frozenset(choice.names.items()))
        with self._lock:
            found = self._equal.setdefault(key, choice)
            self._equal.move_to_end(key)
            if len(self._equal) > _KEPT:
                self._equal.popitem(last=False)
        return found

    def base(self, kind: Kind, types: bool) -> Choice:
        """Words without receiver that may stand in every file: keywords, packages and, with ``types``, all types."""
        if (kind, types) not in self._bases:
            primitives: dict[str, End] = dict.fromkeys(PRIMITIVES - {"void"}, "word") if kind != "value" else {}
            own = _STATEMENTS if kind == "statement" else _VALUES
            names = self._anywhere | primitives | own | (self._capitals if types else {})
            self._bases[kind, types] = Choice(names, "a word that may stand in every file")
        return self._bases[kind, types]

    def members(self, value: Value, file: FileTypes, references: bool) -> Choice | None:
        """Members of a type that is not the file's own."""
        key = (erased(value.type), value.how, file.package, references)
        if key not in self._members:
            self._members[key] = member_choice(value, file, (), references)
        return self._members[key]


class FileChoices:
    """Choices at the places of one file."""

    def __init__(self, file: FileTypes, shared: SharedChoices, expressions: Expressions) -> None:
        self._file = file
        self._shared = shared
        self._expressions = expressions
        self._receivers: dict[object, Choice | None] = {}
        self._types: Choice | None = None
        self._getters: dict[object, Choice | None] = {}
        self._visible: dict[object, dict[str, tuple[End, bool]] | None] = {}
        self._bare: dict[object, Choice] = {}

    def members(self, value: Value, references: bool = False) -> Choice | None:
        """What may follow ``value.``, or ``value::`` when they are references."""
        scope = self._expressions.type_scope()
        key = (value, scope, references)
        if key not in self._receivers:
            same = value.how == "value" and value.type not in variables(scope) and self._file.is_shared(value.type)
            self._receivers[key] = (
                self._shared.members(value, self._file, references)
                if same
                else member_choice(value, self._file, scope, references)
            )
        return self._receivers[key]

    def types(self, frames: Sequence[Frame]) -> Choice | None:
        """What may follow ``new``: the types of the index and those of the file; None when there may be others."""
        if not self._file.knows_all_types:
            return None
        own = {*map(_simple, self._file.own), *self._file.imported}
        local = set().union(*(frame.local_types for frame in frames)) | own
        missing = local.difference(self._shared.types.names)
        if not missing:
            return self._shared.types
        if self._types is None or not missing <= self._types.names.keys():
            more: dict[str, End] = dict.fromkeys(missing, "word")
            self._types = Choice({**self._shared.types.names, **more}, self._shared.types.why)
        return self._types

    def getters(self, frames: Sequence[Frame]) -> Choice | None:
        """Words that begin with ``get`` and have no receiver: those of this class, inherited ones, variables."""
        members = self._members(frames)
        if members is None:
            return None
        variables_ = frozenset(name for frame in frames for name in frame.names if name.startswith("get"))
        key = (id(members), variables_)
        if key not in self._getters:
            found = {name: end for name, (end, _) in members.items() if name.startswith("get")}
            names: dict[str, End] = {**dict.fromkeys(variables_, "word"), **found}
            chosen = Choice(names, "a getter of this class", required=False, about="get") if names else None
            self._getters[key] = self._shared.same(chosen) if chosen else None
        return self._getters[key]

    def bare(self, kind: Kind, frames: Sequence[Frame]) -> Choice | None:
        """Words that have no receiver: variables, fields and methods in scope, keywords, packages, types.

        All words, where all types are known that the file may name; otherwise those with a small first letter.
        """
        members = self._members(frames)
        if members is None:
            return None
        scope = self._expressions.type_scope()
        types = frozenset(variables(scope)).union(*(frame.local_types for frame in frames))
        variables_ = frozenset(name for frame in frames for name in frame.names)
        key = (id(members), variables_, types, kind)
        if key not in self._bare:
            found = members.items()
            names = {name: end for name, (end, is_value) in found if is_value or kind == "statement"}
            names |= dict.fromkeys(self._own_types() | types | variables_, "word")
            self._bare[key] = self._shared.same(self._scoped(names, kind))
        return self._bare[key]

    def _scoped(self, names: dict[str, End], kind: Kind) -> Choice:
        all_words = self._file.knows_all_types
        if not all_words:
            names = {name: end for name, end in names.items() if name[:1].islower()}
        base = self._shared.base(kind, types=all_words)
        return Choice(names, "a name in scope", required=False, about="" if all_words else SMALL, base=base)

    def _own_types(self) -> frozenset[str]:
        """Types that this file declares, imports or inherits: others with a small first letter are not named so."""
        nested = (self._file.nested_names(each) for each in self._expressions.named_classes())
        return self._file.imported.union(map(_simple, self._file.own), *nested)

    def _members(self, frames: Sequence[Frame]) -> dict[str, tuple[End, bool]] | None:
        """Names of fields and methods of the classes around, and whether they give a value; None when not all known."""
        if not self._file.whole or self._file.static_imports:
            return None
        classes = self._expressions.classes()
        written = tuple((frame.supertype, *frame.methods) for frame in frames if frame.kind == "class")
        key = (classes, written)
        if key not in self._visible:
            self._visible[key] = self._make_members(frames, classes)
        return self._visible[key]

    def _make_members(self, frames: Sequence[Frame], classes: Sequence[str]) -> dict[str, tuple[End, bool]] | None:
        names: dict[str, tuple[End, bool]] = {}
        around = iter(classes)
        for frame in reversed(frames):
            if frame.kind != "class":
                continue
            own = next(around, "")
            if not own:  # it may declare more further down
                return None
            if not self._file.is_complete(own) or _has_hidden_members(own, self._file):
                return None
            known = self._file.members(own)
            values = {each.member.name for each in known if each.member.type != _VOID}
            values |= {name for name, types in frame.methods.items() if set(types) != {_VOID}}
            found = _ends(known) | dict.fromkeys(frame.methods, "call")
            for name, end in found.items():
                inner, is_value = names.get(name, (end, False))
                names[name] = _either(inner, end), is_value or name in values
        return names


def member_choice(value: Value, file: FileTypes, scope: tuple[str, ...], references: bool) -> Choice | None:
    """The members that code of this file may name; None when they are not all known."""
    bare, dimensions = element(value.type)
    is_own = file.is_own(value.type)
    if (bare in PRIMITIVES and not dimensions) or (is_own and not file.whole):
        return None
    for name in _erasures(value.type, scope) if not dimensions else ():
        may_grow = file.is_own(name) and not file.whole
        if may_grow or not file.is_complete(name) or _has_hidden_members(name, file):
            return None
    found = [each for each in file.members(value.type, scope) if is_own or _is_open(each, value, file)]
    if value.how == "type" and not references:
        found = [each for each in found if "static" in each.member.modifiers]
    names = _ends(each for each in found if not references or each.member.kind == "method")
    if references:
        names = dict.fromkeys((*names, "new"), "word")
    elif value.how == "type":
        names |= dict.fromkeys(file.nested_names(value.type), "word")
        names |= _OF_TYPES
    if not references:
        names |= _GENERIC
    return Choice(names, f"member of {erased(value.type)}") if len(names) > 1 else None


def _erasures(type_text: str, scope: tuple[str, ...]) -> Iterable[str]:
    """What a value of this type surely is: the type, or the bounds of a type variable."""
    bound = next((text for text in scope if text.split()[0] == type_text), None)
    if bound is None:
        return (erased(type_text),) if " " not in type_text.partition("<")[0] else map(erased, bounds(type_text))
    rest = tuple(text for text in scope if text != bound)
    return [name for text in bounds(bound) for name in _erasures(text, rest)]


def _has_hidden_members(name: str, file: FileTypes) -> bool:
    """Whether a type of the same package may have members for the package alone, which no index holds."""
    table = file.table_of(name)
    for each in (name, *table.supertypes(name)):
        symbol = None if each in file.own else table.find(each)
        can_hide = symbol is not None and symbol.kind in ("class", "enum")  # all members of an interface are public
        if symbol and can_hide and symbol.package == file.package and _is_hand_written(symbol):
            return True
    return False


def _is_of_platform_alone(symbol: Symbol | None) -> bool:
    return symbol is not None and symbol.source.kind == "platform" and "public" not in symbol.modifiers


def _is_hand_written(symbol: Symbol) -> bool:
    return symbol.source.kind in ("jar", "source")


def _is_open(found: FoundMember, value: Value, file: FileTypes) -> bool:
    """Whether code of this file may use the member: protected ones through ``super``, a subclass or the package."""
    if "public" in found.member.modifiers:
        return True
    package = found.declared_in.rpartition(".")[0]
    if package == file.package or value.how == "super":
        return True
    return value.how == "type" and any(file.table.is_subtype(own, found.declared_in) for own in file.own)


def _ends(members: Iterable[FoundMember]) -> dict[str, End]:
    names: dict[str, End] = {}
    for found in members:
        end = _end(found.member)
        names[found.member.name] = _either(names.get(found.member.name, end), end)
    return names


def _either(one: End, other: End) -> End:
    """What may follow a name that stands for two members."""
    if one == other:
        return one
    return "call" if one in CALLS and other in CALLS else "word"


def _end(member: Member) -> End:
    if member.kind != "method":
        return "word"
    if "varargs" in member.modifiers and len(member.parameters) == 1:
        return "call"
    return "arguments" if member.parameters else "empty"


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
