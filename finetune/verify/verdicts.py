"""Whether an answer parses, compiles in its place, and keeps the house rules. A file is compiled once, however many
records hold it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from agents.state import Review
from finetune.judge import Judge, is_compiler
from finetune.place import placed
from finetune.records import Record, Verdict
from finetune.site import OpenSite
from knowledge.records import Diagnostic, Exemplar, SourceFile

_BLOCK = re.compile(r"^[ \t]*(`{3,})([^\n`]*)\n(.*?)^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one answer."""

    verdict: Verdict
    """Empty where there was nothing that could be looked at: a piece that is no file, a query, a sentence."""
    errors: tuple[Diagnostic, ...] = ()
    empty: bool = False
    """It compiles because it holds comments only."""
    unchecked: tuple[str, ...] = ()


class Verdicts:
    def __init__(self, site: OpenSite) -> None:
        self._site = site
        self._judge = Judge(site)
        self._known: dict[str, Seen] = {}
        self._suffix = _suffix(site)
        self.compiled = 0
        """Different files that were looked at."""

    def of(self, record: Record) -> Seen:
        if record.frame is None:
            return self._without_frame(record)
        draft = placed(record, record.output, self._site.front_end)
        if draft is None:
            return Seen("")
        key = _digest(draft.file, *(str(each.arguments) for each in draft.refused))
        if key not in self._known:
            self.compiled += 1
            found = self._judge.draft(draft)
            self._known[key] = self._seen(
                draft.file, found.built, found.parsed, found.diagnostics, found.unchecked, found.empty
            )
        return self._known[key]

    def _without_frame(self, record: Record) -> Seen:
        """A whole class is compiled as it stands; other code is not more than parsed."""
        if record.kind == "sql":
            return Seen("")
        code = _code_of(record.output) if record.kind != "text" else record.prefix + record.output + record.suffix
        file = SourceFile(f"Sample{self._suffix}", code)
        exemplar = self._site.front_end.exemplar(file, self._site.types) if code.strip() else None
        key = _digest(file)
        if key not in self._known:
            self.compiled += 1
            if exemplar is None or record.kind == "text":
                self._known[key] = self._parsed(file, exemplar)
            else:
                self._known[key] = self._whole(SourceFile(_path(exemplar, self._suffix), code))
        return self._known[key]

    def _parsed(self, file: SourceFile, exemplar: Exemplar | None) -> Seen:
        right = bool(file.text.strip()) and not self._site.front_end.syntax_errors(file)
        return Seen("parsed" if right and exemplar else "")

    def _whole(self, file: SourceFile) -> Seen:
        review: Review = self._site.review([file])
        errors = review.errors
        built = not any(is_compiler(each) for each in errors)
        parsed = not self._site.front_end.syntax_errors(file)
        return self._seen(file, built, parsed, errors, tuple(each.text for each in review.unchecked), False)

    def _seen(
        self,
        file: SourceFile,
        built: bool,
        parsed: bool,
        errors: Sequence[Diagnostic],
        unchecked: tuple[str, ...],
        empty: bool,
    ) -> Seen:
        not_compiled = tuple(text for text in unchecked if text.startswith("compile:"))
        if not built or (not_compiled and not parsed):
            return Seen("failed", tuple(errors), empty, unchecked)
        if not_compiled:
            return Seen("parsed", tuple(errors), empty, unchecked)
        made = self._site.front_end.generate([file], self._site.types, self._site.store).files
        verdict: Verdict = "compiled with generated artefacts" if made else "compiled"
        return Seen(verdict, tuple(errors), empty, unchecked)


def _code_of(answer: str) -> str:
    """The largest block of an answer; the answer itself where it has none."""
    blocks = [block[3] for block in _BLOCK.finditer(answer)]
    return max(blocks, key=len) if blocks else answer


def _path(exemplar: Exemplar, suffix: str) -> str:
    return exemplar.name.replace(".", "/") + suffix


def _suffix(site: OpenSite) -> str:
    """Of the site's source files."""
    names = site.store.names(Exemplar)
    first = site.store.get(Exemplar, names[0]) if names else None
    return PurePosixPath(first.source.path).suffix if first else ".txt"


def _digest(file: SourceFile, *more: str) -> str:
    return hashlib.sha256("\0".join((file.path, file.text, *more)).encode("utf-8", "replace")).hexdigest()
