"""The records that the index holds and the parts exchange. Frozen; nothing here reads or writes anything.

Types are written as Java-like source text with fully qualified names, nested types joined by dots:
``java.util.List<com.acme.Outer.Inner>``. What a record means to a framework (its ``role``) is said by a pack.
"""

from dataclasses import dataclass
from typing import Literal

RecordKind = Literal["symbol", "table", "exemplar", "passage"]
SymbolKind = Literal["class", "interface", "enum", "annotation"]
MemberKind = Literal["method", "constructor", "field"]
SourceKind = Literal["jar", "platform", "source", "generated", "schema", "document", "request", "pack"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file by its path inside a source tree (``com/acme/Foo.java``) or as the user named it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact came from, so that a person can go and look."""

    kind: SourceKind
    path: str
    """A file, relative to the workspace where it lies inside it."""
    place: str = ""
    """Inside the file: a JAR entry, ``line 12``, a heading."""

    def __str__(self) -> str:
        return f"{self.path}!{self.place}" if self.place else self.path


@dataclass(frozen=True, slots=True)
class Parameter:
    type: str
    name: str = ""
    """Empty when the class file does not say."""


@dataclass(frozen=True, slots=True)
class Member:
    """A public or protected method, constructor or field."""

    name: str
    """``<init>`` for a constructor."""
    kind: MemberKind
    type: str
    """Result or field type; ``void`` for constructors."""
    parameters: tuple[Parameter, ...] = ()
    type_parameters: tuple[str, ...] = ()
    throws: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    """In source order: public, protected, abstract, static, final, default, varargs, deprecated."""
    constant: str | None = None
    """Value of a compile-time constant, as a source literal."""
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A type: what a class file or a source file declares to others."""

    name: str
    kind: SymbolKind
    source: Source
    role: str = ""
    """What the type is to the framework, as its pack says: spot, entity, id, lookup ...; empty when nothing."""
    modifiers: tuple[str, ...] = ()
    type_parameters: tuple[str, ...] = ()
    """With bounds: ``E extends com.acme.Entity``."""
    superclass: str | None = None
    interfaces: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    annotations: tuple[str, ...] = ()

    @property
    def simple_name(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def package(self) -> str:
        """The lower-case prefix of the name; empty for the unnamed package."""
        parts = self.name.split(".")
        return ".".join(parts[: next((i for i, p in enumerate(parts) if p[:1].isupper()), len(parts) - 1)])


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """As the DDL says: ``CHAR(10)``, ``NUMBER(15,2)``, ``DATE``."""
    nullable: bool = True
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    """Upper case, without the schema owner."""
    source: Source
    columns: tuple[Column, ...] = ()
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SoftParameter:
    """A configured parameter of an artefact, as its annotation declares it."""

    name: str
    type: str
    """The word of the annotation: string, entity, lookup, decimal, integer, boolean, date."""
    target: str = ""
    """For ``entity`` and ``lookup``: which one, as written."""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Exemplar:
    """Existing site code: what it is for and what it uses."""

    name: str
    """Qualified class name."""
    artefact: str
    """As the pack names it: algorithm, batch, component, entity, change-handler, messages, other."""
    source: Source
    text: str
    spot: str = ""
    """Qualified name of the implemented spot, when there is one."""
    summary: str = ""
    """First sentences of the class comment."""
    types: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    """Static message methods called, ``Repository.method``."""
    helpers: tuple[str, ...] = ()
    """Inherited methods called."""
    soft_parameters: tuple[SoftParameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document, cut at headings."""

    name: str
    """``path#heading/sub-heading``; unique."""
    title: str
    text: str
    source: Source
    about: tuple[str, ...] = ()
    """Types and tables that the passage names, as written there."""


Record = Symbol | Table | Exemplar | Passage


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a file, from any check. Data for the repair loop and for people alike."""

    code: str
    """``compiler.err.cant.resolve.location``, ``sql.unknown-column``, ``rule.close-in-finally`` ..."""
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    """1-based; 0 when the finding is about the whole file."""
    column: int = 0
    symbol: str = ""
    """The missing or offending name."""
    receiver: str = ""
    """Qualified type on which ``symbol`` was looked for."""
    candidates: tuple[str, ...] = ()
    """Real names nearest to ``symbol``, best first."""
    rule: str = ""
    """Id of the house rule, when one was broken."""
    arguments: tuple[str, ...] = ()
    """What the compiler said, as data: argument types, expected and found type."""

    @property
    def kind(self) -> str:
        """The family of the code: compile, ground, sql, rule, annotation, contract."""
        head = self.code.partition(".")[0]
        return "compile" if head == "compiler" else head
