"""What kind of mistake an error is: tells whether data, retrieval or the language is what a model lacks."""

from collections.abc import Collection
from typing import Literal, get_args

from knowledge.pack import Types
from knowledge.records import Diagnostic

ErrorKind = Literal["missing symbol", "wrong signature", "missing import", "type", "syntax", "other", "check"]
"""``check``: found by the pack and not by the compiler: a query, an annotation, a house rule."""
KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)
_SIGNATURE = ("cant.apply", "cant.inherit", "abstract.cant", "ref.ambiguous", "does.not.override", "void.not.allowed")
_MISSING = ("cant.resolve", "cant.ref", "doesnt.exist", "not.def.public")
_TYPE = (
    "prob.found.req",
    "incompatible",
    "inconvertible",
    "operator.cant",
    "incomparable",
    "illegal.char.for",
    "unreported.exception",
    "not.loop.label",
    "missing.ret",
    "var.might",
    "already.defined",
    "array.req",
    "foreach.not.applicable",
    "unreachable",
    "cant.deref",
    "except.never.thrown",
)
_SYNTAX = (
    "expected",
    "premature",
    "illegal.start",
    "not.stmt",
    "unclosed",
    "illegal.char",
    "orphaned",
    "else.without.if",
    "catch.without.try",
    "try.without",
    "invalid.meth.decl",
    "class.not.allowed",
    "variable.not.allowed",
    "leaves-hole",
    "int.number.too.large",
    "dot.class",
    "malformed",
)


def kind_of(error: Diagnostic, types: Types) -> ErrorKind:
    """Of an error of the compiler or of the answer's form; all others are ``check``."""
    code = error.code
    if "leaves-hole" in code:
        return "syntax"
    if error.kind != "compile":
        return "check"
    if any(part in code for part in _SIGNATURE):
        return "wrong signature"
    if any(part in code for part in _MISSING):
        return "missing import" if _is_known_type(error, types) else "missing symbol"
    if any(part in code for part in _TYPE):
        return "type"
    return "syntax" if any(part in code for part in _SYNTAX) else "other"


def is_invented(error: Diagnostic, types: Types) -> bool:
    """A name that exists nowhere: the compiler does not find it, or a check of the pack does not."""
    return ".unknown-" in error.code or kind_of(error, types) == "missing symbol"


def kinds_of(errors: Collection[Diagnostic], types: Types) -> tuple[ErrorKind, ...]:
    """Each kind once, in the order of ``KINDS``."""
    found = {kind_of(error, types) for error in errors}
    return tuple(kind for kind in KINDS if kind in found)


def _is_known_type(error: Diagnostic, types: Types) -> bool:
    """A simple type name that the index knows, looked for in the file's own type: only its import is missing."""
    own = error.path.rpartition(".")[0].replace("/", ".")
    here = not error.receiver or f"{error.receiver}.".startswith(f"{own}.")
    is_type = error.symbol[:1].isupper() and "." not in error.symbol and not error.code.endswith(".args")
    return is_type and here and bool(types.named(error.symbol))
