"""Imports with one certain remedy: a missing one, one of the wrong package, one of nothing that is used."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.resolution import preferred
from knowledge.records import Diagnostic

_UNKNOWN = ("compiler.err.cant.resolve", "compiler.err.doesnt.exist", "ground.unknown-type")
_LINE = re.compile(r"import\s+([\w$.]+)\s*;\s*")


def with_imports(text: str, diagnostics: Sequence[Diagnostic], types: Types) -> str:
    """The text with the imports that its unknown types need, and without those that name nothing."""
    unknown = [d for d in diagnostics if d.code.startswith(_UNKNOWN)]
    wrong = {name for d in unknown if (name := _imported_at(text, d.line)) and types.find(name) is None}
    missing = [*_missing(text, unknown, types), *(_elsewhere(name, types) for name in sorted(wrong))]
    for name in wrong:
        if _elsewhere(name, types) or not _is_used(text, name):
            text = re.sub(rf"(?m)^import\s+{re.escape(name)}\s*;[ \t]*\n", "", text)
    return _added(text, filter(None, missing))


def imported_type(diagnostic: Diagnostic, own: str, types: Types) -> str:
    """The type that an import is missing for; empty when the diagnostic is about something else.

    Of a simple name a compiler says that the class around it does not have it, and of ``Name.member`` that there is no
    package ``Name``.
    """
    simple = diagnostic.symbol.partition(".")[0] if "doesnt.exist" in diagnostic.code else diagnostic.symbol
    if diagnostic.receiver and not f"{diagnostic.receiver}.".startswith(f"{own}."):
        return ""
    return _named(simple, types) if simple[:1].isupper() else ""


def _missing(text: str, unknown: Sequence[Diagnostic], types: Types) -> Iterator[str]:
    declaration = read_declaration(text)
    own = declaration.qualified_name if declaration else ""
    for diagnostic in unknown:
        if not _imported_at(text, diagnostic.line):
            yield imported_type(diagnostic, own, types)


def _elsewhere(name: str, types: Types) -> str:
    return _named(name.rpartition(".")[2], types)


def _named(simple: str, types: Types) -> str:
    return preferred(name for name in types.named(simple) if _is_top_level(name))


def _is_top_level(name: str) -> bool:
    return not any(part[:1].isupper() for part in name.split(".")[:-1])


def _imported_at(text: str, line: int) -> str:
    """The type that is imported on a line."""
    lines = text.split("\n")
    found = _LINE.fullmatch(lines[line - 1]) if 0 < line <= len(lines) else None
    return found[1] if found else ""


def _is_used(text: str, name: str) -> bool:
    without = re.sub(r"(?m)^import [^;]+;$", "", text)
    return re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", without) is not None


def _added(text: str, names: Iterable[str]) -> str:
    declaration = read_declaration(text)
    present = set(declaration.imports) if declaration else set()
    fresh = [f"import {name};" for name in sorted(set(names)) if name not in present]
    if not fresh:
        return text
    block = "\n".join(fresh)
    last = list(re.finditer(r"(?m)^import [^;]+;$", text)) or list(re.finditer(r"(?m)^package [^;]+;$", text))
    if not last:
        return f"{block}\n\n{text}"
    gap = "\n" if last[-1].group().startswith("import") else "\n\n"
    return text[: last[-1].end()] + gap + block + text[last[-1].end() :]
