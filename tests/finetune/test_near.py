"""Near-duplicates are found as comparing each with each would, and what belongs together has one cluster."""

import random
from dataclasses import replace

import pytest

from finetune.near import FEWEST, NEAR, clusters, code_tokens, near_pairs, shingles, similarity
from finetune.records import Frame, Record
from finetune.site import OpenSite
from knowledge.blueprint import Hole, Skeleton
from serving.app import App
from serving.finetuning import open_site
from tests.fixtures.planted_records import WORDS, answered, clean_chats, named, renamed


def edited(tokens: list[str], edits: int, rng: random.Random) -> list[str]:
    made = list(tokens)
    for _ in range(edits):
        made[rng.randrange(len(made))] = rng.choice(WORDS)
    return made


def test_pairs_are_those_that_comparing_each_with_each_finds() -> None:
    rng = random.Random(5)
    texts = [[f"{rng.choice(WORDS)}{rng.randrange(9)}" for _ in range(rng.randint(40, 160))] for _ in range(150)]
    texts += [edited(text, rng.randint(1, 5), rng) for text in texts[:100]]
    sets = [shingles(text) for text in texts]
    wanted = {(i, j) for j in range(len(sets)) for i in range(j) if similarity(sets[i], sets[j]) >= NEAR}
    assert len(wanted) > 60
    assert {(i, j) for i, j, _ in near_pairs(sets, NEAR)} == wanted


def test_comments_and_blanks_do_not_count() -> None:
    assert code_tokens('a = "x // y"; // gone\n/* gone\n too */ b();') == code_tokens('a="x // y";\n\tb( ) ;')
    assert code_tokens("a.b(1)") == ["a", ".", "b", "(", "1", ")"]


def test_a_signature_is_the_same_in_every_process() -> None:
    assert sorted(shingles(["bill", "=", "null", ";"])) == [92308889845383883, 97838208118639411]


def test_pairs_that_are_of_no_interest_are_not_compared() -> None:
    text = shingles([f"{word}{n}" for word in WORDS for n in range(2)])
    assert len(text) >= FEWEST
    assert list(near_pairs([text, text | {1}], NEAR, lambda one, other: False)) == []
    assert [pair[:2] for pair in near_pairs([text, text | {1}], NEAR)] == [(0, 1)]


def of(component: str, record: Record) -> Record:
    return replace(record, component=component)


def test_records_of_one_class_one_file_one_question_or_one_earlier_cluster_stay_together() -> None:
    a, b, c, d, e, f, g, h, alone = clean_chats(9)
    records = [of("x.A", a), of("x.A", b)]
    records += [replace(each, source=f"src/B.java@{n}", origin="history") for n, each in enumerate((c, d))]
    records += [e, answered(e, f.output)]
    records += [replace(g, cluster="kept"), replace(h, cluster="kept"), alone]
    found = clusters(records)
    assert len(set(found.values())) == 5
    for one, other in ((0, 1), (2, 3), (4, 5), (6, 7)):
        assert found[records[one].id] == found[records[other].id]


def test_near_duplicates_of_two_classes_stay_together() -> None:
    one, other = clean_chats(2)
    copy = named(replace(of("x.B", one), output=renamed(one.output), instruction="else", user="else"))
    found = clusters([of("x.A", one), copy, of("x.C", other)])
    assert found[one.id] == found[copy.id] != found[other.id]


def test_imported_records_of_one_file_are_not_one_cluster() -> None:
    records = [replace(each, source="team.jsonl", origin="imported") for each in clean_chats(5)]
    assert len(set(clusters(records).values())) == 5


def framed(record: Record, name: str, base: str) -> Record:
    parts = (f"package x;\npublic class {name} extends {base} {{\n", Hole("h", "", "", ""), "}\n")
    return replace(record, component=f"x.{name}", frame=Frame(Skeleton(f"x/{name}.java", name, "x", parts, ())))


def test_a_class_stays_with_the_class_that_it_extends_by_the_text_of_its_frame() -> None:
    one, two, three, four = clean_chats(4)
    records = [framed(one, "A", "Base"), framed(two, "B", "A"), framed(three, "C", "x.B"), framed(four, "D", "Base")]
    found = clusters(records)
    assert len({found[each.id] for each in records[:3]}) == 1
    assert found[four.id] != found[one.id], "Base is of no record: it may be any class of a library"


def test_the_types_of_a_site_say_what_extends_what(app: App) -> None:
    site: OpenSite = open_site(app)
    one, two, three = clean_chats(3)
    name = next(
        name
        for name in (e for e in site.store.names(_exemplar()) if e.endswith("_CHandler"))
        if (symbol := site.types.find(name)) and symbol.superclass
    )
    parent = site.types.find(name)
    assert parent and parent.superclass
    records = [of(name, one), of(f"{name}X", two), of("com.example.Other", three)]
    drawn = [*records[:1], framed(two, "Sub", name), records[2]]
    found = clusters(drawn, site)
    assert found[one.id] == found[two.id] != found[three.id]


def _exemplar() -> type:
    from knowledge.records import Exemplar

    return Exemplar


@pytest.mark.parametrize("count", [0, 1])
def test_few_records_have_few_clusters(count: int) -> None:
    records = clean_chats(count)
    assert clusters(records) == {record.id: record.id for record in records}
