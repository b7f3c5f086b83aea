"""Ranks passages of documents for a request: what the guide says of the spot, then what is written about the matter."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from agents.state import ResolvedPassage
from knowledge.bm25 import Bm25, bag
from knowledge.records import Passage
from knowledge.words import words

MATTER = 2  # passages about the matter itself: rules, terms, processes
NAMED = 1  # passages headed by a table at hand; the comments of its columns are shown anyway
TITLE = 2.0  # a heading says what a passage is about
ENOUGH = 0.45  # of the best score; below it a passage shares a word or two with the request by chance


class PassageIndex:
    """All passages of an index, ready to be ranked; built once for each index and kept warm."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = {passage.name: passage for passage in passages}
        self._bm25 = Bm25({p.name: bag((TITLE, words(p.title)), (1.0, words(p.text))) for p in self._passages.values()})

    def get(self, name: str) -> Passage:
        return self._passages[name]

    def rank(
        self, stems: Mapping[str, float], spot: str, at_hand: Collection[str], named: Collection[str]
    ) -> tuple[ResolvedPassage, ...]:
        """The best few. ``spot``: simple name; ``named``: all spots and tables that a heading may be about, and
        ``at_hand`` those of them that were resolved: what is written below others is about something else."""
        scores = self._bm25.scores(stems)
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        about = {name: {*re.findall(r"\w+", _heading(self._passages[name]))} & {*named} for name in ranked}
        matter = self._best([name for name in ranked if not about[name]], scores, MATTER)
        tables = self._best([n for n in ranked if about[n] & {*at_hand} and spot not in about[n]], scores, NAMED)
        guide = [name for name, passage in self._passages.items() if _heading(passage) == spot][:1]
        found = [self._resolved(name, f"what is written about {spot}") for name in guide]
        return (*found, *(self._resolved(name, "its words match the request") for name in (*matter, *tables)))

    def _best(self, ranked: Sequence[str], scores: Mapping[str, float], most: int) -> list[str]:
        return [name for name in ranked[:most] if scores[name] >= ENOUGH * scores[ranked[0]]]

    def _resolved(self, name: str, why: str) -> ResolvedPassage:
        passage = self._passages[name]
        return ResolvedPassage(passage.name, passage.title, why, passage.source)


def _heading(passage: Passage) -> str:
    """The passage's own heading; a title has the headings above it too."""
    return passage.title.rpartition(" / ")[2]
