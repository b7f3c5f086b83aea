"""Made-up tasks: all of them build, none of a held-out spot is trained on, and the same seed gives the same ones."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.evaluate.cases import Case, case_of, prompts_for
from finetune.judge import Judge
from finetune.records import Record
from finetune.site import OpenSite
from finetune.split import read_split
from finetune.vary.plan import Varied, VaryPlan, divided
from finetune.vary.shown import pieces
from finetune.vary.vary import vary
from finetune.vary.write import write_more, write_varied
from knowledge.composition import Composed
from knowledge.errors import SpotsmithError

PLAN = VaryPlan(count=24, held_out_count=8, texts=0.25, rewritings=1, most_characters=3_000, lines_behind=5)


@pytest.fixture(scope="module")
def varied(site: OpenSite) -> Varied:
    return vary(site, replace(PLAN, rewritings=0))


def asked(records: tuple[Record, ...]) -> list[Record]:
    return [record for record in records if record.frame]


def test_every_record_builds_clean_where_it_belongs(site: OpenSite, varied: Varied) -> None:
    assert (len(varied.train), len(varied.held_out)) == (24, 8)
    judge = Judge(site)
    for record in (*asked(varied.train), *varied.held_out):
        judged = judge.judge(record, record.output)
        assert judged.clean and not judged.empty, judged.diagnostics
        assert record.output not in record.prefix
    assert varied.tried == 32 + sum(varied.thrown.values())


def test_an_answer_that_calls_what_is_not_there_does_not_pass_for_built(site: OpenSite, varied: Varied) -> None:
    record = asked(varied.train)[0]
    assert not Judge(site).judge(record, "\t\taccount.getNothing();\n").built
    assert Judge(site).judge(record, "").empty


def test_held_out_spots_are_in_no_record_of_training(varied: Varied) -> None:
    held = set(varied.held_out_spots)
    assert held and not held & set(varied.spots)
    assert {record.spot for record in varied.held_out} <= held
    assert not {record.spot for record in varied.train} & held
    simple = [name.rpartition(".")[2] for name in held - {""}]
    for record in varied.train:
        assert not any(f"implements {name} " in record.prefix + record.output for name in simple)


def test_a_share_is_whole_files_to_be_read(varied: Varied) -> None:
    texts = [record for record in varied.train if record.kind == "text"]
    assert len(texts) == 6
    assert all("public void invoke() {" in record.output and not record.prefix for record in texts)


def test_the_same_seed_gives_the_same_records(site: OpenSite, varied: Varied) -> None:
    few = replace(PLAN, count=3, held_out_count=2, rewritings=0)
    assert vary(site, few) == vary(site, few) != vary(site, replace(few, seed=7))


def test_code_of_the_site_gets_other_names_and_still_builds(site: OpenSite) -> None:
    made = vary(site, replace(PLAN, count=1, held_out_count=1, texts=0.0, most_characters=4_500))
    own = [record for record in made.train if record.source.endswith(".java")]
    assert len(own) > 5, "the count bounds what is made up; the site's own code is kept whole"
    assert own == list(made.train)
    judge = Judge(site)
    assert all(judge.judge(record, record.output).clean for record in own)


def test_the_split_is_one_that_training_takes(varied: Varied, tmp_path: Path) -> None:
    counts = write_varied(tmp_path / "split", varied, PLAN)
    splits = read_split(tmp_path / "split")
    assert counts == {"train": 24, "validation": len(splits.validation), "test": 0, "held_out": len(splits.held_out)}
    assert counts["validation"] + counts["held_out"] == 8 and min(counts["validation"], counts["held_out"]) > 0
    assert not {r.spot for r in splits.validation} & {r.spot for r in (*splits.held_out, *splits.train)}


def test_spots_are_divided_by_name_or_by_seed() -> None:
    spots = [f"a.b.Spot{i}" for i in range(10)]
    assert divided(spots, VaryPlan(held_out=("Spot3", "a.b.Spot5")))[1] == ("a.b.Spot3", "a.b.Spot5")
    assert len(divided(spots, VaryPlan(held_out_share=0.3))[1]) == 3
    variants = ["a.b.Spot3", "x.y.Spot3", "a.b.Spot4"]
    assert divided(variants, VaryPlan(held_out=("x.y.Spot3",))) == (("a.b.Spot4",), ("a.b.Spot3", "x.y.Spot3"))
    with pytest.raises(SpotsmithError, match="no spot 'Spot77'"):
        divided(spots, VaryPlan(held_out=("Spot77",)))
    with pytest.raises(SpotsmithError, match="every spot is held out"):
        divided(spots[:1], VaryPlan())


def test_what_the_answer_calls_is_shown_among_other_members(site: OpenSite) -> None:
    account = next(
        name for name in site.types.named("Account") if name.startswith("com.splwg.ccb.") and "entity" not in name
    )
    made = Composed("algorithm", "x", "invoke", "", (), ((account, "getSetUpDate"), ("no.such.Type", "get")))
    found = pieces(made, site.types, random.Random(5), distractors=3)
    assert [piece.title for piece in found] == ["Account"]
    lines = found[0].text.splitlines()
    assert lines[0] == f"interface {account}"
    assert "  Date getSetUpDate()" in lines and 2 <= len(lines) <= 5


def test_more_to_train_on_keeps_what_a_split_evaluates_with(site: OpenSite, varied: Varied, tmp_path: Path) -> None:
    write_varied(tmp_path / "split", varied, PLAN)
    before = read_split(tmp_path / "split")
    plan = replace(PLAN, count=5, held_out_count=1, held_out=before.plan.spots, rewritings=0, seed=7)
    counts = write_more(tmp_path / "more", vary(site, plan), plan, tmp_path / "split")
    after = read_split(tmp_path / "more")
    assert 0 < counts["train"] <= 5
    assert (after.validation, after.held_out) == (before.validation, before.held_out)
    assert not {record.id for record in after.train} & {record.id for record in before.train}
    assert not {record.spot for record in after.train} & {record.spot for record in after.held_out}


def test_evaluation_asks_for_made_up_bodies_by_the_middle(site: OpenSite, varied: Varied) -> None:
    record = varied.held_out[0]
    case = case_of(record, site, Judge(site))
    assert isinstance(case, Case) and case.is_middle
    asked_with = prompts_for(case, site, "record").fim(case.context, case.skeleton, "invoke")
    assert asked_with == (record.prefix, record.suffix)
    assert record.frame
    given = replace(record, frame=replace(record.frame, fills={"helpers": ("\t// one\n", ())}))
    assert "a place in the middle" in str(case_of(given, site, Judge(site)))
