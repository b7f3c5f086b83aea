"""Near-duplicates among 10,000 samples, next to comparing each with each on a tenth of them."""

import random
import time
from itertools import combinations

import pytest

from finetune.near import NEAR, code_tokens, near_pairs, shingles, similarity
from tests.benchmarks.bench_record import hardware, record
from tests.fixtures.planted_records import WORDS

pytestmark = pytest.mark.benchmark
SAMPLES, TOKENS, COPIES = 9_000, 250, 1_000


def test_near_duplicates_of_10000_samples() -> None:
    rng = random.Random(1)
    names = [f"{one}{n}" for one in WORDS for n in range(36)] + list("(){};.,=+") * 60
    samples = [[rng.choice(names) for _ in range(TOKENS)] for _ in range(SAMPLES)]
    copies = [_edited(sample, rng, names) for sample in samples[:COPIES]]
    texts = [" ".join(sample) for sample in (*samples, *copies)]
    start = time.perf_counter()
    sets = [shingles(code_tokens(text)) for text in texts]
    cut = time.perf_counter()
    found = {(one, other) for one, other, _ in near_pairs(sets, NEAR)}
    end = time.perf_counter()
    wanted = {(i, SAMPLES + i) for i in range(COPIES) if similarity(sets[i], sets[SAMPLES + i]) >= NEAR}
    part = sets[:1_000]
    compared = time.perf_counter()
    pairs = sum(similarity(one, other) >= NEAR for one, other in combinations(part, 2))
    each = time.perf_counter() - compared
    assert pairs == 0 and found >= wanted, "a pair that comparing each with each finds is missed"
    print(
        f"\n{hardware()}\n{len(texts):,} samples of {TOKENS} tokens: shingles {cut - start:.1f} s, "
        f"pairs {end - cut:.1f} s; {len(found & wanted):,} of {len(wanted):,} planted found, "
        f"{len(found - wanted)} others\n"
        f"each with each, n = {len(part):,}: {each:.1f} s (a hundred times that for all)"
    )
    record(
        "near", n=len(texts), shingles_s=cut - start, pairs_s=end - cut, planted=len(wanted), found=len(found & wanted)
    )
    record("near", each_with_each_n=len(part), each_with_each_s=each)


def _edited(sample: list[str], rng: random.Random, names: list[str]) -> list[str]:
    made = list(sample)
    for _ in range(rng.randint(1, 6)):
        made[rng.randrange(len(made))] = rng.choice(names)
    return made
