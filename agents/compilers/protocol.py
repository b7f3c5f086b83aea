"""What a compiler is to the review: sources in, diagnostics and resolved names out.

How a compiler is found, started and stopped is left to the files beside this one; ``open_compiler`` in
``choose.py`` is the one place that picks one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from knowledge.errors import SpotsmithError
from knowledge.records import Diagnostic, SourceFile

UseKind = Literal["type", "method", "field", "constructor"]


class CompilerError(SpotsmithError):
    """A setting that a person must correct; the sentence says which, where and how."""


@dataclass(frozen=True, slots=True)
class Use:
    """A name outside the reported files that one of them resolves to; the first place of each in a file."""

    path: str
    line: int
    column: int
    symbol: str
    """``com.acme.Account``, ``com.acme.Account#getCurrency()``, ``com.acme.Account_Id#<init>(java.lang.String)``,
    ``com.acme.StatusLookup.constants#COMPLETE``. The owner is the class that declares the member, nested types are
    joined by dots, parameter types are erased and separated by a comma and a space."""
    kind: UseKind

    @property
    def owner(self) -> str:
        """The qualified type."""
        return self.symbol.partition("#")[0]

    @property
    def member(self) -> str:
        """The simple name of the member; empty for a type."""
        return self.symbol.partition("#")[2].partition("(")[0]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Erased parameter types of a method or constructor."""
        listed = self.symbol.partition("(")[2].rstrip(")")
        return tuple(listed.split(", ")) if listed else ()


@dataclass(frozen=True, slots=True)
class Compilation:
    """What a compiler said about the reported files."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """About the reported files, in the order of the compiler."""
    uses: tuple[Use, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What could not be checked, a sentence each; with any of them the files must not count as clean."""
    seconds: float = 0.0
    context_diagnostics: tuple[Diagnostic, ...] = ()
    """Errors in the declarations (and in bodies of superclasses) of the files compiled along, and in the class
    path. While there are any, what is said about the reported files may be a consequence of them."""


class Compiler(Protocol):
    """Checks sources together against a class path. Safe to call from several threads."""

    def compile(self, files: Sequence[SourceFile], *, report: Collection[str] | None = None) -> Compilation:
        """Check ``files``; ``report`` names the paths whose diagnostics and uses matter, ``None`` means all."""

    def start(self) -> None:
        """Get ready in the background, where there is something to get ready; the first check starts it otherwise."""

    def close(self) -> None:
        """End every process of this compiler; a later ``compile`` starts a new one."""
