"""Mistakes with one certain remedy: what the files beside this one know of syntax, names and imports, joined."""

from collections.abc import Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.fix_imports import imported_type, with_imports
from knowledge.packs.ormb.fix_names import renamed
from knowledge.packs.ormb.fix_syntax import with_syntax
from knowledge.records import Diagnostic, SourceFile


def fixed(file: SourceFile, diagnostics: Sequence[Diagnostic], types: Types) -> SourceFile:
    """The file with all certain remedies applied; places of other diagnostics may move.

    What does not parse hides the rest, so it is mended alone.
    """
    found = [diagnostic for diagnostic in diagnostics if diagnostic.path == file.path]
    text = with_syntax(file.text, found)
    if text == file.text:
        declaration = read_declaration(text)
        own = declaration.qualified_name if declaration else ""
        names = [diagnostic for diagnostic in found if not imported_type(diagnostic, own, types)]
        text = with_imports(renamed(text, names, types), found, types)
    return SourceFile(file.path, text)
