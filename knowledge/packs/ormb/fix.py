"""Mistakes with one certain remedy: what the files beside this one know of syntax, names and imports, joined."""

from collections.abc import Sequence

from knowledge.pack import Types
from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.fix_ids import with_ids
from knowledge.packs.ormb.fix_imports import imported_type, with_imports
from knowledge.packs.ormb.fix_names import renamed
from knowledge.packs.ormb.fix_scope import with_declared
from knowledge.packs.ormb.fix_syntax import with_syntax
from knowledge.records import Diagnostic, SourceFile


def fixed(file: SourceFile, diagnostics: Sequence[Diagnostic], types: Types) -> SourceFile:
    """The file with certain remedies of one sort applied, and its imports put right; other places may move.

    Sorts come one at a time, because each moves what the others point at; a later review finds the rest again. What
    does not parse hides all else, so it comes first.
    """
    found = [diagnostic for diagnostic in diagnostics if diagnostic.path == file.path]
    text = with_syntax(file.text, found)
    if text != file.text:
        return SourceFile(file.path, text)
    declaration = read_declaration(text)
    own = declaration.qualified_name if declaration else ""
    names = [diagnostic for diagnostic in found if not imported_type(diagnostic, own, types)]
    ways = (with_ids(text, found, types), with_declared(text, names), renamed(text, names, types))
    text = next((made for made in ways if made != text), text)
    return SourceFile(file.path, with_imports(text, found, types))
