"""A file of 2,000 records with planted defects of every kind: each is found, and nothing else is."""

import random
from collections import Counter
from pathlib import Path

import pytest

from finetune.records import Record, write_records
from finetune.site import OpenSite
from finetune.verify.findings import Finding, Findings, Limits
from finetune.verify.reading import read_dataset
from finetune.verify.run import verify
from tests.fixtures.planted_records import Planted, clean_chats, defects

SIZE = 2_000
LIMITS = Limits(max_length=20_000)


@pytest.fixture(scope="module")
def clean(real: list[Record]) -> list[Record]:
    return [*real, *clean_chats(SIZE - len(real))]


def test_clean_records_pass_without_a_finding(clean: list[Record], site: OpenSite, tmp_path: Path) -> None:
    write_records(tmp_path / "clean.jsonl", clean)
    read = read_dataset(tmp_path / "clean.jsonl")
    found = verify(read.records, site, limits=LIMITS, places=read.places, unreadable=read.unreadable)
    assert len(found.records) == SIZE
    assert found.findings == ()
    assert found.facts.unchecked == ()
    assert found.kept == found.records
    verdicts = Counter(record.verdict for record in found.records if record.frame)
    assert verdicts.keys() <= {"compiled", "compiled with generated artefacts"}
    assert verdicts["compiled with generated artefacts"] > 20


def test_every_planted_defect_is_found_and_nothing_else(clean: list[Record], site: OpenSite, tmp_path: Path) -> None:
    components = [record for record in clean if record.kind == "component"]
    planted = list(defects(clean[-600:], components))
    records, wanted = _file(clean, planted)
    assert len(records) == SIZE
    lines = write_with_broken_lines(tmp_path / "planted.jsonl", records)
    read = read_dataset(tmp_path / "planted.jsonl")
    found = verify(read.records, site, limits=LIMITS, places=read.places, unreadable=read.unreadable)
    by_line: dict[int, set[str]] = {}
    for each in found.findings:
        by_line.setdefault(each.place.line, set()).add(each.check)
    missed = [(line, each.check, each.what) for line, each in wanted.items() if each.check not in by_line.get(line, ())]
    assert missed == []
    assert set(by_line) - wanted.keys() == set(lines), "a clean record has a finding"
    assert all(by_line[line] == {"format"} for line in lines)
    assert {each.check for each in planted} == {
        "format", "roles", "empty", "fragment", "length", "tokens", "duplicate", "near-duplicate", "compile", "rules",
        "secret", "personal", "instructions",
    }  # fmt: skip


def _file(clean: list[Record], planted: list[Planted]) -> tuple[list[Record], dict[int, Planted]]:
    """2,000 records in an order that is drawn, where what repeats comes after what it repeats; the planted ones by
    their line."""
    rng = random.Random(3)
    head, tail = [*clean[: SIZE - 600 - len(planted)], *clean[-600:]], list(planted)
    rng.shuffle(head)
    rng.shuffle(tail)
    records = [*head, *(each.record for each in tail)]
    return records, {len(head) + number: each for number, each in enumerate(tail, 1)}


def write_with_broken_lines(path: Path, records: list[Record]) -> list[int]:
    """Lines that are no records at the end, the last one cut in the middle. Returns their numbers."""
    write_records(path, records)
    whole = path.read_bytes()
    first = whole.partition(b"\n")[0]
    path.write_bytes(whole + b'{"instruction": "x", "output": "y"}\n[1, 2]\n' + first[: len(first) // 2])
    return [len(records) + 1, len(records) + 2, len(records) + 3]


def test_errors_are_left_out_and_counted(clean: list[Record], site: OpenSite) -> None:
    components = [record for record in clean if record.kind == "component"]
    planted = list(defects(clean[-600:], components))
    chats = [each for each in planted if each.record.frame is None]
    found = verify([*clean[-600:], *(each.record for each in chats)], None)
    bad = {each.number for each in found.errors}
    assert len(found.kept) == len(found.records) - len(bad)
    assert sum(found.left_out().values()) == len(bad)
    assert {record.id for record in found.kept} >= {record.id for record in clean[-600:]}
    assert _of(found, "near-duplicate") and all(f.severity == "warning" for f in _of(found, "near-duplicate"))


def _of(found: Findings, check: str) -> list[Finding]:
    return [each for each in found.findings if each.check == check]
