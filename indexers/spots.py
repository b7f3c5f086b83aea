"""What types are to the framework: roles given by the pack, and names for the parameters of spots from site sources."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from indexers.borrow import SourceNames, borrowed_names
from indexers.jar import ClassPath
from knowledge.front_end import FrontEnd
from knowledge.pack import Types
from knowledge.records import Symbol


def with_names(class_path: ClassPath, sources: SourceNames) -> ClassPath:
    """The class path with parameter names that the site's sources know; class files of interfaces have none."""
    borrowed = borrowed_names(class_path.jars, sources)
    return ClassPath(tuple(replace(jar, borrowed=borrowed) for jar in class_path.jars))


def with_roles(
    symbols: Iterable[Symbol], types: Types, front_end: FrontEnd, progress: Callable[[int, int], None]
) -> list[Symbol]:
    """The symbols with the roles that the pack gives them; types of the platform have none."""
    given = list(symbols)
    found = []
    for symbol in given:
        role = "" if symbol.source.kind == "platform" else front_end.role(symbol, types)
        found.append(replace(symbol, role=role) if role else symbol)
        if len(found) % 500 == 0 or len(found) == len(given):
            progress(len(found), len(given))
    return found
