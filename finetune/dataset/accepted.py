"""Records of what developers accepted, or corrected and then accepted: ``.spotsmith/training.jsonl`` of sites that
opted in. Each request with the accepted file, and each correction from the draft to it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from finetune.dataset.history import Changed, exemplar_of, pair
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, material_of
from finetune.dataset.reference import reference_of
from finetune.dataset.whole import whole_class
from finetune.records import Record
from knowledge.errors import SpotsmithError

FILE = Path(".spotsmith") / "training.jsonl"


def accepted(maker: Maker, suffixes: tuple[str, ...]) -> Iterator[Record | LeftOut]:
    path = maker.site.root / FILE
    for number, line in enumerate(_lines(path), 1):
        place = f"{FILE.as_posix()}:{number}"
        kept = _kept(line, path, number)
        if kept.get("verdict") != "ok":
            yield LeftOut(place, "it was accepted by force: it did not pass the checks")
            continue
        yield from _records(maker, kept, place, suffixes[0])


def _records(maker: Maker, kept: Mapping[str, Any], place: str, suffix: str) -> Iterator[Record | LeftOut]:
    found = exemplar_of(maker, f"{kept['class']}{suffix}", kept["output"])
    if found is None or not maker.plan.wants(found.name):
        return
    material = material_of(maker.site, found, str(kept.get("when", ""))[:10])
    if isinstance(material, LeftOut):
        yield LeftOut(place, f"it does not pass the checks any more: {material.why}")
        return
    reference = reference_of(maker.site, found, request=kept["instruction"])
    if reference is None:
        yield LeftOut(place, "no skeleton is made for such a class")
        return
    context = maker.showing.whole(material, reference.task, material.needs)
    record = whole_class(maker, material, reference, context, "used", "accepted")
    yield replace(record, source=place) if isinstance(record, Record) else record
    if kept.get("draft"):
        path = f"{kept['class']}{suffix}"
        yield from pair(maker, Changed(path, kept["draft"], kept["output"], "", material.date, place), "accepted")


def _kept(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise SpotsmithError(f"{path}:{number}: not JSON: {error.msg} at column {error.colno}") from error
    texts = ("instruction", "output", "class")
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in texts):
        raise SpotsmithError(f"{path}:{number}: not a record of an accepted result: {', '.join(texts)} must be texts")
    return found


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: cannot be read: {error}") from error
