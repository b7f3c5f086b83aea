"""Ranking of profiles in memory."""

import pytest

from knowledge.bm25 import Bm25, bag, stem


@pytest.mark.parametrize(
    "family",
    [
        ("complete", "completes", "completed", "completion", "completing"),
        ("bill", "bills", "billing", "billed"),
        ("validate", "validates", "validation"),
        ("adjust", "adjusts", "adjustment", "adjusted"),
        ("agreement", "agreements"),
    ],
)
def test_forms_of_one_word_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(("one", "other"), [("rate", "ratio"), ("status", "state"), ("post", "pre"), ("bill", "build")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_rare_word_counts_more_than_one_that_all_documents_have() -> None:
    index = Bm25({name: bag((1.0, text.split())) for name, text in {"a": "bill freeze", "b": "bill extract"}.items()})
    scores = index.scores({stem("bill"): 1.0, stem("freezing"): 1.0})
    assert scores["a"] > 2 * scores["b"] > 0


def test_a_word_of_a_heavy_field_counts_more() -> None:
    index = Bm25({"name": bag((3.0, ["bill"]), (1.0, ["x"])), "text": bag((1.0, ["bill"]), (3.0, ["x"]))})
    scores = index.scores({"bill": 1.0})
    assert scores["name"] > scores["text"]


def test_no_document_and_no_match_give_no_scores() -> None:
    assert Bm25({}).scores({"bill": 1.0}) == {}
    assert Bm25({"a": {"bill": 1.0}}).scores({"rate": 1.0}) == {}
