"""Ranks tables for a request: named ones, those of entities at hand, those the words mean, those that exemplars use."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agents.interpret import Wish
from agents.state import ResolvedTable
from knowledge.bm25 import Bm25, bag, stem
from knowledge.pack_data import PackData
from knowledge.records import Exemplar, Passage, Table
from knowledge.words import words

NAMED, PHRASE, AT_HAND, MEANT, CO_USED = 10.0, 3.0, 1.2, 2.0, 1.5
LEAST = 1.0  # below this a table is noise
MOST = 8
COLUMNS = 8


@dataclass(slots=True)
class _Vote:
    score: float = 0.0
    why: list[str] | None = None

    def add(self, score: float, why: str) -> None:
        self.score += score
        self.why = [*(self.why or []), why]


class TableIndex:
    """All tables of an index, ready to be ranked; built once for each index and kept warm."""

    def __init__(self, tables: Iterable[Table], pack: PackData, passages: Iterable[Passage] = ()) -> None:
        self._tables = {table.name: table for table in tables}
        self._said = _by_table(passages, self._tables)
        self._entities = {table: entity for entity, table in pack.entity_tables.items()}
        self._phrases = {
            table: [stem(word) for word in words(entity)[:-1] or words(entity)]
            for table, entity in self._entities.items()
            if table in self._tables
        }
        self._column_stems = {
            (table.name, column.name): frozenset(stem(word) for word in words(f"{column.comment} {column.name}"))
            for table in self._tables.values()
            for column in table.columns
        }
        self._bm25 = Bm25({name: self._bag(table) for name, table in self._tables.items()})

    def get(self, name: str) -> Table | None:
        return self._tables.get(name.upper())

    def names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def rank(self, wish: Wish, entities: Sequence[str], exemplars: Sequence[Exemplar]) -> tuple[ResolvedTable, ...]:
        """Tables above the noise, best first. ``entities``: simple names that the spot hands in."""
        votes: dict[str, _Vote] = {}
        self._vote_named(wish, votes)
        self._vote_phrases(wish, votes)
        self._vote_meaning(wish, votes)
        for table, entity in self._entities.items():
            if entity in entities and table in self._tables:
                votes.setdefault(table, _Vote()).add(AT_HAND, f"the spot hands in {entity}")
        for exemplar in exemplars:
            for table in exemplar.tables:
                if table in self._tables:
                    share = CO_USED / len(exemplars)
                    votes.setdefault(table, _Vote()).add(share, f"{exemplar.name.rpartition('.')[2]} uses it")
        ranked = sorted((n for n in votes if votes[n].score >= LEAST), key=lambda n: (-votes[n].score, n))
        return tuple(self._resolved(name, votes[name], wish) for name in ranked[:MOST])

    def _vote_named(self, wish: Wish, votes: dict[str, _Vote]) -> None:
        for name in wish.names:
            if name.upper() in self._tables:
                votes.setdefault(name.upper(), _Vote()).add(NAMED, "named in the request")

    def _vote_phrases(self, wish: Wish, votes: dict[str, _Vote]) -> None:
        """``billable charge`` in a request means the table of BillableCharge, and less so that of Charge."""
        for table, phrase in self._phrases.items():
            held = sum(wish.stems.get(part, 0.0) for part in phrase) / len(phrase)
            if held > 0.65 and all(part in wish.stems for part in phrase):
                score = PHRASE * held * (1 + 0.25 * (len(phrase) - 1))
                votes.setdefault(table, _Vote()).add(score, f"the request speaks of {self._entities[table]}")

    def _vote_meaning(self, wish: Wish, votes: dict[str, _Vote]) -> None:
        scores = self._bm25.scores(wish.stems)
        top = max(scores.values(), default=1.0)
        for name, score in scores.items():
            votes.setdefault(name, _Vote()).add(MEANT * (score / top) ** 2, "its description matches the request")

    def _resolved(self, name: str, vote: _Vote, wish: Wish) -> ResolvedTable:
        table = self._tables[name]
        why = "; ".join(dict.fromkeys(vote.why or ()))
        return ResolvedTable(name, self._columns(table, wish.stems), why, table.source, round(vote.score, 2))

    def _columns(self, table: Table, stems: Mapping[str, float]) -> tuple[str, ...]:
        """Key columns, then those whose comment or name the request touches, the most touched first."""
        touched = {
            column.name: sum(stems.get(part, 0.0) for part in self._column_stems[table.name, column.name])
            for column in table.columns
        }
        ranked = sorted((name for name in touched if touched[name] > 0), key=lambda name: -touched[name])
        return tuple(dict.fromkeys([*table.primary_key, *ranked]))[:COLUMNS]

    def _bag(self, table: Table) -> dict[str, float]:
        columns = [word for column in table.columns for word in words(column.comment or column.name)]
        entity = words(self._entities.get(table.name, ""))
        said = words(self._said.get(table.name, ""))
        return bag((2.0, words(table.comment)), (2.0, entity), (0.3, columns), (0.5, said))


def _by_table(passages: Iterable[Passage], tables: Mapping[str, Table]) -> dict[str, str]:
    """What documents say under a heading that names the table."""
    found: dict[str, str] = {}
    for passage in passages:
        for name in re.findall(r"[A-Z][A-Z0-9_]+", passage.title):
            if name in tables:
                found[name] = f"{found.get(name, '')} {passage.title} {passage.text}"
    return found
