from pathlib import Path

import pytest

from knowledge.records import Exemplar, Passage, Source, Symbol, Table
from knowledge.search import exact_hits, find
from knowledge.shard import write_shard
from knowledge.store import FORMAT, open_folder

JAR = Source("jar", "acme.jar")
BILL = Symbol("com.acme.Bill", "interface", JAR, role="entity")
BILL_CYCLE = Symbol("com.acme.BillCycle", "interface", JAR, role="entity")
SPOT = Symbol("com.acme.PreBillCompletionSpot", "interface", JAR, role="spot")
TABLE = Table("ACME_BILL", Source("schema", "a.sql"), comment="Bills of a customer")
EXEMPLAR = Exemplar("com.site.Hold_Impl", "algorithm", Source("source", "Hold_Impl.java"), "", summary="Holds bills")
PASSAGE = Passage("guide.md#Bills", "Bills", "A bill is completed.", Source("document", "guide.md"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path: Path = tmp_path_factory.mktemp("index")
    write_shard(path / "1" / "shard", (BILL, BILL_CYCLE, SPOT, TABLE, EXEMPLAR, PASSAGE), lambda done, total: None)
    (path / "1" / "manifest.json").write_text(f'{{"format": "{FORMAT}"}}', encoding="utf-8")
    (path / "current").write_text("1", encoding="utf-8")
    opened = open_folder(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("read BillCycle and ACME_BILL", ["com.acme.BillCycle", "ACME_BILL"]),
        ("com.acme.Bill.", ["com.acme.Bill"]),
        ("acme_bill", ["ACME_BILL"]),
        ("Bill", ["com.acme.Bill"]),
        ("Bill the customer", []),
        ("like Hold_Impl", ["com.site.Hold_Impl"]),
        ("guide.md#Bills", ["guide.md#Bills"]),
        ("NoSuchThing", []),
        ("", []),
    ],
)
def test_names_in_a_text_are_found_exactly(store, text, names):
    assert [(hit.name, hit.why) for hit in exact_hits(store, text)] == [(name, "exact") for name in names]


def test_exact_names_come_first_and_keep_both_reasons(store):
    hits = find(store, "bills like ACME_BILL")
    assert hits[0].name == "ACME_BILL"
    assert hits[0].why == "exact; lexical: bills, acme, acme_bill"
    assert "com.acme.Bill" in {hit.name for hit in hits[1:]}


def test_words_find_the_spot_whose_name_is_made_of_them(store):
    (first, *_) = find(store, "an algorithm before bill completion", kinds=(Symbol,))
    assert first.name == SPOT.name
    assert first.why == "lexical: bill, completion"


def test_lexical_scores_are_relative_to_the_best(store):
    scores = [hit.score for hit in find(store, "bill completion")]
    assert scores[0] == 1.0
    assert all(0 < score <= 1 for score in scores)


def test_kinds_hold_for_exact_names_too(store):
    assert {hit.kind for hit in find(store, "BillCycle bills", kinds=(Table, Passage))} == {"table", "passage"}


def test_filters_hold_for_every_hit(store):
    assert [hit.name for hit in find(store, "BillCycle completion", filters={"role": "spot"})] == [SPOT.name]


def test_a_text_without_known_words_finds_nothing(store):
    assert find(store, "zebra crossing") == []
