"""An algorithm against its spot, without a compiler: methods that are missing or differ, soft parameters never read."""

import re

from knowledge.pack import Types
from knowledge.packs.ormb.annotations import read_annotation
from knowledge.packs.ormb.contract import spot_methods
from knowledge.packs.ormb.declaration import Declaration, read_declaration, without_comments
from knowledge.packs.ormb.java_source import Method, declared_methods, parse
from knowledge.packs.ormb.soft_parameters import declared_parameters
from knowledge.packs.ormb.type_names import TypeNames
from knowledge.records import Diagnostic, Member, SourceFile


def check_contract(file: SourceFile, types: Types) -> tuple[Diagnostic, ...]:
    """Nothing for files that implement no spot of the index, or do not parse."""
    declaration = read_declaration(file.text)
    if declaration is None or parse(file.text).root_node.has_error:
        return ()  # methods inside a part that does not parse are not seen; the syntax error is said elsewhere
    names = TypeNames(declaration, types)
    found: list[Diagnostic] = []
    for written in declaration.interfaces:
        spot = types.find(names.type(written) or "")
        if spot is None or spot.role != "spot":
            continue
        methods = declared_methods(file.text, declaration.name)
        if "abstract" not in declaration.modifiers:
            found += [
                _missing(file, declaration, spot.name, m) for m in spot_methods(spot, types) if _absent(m, methods)
            ]
    return (*found, *_unread(file, declaration))


def _absent(member: Member, methods: tuple[Method, ...]) -> bool:
    """Only by name and number of arguments: types and access are the compiler's to judge."""
    if "abstract" not in member.modifiers:
        return False
    return not any(m.name == member.name and len(m.parameters) == len(member.parameters) for m in methods)


def _missing(file: SourceFile, declaration: Declaration, spot: str, member: Member) -> Diagnostic:
    parameters = ", ".join(p.type for p in member.parameters)
    return Diagnostic(
        "contract.missing-method",
        "error",
        f"{declaration.name} does not implement {member.type} {member.name}({parameters}) of {spot.rpartition('.')[2]}",
        file.path,
        declaration.place.line,
        declaration.place.column,
        symbol=member.name,
        receiver=spot,
        arguments=tuple(p.type for p in member.parameters),
    )


def _unread(file: SourceFile, declaration: Declaration) -> list[Diagnostic]:
    """A soft parameter that the code never reads is configured for nothing."""
    annotation = read_annotation(declaration).annotation
    if annotation is None or annotation.name != "AlgorithmComponent":
        return []
    body = without_comments(file.text[declaration.body :])
    unread = []
    for declared in declared_parameters(annotation).parameters:
        if not re.search(rf"\b{re.escape(declared.getter)}\s*\(", body) and "getSoftParameter" not in body:
            unread.append(
                Diagnostic(
                    "annotation.unread-parameter",
                    "warning",
                    f"soft parameter {declared.parameter.name} is declared and never read ({declared.getter}())",
                    file.path,
                    declared.place.line,
                    declared.place.column,
                    symbol=declared.parameter.name,
                )
            )
    return unread
