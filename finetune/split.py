"""Records into train, validation, test and held-out spots, so that none of them tells what another one asks.

What belongs together (``near.clusters``) is never torn. Random splits flatter: a method that was trained on as part of
its class is no test.
"""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from finetune.apportion import by_time, stratified
from finetune.near import NEAR, clusters
from finetune.records import Record, prompt_text, read_records, write_records
from finetune.site import OpenSite
from finetune.split_files import HEAD, SPLIT_FILES
from knowledge.errors import SpotsmithError

By = Literal["cluster", "time"]
_MOST_HELD = 0.3  # of all records, where spots to hold out are drawn and not named


@dataclass(frozen=True, slots=True)
class SplitPlan:
    validation: float = 0.1
    test: float = 0.1
    hold_out: int = 0
    """Spots that are drawn, all of whose records are held out."""
    spots: tuple[str, ...] = ()
    """Spots to hold out, by qualified or simple name."""
    by: By = "cluster"
    """``time``: the newest clusters are tested with, those before them validated with."""
    seed: int = 42
    near: float = NEAR


@dataclass(frozen=True, slots=True)
class Splits:
    """Each record carries its cluster."""

    train: tuple[Record, ...]
    validation: tuple[Record, ...]
    test: tuple[Record, ...]
    held_out: tuple[Record, ...] = ()
    """Of spots that no other split has."""
    plan: SplitPlan = field(default_factory=SplitPlan)
    notes: tuple[str, ...] = ()
    """What did not come out as planned, in sentences."""

    @property
    def parts(self) -> Mapping[str, tuple[Record, ...]]:
        return {name: getattr(self, name) for name in SPLIT_FILES}


def split(records: Sequence[Record], plan: SplitPlan, site: OpenSite | None = None) -> Splits:
    """The same records, plan and site give the same splits. ``site``: asked what classes extend."""
    _check(records, plan)
    found = clusters(records, site, plan.near)
    records = [replace(record, cluster=found[record.id]) for record in records]
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.cluster].append(record)
    held_spots = _held_spots(groups, plan)
    held = {name for name, group in groups.items() if any(record.spot in held_spots for record in group)}
    rest = {name: group for name, group in groups.items() if name not in held}
    shares = {"train": 1 - plan.validation - plan.test, "validation": plan.validation, "test": plan.test}
    chosen = by_time(rest, shares) if plan.by == "time" else stratified(rest, shares, plan.seed)
    chosen |= dict.fromkeys(held, "held_out")
    parts = {part: tuple(r for r in records if chosen[r.cluster] == part) for part in SPLIT_FILES}
    return Splits(**parts, plan=plan, notes=tuple(_notes(parts, groups, held_spots, plan)))


def _check(records: Sequence[Record], plan: SplitPlan) -> None:
    if not records:
        raise SpotsmithError("there are no records to split; `spotsmith dataset build` makes some from the site's code")
    for name in ("validation", "test"):
        if not 0 <= getattr(plan, name) < 1:
            raise SpotsmithError(f"the share for {name} is {getattr(plan, name)}; it must be from 0 to below 1")
    if plan.validation + plan.test >= 1:
        raise SpotsmithError(f"validation {plan.validation} and test {plan.test} together leave nothing to train on")
    if plan.hold_out < 0:
        raise SpotsmithError(f"{plan.hold_out} spots cannot be held out; give 0 or more, or their names")


def _held_spots(groups: Mapping[str, Sequence[Record]], plan: SplitPlan) -> frozenset[str]:
    sizes = Counter[str]()
    for group in groups.values():
        for spot in {record.spot for record in group if record.spot}:
            sizes[spot] += len(group)
    if plan.spots:
        return frozenset(_named(wanted, sizes) for wanted in plan.spots)
    most = _MOST_HELD * sum(map(len, groups.values()))
    drawn: list[str] = []
    candidates = sorted(sizes)
    random.Random(plan.seed).shuffle(candidates)
    for spot in candidates:
        if len(drawn) < plan.hold_out and _size_of({*drawn, spot}, groups) <= most:
            drawn.append(spot)
    return frozenset(drawn)


def _named(wanted: str, spots: Mapping[str, int]) -> str:
    found = [spot for spot in spots if wanted in (spot, spot.rpartition(".")[2])]
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted(spot.rpartition(".")[2] for spot in spots)[:8]) or "none"
    raise SpotsmithError(
        f"spot {wanted!r} is {'meant by several, give the qualified name' if found else 'in no record'}; "
        f"spots of the records are {known}{' ...' if len(spots) > 8 else ''}"
    )


def _size_of(spots: set[str], groups: Mapping[str, Sequence[Record]]) -> int:
    return sum(len(group) for group in groups.values() if any(record.spot in spots for record in group))


