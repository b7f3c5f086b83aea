"""The ORMB pack's code, joined: ``knowledge.front_end.FrontEnd``, answered by the files beside this one."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.blueprint import Blueprint, Fill, Skeleton
from knowledge.front_end import Checked, ParameterNames
from knowledge.learning import Lesson
from knowledge.pack import Generated, Tables, Types
from knowledge.pack_data import PackData
from knowledge.packs.ormb import (
    artefacts,
    class_names,
    contract_check,
    exemplar,
    fix,
    ground,
    inside,
    lessons,
    resolution,
    roles,
    rules,
    scaffold,
    skeleton,
    source_symbols,
    sql,
    taken_apart,
)
from knowledge.packs.ormb.compose import JavaComposer
from knowledge.packs.ormb.cursor import JavaCompletion
from knowledge.packs.ormb.mistakes import JavaMistakes
from knowledge.packs.ormb.vocabulary import Vocabulary
from knowledge.records import Diagnostic, Exemplar, SoftParameter, SourceFile, Symbol
from knowledge.symbols import SymbolTable


class OrmbFrontEnd:
    """Stateless but for the pack's data."""

    def __init__(self, data: PackData) -> None:
        self._data = data
        self._vocabulary = Vocabulary(data.entity_tables, data.column_lookups)

    def role(self, symbol: Symbol, types: Types) -> str:
        return roles.role(symbol, types)

    def source_symbols(self, file: SourceFile, types: Types, tables: Tables) -> tuple[Symbol, ...]:
        return source_symbols.source_symbols(file, types, tables)

    def parameter_names(self, file: SourceFile, types: Types) -> tuple[ParameterNames, ...]:
        return source_symbols.parameter_names(file, types)

    def syntax_errors(self, file: SourceFile) -> tuple[Diagnostic, ...]:
        return source_symbols.syntax_errors(file)

    def exemplar(self, file: SourceFile, types: Types) -> Exemplar | None:
        return exemplar.exemplar(file, types)

    def contract_types(self, spot: Symbol, types: Types) -> tuple[str, ...]:
        return resolution.contract_types(spot, types)

    def entities_of(self, spot: Symbol, types: Types) -> tuple[str, ...]:
        return resolution.entities_of(spot, types)

    def types_for(
        self, softs: Sequence[SoftParameter], tables: Sequence[str], types: Types
    ) -> tuple[tuple[str, str], ...]:
        return resolution.types_for(softs, tables, types, self._data.entity_tables)

    def soft_parameter_type(self, soft: SoftParameter, types: Types) -> str:
        return resolution.soft_parameter_type(soft, types)

    def class_name(self, words: Sequence[str], spot: str, wanted: str = "") -> str:
        if wanted:
            return wanted if wanted.endswith("_Impl") else f"{wanted}_Impl"
        return class_names.class_name(words, spot, self._data.class_prefix, self._data.class_suffix)

    def package(self, spot: Symbol, exemplars: Sequence[Exemplar]) -> str:
        return resolution.package_of(spot, exemplars, self._data.package_root)

    def skeleton(self, blueprint: Blueprint, types: Types) -> Skeleton:
        return skeleton.algorithm_skeleton(blueprint, types)

    def scaffold(self, blueprint: Blueprint, types: Types, tables: Tables) -> Mapping[str, Fill]:
        frame = skeleton.algorithm_skeleton(blueprint, types)
        return scaffold.scaffold_fills(blueprint, frame, types, tables, self._vocabulary)

    def taken_apart(self, text: str, skeleton: Skeleton, spot: Symbol, types: Types) -> Mapping[str, Fill] | None:
        return taken_apart.taken_apart(text, skeleton, spot, types)

    def lesson(self, file: SourceFile, types: Types) -> Lesson:
        return lessons.lesson(file, types)

    def mistakes(self) -> JavaMistakes:
        return JavaMistakes()

    def stays_inside(self, before: str, code: str, after: str) -> bool:
        return inside.stays_inside(before, code, after)

    def composer(self, types: SymbolTable, symbols: Sequence[Symbol]) -> JavaComposer:
        return JavaComposer(types, symbols)

    def completion(self, types: SymbolTable, tables: Tables, type_names: Collection[str]) -> JavaCompletion:
        return JavaCompletion(types, tables, type_names)

    def generate(
        self, files: Sequence[SourceFile], types: Types, tables: Tables, existing: Collection[str] = ()
    ) -> Generated:
        return artefacts.generate(files, types, tables, existing)

    def check(self, file: SourceFile, types: Types, tables: Tables, levels: Mapping[str, str]) -> Checked:
        queries, unsure = sql.check_queries(file, tables, types)
        found = (*contract_check.check_contract(file, types), *queries, *rules.check_rules(file, levels))
        return Checked(found, tuple(unsure))

    def ground(self, file: SourceFile, types: Types) -> Checked:
        return ground.ground(file, types)

    def fix(self, file: SourceFile, diagnostics: Sequence[Diagnostic], types: Types) -> SourceFile:
        return fix.fixed(file, diagnostics, types)


def open_front_end(data: PackData) -> OrmbFrontEnd:
    return OrmbFrontEnd(data)
