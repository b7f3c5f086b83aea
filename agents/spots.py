"""Ranks spots for a request: the words of their names, what documents say they are for, and how the site uses them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.interpret import Wish
from agents.state import Candidate
from knowledge.bm25 import Bm25, bag, stem
from knowledge.records import Exemplar, Passage, Symbol
from knowledge.words import words

NAME, GUIDE, METHODS = 3.0, 1.0, 0.5  # field weights, set on the sample requests (docs/lab-log.md)
VOTE = 0.5  # what the existing code that is most like the request adds to its spot
COVERAGE = 0.6  # what a spot gains, relative to the best, when the request names all words of its name
USE = 0.01  # an existing algorithm of the same spot settles a tie
USE_ALONE = 0.2  # when the request says little, what the site writes most is the likeliest


@dataclass(frozen=True, slots=True)
class SpotProfile:
    """What is known about one spot before anyone asks."""

    symbol: Symbol
    short_name: str
    """Without the endings that every spot has."""
    summary: str
    uses: int
    """Existing algorithms of the site."""


class SpotIndex:
    """All spots of an index, ready to be ranked; built once for each index and kept warm."""

    def __init__(
        self,
        spots: Iterable[Symbol],
        passages: Iterable[Passage],
        exemplars: Iterable[Exemplar],
        suffixes: tuple[str, ...],
    ) -> None:
        guides = _by_heading(passages)
        used = _by_spot(exemplars)
        self._profiles: dict[str, SpotProfile] = {}
        self._names: dict[str, list[str]] = {}
        documents: dict[str, dict[str, float]] = {}
        for spot in spots:
            short = short_name(spot.simple_name, suffixes)
            guide = guides.get(spot.simple_name.lower())
            examples = used.get(spot.name, [])
            self._profiles[spot.name] = SpotProfile(spot, short, _first_sentence(guide), len(examples))
            self._names[spot.name] = list(dict.fromkeys(stem(word) for word in words(short) if word != short.lower()))
            documents[spot.name] = bag(
                (NAME, words(short)),
                (GUIDE, words(guide.text) if guide else ()),
                (METHODS, (word for member in spot.members for word in words(member.name[3:]))),
            )
        self._bm25 = Bm25(documents)
        self._owners = {example.name: spot for spot, examples in used.items() for example in examples}
        self._examples = Bm25({e.name: exemplar_bag(e) for examples in used.values() for e in examples})

    def names(self) -> tuple[str, ...]:
        return tuple(self._profiles)

    def profile(self, name: str) -> SpotProfile:
        return self._profiles[name]

    def __len__(self) -> int:
        return len(self._profiles)

    def named(self, name: str) -> tuple[str, ...]:
        """Spots that this text names: qualified, simple, or without the usual ending; any case."""
        wanted = name.rpartition(".")[2].lower()
        return tuple(
            spot
            for spot, profile in self._profiles.items()
            if spot == name or wanted in (profile.symbol.simple_name.lower(), profile.short_name.lower())
        )

    def rank(self, wish: Wish) -> list[Candidate]:
        """Candidates, best first, scores relative to the best; those that the request spells out come first."""
        spelled = [spot for name in wish.names for spot in self.named(name)]
        scores = self._scores(wish.stems, USE_ALONE if wish.says_little else USE)
        top = max(scores.values(), default=1.0)
        ranked = sorted(scores, key=lambda name: (name not in spelled, -scores[name], name))
        ranked = [*(s for s in spelled if s not in scores), *ranked]
        return [
            Candidate(
                name,
                1.0 if name in spelled else round(scores[name] / top, 3),
                "named in the request" if name in spelled else self._why(name, wish.stems),
                self._profiles[name].summary,
            )
            for name in dict.fromkeys(ranked)
        ]

    def _scores(self, stems: Mapping[str, float], use: float) -> dict[str, float]:
        raw = self._bm25.scores(stems)
        top = max(raw.values(), default=1.0)
        votes = self._votes(stems)
        return {
            name: raw.get(name, 0.0) / top
            + COVERAGE * self._coverage(name, stems)
            + VOTE * votes.get(name, 0.0)
            + use * min(self._profiles[name].uses, 5)
            for name in dict.fromkeys((*raw, *votes))
        }

    def _votes(self, stems: Mapping[str, float]) -> dict[str, float]:
        """For each spot, how near its nearest existing code is to the request, relative to the nearest of all."""
        scores = self._examples.scores(stems)
        top = max(scores.values(), default=1.0)
        votes: dict[str, float] = {}
        for name, score in scores.items():
            spot = self._owners[name]
            votes[spot] = max(votes.get(spot, 0.0), score / top)
        return votes

    def _coverage(self, name: str, stems: Mapping[str, float]) -> float:
        parts = self._names[name]
        return sum(stems.get(part, 0.0) for part in parts) / len(parts) if parts else 0.0

    def _why(self, name: str, stems: Mapping[str, float]) -> str:
        parts = dict.fromkeys(words(self._profiles[name].short_name)[:-1] or words(self._profiles[name].short_name))
        shared = [part for part in parts if stem(part) in stems]
        return f"its name shares {', '.join(shared)}" if shared else "its description or its existing code matches"


def exemplar_bag(exemplar: Exemplar) -> dict[str, float]:
    """What existing code is about: the words of its name and of its purpose."""
    return bag((2.0, words(exemplar.name.rpartition(".")[2])), (1.0, words(exemplar.summary)))


def short_name(simple: str, suffixes: tuple[str, ...]) -> str:
    return next((simple.removesuffix(suffix) for suffix in suffixes if simple.endswith(suffix)), simple)


def _by_heading(passages: Iterable[Passage]) -> dict[str, Passage]:
    """Passages by their own heading; a title has the headings above it too."""
    found: dict[str, Passage] = {}
    for passage in passages:
        found.setdefault(passage.title.rpartition(" / ")[2].lower(), passage)
    return found


def _by_spot(exemplars: Iterable[Exemplar]) -> dict[str, list[Exemplar]]:
    found: dict[str, list[Exemplar]] = {}
    for exemplar in exemplars:
        if exemplar.spot:
            found.setdefault(exemplar.spot, []).append(exemplar)
    return found


def _first_sentence(passage: Passage | None) -> str:
    if passage is None:
        return ""
    text = " ".join(line for line in passage.text.splitlines() if not line.startswith("#"))
    end = text.find(". ")
    return text[: end + 1].strip() if end > 0 else text.strip()
