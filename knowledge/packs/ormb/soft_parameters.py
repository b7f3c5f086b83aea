"""The soft parameters that an annotation declares, and what is wrong with them.

Knows the words of the annotation only; which entity or lookup a name means is left to ``type_names``.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from knowledge.packs.ormb.annotations import Annotation, Attribute, Literal, diagnostic
from knowledge.packs.ormb.declaration import Place
from knowledge.records import Diagnostic, SoftParameter

TYPE_WORDS = ("string", "entity", "lookup", "decimal", "integer", "boolean", "date")
_ATTRIBUTES = ("name", "type", "required", "entityName", "lookupName")
_TARGETS = {"entity": "entityName", "lookup": "lookupName"}
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
UNKNOWN = ""
"""Type of a parameter whose type word is not one of ``TYPE_WORDS``."""


@dataclass(frozen=True, slots=True)
class DeclaredParameter:
    """A soft parameter with the places that a diagnostic points at."""

    parameter: SoftParameter
    place: Place
    """Of its name."""
    target_place: Place
    meant: str = UNKNOWN
    """The type word, or the one that was probably meant."""

    @property
    def getter(self) -> str:
        name = self.parameter.name
        return f"get{name[:1].upper()}{name[1:]}"


@dataclass(frozen=True, slots=True)
class DeclaredParameters:
    parameters: tuple[DeclaredParameter, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def declared_parameters(annotation: Annotation) -> DeclaredParameters:
    """In order of declaration, which is their position on the configured artefact; each name once."""
    found: dict[str, DeclaredParameter] = {}
    diagnostics: list[Diagnostic] = []
    for nested in annotation.nested("softParameters"):
        declared = _declared(nested, diagnostics)
        if declared is None:
            continue
        if declared.getter in found:
            name = declared.parameter.name
            message = f"soft parameter {name!r} is declared twice"
            diagnostics.append(diagnostic("annotation.duplicate-parameter", message, declared.place, symbol=name))
        found.setdefault(declared.getter, declared)
    return DeclaredParameters(tuple(found.values()), tuple(diagnostics))


def _declared(nested: Annotation, diagnostics: list[Diagnostic]) -> DeclaredParameter | None:
    diagnostics.extend(_unknown_attributes(nested))
    name = nested.literal("name")
    if name is None or not name.text:
        diagnostics.append(_missing(nested, "name"))
        return None
    if not _IDENTIFIER.fullmatch(name.text):
        message = f"{name.text!r} cannot be the name of a soft parameter: it becomes part of a method name"
        diagnostics.append(diagnostic("annotation.invalid-name", message, name.place, symbol=name.text))
        return None
    word = _type_word(nested, diagnostics)
    target = nested.literal(_TARGETS[word]) if word in _TARGETS else None
    if word in _TARGETS and target is None:
        diagnostics.append(_missing(nested, _TARGETS[word]))
    parameter = SoftParameter(
        name.text, word, target.text if target else "", _required(nested.literal("required"), diagnostics)
    )
    return DeclaredParameter(parameter, name.place, target.place if target else nested.place, word or _meant(nested))


def _type_word(nested: Annotation, diagnostics: list[Diagnostic]) -> str:
    written = nested.literal("type")
    inferred = next((word for word, key in _TARGETS.items() if nested.literal(key)), UNKNOWN)
    if written is None:
        diagnostics.append(_missing(nested, "type"))
        return inferred
    word = written.text.lower()
    if word in TYPE_WORDS:
        return word
    near = tuple(get_close_matches(word, TYPE_WORDS, n=3, cutoff=0.4))
    message = f"unknown type {written.text!r} of a soft parameter; known: {', '.join(TYPE_WORDS)}"
    diagnostics.append(
        diagnostic("annotation.unknown-type", message, written.place, symbol=written.text, candidates=near)
    )
    return inferred


def _meant(nested: Annotation) -> str:
    """The plain type word nearest to what is written, for code that reads the parameter."""
    near = get_close_matches(nested.word("type").lower(), TYPE_WORDS, n=1, cutoff=0.4)
    return near[0] if near and near[0] not in _TARGETS else UNKNOWN


def _required(written: Literal | None, diagnostics: list[Diagnostic]) -> bool:
    word = written.text.lower() if written else "false"
    if written is not None and word not in ("true", "false"):
        message = f"'required' is true or false, not {written.text!r}"
        diagnostics.append(diagnostic("annotation.invalid-value", message, written.place, symbol=written.text))
    return word == "true"


def _unknown_attributes(nested: Annotation) -> list[Diagnostic]:
    known = {name.lower() for name in _ATTRIBUTES}
    return [_unknown_attribute(a) for a in nested.attributes if a.name.lower() not in known]


def _unknown_attribute(attribute: Attribute) -> Diagnostic:
    near = tuple(get_close_matches(attribute.name, _ATTRIBUTES, n=3, cutoff=0.4))
    message = f"unknown attribute {attribute.name!r} of a soft parameter; known: {', '.join(_ATTRIBUTES)}"
    return diagnostic(
        "annotation.unknown-attribute",
        message,
        attribute.place,
        severity="warning",
        symbol=attribute.name,
        candidates=near,
    )


def _missing(nested: Annotation, attribute: str) -> Diagnostic:
    message = f"@{nested.name} has no '{attribute}'"
    return diagnostic("annotation.missing-attribute", message, nested.place, symbol=attribute)