def _notes(
    parts: Mapping[str, Sequence[Record]],
    groups: Mapping[str, Sequence[Record]],
    held: frozenset[str],
    plan: SplitPlan,
) -> Iterator[str]:
    total = sum(map(len, parts.values()))
    rest = total - len(parts["held_out"])
    largest = max(groups.values(), key=len)
    if len(largest) > total / 4:
        yield f"one cluster holds {len(largest):,} of {total:,} records (such as {largest[0].id}); it cannot be split"
    for name in ("validation", "test"):
        wanted = getattr(plan, name) * rest
        if wanted and abs(len(parts[name]) - wanted) > max(0.25 * wanted, 2):
            yield (
                f"{name} has {len(parts[name]):,} records, {wanted:,.0f} were wanted: "
                f"{len(groups):,} clusters allow no better"
            )
    if not parts["train"]:
        yield "nothing is left to train on"
    if len(held) < plan.hold_out:
        yield f"{len(held)} of {plan.hold_out} spots are held out: more would take over {_MOST_HELD:.0%} of the records"
    strangers = sum(record.spot not in held for record in parts["held_out"])
    if strangers:
        yield f"{strangers:,} held-out records are of other spots: they belong to a cluster with one that is held out"
    undated = sum(not record.date for record in parts["train"])
    if plan.by == "time" and undated:
        yield f"{undated:,} records have no date and are trained on"


def write_split(folder: Path, splits: Splits) -> None:
    """The files of the splits, and last of all ``split.json`` with their digests: without it the folder is none."""
    folder.mkdir(parents=True, exist_ok=True)
    head = folder / HEAD
    head.unlink(missing_ok=True)
    files = {}
    for part, records in splits.parts.items():
        digest = write_records(folder / SPLIT_FILES[part], records)
        files[SPLIT_FILES[part]] = {"sha256": digest, "records": len(records)}
    said = {"version": 1, "files": files, "plan": asdict(splits.plan), "notes": list(splits.notes)}
    half = folder / f".{HEAD}.part"
    half.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    half.replace(head)


def read_split(folder: Path) -> Splits:
    """Raises SpotsmithError where a file is not as it was written, or where train holds what is evaluated with."""
    head = _head(folder)
    parts = {}
    for part, name in SPLIT_FILES.items():
        try:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise SpotsmithError(f"{folder / name}: {error.strerror or error}; split the dataset again") from error
        if digest != head["files"].get(name, {}).get("sha256"):
            raise SpotsmithError(
                f"{folder / name} was changed after the split: its digest is not that of {HEAD}. "
                f"Split the dataset again with `spotsmith dataset split`"
            )
        parts[part] = tuple(read_records(folder / name))
    refuse_leaks(parts, str(folder))
    plan = {**head["plan"], "spots": tuple(head["plan"].get("spots", ()))}
    return Splits(**parts, plan=SplitPlan(**plan), notes=tuple(head.get("notes", ())))


def _head(folder: Path) -> dict[str, Any]:
    path = folder / HEAD
    try:
        head: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpotsmithError(
            f"{folder}: not a split of a dataset ({HEAD}: {error.strerror or error}); "
            "`spotsmith dataset split` writes one"
        ) from error
    except ValueError as error:
        raise SpotsmithError(f"{path}: not JSON, so the split cannot be trusted: {error}") from error
    known = isinstance(head, dict) and isinstance(head.get("files"), dict) and isinstance(head.get("plan"), dict)
    if not known or head["plan"].keys() - set(SplitPlan.__dataclass_fields__):
        raise SpotsmithError(
            f"{path}: not written by `spotsmith dataset split` of this version; split the dataset again"
        )
    return head


def refuse_leaks(parts: Mapping[str, Sequence[Record]], where: str) -> None:
    """Raises SpotsmithError where train shares an id, a cluster, a class, a question or a spot that is held out with
    another split. Whatever was tampered with, the validation set never enters training."""
    train: dict[tuple[str, str], str] = {}
    for record in parts["train"]:
        train |= dict.fromkeys(_marks(record), record.id)
    for part in ("validation", "test", "held_out"):
        for record in parts[part]:
            for what, value in _marks(record):
                if (what, value) in train:
                    raise SpotsmithError(
                        f"{where}: record {train[what, value]} of train and record {record.id} of "
                        f"{part.replace('_', '-')} share their {what}; nothing is trained on such a split. "
                        "Split the dataset again with `spotsmith dataset split`"
                    )


def _marks(record: Record) -> Iterator[tuple[str, str]]:
    yield "id", record.id
    if record.cluster:
        yield "cluster", record.cluster
    if record.component:
        yield "class", record.component
    asked = "".join((prompt_text(record) + record.instruction + record.input + record.output).split())
    yield "question and answer", hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
