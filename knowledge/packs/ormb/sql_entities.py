"""HQL against the entities of the index: names of entities, and the properties of paths as far as types are known."""

from collections.abc import Iterator

from knowledge.nearest import nearest
from knowledge.pack import Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.queries import Query
from knowledge.packs.ormb.query_hql import EntityUse, PathUse, read_hql
from knowledge.packs.ormb.reach import methods
from knowledge.packs.ormb.roles import role
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, SourceFile, Symbol
from knowledge.typetext import erased

_PREFIXES = ("get", "is", "fetchId", "fetch", "should", "can", "")
_ALWAYS = frozenset(("id", "version", "class"))
"""Properties that a stand-in may lack and every persistent type has."""


class Entities:
    """The entities that one file may mean."""

    def __init__(self, file: SourceFile, types: Types) -> None:
        self._path = file.path
        self._types = types
        declaration = read_declaration(file.text)
        self._names = TypeNames(declaration, types) if declaration else None

    def check(self, query: Query) -> Iterator[Diagnostic]:
        names = read_hql(query.text)
        meant: dict[str, list[Symbol]] = {}
        for use in names.entities:
            found = self.named(use.name)
            meant.setdefault(use.alias, []).extend(found)
            if not found:
                yield self._unknown_entity(query, use)
        for path in names.paths:
            if path.alias in meant and path.alias not in names.others:
                yield from self._check_path(query, path, meant[path.alias])

    def named(self, written: str) -> list[Symbol]:
        """The entities that a simple or qualified name can mean: the same name stands in several products."""
        names = (written,) if "." in written else self._types.named(written)
        symbols = (self._types.find(name) for name in names)
        return [s for s in symbols if s is not None and (s.role or role(s, self._types)) == "entity"]

    def _unknown_entity(self, query: Query, use: EntityUse) -> Diagnostic:
        near = [self._capital(name) for name in self._names.near(use.name)] if self._names else []
        candidates = tuple(name for name in dict.fromkeys(near) if self.named(name))
        line, column = query.place(use.start)
        message = f"there is no entity {use.name}"
        return Diagnostic(
            "sql.unknown-entity", "error", message, self._path, line, column, use.name, candidates=candidates
        )

    def _check_path(self, query: Query, path: PathUse, entities: list[Symbol]) -> Iterator[Diagnostic]:
        """Certain when no entity of the name has the property. Product types may lack some in the index: info."""
        current = entities
        for name, offset in path.properties:
            if not current:
                return
            following = [self._step(symbol, name) for symbol in current]
            if all(step is None for step in following):
                yield self._unknown_property(query, name, offset, current)
                return
            found = (self._types.find(step) for step in following if step)
            current = [symbol for symbol in found if symbol is not None and self._is_persistent(symbol)]

    def _step(self, symbol: Symbol, name: str) -> str | None:
        """The type of a property, empty when it is not followed, None when there is no such property."""
        capital = self._capital(name)
        for member in methods(self._types, symbol.name):
            if not member.parameters and member.name in (f"{prefix}{capital}" for prefix in _PREFIXES[:-1]):
                return erased(member.type)
            if not member.parameters and member.name == name:
                return erased(member.type)
        held = self._types.find(f"{symbol.name}.EntityProperties")
        if name in _ALWAYS or (held and any(member.name == name for member in held.members)):
            return ""
        return None

    def _unknown_property(self, query: Query, name: str, offset: int, owners: list[Symbol]) -> Diagnostic:
        own = all(symbol.source.kind in ("source", "generated") for symbol in owners)
        members = (m.name for symbol in owners for m in methods(self._types, symbol.name) if not m.parameters)
        properties = [plain for member in members if (plain := _property(member))]
        line, column = query.place(offset)
        owner = owners[0]
        return Diagnostic(
            "sql.unknown-property",
            "error" if own else "info",
            f"{owner.simple_name} has no property {name}",
            self._path,
            line,
            column,
            name,
            owner.name,
            nearest(properties, name),
        )

    def _is_persistent(self, symbol: Symbol) -> bool:
        return (symbol.role or role(symbol, self._types)) in ("entity", "id")

    def _capital(self, name: str) -> str:
        return name[:1].upper() + name[1:]


def _property(getter: str) -> str:
    """``getBillDate`` -> ``billDate``; empty when the method is no getter."""
    for prefix in ("get", "fetchId", "fetch"):
        rest = getter.removeprefix(prefix)
        if rest != getter and rest[:1].isupper():
            return rest[:1].lower() + rest[1:]
    return getter if getter.startswith(("is", "should")) else ""
