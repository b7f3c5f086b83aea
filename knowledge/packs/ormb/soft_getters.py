"""The getters that the framework generates for soft parameters: one for each, typed by the annotation."""

from knowledge.packs.ormb.annotations import diagnostic
from knowledge.packs.ormb.family import NO_BODY, Job, members_of
from knowledge.packs.ormb.soft_parameters import DeclaredParameter, declared_parameters
from knowledge.records import Diagnostic

_PLAIN_TYPES = {
    "string": "java.lang.String",
    "decimal": "com.ibm.icu.math.BigDecimal",
    "integer": "java.math.BigInteger",
    "boolean": "com.splwg.base.api.datatypes.Bool",
    "date": "com.splwg.base.api.datatypes.Date",
}
# What a parameter returns whose type is not even nearly known: the caller's expectation decides, so that one
# wrong name in the annotation does not become an error at every use.
_BOUNDS = {"entity": "com.splwg.base.api.BusinessEntity", "lookup": "com.splwg.base.api.datatypes.Lookup"}


def soft_getters(job: Job, base: str) -> tuple[list[str], list[Diagnostic]]:
    """Getter declarations for a class that extends ``base``, and what is wrong with the parameters."""
    if job.annotation is None:
        return [], []
    declared = declared_parameters(job.annotation)
    diagnostics = list(declared.diagnostics)
    inherited = {
        member.name: member
        for member in reversed(members_of(job.types, base))
        if member.kind == "method" and not member.parameters
    }
    lines = []
    for parameter in declared.parameters:
        result = _result_type(job, parameter, diagnostics)
        above = inherited.get(parameter.getter)
        if parameter.getter == "getClass" or (
            above is not None and ("final" in above.modifiers or above.type != result)
        ):
            diagnostics.append(_clash(parameter, base))
        else:
            lines.append(f"    public final {result} {parameter.getter}() {NO_BODY}")
    return lines, diagnostics


def _result_type(job: Job, declared: DeclaredParameter, diagnostics: list[Diagnostic]) -> str:
    parameter = declared.parameter
    if declared.meant in _PLAIN_TYPES:
        return _PLAIN_TYPES[declared.meant]
    found = None
    if parameter.target:
        find = job.names.entity if parameter.type == "entity" else job.names.lookup
        found = find(parameter.target)
        if found is None:
            unknown = _unknown(job, declared)
            diagnostics.append(unknown)
            found = find(unknown.candidates[0]) if unknown.candidates else None
    return found or _expected_by_caller(job, parameter.type)


def _expected_by_caller(job: Job, word: str) -> str:
    bound = _BOUNDS.get(word, "")
    return f"<T extends {bound}> T" if bound and job.names.known(bound) else "<T> T"


def _unknown(job: Job, declared: DeclaredParameter) -> Diagnostic:
    word, target = declared.parameter.type, declared.parameter.target
    candidates = job.names.near(target, suffix="Lookup" if word == "lookup" else "")
    hint = f"; did you mean {candidates[0]}?" if candidates else ""
    message = f"no {word} {target!r} on the class path (soft parameter {declared.parameter.name}){hint}"
    return diagnostic(
        f"annotation.unknown-{word}", message, declared.target_place, symbol=target, candidates=candidates
    )


def _clash(declared: DeclaredParameter, base: str) -> Diagnostic:
    name = declared.parameter.name
    message = f"soft parameter {name!r} would need {declared.getter}(), which {base} already has otherwise"
    return diagnostic("annotation.parameter-clash", message, declared.place, severity="warning", symbol=name)
