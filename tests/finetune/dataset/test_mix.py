"""Shares and weights, on records made for it."""

import random

import pytest

from finetune.dataset.mix import ALIKE, chosen, shares_of, weighed
from finetune.records import TARGET_SHARES, Category, Record


def record(number: int, category: Category, date: str = "", output: str = "") -> Record:
    words = " ".join("x" * (number % 7 + 1) for _ in range(number // 7 + 1))
    return Record(f"{category}{number}", "fim", category, "", output or f"{words} {category}{'.' * number}", date=date)


def test_what_lacks_most_is_taken_first() -> None:
    fixed = [record(n, "business_logic") for n in range(40)]
    pool = [record(n, category) for category in TARGET_SHARES for n in range(60)]
    taken = chosen(pool, fixed, 60, random.Random(1))
    for category, share in shares_of([*fixed, *taken]).items():
        assert share == pytest.approx(TARGET_SHARES[category], abs=0.01)


def test_what_the_pool_has_not_is_made_up_for_by_weights() -> None:
    records = [record(n, "business_logic") for n in range(80)] + [record(n, "integration") for n in range(20)]
    weights = {r.category: r.weight for r in weighed(records, 0)}
    assert weights["business_logic"] < 1 < weights["integration"]
    records += [record(n, "utility") for n in range(1)]
    assert max(r.weight for r in weighed(records, 0)) / min(r.weight for r in weighed(records, 0)) <= 4.001


def test_the_same_answer_is_taken_once_and_few_of_one_shape() -> None:
    same = [record(n, "scaffolding", output="return bill;") for n in range(5)]
    alike = [record(n, "scaffolding", output=f"this.a{n} = b{n};") for n in range(50)]
    taken = chosen([*same, *alike], [], 100, random.Random(1))
    assert len(taken) == 1 + ALIKE


def test_new_code_counts_more_than_old_and_undated_code_as_new() -> None:
    dates = ("2026-01-01", "2021-01-01", "1999-01-01", "")
    new, old, oldest, undated = (r.weight for r in weighed([record(1, "utility", date) for date in dates], 5.0))
    assert old / new == pytest.approx(0.5, abs=0.001)
    assert (oldest, undated) == (old, new)
    assert {r.weight for r in weighed([record(1, "utility", date) for date in dates], 0)} == {1.0}


def test_an_order_of_the_pool_changes_nothing() -> None:
    pool = [record(n, category) for category in TARGET_SHARES for n in range(20)]
    one = chosen(pool, [], 30, random.Random(5))
    assert one == chosen(pool[::-1], [], 30, random.Random(5))
