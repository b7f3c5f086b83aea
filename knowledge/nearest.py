"""Real names nearest to a wrong one, for the repair of misspelt and misremembered names.

Two things make names near: the letters (``getAmout``) and the words (``fetchAccountId`` for ``getAccountId``).
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_word = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ENOUGH = 0.5
"""Below this share people no longer see what the two names have in common."""


def nearest(names: Iterable[str], wrong: str, limit: int = 5) -> tuple[str, ...]:
    """At most ``limit`` of the names, best first; equally good ones in the order given. Upper and lower case do
    not count, and a name that is right but for its case comes first."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wrong.lower())
    words = _words(wrong)
    scored = []
    for name in dict.fromkeys(names):
        score = _nearness(matcher, words, name)
        if score >= _ENOUGH:
            scored.append((score, name))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(name for _, name in scored[:limit])


def _nearness(matcher: "SequenceMatcher[str]", words: frozenset[str], name: str) -> float:
    own = _words(name)
    shared = 2 * len(words & own) / (len(words) + len(own)) if own and words else 0.0
    matcher.set_seq1(name.lower())
    # The first two are upper bounds and cheap: most names stop there.
    for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio):
        letters = ratio()
        score = max(0.6 * letters + 0.4 * shared, 0.9 * letters)
        if score < _ENOUGH:
            return 0.0
    return score


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _word.findall(name))
