"""What a framework pack is: data in ``pack.yaml`` and a front end, the code for what data cannot say.

The core talks to packs through ``front_end.FrontEnd`` alone; no module of the core imports a pack by name.
"""

from dataclasses import dataclass
from typing import Protocol

from knowledge.records import Diagnostic, SourceFile, Symbol, Table


class Types(Protocol):
    """Types by name, as the index holds them (``knowledge.symbols.SymbolTable``)."""

    def find(self, name: str) -> Symbol | None:
        """The type of this qualified name."""

    def named(self, simple_name: str) -> tuple[str, ...]:
        """Qualified names of all types of this simple name, in class-path order."""

    def supertypes(self, name: str) -> tuple[str, ...]:
        """Qualified names of all supertypes, nearest first."""


class Tables(Protocol):
    """Tables by name, as the index holds them."""

    def table(self, name: str) -> Table | None: ...

    def table_names(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Generated:
    """Sources that the framework's own generator would make, for the compile check only."""

    files: tuple[SourceFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Malformed annotations and unknown names in them, at their place in the hand-written file."""
