"""A request as words: which artefact it asks for, which stems it is searched by, which names it spells out."""

import re
from dataclasses import dataclass

from knowledge.bm25 import stem
from knowledge.pack_data import PackData
from knowledge.words import words

SYNONYM_WEIGHT = 0.7  # a word that the user did not write counts less than one that they did
ASKING = 8  # words in which people say what they want, before they say what it shall do
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request says, before anything is looked up."""

    text: str
    artefact: str
    stems: dict[str, float]
    """Search words with weights; noise and the framework's own names are left out."""
    names: tuple[str, ...]
    """Identifiers written out in the request: CamelCase, UPPER_CASE, dotted."""

    @property
    def says_little(self) -> bool:
        """Too few words of substance to tell one spot from another."""
        return sum(weight == 1.0 for weight in self.stems.values()) <= 1


def interpret(request: str, pack: PackData, artefact: str = "") -> Wish:
    """Read a request by the pack's words. Deterministic; nothing is looked up."""
    lower = _plain(request)
    return Wish(
        text=request,
        artefact=artefact or _artefact(lower, pack),
        stems=_stems(request, lower, pack),
        names=tuple(name for name in _IDENTIFIER.findall(request) if _is_identifier(name)),
    )


def _artefact(lower: str, pack: PackData) -> str:
    """The artefact that the request asks for: named among its first words, the earliest and longest winning.

    Later in a sentence the same words are part of the business: "... that the nightly batch job picks up".
    """
    if any(_plain(word) in lower for word in pack.artefacts[pack.main_artefact].words):
        return pack.main_artefact
    start = _plain(" ".join(lower.split()[:ASKING]))
    found = [
        (start.find(word), -len(word), name)
        for name, artefact in pack.artefacts.items()
        for word in map(_plain, artefact.words)
        if word in start
    ]
    return min(found)[2] if found else pack.main_artefact


def _stems(request: str, lower: str, pack: PackData) -> dict[str, float]:
    for name in pack.names:
        request = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", request)
    # Of "business entity" each word may be part of what is wanted; "plug-in" is one word.
    single = [word for artefact in pack.artefacts.values() for word in artefact.words if " " not in word]
    dropped = {stem(part) for word in (*pack.noise, *single) for part in words(word)}
    stems = {stem(word): 1.0 for word in words(request) if len(word) > 1 and stem(word) not in dropped}
    for said, meant in pack.synonyms.items():
        if re.search(rf" {re.escape(_plain(said).strip())}s? ", lower):
            for word in meant.split():
                stems.setdefault(stem(word), SYNONYM_WEIGHT)
    return stems


def _plain(text: str) -> str:
    """Lower-case words with a blank around each, so that ``plug-in`` and ``plug in`` are one."""
    return f" {' '.join(re.findall(r'[a-z0-9&]+', text.lower()))} "


def _is_identifier(name: str) -> bool:
    return "_" in name or "." in name or re.search(r"[a-z][A-Z]", name) is not None
