"""No split tells another one's answers, and a split that was tampered with is refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.near import clusters
from finetune.records import CATEGORIES, Record, read_records, write_records
from finetune.split import SplitPlan, Splits, read_split, split, write_split
from knowledge.errors import SpotsmithError
from tests.fixtures.planted_records import asking, clean_chats, named, renamed

PLAN = SplitPlan(0.15, 0.15, seed=1)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """600 records of 150 classes of 30 spots, and near-duplicates across classes."""
    made = []
    for number, each in enumerate(clean_chats(450)):
        owner = number % 150
        component = replace(
            each, component=f"x.C{owner}", spot=f"x.spot.S{owner % 30}Spot", date=f"20{10 + owner % 15}-03-01"
        )
        made.append(component)
    copies = [
        named(replace(asking(each, "Again."), output=renamed(each.output), component=f"y.{each.component}"))
        for each in made[:150]
    ]
    return [*made, *copies]


def test_what_belongs_together_is_on_one_side(records: list[Record]) -> None:
    splits = split(records, PLAN)
    assert sorted(r.id for part in splits.parts.values() for r in part) == sorted(r.id for r in records)
    where = {record.id: name for name, part in splits.parts.items() for record in part}
    found = clusters(records)
    sides: dict[str, set[str]] = {}
    for record in records:
        sides.setdefault(found[record.id], set()).add(where[record.id])
    assert all(len(each) == 1 for each in sides.values())
    assert len(sides) == 150, "each class with its copy"


def test_shares_and_categories_come_out_as_planned(records: list[Record]) -> None:
    splits = split(records, PLAN)
    assert splits.notes == ()
    for part, share in ((splits.train, 0.7), (splits.validation, 0.15), (splits.test, 0.15)):
        assert len(part) / len(records) == pytest.approx(share, abs=0.03)
        for category in CATEGORIES:
            whole = sum(r.category == category for r in records) / len(records)
            assert sum(r.category == category for r in part) / len(part) == pytest.approx(whole, abs=0.08)


def test_the_seed_decides_and_the_order_of_the_records_does_not(records: list[Record]) -> None:
    def ids(splits: Splits) -> set[str]:
        return {record.id for record in splits.test}

    once = ids(split(records, PLAN))
    assert ids(split(records[::-1], PLAN)) == once
    assert ids(split(records, replace(PLAN, seed=2))) != once


def test_held_out_spots_are_in_no_other_split(records: list[Record]) -> None:
    splits = split(records, replace(PLAN, hold_out=3))
    held = {record.spot for record in splits.held_out}
    assert len(held) == 3
    assert not held & {r.spot for part in (splits.train, splits.validation, splits.test) for r in part}
    by_name = split(records, replace(PLAN, spots=("S7Spot", "x.spot.S9Spot")))
    assert {record.spot for record in by_name.held_out} == {"x.spot.S7Spot", "x.spot.S9Spot"}


def test_by_time_the_newest_code_is_tested_with(records: list[Record]) -> None:
    splits = split(records, replace(PLAN, by="time"))
    newest_trained = max(record.date for record in splits.train)
    assert newest_trained <= min(record.date for record in splits.validation)
    assert max(record.date for record in splits.validation) <= min(record.date for record in splits.test)
    assert len(splits.test) / len(records) == pytest.approx(0.15, abs=0.05)


def test_a_cluster_that_is_too_large_is_said(records: list[Record]) -> None:
    splits = split([replace(record, component="x.One") for record in records], PLAN)
    assert len(splits.train) == len(records)
    assert any("one cluster holds 600 of 600" in note for note in splits.notes)
    assert any(note.startswith("validation has 0 records, 90 were wanted") for note in splits.notes)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (SplitPlan(0.6, 0.5), "leave nothing to train on"),
        (SplitPlan(-0.1, 0.1), "share for validation"),
        (SplitPlan(spots=("NoSuchSpot",)), "in no record"),
        (SplitPlan(hold_out=-1), "cannot be held out"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_told(records: list[Record], plan: SplitPlan, said: str) -> None:
    with pytest.raises(SpotsmithError, match=said):
        split(records, plan)


def test_nothing_to_split_is_told() -> None:
    with pytest.raises(SpotsmithError, match="no records to split"):
        split([], PLAN)


@pytest.fixture
def folder(records: list[Record], tmp_path: Path) -> Path:
    write_split(tmp_path, split(records, replace(PLAN, hold_out=2)))
    return tmp_path


def test_a_split_comes_back_from_its_folder_as_it_was(records: list[Record], folder: Path) -> None:
    assert read_split(folder) == split(records, replace(PLAN, hold_out=2))


def test_the_same_split_has_the_same_bytes(records: list[Record], folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_split(tmp_path / "again", split(records, replace(PLAN, hold_out=2)))
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == before


def test_a_changed_file_is_refused(folder: Path) -> None:
    with (folder / "train.jsonl").open("ab") as file:
        file.write((folder / "validation.jsonl").read_bytes().partition(b"\n")[0] + b"\n")
    with pytest.raises(SpotsmithError, match=r"train\.jsonl was changed after the split"):
        read_split(folder)


def tampered(folder: Path, change: Callable[[Record], Record], part: str = "validation") -> None:
    """A record of another split is put into train, and the digests are made to agree."""
    stolen = change(next(read_records(folder / f"{part}.jsonl")))
    digest = write_records(folder / "train.jsonl", [*read_records(folder / "train.jsonl"), stolen])
    assert digest == hashlib.sha256((folder / "train.jsonl").read_bytes()).hexdigest()
    head = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    head["files"]["train.jsonl"]["sha256"] = digest
    (folder / "split.json").write_text(json.dumps(head), encoding="utf-8")


@pytest.mark.parametrize("part", ["validation", "test", "held-out"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r, "share their id"),
        (lambda r: replace(r, id="other"), "share their cluster"),
        (lambda r: replace(r, id="other", cluster="other"), "share their class"),
        (lambda r: replace(r, id="other", cluster="", component=""), "share their question and answer"),
    ],
)
def test_the_validation_set_can_never_enter_training(
    folder: Path, part: str, change: Callable[[Record], Record], said: str
) -> None:
    tampered(folder, change, part)
    with pytest.raises(SpotsmithError, match=said):
        read_split(folder)


def test_a_folder_that_is_no_split_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SpotsmithError, match="not a split of a dataset"):
        read_split(tmp_path / "nowhere")
    (folder / "split.json").write_text("{", encoding="utf-8")
    with pytest.raises(SpotsmithError, match="not JSON, so the split cannot be trusted"):
        read_split(folder)
    (folder / "split.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SpotsmithError, match="not written by `spotsmith dataset split`"):
        read_split(folder)


def test_a_split_that_was_cut_off_while_it_was_written_is_no_split(records: list[Record], folder: Path) -> None:
    (folder / "test.jsonl").unlink()
    with pytest.raises(SpotsmithError, match=r"test\.jsonl: No such file"):
        read_split(folder)
    (folder / "split.json").unlink()
    with pytest.raises(SpotsmithError, match="not a split of a dataset"):
        read_split(folder)
