"""What every artefact family needs to write its generated sources: the job, the result and the text of a file.

The bodies of generated methods never run: the sources exist for the compile check alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.pack import Tables, Types
from knowledge.packs.ormb.annotations import Annotation, ClassAnnotations
from knowledge.packs.ormb.declaration import Declaration
from knowledge.packs.ormb.java_source import Method
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, Member, SourceFile

NO_BODY = "{ throw new UnsupportedOperationException(); }"
_NOTICE = "// Made from the annotation of {origin} for the compile check. Not the product's own generated source.\n"
OBJECT_METHODS = frozenset(
    ["getClass", "hashCode", "equals", "clone", "toString", "notify", "notifyAll", "wait", "finalize"]
)


@dataclass(frozen=True)
class Job:
    """One hand-written class and the surroundings in which its names are resolved."""

    declaration: Declaration
    written: ClassAnnotations
    names: TypeNames
    tables: Tables
    there: Collection[str] = frozenset()
    """Qualified names of sources that exist and are not generated here."""

    @property
    def annotation(self) -> Annotation | None:
        return self.written.annotation

    @property
    def types(self) -> Types:
        return self.names.types

    @property
    def stem(self) -> str:
        """The name without ``_Impl``: that of the generated interface."""
        return self.declaration.name.removesuffix("_Impl")

    @property
    def superclass(self) -> str:
        return simple_name(self.declaration.superclass)

    def source(self, name: str, body: str) -> SourceFile:
        """A generated file beside the hand-written one."""
        package = self.declaration.package
        head = f"package {package};\n\n" if package else ""
        path = f"{package.replace('.', '/')}/{name}.java" if package else f"{name}.java"
        return SourceFile(path, head + _NOTICE.format(origin=self.declaration.name) + body + "\n")

    def first_known(self, *names: str) -> str:
        """The first of these types that the class path has; the last one when it has none."""
        return next((name for name in names if self.names.known(name)), names[-1])


@dataclass(frozen=True)
class Family:
    """What was generated for one class."""

    files: tuple[SourceFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def at(self, path: str) -> "Family":
        return Family(self.files, tuple(replace(d, path=path) for d in self.diagnostics))


def simple_name(type_text: str) -> str:
    """``a.b.C<D>`` -> ``C``."""
    return type_text.partition("<")[0].strip().rpartition(".")[2]


def generated_super(job: Job) -> str:
    """Simple name of the generated superclass that the class asks for; empty when it extends something else."""
    wanted = job.superclass
    if not wanted.endswith("_Gen"):
        return ""
    qualified = job.declaration.qualify(wanted)
    is_known = (
        job.types.find(qualified) is not None
        or qualified in job.there
        or any(name.endswith(f".{wanted}") for name in job.declaration.imports)
    )
    return "" if is_known and wanted != f"{job.stem}_Gen" else wanted


def members_of(types: Types, *names: str) -> tuple[Member, ...]:
    """Members of these types and of all their supertypes."""
    lineage = dict.fromkeys(n for name in names for n in (name, *types.supertypes(name)))
    symbols = [symbol for name in lineage if (symbol := types.find(name)) is not None]
    return tuple(member for symbol in symbols for member in symbol.members)


def super_call(types: Types, base: str, argument: str = "") -> str:
    """The statement that a constructor needs for this base class; empty when the default one will do."""
    symbol = types.find(base)
    constructors = [m for m in symbol.members if m.kind == "constructor"] if symbol else []
    if not constructors or any(not m.parameters for m in constructors):
        return ""
    shortest = min(constructors, key=lambda m: len(m.parameters))
    if argument and len(shortest.parameters) == 1 and shortest.parameters[0].type == "java.lang.String":
        return f"super({argument});"
    return f"super({', '.join(_nothing(p.type) for p in shortest.parameters)});"


def interface_methods(job: Job, methods: Sequence[Method], taken: Collection[str]) -> list[str]:
    """Declarations of public methods with qualified types; those whose types are not certain are left out."""
    taken = OBJECT_METHODS.union(taken)
    found = [_declared(job.names, method) for method in methods if method.name not in taken]
    return list(dict.fromkeys(line for line in found if line))


def _declared(names: TypeNames, method: Method) -> str:
    variables = _variables(method.type_parameters)
    texts = [
        names.type_text(text, variables)
        for text in (method.type_parameters, method.type, *(t for t, _ in method.parameters), *method.throws)
    ]
    resolved = [text for text in texts if text is not None]
    if len(resolved) < len(texts):
        return ""
    generic, result, *rest = resolved
    count = len(method.parameters)
    parameters = ", ".join(f"{t} {name}" for t, (_, name) in zip(rest[:count], method.parameters, strict=True))
    throws = f" throws {', '.join(rest[count:])}" if method.throws else ""
    return f"    {generic} {result} {method.name}({parameters}){throws};".replace("     ", "    ")


def _variables(type_parameters: str) -> frozenset[str]:
    """``<K, V extends Map<K, X>>`` -> K, V."""
    depth, found, word = 0, [], ""
    for char in type_parameters:
        if char == "<":
            depth += 1
        elif char in ",>" and depth == 1:
            found.append(word.split()[0] if word.split() else "")
            word = ""
        elif depth == 1:
            word += char
        depth -= char == ">"
    return frozenset(found) - {""}


def _nothing(type_text: str) -> str:
    if type_text in ("byte", "short", "int", "long", "float", "double", "char"):
        return f"({type_text}) 0"
    return "false" if type_text == "boolean" else f"({type_text.replace('...', '[]')}) null"
