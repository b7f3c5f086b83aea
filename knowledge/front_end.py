"""The code side of a pack, as the core calls it. The data side is ``pack_data``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.blueprint import Blueprint, Fill, Skeleton
from knowledge.completion import Completion
from knowledge.composition import Composer
from knowledge.learning import Lesson, Mistakes
from knowledge.pack import Generated, Tables, Types
from knowledge.records import Diagnostic, Exemplar, SoftParameter, SourceFile, Symbol
from knowledge.symbols import SymbolTable


@dataclass(frozen=True, slots=True)
class Checked:
    """What the pack's own checks found in a file."""

    diagnostics: tuple[Diagnostic, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What they could not decide, in sentences."""


@dataclass(frozen=True, slots=True)
class ParameterNames:
    """How a source names the parameters of a method that it implements."""

    type: str
    """Qualified name of the type that declares the method."""
    method: str
    types: tuple[str, ...]
    """Simple names of the erased parameter types."""
    names: tuple[str, ...]


class FrontEnd(Protocol):
    """What only code can know about a framework. All functions are pure; none runs what it reads."""

    # Reading: what the index says about a site.

    def role(self, symbol: Symbol, types: Types) -> str:
        """What a type is to the framework: spot, entity, id, lookup, messages ...; empty when nothing."""

    def source_symbols(self, file: SourceFile, types: Types, tables: Tables) -> tuple[Symbol, ...]:
        """The types that a source file declares, and those that the framework generates for it."""

    def parameter_names(self, file: SourceFile, types: Types) -> tuple[ParameterNames, ...]:
        """Names for methods that class files leave without, from a source that implements them."""

    def syntax_errors(self, file: SourceFile) -> tuple[Diagnostic, ...]:
        """The first place where a source does not parse, as a warning; nothing when it does."""

    def exemplar(self, file: SourceFile, types: Types) -> Exemplar | None:
        """What existing code is for and what it uses; nothing when the file is not code of the framework."""

    # Resolving: what follows from a spot and from tables.

    def contract_types(self, spot: Symbol, types: Types) -> tuple[str, ...]:
        """Qualified names of the types in the methods of a spot."""

    def entities_of(self, spot: Symbol, types: Types) -> tuple[str, ...]:
        """Qualified names of the entities that a spot hands in, or whose Ids it hands in."""

    def types_for(
        self, softs: Sequence[SoftParameter], tables: Sequence[str], types: Types
    ) -> tuple[tuple[str, str], ...]:
        """(qualified name, why) of the types that code about these parameters and tables needs."""

    def soft_parameter_type(self, soft: SoftParameter, types: Types) -> str:
        """Qualified type of the parameter's value; empty when its entity or lookup is unknown."""

    # Writing.

    def class_name(self, words: Sequence[str], spot: str, wanted: str = "") -> str:
        """``wanted`` as the framework needs it; else a name in the house style from the words of a request, or from
        the spot's short name."""

    def package(self, spot: Symbol, exemplars: Sequence[Exemplar]) -> str:
        """Where the site keeps code of this spot."""

    def skeleton(self, blueprint: Blueprint, types: Types) -> Skeleton:
        """The proven part of the file, with holes."""

    def scaffold(self, blueprint: Blueprint, types: Types, tables: Tables) -> Mapping[str, Fill]:
        """Fills for all holes without a model; raises nothing, guesses nothing."""

    def taken_apart(self, text: str, skeleton: Skeleton, spot: Symbol, types: Types) -> Mapping[str, Fill] | None:
        """Existing code as answers: what its author wrote, by the hole that it belongs in. Nothing when it is not code
        of this skeleton's kind, or does not parse."""

    def lesson(self, file: SourceFile, types: Types) -> Lesson:
        """What a source says about itself, and the parts of it that can be learned from."""

    def mistakes(self) -> Mistakes:
        """The mistakes that can be put into code, so that mending them can be learned."""

    def stays_inside(self, before: str, code: str, after: str) -> bool:
        """Whether ``code`` between the two texts is whole there and leaves the meaning of both as it is."""

    def completion(self, types: SymbolTable, tables: Tables, type_names: Collection[str]) -> Completion | None:
        """What the pack knows of names that may stand next, kept for as long as the index is; nothing if it cannot."""

    def composer(self, types: SymbolTable, symbols: Sequence[Symbol]) -> Composer | None:
        """Who makes up tasks that a model can practise on, from the types of an index; nothing if the pack cannot."""

    # Reviewing.

    def generate(
        self, files: Sequence[SourceFile], types: Types, tables: Tables, existing: Collection[str] = ()
    ) -> Generated:
        """The sources that the framework generates for these files; types in ``existing`` are there already."""

    def check(self, file: SourceFile, types: Types, tables: Tables, levels: Mapping[str, str]) -> Checked:
        """Queries against the schema, annotations, spot contract and house rules (``levels`` re-levels rules)."""

    def ground(self, file: SourceFile, types: Types) -> Checked:
        """External names of a file against the index, for when no compiler runs."""

    def fix(self, file: SourceFile, diagnostics: Sequence[Diagnostic], types: Types) -> SourceFile:
        """The file with those mistakes mended that have one certain remedy; the same file when there are none."""
