"""Whether an answer builds in its place: the same verdict for the dataset, for training and for evaluation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.state import Draft, Review
from finetune.kinds import is_invented
from finetune.place import placed
from finetune.records import Record
from finetune.site import OpenSite
from knowledge.records import Diagnostic

_NOTHING = re.compile(
    r"//[^\n]*|/\*.*?(?:\*/|\Z)|(?<![\w.=])(?:this\s*\.\s*)?(\w+)\s*=\s*(?:this\s*\.\s*)?\1\s*;|;", re.DOTALL
)
"""Comments, assignments of a variable to itself, empty statements."""


@dataclass(frozen=True, slots=True)
class Judgement:
    built: bool
    """No error of the compiler, and every hole's code was let in."""
    clean: bool
    """Built, and no house rule of level error, query or other check failed."""
    invented: int = 0
    """Names in the answer that exist nowhere."""
    empty: bool = False
    """No hole holds code that does something: comments and assignments of a variable to itself build too."""
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""
    """The whole file."""
    parsed: bool = False
    """The file is well formed, and every hole's code was let in."""
    rules: tuple[str, ...] = ()
    """House rules that it breaks, of level error or warning."""
    uses: tuple[str, ...] = ()
    """External symbols that the compiler resolved in the file, the skeleton's own among them."""
    unchecked: tuple[str, ...] = ()
    """Checks that could not run, in sentences; without a compiler nothing here counts as built."""

    @property
    def good(self) -> bool:
        """It builds, and not because it does nothing."""
        return self.built and not self.empty


class Judge:
    def __init__(self, site: OpenSite) -> None:
        self._site = site

    def judge(self, record: Record, answer: str) -> Judgement:
        draft = placed(record, answer, self._site.front_end)
        if draft is None:
            return Judgement(False, False, text=answer)
        return self.draft(draft)

    def draft(self, draft: Draft) -> Judgement:
        review: Review = self._site.review([draft.file])
        errors = (*review.errors, *draft.refused)
        built = not draft.refused and not any(is_compiler(each) for each in review.errors)
        return Judgement(
            built,
            built and not errors,
            sum(is_invented(each, self._site.types) for each in review.errors),
            not any(_NOTHING.sub("", fill.code).strip() for fill in draft.fills.values()),
            errors,
            draft.file.text,
            not draft.refused and not self._site.front_end.syntax_errors(draft.file),
            tuple(sorted({d.rule for d in review.diagnostics if d.rule and d.severity != "info"})),
            tuple(grounding.symbol for grounding in review.sources),
            tuple(each.text for each in review.unchecked),
        )


def is_compiler(diagnostic: Diagnostic) -> bool:
    return diagnostic.kind == "compile"


def build_at(k: int, counts: Sequence[tuple[int, int]]) -> float:
    """build@k over requests, each with (samples drawn, samples that build): the unbiased estimator
    1 - C(n - c, k) / C(n, k) of Chen et al. 2021 (arXiv 2107.03374), averaged. ``k`` may not exceed any n."""
    if not counts:
        return 0.0
    return sum(_one(n, c, k) for n, c in counts) / len(counts)


def _one(n: int, c: int, k: int) -> float:
    if k > n:
        raise ValueError(f"build@{k} needs {k} samples, there are {n}")
    missed = 1.0
    for i in range(k):
        missed *= max(n - c - i, 0) / (n - i)
    return 1.0 - missed
