"""Files -> Review: compiled, grounded, checked against the schema, the spot and the house rules.

A check that could not run is named in ``unchecked``; it never counts as clean.
"""

from collections.abc import Mapping, Sequence

from agents.compilers.protocol import Compilation, Compiler, Use
from agents.near_names import NearNames
from agents.site import Site
from agents.state import Grounding, Review, Unchecked
from knowledge.front_end import FrontEnd
from knowledge.pack import Tables
from knowledge.records import Diagnostic, Source, SourceFile
from knowledge.symbols import SymbolTable


class Reviewer:
    """Everything that a review needs, ready for any number of files."""

    def __init__(
        self,
        front_end: FrontEnd,
        types: SymbolTable,
        tables: Tables,
        site: Site,
        compiler: Compiler,
        levels: Mapping[str, str],
        generated_by_site: frozenset[str] = frozenset(),
    ) -> None:
        self._front_end = front_end
        self._types = types
        self._tables = tables
        self._site = site
        self._compiler = compiler
        self._levels = levels
        self._existing = generated_by_site

    def review(self, files: Sequence[SourceFile]) -> Review:
        """Findings about ``files`` together, in the order of the files and of their lines."""
        if not files:
            return Review(())
        neighbours = self._site.neighbours(files)
        everything = (*files, *neighbours)
        generated = self._front_end.generate(everything, self._types, self._tables, self._existing)
        paths = {file.path for file in files}
        compilation = self._compiler.compile((*everything, *generated.files), report=paths)
        diagnostics = [d for d in generated.diagnostics if d.path in paths]
        diagnostics += NearNames(files, generated.files, self._types).offered(compilation.diagnostics)
        unchecked = [Unchecked(text) for text in (*compilation.unchecked, *_context_notes(compilation))]
        for file in files:
            checked = self._front_end.check(file, self._types, self._tables, self._levels)
            diagnostics += checked.diagnostics
            unchecked += [Unchecked(text, file.path) for text in checked.unchecked]
            if compilation.unchecked:
                grounded = self._front_end.ground(file, self._types)
                diagnostics += grounded.diagnostics
                unchecked += [Unchecked(text, file.path) for text in grounded.unchecked]
        sources, unknown = self._grounded(compilation.uses, generated.files)
        order = {file.path: i for i, file in enumerate(files)}
        unchecked += unknown
        found = _unique(diagnostics)
        found.sort(key=lambda d: (order.get(d.path, len(order)), d.line, d.column))
        return Review(tuple(found), tuple(dict.fromkeys(unchecked)), sources)

    def _grounded(
        self, uses: Sequence[Use], generated: Sequence[SourceFile]
    ) -> tuple[tuple[Grounding, ...], list[Unchecked]]:
        """Each external symbol with its source; one that only the compiler knows has none, and that is said."""
        made = {_type_of(file.path): file.path for file in generated}
        sources: dict[str, Source] = {}
        unknown: list[Unchecked] = []
        for use in uses:
            source = self._source(use.owner, made)
            if source is None:
                unknown.append(_not_indexed(use))
            else:
                sources.setdefault(use.symbol, source)
        return tuple(Grounding(symbol, sources[symbol]) for symbol in sorted(sources)), unknown

    def _source(self, owner: str, generated: Mapping[str, str]) -> Source | None:
        symbol = self._types.find(owner)
        if symbol:
            return symbol.source
        name = owner
        while name:
            if name in generated:
                return Source("generated", generated[name], "made from the annotation")
            name = name.rpartition(".")[0]
        return None


def _context_notes(compilation: Compilation) -> list[str]:
    """Errors outside the reported files make what is said about these unsure, so they are said."""
    return [
        f"compile: {d.path}:{d.line}: {d.message}; while this stands, the check of other files is not certain"
        for d in compilation.context_diagnostics
        if d.severity == "error"
    ]


def _not_indexed(use: Use) -> Unchecked:
    return Unchecked(f"ground: the compiler knows {use.symbol}, the index does not; run `spotsmith index`", use.path)


def _unique(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each finding once. Of a name that the compiler and a check of the pack both miss at a place, the pack tells."""
    told = {_about(d) for d in diagnostics if d.kind != "compile" and d.receiver}
    return [d for d in dict.fromkeys(diagnostics) if d.kind != "compile" or _about(d) not in told]


def _about(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    return diagnostic.path, diagnostic.line, diagnostic.symbol, diagnostic.receiver


def _type_of(path: str) -> str:
    return path.rpartition(".")[0].replace("/", ".")
