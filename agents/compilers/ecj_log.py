"""ECJ's XML log becomes Diagnostic records, with javac's code wherever both mean the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from knowledge.records import Diagnostic, SourceFile

# Problem id: code, and what each of its arguments is. ``found`` and ``expected`` are types, ``types`` and
# ``parameters`` are lists of them, ``-`` is left out.
_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "UndefinedMethod": ("cant.resolve.location.args", "receiver symbol types"),
    "UndefinedField": ("cant.resolve.location", "symbol"),
    "UnresolvedVariable": ("cant.resolve.location", "symbol"),
    "UndefinedName": ("cant.resolve.location", "symbol"),
    "UndefinedType": ("cant.resolve.location", "symbol"),
    "ImportNotFound": ("doesnt.exist", "symbol"),
    "ParameterMismatch": ("cant.apply.symbol", "receiver symbol parameters types"),
    "UndefinedConstructor": ("cant.apply.symbols", "receiver types"),
    "UndefinedConstructorInDefaultConstructor": ("cant.apply.symbols", "receiver types"),
    "UndefinedConstructorInImplicitConstructorCall": ("cant.apply.symbols", "receiver types"),
    "TypeMismatch": ("prob.found.req", "found expected"),
    "ReturnTypeMismatch": ("prob.found.req", "found expected"),
    "UnhandledException": ("unreported.exception.need.to.catch.or.throw", "symbol"),
    "AbstractMethodMustBeImplemented": ("does.not.override.abstract", "symbol parameters receiver -"),
    "MethodMustOverrideOrImplement": ("method.does.not.override.superclass", "symbol types receiver"),
    "MethodMustOverride": ("method.does.not.override.superclass", "symbol types receiver"),
    "IncompatibleReturnType": ("override.incompatible.ret", "symbol"),
    "IncompatibleExceptionInThrowsClause": ("override.meth.doesnt.throw", "symbol"),
    "MethodReducesVisibility": ("override.weaker.access", "receiver"),
    "ShouldReturnValue": ("missing.ret.stmt", "-"),
    "InvalidClassInstantiation": ("abstract.cant.be.instantiated", "symbol"),
    "NotVisibleField": ("report.access", "symbol receiver"),
    "NotVisibleMethod": ("report.access", "receiver symbol types"),
    "NotVisibleConstructor": ("report.access", "receiver types"),
    "NotVisibleType": ("report.access", "symbol"),
    "StaticMethodRequested": ("non-static.cant.be.ref", "receiver symbol types"),
    "NonStaticFieldFromStaticInvocation": ("non-static.cant.be.ref", "symbol"),
    "InvalidOperator": ("operator.cant.be.applied.1", "symbol types"),
    "DuplicateField": ("already.defined", "receiver symbol"),
    "DuplicateMethod": ("already.defined", "symbol receiver types"),
    "RedefinedLocal": ("already.defined", "symbol"),
    "UninitializedLocalVariable": ("var.might.not.have.been.initialized", "symbol"),
    "PublicClassMustMatchFileName": ("class.public.should.be.in.file", "- symbol"),
    "DuplicateTypes": ("duplicate.class", "- symbol"),
    "ClassExtendFinalClass": ("cant.inherit.from.final", "symbol"),
    "DanglingReference": ("invalid.mref", "receiver symbol types"),
    "AmbiguousMethod": ("ref.ambiguous", "receiver symbol"),
    "ParsingError": ("expected", "symbol"),
    "ParsingErrorInsertToComplete": ("expected", "symbol -"),
    "ParsingErrorInsertTokenAfter": ("expected", "- symbol"),
}


def read_log(log: Path, files: Sequence[SourceFile]) -> list[Diagnostic] | None:
    """The errors of the log, or None when there is no readable one."""
    try:
        root = ElementTree.parse(log).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    return [_diagnostic(problem, None) for problem in root.iterfind("./problems/problem") if _is_error(problem)] + [
        _diagnostic(problem, files[int(Path(source.get("path", "")).parent.name)])
        for source in root.iter("source")
        for problem in source.iter("problem")
        if _is_error(problem)
    ]


def _is_error(problem: ElementTree.Element) -> bool:
    return problem.get("severity") == "ERROR"


def _diagnostic(problem: ElementTree.Element, file: SourceFile | None) -> Diagnostic:
    name = problem.get("id", "")
    given = [argument.get("value", "") for argument in problem.iter("argument")]
    code, places = _PROBLEMS.get(name, (f"ecj.{name}", ""))
    by_name = dict(zip(places.split(), given, strict=False))
    receiver = by_name.get("receiver", "").partition("<")[0]
    symbol = by_name.get("symbol") or receiver.rpartition(".")[2]
    message = problem.find("message")
    return Diagnostic(
        code=f"compiler.err.{code}",
        severity="error",
        message=name if message is None else message.get("value", ""),
        path="" if file is None else file.path,
        line=int(problem.get("line", "0")),
        column=0 if file is None else _column(file.text, int(problem.get("charStart", "0"))),
        symbol=symbol if by_name else "",
        receiver=receiver,
        candidates=(f"{symbol}({by_name['parameters']})",) if "parameters" in by_name else (),
        arguments=_arguments(by_name, given),
    )


def _arguments(by_name: Mapping[str, str], given: Sequence[str]) -> tuple[str, ...]:
    """Expected and found type, or argument types; everything for a problem that is not in the table."""
    if not by_name:
        return tuple(given)
    if "expected" in by_name:
        return by_name["expected"], by_name["found"]
    listed = by_name.get("types") or ""
    return tuple(listed.split(", ")) if listed else ()


def _column(text: str, offset: int) -> int:
    """Characters from the line's start, from 1; ECJ counts in UTF-16 as Java does."""
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "surrogatepass")
    return len(before) - max(before.rfind("\n"), before.rfind("\r"))
