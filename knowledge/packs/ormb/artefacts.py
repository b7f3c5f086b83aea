"""The artefact generator: sources that the framework's own generator would make from annotations in javadoc.

They are made for the compile check only and never leave it. One file for each family says what is generated;
this one finds out what a hand-written class is and lets its family work.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.pack import Generated, Tables, Types
from knowledge.packs.ormb import (
    artefact_algorithm,
    artefact_batch,
    artefact_change_handler,
    artefact_component,
    artefact_entity,
)
from knowledge.packs.ormb.annotations import ARTEFACT_NAMES, ClassAnnotations, diagnostic, read_annotation
from knowledge.packs.ormb.declaration import Declaration, read_declaration
from knowledge.packs.ormb.family import Family, Job, generated_super, simple_name
from knowledge.packs.ormb.soft_parameters import declared_parameters
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, SoftParameter, SourceFile


@dataclass(frozen=True)
class _Maker:
    names: Callable[[Job], tuple[str, ...]]
    generate: Callable[[Job], Family]


_MAKERS = {
    "algorithm": _Maker(artefact_algorithm.names, artefact_algorithm.generate),
    "batch": _Maker(artefact_batch.names, artefact_batch.generate),
    "component": _Maker(artefact_component.names, artefact_component.generate),
    "entity": _Maker(artefact_entity.names, artefact_entity.generate),
    "change-handler": _Maker(artefact_change_handler.names, artefact_change_handler.generate),
}
_REQUIRED = {
    "algorithm": "@AlgorithmComponent ()",
    "batch": "@BatchJob (modules = {})",
    "component": "@BusinessComponent (customizationCallable = true)",
    "entity": "@BusinessEntity (tableName = ...)",
}


def generate(files: Sequence[SourceFile], types: Types, tables: Tables, existing: Collection[str] = ()) -> Generated:
    """Generated sources for these hand-written files, without those whose qualified names ``existing`` has.

    ``types`` has the class path; the files know each other and everything that is generated for them.
    """
    sources: dict[str, SourceFile] = {}
    diagnostics: list[Diagnostic] = []
    for path, job in _jobs(files, types, tables, existing):
        family = _family(job).at(path)
        diagnostics += family.diagnostics
        for source in family.files:
            if _qualified(source.path) not in job.there:
                sources.setdefault(source.path, source)
    return Generated(tuple(sources.values()), tuple(diagnostics))


def soft_parameters(text: str) -> tuple[tuple[SoftParameter, ...], tuple[Diagnostic, ...]]:
    """The soft parameters of a hand-written class, and what is wrong with its annotation."""
    declaration = read_declaration(text)
    if declaration is None:
        return (), ()
    found = read_annotation(declaration)
    if found.annotation is None:
        return (), found.diagnostics
    declared = declared_parameters(found.annotation)
    return tuple(d.parameter for d in declared.parameters), (*found.diagnostics, *declared.diagnostics)


def declared_artefact(text: str) -> str:
    """algorithm, batch, component, entity, change-handler, messages, page or other."""
    declaration = read_declaration(text)
    return "other" if declaration is None else _artefact(declaration, read_annotation(declaration))


def _artefact(declaration: Declaration, written: ClassAnnotations) -> str:
    return ARTEFACT_NAMES[written.annotation.name] if written.annotation else _by_shape(declaration)


def _by_shape(declaration: Declaration) -> str:
    """What a class is that lacks its annotation."""
    superclass = simple_name(declaration.superclass)
    name = declaration.name
    if superclass == "AbstractChangeHandler":
        return "change-handler"
    if superclass == "AbstractMessageRepository" or name.endswith(("MessageRepository", "Messages")):
        return "messages"
    if superclass == "GenericBusinessComponent" and name.endswith("_Impl"):
        return "component"
    if not superclass.endswith("_Gen"):
        return "other"
    if any(nested.superclass.endswith("_Gen") for nested in declaration.nested):
        return "batch"
    if declaration.interfaces:
        return "algorithm"
    return "entity" if name.endswith("_Impl") else "page"


def _jobs(
    files: Sequence[SourceFile], types: Types, tables: Tables, existing: Collection[str]
) -> list[tuple[str, Job]]:
    """A job for each file that declares a type; all know what is declared and what will be generated."""
    read = [(file.path, d, read_annotation(d)) for file in files if (d := read_declaration(file.text)) is not None]
    there = frozenset(declaration.qualified_name for _, declaration, _ in read).union(existing)
    jobs = [(path, Job(d, written, TypeNames(d, types, there), tables, there)) for path, d, written in read]
    generated = {name for _, job in jobs if (maker := _maker(job)) for name in maker.names(job)}
    return [(path, replace(job, names=replace(job.names, more=there | generated))) for path, job in jobs]


def _maker(job: Job) -> _Maker | None:
    return _MAKERS.get(_artefact(job.declaration, job.written))


def _family(job: Job) -> Family:
    maker = _maker(job)
    if maker is None:
        return Family(diagnostics=job.written.diagnostics)
    family = maker.generate(job)
    about_class = _class_findings(job)
    return Family(family.files, (*job.written.diagnostics, *about_class, *family.diagnostics))


def _class_findings(job: Job) -> list[Diagnostic]:
    """The class asks for something generated, but its annotation or its name does not give that."""
    declaration = job.declaration
    wanted = _wanted(job)
    if not wanted or declaration.qualify(wanted) in job.there:
        return []
    if job.annotation is None:
        message = (
            f"{declaration.name} needs the generated {wanted}, but the comment before the class has no annotation "
            f"such as {_REQUIRED[_artefact(declaration, job.written)]}"
        )
        return [diagnostic("annotation.missing", message, declaration.place, symbol=wanted)]
    own = f"{job.stem}_Gen"
    if wanted.endswith("_Gen") and wanted != own:
        message = f"the framework generates {own} for {declaration.name}, not {wanted}"
        return [diagnostic("annotation.superclass", message, declaration.place, symbol=wanted, candidates=(own,))]
    return []


def _wanted(job: Job) -> str:
    """The generated superclass, or the generated interface of a component."""
    interfaces = [simple_name(name) for name in job.declaration.interfaces]
    return generated_super(job) or (job.stem if job.stem in interfaces else "")


def _qualified(path: str) -> str:
    return path.removesuffix(".java").replace("/", ".")
