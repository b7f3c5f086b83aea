"""Records that say what an earlier one says, and records of two splits that belong together.

Several questions with one answer of one class are wanted: phrasings, with context and without. The same question with
the same answer, and nearly the same answer of two classes or of two versions of one class, are not.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finetune.near import FEWEST, clusters, near_pairs, said, shingles
from finetune.records import Record
from finetune.site import OpenSite
from finetune.verify.findings import Place

Answers = dict[tuple[str, tuple[str, ...]], list[int]]
"""Numbers of records by kind and code tokens of the answer, without those that repeat a question and its answer."""


@dataclass(frozen=True, slots=True)
class Twin:
    number: int
    """Of the later record."""
    earlier: int
    exact: bool
    similarity: float
    cross: bool
    """The two are in different splits."""


def twins(records: Sequence[Record], places: Sequence[Place], near: float) -> Iterator[Twin]:
    """Each record at most once, with the first other one that it repeats."""
    told = set[int]()
    for twin in _twins(records, places, near):
        if twin.number not in told:
            told.add(twin.number)
            yield twin


def _twins(records: Sequence[Record], places: Sequence[Place], near: float) -> Iterator[Twin]:
    asked = [tuple(_asked(record).split()) for record in records]
    answers: Answers = defaultdict(list)
    first: dict[tuple[object, ...], int] = {}
    for number, record in enumerate(records):
        tokens = tuple(said(record))
        key = (record.kind, hash(asked[number]), tokens or record.output.strip())
        earlier = first.setdefault(key, number)
        if earlier != number and asked[earlier] == asked[number]:
            yield Twin(number, earlier, True, 1.0, _across(places, earlier, number))
        else:
            answers[record.kind, tokens].append(number)
    yield from _same_answer(records, places, answers)
    yield from _near_answer(records, places, answers, near)


def _same_answer(records: Sequence[Record], places: Sequence[Place], answers: Answers) -> Iterator[Twin]:
    """One answer to questions about different classes."""
    for (_, tokens), numbers in answers.items():
        if len(shingles(tokens)) < FEWEST:
            continue
        seen = {records[numbers[0]].component}
        for number in numbers[1:]:
            component = records[number].component
            if component not in seen or not component:
                yield Twin(number, numbers[0], False, 1.0, _across(places, numbers[0], number))
            seen.add(component)


def _near_answer(records: Sequence[Record], places: Sequence[Place], answers: Answers, near: float) -> Iterator[Twin]:
    kinds, members = [kind for kind, _ in answers], list(answers.values())
    texts = [shingles(tokens) for _, tokens in answers]

    def alike(one: int, other: int) -> bool:
        return kinds[one] == kinds[other]

    for one, other, similarity in near_pairs(texts, near, alike):
        firsts = {records[number].component: number for number in reversed(members[one])}
        for number in members[other]:
            earlier = _repeated(records, number, firsts)
            if earlier is not None:
                low, high = sorted((earlier, number))
                yield Twin(high, low, False, similarity, _across(places, low, high))


def _repeated(records: Sequence[Record], number: int, firsts: dict[str, int]) -> int | None:
    """The record that this one repeats: of another class; of the same class only as another version of one hole."""
    record = records[number]
    for component, earlier in firsts.items():
        if component != record.component or not component:
            return earlier
        if record.kind not in ("fim", "fix") and _hole(records[earlier]) == _hole(record):
            return earlier
    return None


def _hole(record: Record) -> str:
    return record.frame.hole if record.frame else ""


def _asked(record: Record) -> str:
    shown = record.user or f"{record.instruction} {record.input}"
    return f"{record.system} {shown} {record.prefix} \0 {record.suffix}"


def _across(places: Sequence[Place], one: int, other: int) -> bool:
    return places[one].split != places[other].split


def leaks(
    records: Sequence[Record], places: Sequence[Place], site: OpenSite | None, near: float
) -> Iterator[tuple[int, int]]:
    """(record, one of another split that it belongs together with). Told of the record that training would see; of
    two splits without train, of the later one."""
    if len({place.split for place in places}) < 2:
        return
    together = _together(records, site, near)
    for members in together.values():
        splits: dict[str, int] = {}
        for number in members:
            splits.setdefault(places[number].split, number)
        if len(splits) < 2:
            continue
        kept = next(at for split, at in splits.items() if split != "train")
        for number in members:
            if places[number].split != places[kept].split:
                yield number, kept


def _together(records: Sequence[Record], site: OpenSite | None, near: float) -> dict[str, list[int]]:
    """Numbers of records by cluster. What a split noted as cluster binds too, so that ids need not be unique."""
    found = clusters(records, site, near)
    members: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        members[found[record.id]].append(number)
    return members


def why_together(one: Record, other: Record) -> str:
    if one.id == other.id or (one.output == other.output and _asked(one) == _asked(other)):
        return "they are the same"
    if one.component and one.component == other.component:
        return f"both are of {one.component}"
    same = said(one) == said(other)
    return "their answers are the same" if same else "near-duplicates, a family of classes or one file join them"
