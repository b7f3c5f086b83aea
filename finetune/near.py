"""Texts that say nearly the same, by MinHash over their code tokens; and the clusters that a split must not tear.

One permutation hashing with densification (Shrivastava 2017): each shingle is hashed once, not once for each of the 125
values of a signature. 10,000 answers of 250 tokens take seconds without numpy. Bands of the signature give candidates;
what is reported is the exact Jaccard similarity of their shingles.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from zlib import crc32

from finetune.ancestry import families
from finetune.records import Record
from finetune.site import OpenSite

NEAR = 0.8
"""Jaccard similarity from which two answers count as one. Of the 54 sample algorithms no two come above 0.33."""
SHINGLE = 3  # tokens; a renamed variable changes three shingles at each place, with five it would be five
FEWEST = 25  # shingles; below, answers are alike by chance (`return;`, one query by its key)
BANDS, ROWS = 25, 5  # at 0.8 a pair is missed once in 20,000; at 0.5 half of the pairs are looked at for nothing
BESIDE = 400  # characters on each side of a gap
KEPT = 64  # of a bucket; 20,000 variants of one template would be compared 200 million times otherwise
_BINS = BANDS * ROWS
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MASK = (1 << 64) - 1
_TOKEN = re.compile(
    r"""(?://[^\n]*|/\*.*?(?:\*/|\Z))|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\w+|[^\w\s])""", re.DOTALL
)


def code_tokens(text: str) -> list[str]:
    """Names, numbers, literals and signs, without comments and blanks."""
    return [token for token in _TOKEN.findall(text) if token]


def shingles(tokens: Sequence[str]) -> frozenset[int]:
    """64-bit digests of all runs of three tokens; the same on every machine and in every process."""
    a, b, c = _FACTORS
    values = [crc32(token.encode("utf-8", "replace")) + 1 for token in tokens]
    if len(values) < SHINGLE:
        values += [0] * (SHINGLE - len(values))
    return frozenset(
        (x * a + y * b + z * c & _MASK) >> 7 for x, y, z in zip(values, values[1:], values[2:], strict=False)
    )


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    shared = len(one & other)
    return shared / ((len(one) + len(other) - shared) or 1)


def said(record: Record) -> list[str]:
    """The tokens by which records are compared: the answer, and what lies next to it where it fills a gap, as the
    same few statements may stand in many places."""
    if record.kind != "fim":
        return code_tokens(record.output)
    return code_tokens(record.prefix[-BESIDE:] + record.output + record.suffix[:BESIDE])


def near_pairs(
    texts: Sequence[frozenset[int]], least: float, worth: Callable[[int, int], bool] = lambda first, second: True
) -> Iterator[tuple[int, int, float]]:
    """(earlier, later, similarity) of texts, given as shingles, that are at least so similar.

    ``worth``: whether a pair is of interest; pairs that are not cost next to nothing. Texts that are the same should be
    given once. Sets below the fewest shingles are left out.
    """
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for later, text in enumerate(texts):
        if len(text) < FEWEST:
            continue
        seen = set[int]()
        for key in _bands(signature(text)):
            bucket = buckets[key]
            for earlier in bucket:
                if earlier not in seen and worth(earlier, later):
                    found = similarity(texts[earlier], text)
                    if found >= least:
                        yield earlier, later, found
                seen.add(earlier)
            bucket.append(later)
            if len(bucket) > KEPT:
                del bucket[0]


def signature(text: frozenset[int]) -> list[int]:
    """The smallest digest in each of 125 bins; an empty bin takes that of another one, the same for every text."""
    smallest = [_MASK] * _BINS
    for value in text:
        place = value % _BINS
        if value < smallest[place]:
            smallest[place] = value
    filled = list(smallest)
    if text:
        for place, value in enumerate(smallest):
            if value == _MASK:
                filled[place] = _borrowed(smallest, place)
    return filled


def _borrowed(smallest: Sequence[int], place: int) -> int:
    step = place + 1
    while True:
        step = step * 6364136223846793005 + 1442695040888963407 & _MASK
        if smallest[(step >> 33) % _BINS] != _MASK:
            return smallest[(step >> 33) % _BINS]


def _bands(values: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for band in range(BANDS):
        yield band, *values[band * ROWS : (band + 1) * ROWS]


class Joined:
    """Things that belong together, by number (union-find)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, item: int) -> int:
        above = self._above
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


def clusters(records: Sequence[Record], site: OpenSite | None = None, near: float = NEAR) -> dict[str, str]:
    """The cluster of each record by its id, named for the least id in it, whatever
    the order of the records.

    Together are: records of one class or one file, of one inheritance family, with one question, with near-duplicate
    answers, and those that had one cluster already.
    """
    joined = Joined(len(records))
    for same in _bonds(records, families(records, site)):
        for other in same[1:]:
            joined.join(same[0], other)
    texts: dict[frozenset[int], int] = {}
    for number, record in enumerate(records):
        text = shingles(said(record))
        if len(text) >= FEWEST:
            joined.join(texts.setdefault(text, number), number)
    owners = list(texts.values())

    def apart(one: int, other: int) -> bool:
        return joined.root(owners[one]) != joined.root(owners[other])

    for one, other, _ in near_pairs(list(texts), near, apart):
        joined.join(owners[one], owners[other])
    names: dict[int, str] = {}
    for number, record in enumerate(records):
        root = joined.root(number)
        names[root] = min(names.get(root, record.id), record.id)
    return {record.id: names[joined.root(number)] for number, record in enumerate(records)}


def _bonds(records: Sequence[Record], family: Mapping[str, str]) -> Iterator[list[int]]:
    """Numbers of records that share something that alone binds them."""
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        shared["id", record.id].append(number)
        if record.component:
            shared["family", family.get(record.component, record.component)].append(number)
        elif record.source and record.origin != "imported":
            shared["source", record.source.partition("@")[0]].append(number)
        if record.cluster:
            shared["cluster", record.cluster].append(number)
        asked = "".join(f"{record.instruction}{record.input}{record.user}{record.prefix}\0{record.suffix}".split())
        if asked:
            shared["asked", asked].append(number)
    yield from shared.values()
