"""Statistics against values that are known from elsewhere."""

import math

import pytest

from finetune.evaluate.statistics import Interval, Paired, binomial_p, bootstrap, mcnemar, paired, wilson


def test_wilson_gives_the_published_interval() -> None:
    # Newcombe 1998, method 3: 81 of 263 and 15 of 148.
    assert wilson(81, 263).low == pytest.approx(0.2553, abs=1e-4)
    assert wilson(81, 263).high == pytest.approx(0.3662, abs=1e-4)
    assert (round(wilson(15, 148).low, 4), round(wilson(15, 148).high, 4)) == (0.0624, 0.1605)
    assert wilson(0, 20).low == 0.0
    assert wilson(0, 0) == Interval(0.0, 0.0, 1.0, 0)


@pytest.mark.parametrize(
    ("b", "c", "p"),
    [
        (1, 9, 22 / 1024),  # 2 * (C(10,0) + C(10,1)) / 2^10
        (0, 5, 2 / 32),
        (4, 4, 1.0),
        (0, 0, 1.0),
        (59, 6, 2 * sum(math.comb(65, i) for i in range(7)) / 2**65),
    ],
)
def test_mcnemar_is_the_exact_binomial_of_the_pairs_that_differ(b: int, c: int, p: float) -> None:
    assert mcnemar(b, c) == pytest.approx(p)
    assert mcnemar(c, b) == mcnemar(b, c)


def test_binomial_p_is_no_more_than_one() -> None:
    assert [binomial_p(hits, 2) for hits in (0, 1, 2)] == [0.5, 1.0, 0.5]


def test_the_bootstrap_of_single_values_is_near_the_normal_interval() -> None:
    values = {str(i): float(i % 2) for i in range(400)}
    found = bootstrap(values, {})
    assert (found.value, found.n) == (0.5, 400)
    assert found.low == pytest.approx(0.5 - 1.96 * math.sqrt(0.25 / 400), abs=0.01)
    assert found.high == pytest.approx(0.5 + 1.96 * math.sqrt(0.25 / 400), abs=0.01)
    assert bootstrap(values, {}) == found


def test_the_bootstrap_draws_whole_clusters() -> None:
    """400 values that are 4 repeated: the interval is that of 4."""
    values = {str(i): float(i % 4 == 0) for i in range(400)}
    clusters = {str(i): str(i % 4) for i in range(400)}
    found = bootstrap(values, clusters)
    assert (found.value, found.n, found.low) == (0.25, 4, 0.0)
    assert found.high >= 0.75


def test_one_cluster_says_nothing() -> None:
    found = bootstrap({"a": 1.0, "b": 1.0}, {"a": "x", "b": "x"})
    assert (found.low, found.high, found.n) == (0.0, 1.0, 1)
    assert bootstrap({}, {}) == Interval(0.0, 0.0, 1.0, 0)


def test_a_gain_needs_three_seeds_and_an_interval_without_zero() -> None:
    base = {str(i): [False, False] for i in range(20)}
    tuned = {str(i): [True, i % 2 == 0] for i in range(20)}
    found = paired(base, tuned, {}, seeds=3)
    assert (found.only_first, found.only_second, found.p) == (0, 20, pytest.approx(2 / 2**20))
    assert (found.difference.value, found.verdict) == (0.75, "gain")
    assert paired(tuned, base, {}, seeds=3).verdict == "loss"
    assert paired(base, tuned, {}, seeds=2).verdict == "not claimed: 2 of 3 seeds"


def test_no_difference_is_not_claimed() -> None:
    same = {str(i): [i % 2 == 0] for i in range(20)}
    other = {str(i): [i % 2 == 1] for i in range(20)}
    assert paired(same, other, {}, seeds=3).verdict == "not claimed: the interval holds 0"
    assert paired(same, same, {}, seeds=3).difference == Interval(0.0, 0.0, 0.0, 20)


def test_requests_that_one_way_lacks_are_left_out() -> None:
    found = paired({"a": [True], "b": []}, {"a": [True], "b": [True], "c": [True]}, {}, seeds=3)
    assert found == Paired(Interval(0.0, -1.0, 1.0, 1), 0, 0, 1.0, 3)
