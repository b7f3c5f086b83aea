"""Real names nearest to a wrong one: of the receiver where the index knows it, else of what the file itself can see."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from knowledge.nearest import nearest
from knowledge.records import Diagnostic, SourceFile
from knowledge.symbols import SymbolTable

SHOWN = 3
_UNRESOLVED = ".cant.resolve"
_HIDDEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.DOTALL)
"""Comments and texts as most languages write them: their words are no names."""
_NAME = re.compile(r"(?<![\w$])((?:[A-Z]|(?<!\.)[a-z_$])[\w$]*)(\s*\()?")
"""A name and whether it is called. Behind a dot stand members of others, but for types."""


class NearNames:
    """Candidates for the findings of one review."""

    def __init__(self, files: Sequence[SourceFile], generated: Sequence[SourceFile], types: SymbolTable) -> None:
        self._files = files
        self._generated = generated
        self._types = types

    def offered(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings, those about missing names with at most three real ones."""
        listed = list(diagnostics)
        wrong = {d.symbol for d in listed if _UNRESOLVED in d.code}
        return [d if d.candidates or not d.symbol else replace(d, candidates=self._near(d, wrong)) for d in listed]

    def _near(self, diagnostic: Diagnostic, wrong: set[str]) -> tuple[str, ...]:
        names: set[str] = set()
        if self._types.find(diagnostic.receiver):
            names = {entry.member.name for entry in self._types.members(diagnostic.receiver)}
        elif _UNRESOLVED in diagnostic.code:
            calls, others = self._seen
            names = (calls if diagnostic.code.endswith(".args") else others) - wrong
            names = {name for name in names if name[:1].isupper() == diagnostic.symbol[:1].isupper()}
        return nearest(sorted(names), diagnostic.symbol, SHOWN)

    @cached_property
    def _seen(self) -> tuple[set[str], set[str]]:
        """Methods, and all other names, of the files, of what is generated for them, and inherited from there."""
        text = "\n".join(file.text for file in self._files)
        words = set(re.findall(r"[A-Za-z_$][\w$]*", text))
        made = [file.text for file in self._generated if _stem(file) in words]
        calls: set[str] = set()
        others: set[str] = set()
        for name, bracket in _NAME.findall(_HIDDEN.sub(" ", "\n".join([text, *made]))):
            (calls if bracket else others).add(name)
        above = {name for text in made for name in re.findall(r"\bextends\s+([\w.]+)", text)}
        for entry in (entry for name in sorted(above) for entry in self._types.members(name)):
            (calls if entry.member.kind == "method" else others).add(entry.member.name)
        return calls, others


def _stem(file: SourceFile) -> str:
    return file.path.rpartition("/")[2].rpartition(".")[0]
