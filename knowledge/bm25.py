"""BM25 in memory, for the few hundred profiles that a resolver ranks as a whole (the store ranks everything else).

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with field weights as
fractional term frequencies (BM25F's simple form) and the usual k1 = 1.2, b = 0.75.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

K1 = 1.2
B = 0.75


class Bm25:
    """Documents by name, each a bag of stems with weights."""

    def __init__(self, documents: Mapping[str, Mapping[str, float]]) -> None:
        lengths = {name: sum(bag.values()) for name, bag in documents.items()}
        mean = (sum(lengths.values()) / len(lengths)) if lengths else 1.0
        frequency = Counter(term for bag in documents.values() for term in bag)
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for name, bag in documents.items():
            norm = K1 * (1 - B + B * lengths[name] / (mean or 1.0))
            for term, weight in bag.items():
                idf = math.log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5))
                score = idf * weight * (K1 + 1) / (weight + norm)
                self._postings.setdefault(term, []).append((name, score))

    def scores(self, query: Mapping[str, float]) -> dict[str, float]:
        """Score of every document that shares a term with the query (term -> weight)."""
        found: dict[str, float] = {}
        for term, weight in query.items():
            for name, score in self._postings.get(term, ()):
                found[name] = found.get(name, 0.0) + weight * score
        return found


def bag(*fields: tuple[float, Iterable[str]]) -> dict[str, float]:
    """Weighted words of several fields as one bag of stems: ``bag((3, name_words), (1, text_words))``."""
    found: dict[str, float] = {}
    for weight, words in fields:
        for word in words:
            term = stem(word)
            found[term] = found.get(term, 0.0) + weight
    return found


def stem(word: str) -> str:
    """A light English stem: completes, completed and completion meet; no dictionary, no language but English."""
    word = word.lower()
    if len(word) <= 3:
        return word
    word = _singular(word)
    for suffix, least in (("ation", 4), ("ate", 4), ("ing", 3), ("ion", 4), ("ed", 3), ("ment", 3), ("ly", 4)):
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word.removesuffix(suffix)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
