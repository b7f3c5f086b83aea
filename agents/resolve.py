"""Task -> Resolution: which spot, tables, types and exemplars a request needs, why, and what is in doubt.

Deterministic. The indexes that it ranks with are built once by ``Resolver`` and kept warm.
"""

from collections.abc import Collection, Sequence

from agents.interpret import Wish, interpret
from agents.parameters import soft_parameters
from agents.passages import PassageIndex
from agents.spots import SpotIndex, exemplar_bag
from agents.state import Candidate, Resolution, ResolvedExemplar, ResolvedPassage, ResolvedTable, ResolvedType, Task
from agents.tables import TableIndex
from knowledge.bm25 import Bm25
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.nearest import nearest
from knowledge.pack_data import PackData
from knowledge.records import Exemplar, Passage, SoftParameter, Symbol, Table
from knowledge.symbols import SymbolTable

CLOSE = 0.85  # a second spot this near the first is said to the user
SHOWN = 5
EXEMPLARS = 3
TYPES = 30
LONGEST = 20_000
"""Characters of a request, as MCP takes them: what is longer was pasted, and would stand in the code as a comment."""


class Resolver:
    """Everything that resolution looks things up in, ready for any number of tasks."""

    def __init__(
        self,
        pack: PackData,
        front_end: FrontEnd,
        types: SymbolTable,
        spots: Sequence[Symbol],
        tables: Sequence[Table],
        exemplars: Sequence[Exemplar],
        passages: Sequence[Passage],
    ) -> None:
        if not spots:
            raise SpotsmithError(
                "the index holds no spots: add the framework's JARs to class_path and run `spotsmith index`"
            )
        self._pack = pack
        self._front_end = front_end
        self._types = types
        self._spots = SpotIndex(spots, passages, exemplars, pack.spot_suffixes)
        self._tables = TableIndex(tables, pack, passages)
        self._passages = PassageIndex(passages)
        self._exemplars = {exemplar.name: exemplar for exemplar in exemplars}
        self._exemplar_bm25 = Bm25({e.name: exemplar_bag(e) for e in exemplars if e.artefact != "messages"})
        self._repositories = [e for e in exemplars if e.artefact == "messages"]

    def resolve(self, task: Task, without: Collection[str] = ()) -> Resolution:
        """Raises SpotsmithError for a spot that does not exist and for an artefact that the pack cannot write.

        ``without``: exemplars that are not to be learned from: the answer itself, where it exists already."""
        _refuse_a_book(task.request)
        wish = interpret(task.request, self._pack, task.artefact)
        self._check_artefact(wish.artefact)
        candidates = self._candidates(task, wish)
        spot = candidates[0]
        exemplars = self._rank_exemplars(wish, spot.name, without)
        softs = task.soft_parameters or soft_parameters(task.request, self._pack)
        entities = self._front_end.entities_of(self._spots.profile(spot.name).symbol, self._types)
        same_spot = [e for e in exemplars if e.spot == spot.name]
        tables = self._tables.rank(wish, [name.rpartition(".")[2] for name in entities], same_spot)
        return Resolution(
            artefact=wish.artefact,
            spot=spot,
            alternatives=tuple(candidates[1 : SHOWN + 1]),
            types=self._types_for(spot.name, entities, tables, softs),
            tables=tables,
            soft_parameters=tuple(softs),
            exemplars=tuple(self._shown(e, spot.name) for e in exemplars),
            doubts=tuple(self._doubts(task, wish, candidates, tables, softs)),
            passages=self._passages_for(wish, spot.name, tables, entities),
            rivals=tuple(candidate.name for candidate in self._rivals(task, wish, candidates)),
        )

    def spot(self, name: str) -> Symbol:
        return self._spots.profile(name).symbol

    def short_name(self, spot: str) -> str:
        """The spot's simple name without the ending that all have."""
        return self._spots.profile(spot).short_name

    def named(self, name: str) -> tuple[str, ...]:
        """Qualified names of the spots that a name means."""
        return self._spots.named(name)

    def ranked(self, task: Task) -> tuple[Candidate, ...]:
        """All spots that a request may mean, best first; none where nothing matches."""
        return tuple(self._spots.rank(interpret(task.request, self._pack, task.artefact)))

    def table(self, name: str) -> Table | None:
        return self._tables.get(name)

    def passage(self, name: str) -> Passage:
        return self._passages.get(name)

    def exemplar_names(self) -> tuple[str, ...]:
        return tuple(self._exemplars)

    def exemplar(self, name: str) -> Exemplar:
        return self._exemplars[name]

    def _check_artefact(self, artefact: str) -> None:
        known = self._pack.artefacts
        if artefact not in known:
            raise SpotsmithError(f"there is no artefact {artefact!r}; known: {', '.join(known)}")
        if not known[artefact].generates:
            able = ", ".join(name for name, entry in known.items() if entry.generates)
            raise SpotsmithError(
                f"the request asks for a {known[artefact].words[0]}, which the {self._pack.name} pack cannot "
                f"write yet; it writes: {able}. Existing ones are still indexed, checked and shown as exemplars"
            )

    def _candidates(self, task: Task, wish: Wish) -> list[Candidate]:
        if task.spot:
            named = self._spots.named(task.spot)
            if not named:
                raise SpotsmithError(self._unknown_spot(task.spot))
            ranked = {candidate.name: candidate for candidate in self._spots.rank(wish)}
            chosen = [Candidate(name, 1.0, "chosen by the task", self._spots.profile(name).summary) for name in named]
            return [*chosen, *(c for name, c in ranked.items() if name not in named)]
        candidates = self._spots.rank(wish)
        if not candidates:
            raise SpotsmithError(
                "nothing in the request matches any of the "
                f"{len(self._spots)} spots of the index; say what the code is for, or name the spot with --spot. "
                f"For example: {self._pack.example_request}"
            )
        return candidates

    def _unknown_spot(self, name: str) -> str:
        simple = [n.rpartition(".")[2] for n in self._spots.names()]
        close = nearest(simple, name.rpartition(".")[2], 3)
        hint = f"; did you mean {', '.join(close)}?" if close else ";"
        return f"there is no spot {name!r} in the index{hint} `spotsmith resolve` with a description lists candidates"

    def _rank_exemplars(self, wish: Wish, spot: str, without: Collection[str]) -> list[Exemplar]:
        """Code of the same spot first, then code that speaks of the same things."""
        scores = {n: score for n, score in self._exemplar_bm25.scores(wish.stems).items() if n not in without}
        own = [e for e in self._exemplars.values() if e.spot == spot and e.name not in without]
        own.sort(key=lambda e: (-scores.get(e.name, 0.0), e.name))
        others = sorted((n for n in scores if self._exemplars[n].spot != spot), key=lambda n: (-scores[n], n))
        return [*own, *(self._exemplars[name] for name in others)][:EXEMPLARS]

    def _shown(self, exemplar: Exemplar, spot: str) -> ResolvedExemplar:
        why = "existing code of the same spot" if exemplar.spot == spot else "existing code about the same things"
        return ResolvedExemplar(exemplar.name, why, exemplar.source)

    def _passages_for(
        self, wish: Wish, spot: str, tables: Sequence[ResolvedTable], entities: Sequence[str]
    ) -> tuple[ResolvedPassage, ...]:
        at_hand = {table.name for table in tables} | {name.rpartition(".")[2] for name in entities}
        named = {name.rpartition(".")[2] for name in self._spots.names()} | {*self._tables.names()}
        return self._passages.rank(wish.stems, spot.rpartition(".")[2], at_hand, named)

    def _types_for(
        self, spot: str, entities: Sequence[str], tables: Sequence[ResolvedTable], softs: Sequence[SoftParameter]
    ) -> tuple[ResolvedType, ...]:
        wanted: dict[str, str] = {spot: "the spot to implement"}
        for name in self._front_end.contract_types(self._spots.profile(spot).symbol, self._types):
            wanted.setdefault(name, "in the methods of the spot")
        for name, why in self._front_end.types_for(softs, [table.name for table in tables], self._types):
            wanted.setdefault(name, why)
        for repository in self._repositories:
            wanted.setdefault(repository.name, "the site's messages")
        found = [(symbol, why) for name, why in wanted.items() if (symbol := self._types.find(name))]
        return tuple(ResolvedType(s.name, s.role or s.kind, why, s.source) for s, why in found[:TYPES])

    def _rivals(self, task: Task, wish: Wish, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Other spots that may be meant: those nearly as good as the best, or the first few when it says little."""
        if not self._is_open(task, candidates):
            return ()
        return [c for c in candidates[1:SHOWN] if wish.says_little or c.score >= CLOSE]

    def _is_open(self, task: Task, candidates: Sequence[Candidate]) -> bool:
        """Whether nobody has named the spot."""
        return not task.spot and candidates[0].why != "named in the request"

    def _doubts(
        self,
        task: Task,
        wish: Wish,
        candidates: Sequence[Candidate],
        tables: Sequence[ResolvedTable],
        softs: Sequence[SoftParameter],
    ) -> list[str]:
        doubts = []
        simple = [candidate.name.rpartition(".")[2] for candidate in candidates]
        if wish.says_little and self._is_open(task, candidates):
            doubts.append(f"the request says little: {simple[0]} was taken as the likeliest; name another with --spot")
        elif rivals := self._rivals(task, wish, candidates):
            others = ", ".join(c.name.rpartition(".")[2] for c in rivals)
            doubts.append(f"{simple[0]} was taken; {others} would fit nearly as well")
        if not tables:
            doubts.append("no table matches the request")
        for soft in softs:
            if soft.type in ("entity", "lookup") and not self._front_end.soft_parameter_type(soft, self._types):
                doubts.append(f"soft parameter {soft.name}: the index has no {soft.type} {soft.target!r}")
        return doubts


def _refuse_a_book(request: str) -> None:
    if len(request) > LONGEST:
        raise SpotsmithError(
            f"the request has {len(request):,} characters, and {LONGEST:,} are the most: say what the code is for in a "
            "few sentences, and put the rest into a document of the site"
        )
