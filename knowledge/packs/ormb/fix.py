"""Mistakes with one certain remedy: a missing import, a name that is one letter off, a missing method of the spot."""

import re
from collections.abc import Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.resolution import preferred
from knowledge.records import Diagnostic, SourceFile

_MISSING = ("compiler.err.cant.resolve", "ground.unknown-type")


def fixed(file: SourceFile, diagnostics: Sequence[Diagnostic], types: Types) -> SourceFile:
    """The file with all certain remedies applied; places of other diagnostics may move."""
    text = file.text
    declaration = read_declaration(text)
    own = declaration.qualified_name if declaration else ""
    imports: list[str] = []
    for diagnostic in sorted(diagnostics, key=lambda d: (-d.line, -d.column)):
        if not diagnostic.code.startswith(_MISSING) or diagnostic.path != file.path:
            continue
        name = preferred(n for n in types.named(diagnostic.symbol) if _is_top_level(n))
        # A compiler says of a simple name that the class around it does not have it.
        if name and (not diagnostic.receiver or f"{diagnostic.receiver}.".startswith(f"{own}.")):
            imports.append(name)
        elif len(diagnostic.candidates) >= 1 and _one_off(diagnostic.symbol, diagnostic.candidates):
            text = _renamed(text, diagnostic)
    return SourceFile(file.path, _with_imports(text, imports))


def _is_top_level(name: str) -> bool:
    return not any(part[:1].isupper() for part in name.split(".")[:-1])


def _one_off(wrong: str, candidates: Sequence[str]) -> bool:
    """The nearest real name differs in case only, or by one letter while the next one is farther."""
    near = [candidate for candidate in candidates if _distance(wrong.lower(), candidate.lower()) <= 1]
    return len(near) == 1 and near[0] == candidates[0]


def _distance(a: str, b: str) -> int:
    """Edit distance, cut off at 2."""
    if abs(len(a) - len(b)) > 1:
        return 2
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return min(row[-1], 2)


def _renamed(text: str, diagnostic: Diagnostic) -> str:
    lines = text.split("\n")
    at = diagnostic.line - 1
    if 0 <= at < len(lines):
        start = max(diagnostic.column - 1, 0)
        head, tail = lines[at][:start], lines[at][start:]
        pattern = rf"\b{re.escape(diagnostic.symbol)}\b"
        lines[at] = head + re.sub(pattern, diagnostic.candidates[0], tail, count=1)
    return "\n".join(lines)


def _with_imports(text: str, names: Sequence[str]) -> str:
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
