"""The same Java with other words in its names, alike everywhere: what cannot be remembered has to be copied.

``getAccount``, ``account`` and ``ACCOUNT_ID`` change together, so a small model learns to build one from the other.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[A-Z]{3,}(?![a-z])|[A-Z]?[a-z]{2,}")
_KEPT = frozenset(
    "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
    "final finally float for goto if implements import instanceof int interface long native new null package private "
    "protected public return short static strictfp super switch synchronized this throw throws transient true false "
    "try void volatile while var record get set is has to of java javax util lang string list map object integer "
    "override exception equals hash code math big decimal array iterator next add size empty index builder append "
    "length value values test assertions org com net io".split()
)
LEAST = 2  # times that a word stands in a text before it is worth another


def word_list(texts: Iterable[str], most: int = 4_000) -> tuple[str, ...]:
    """Words of names, lower case, the most frequent first."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update({word.lower() for word in _WORD.findall(text)})
    return tuple(word for word, _ in counted.most_common(most) if word not in _KEPT)


def renamed(text: str, words: Sequence[str], rng: random.Random, share: float = 0.6) -> str:
    """The text with that share of its repeated words replaced, each by one other word, throughout."""
    counted = Counter(word.lower() for word in _WORD.findall(text))
    found = [word for word, count in counted.items() if count >= LEAST and word not in _KEPT]
    chosen = [word for word in found if rng.random() < share]
    others = rng.sample(words, min(len(chosen), len(words)))
    mapping = dict(zip(chosen, others, strict=False))
    return _WORD.sub(lambda match: _like(match[0], mapping.get(match[0].lower(), "")), text)


def _like(word: str, other: str) -> str:
    """``other`` in the case of ``word``."""
    if not other:
        return word
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other
