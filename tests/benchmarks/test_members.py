"""Members-only decoding with tiny trained models: members that do not exist, with and without it, and what it costs.

The points are dereferences in files that the model has not seen. Whether a member exists is asked of ``javac``: the
author's file is compiled with the model's name in place of the author's.
"""

import random
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'transformers' is not installed")
pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")

import torch

from agents.coders.members.usage import Usage
from agents.coders.transformers_backend import Drawing, LocalModel, open_model
from knowledge.completion import Choice, Cursor, Place
from knowledge.packs.ormb.cursor import JavaCompletion
from knowledge.records import SourceFile, Symbol
from serving.app import App
from tests.benchmarks.bench_record import hardware, record
from tests.benchmarks.train_tiny import split, trained
from tests.fixtures.member_points import Point, points
from tests.fixtures.tiny_models import SOURCES, Kind

pytestmark = pytest.mark.benchmark

POINTS, PROMPT, TOKENS = 400, 400, 14
TIMED, TIMED_TOKENS, ROUNDS = 12, 64, 3
_NAME = re.compile(r"\s*(?P<name>[A-Za-z_$][\w$]*)(?P<call>\s*\(?)")


@dataclass(frozen=True, eq=False)
class Dereference:
    """A point in a file, and a cursor at its body."""

    path: Path
    point: Point
    cursor: Cursor
    choice: Choice | None


class Behind:
    """A cursor behind a text that is there already."""

    def __init__(self, cursor: Cursor, before: str) -> None:
        self._cursor, self._before = cursor, before

    def at(self, written: str) -> Place:
        return self._cursor.at(self._before + written)


@pytest.fixture(scope="module")
def completion(app: App) -> JavaCompletion:
    store = app.parts.store
    return JavaCompletion(app.parts.types, store, store.names(Symbol))


def places(completion: JavaCompletion, files: list[Path]) -> Iterator[Dereference]:
    for path in files:
        for point in points(path.read_text(encoding="utf-8")):
            if point.kind == "dot":
                cursor = completion.cursor(point.before, point.after)
                yield Dereference(path, point, cursor, cursor.at(point.written).here)


def test_the_right_member_is_allowed(completion: JavaCompletion) -> None:
    """On all files of the site."""
    found = list(places(completion, sorted(SOURCES.rglob("*.java"))))
    known = [place for place in found if place.choice is not None]
    allowed = sum(place.choice is None or place.point.name in place.choice.names for place in found)
    print(f"\nright member: {len(found)} dereferences, {len(known)} of known type, {len(found) - allowed} forbidden")
    record(
        "coders",
        right_member_allowed=allowed / len(found),
        right_member_points=len(found),
        right_member_known=len(known) / len(found),
    )
    assert len(found) >= 400
    assert allowed == len(found)


@pytest.mark.parametrize("kind", ["starcoder2", "qwen3"])
def test_members_that_do_not_exist(kind: Kind, completion: JavaCompletion, app: App) -> None:
    torch.set_num_threads(1)
    model = open_model(trained(kind))
    known = [place for place in places(completion, split()[1]) if place.choice is not None]
    chosen = random.Random(1).sample(known, min(POINTS, len(known)))
    free = {place: written(model, place, bound=False) for place in chosen}
    bound = {place: written(model, place, bound=True) for place in chosen}
    figures: dict[str, float | int] = {
        "invalid_members_points": sum(name is not None for name in bound.values()),
        "invalid_members_free_points": sum(name is not None for name in free.values()),
        "invalid_members_free": sum(not exists(app, place, name) for place, name in free.items()),
        "invalid_members_constrained": sum(not exists(app, place, name) for place, name in bound.items()),
        "next_identifier_free": matches(free),
        "next_identifier_constrained": matches(bound),
    }
    assert figures["invalid_members_points"] >= 200
    assert figures["invalid_members_constrained"] == 0
    print(f"\n{kind}, {len(chosen)} dereferences of known type in files that were held out; {hardware()}")
    keep(kind, figures)


@pytest.mark.parametrize("kind", ["starcoder2", "qwen3"])
def test_what_a_token_costs(kind: Kind, completion: JavaCompletion) -> None:
    """The same bodies written with and without the constraint, in turns, so that a busy machine troubles both."""
    torch.set_num_threads(1)
    model = open_model(trained(kind))
    bodies = list({place.point.before: place for place in places(completion, split()[1])}.values())[:TIMED]
    usage = Usage()
    for place in bodies:
        timed(model, completion, place, usage, bound=True)  # what a served coder has behind it after its first files
    usage, per_token = Usage(), dict[bool, list[float]]([(False, []), (True, [])])
    for _ in range(ROUNDS):
        for place in bodies:
            for bound in (False, True):
                per_token[bound].append(timed(model, completion, place, usage, bound))
    ratios = [with_it / without for with_it, without in zip(per_token[True], per_token[False], strict=True)]
    figures = {
        "time_per_token_ratio": statistics.median(ratios),
        "time_per_token_free_ms": statistics.median(per_token[False]),
        "constraint_per_token_ms": 1000 * usage.seconds / max(usage.steps, 1),
        "constrained_step_p50_ms": usage.median_ms,
        "constrained_steps": usage.constrained,
        "constraint_steps": usage.steps,
    }
    print(f"\n{kind}, {len(ratios)} bodies of {TIMED_TOKENS} tokens; {hardware()}")
    keep(kind, figures)


def keep(kind: Kind, figures: dict[str, float | int]) -> None:
    """The figures of StarCoder2 are those of the issue; the others stand beside them."""
    record("coders", **{name if kind == "starcoder2" else f"{name}_{kind}": value for name, value in figures.items()})
    for name, value in figures.items():
        print(f"  {name:<30}{value:>10.3f}")


@dataclass(frozen=True)
class Member:
    name: str
    call: bool


def written(model: LocalModel, place: Dereference, bound: bool) -> Member | None:
    """The member that the model writes at the point; None when it writes none there.

    Qwen's tokens join a dot with the letters behind it: such a model is asked before the dot.
    """
    joins = model.family.name == "qwen3"
    head = place.point.written.rstrip().removesuffix(".") if joins else place.point.written
    prompt = model.raw(place.point.before + head)[-PROMPT:]
    cursors = [Behind(place.cursor, head) if bound else None]
    samples, _ = model.write(prompt, Drawing([0.0], tokens=TOKENS), cursors)
    text = samples[0].text
    if joins and not text.startswith("."):
        return None
    found = _NAME.match(text.removeprefix(".") if joins else text)
    return Member(found["name"], found["call"].endswith("(")) if found else Member("", False)


def matches(members: dict[Dereference, Member | None]) -> float:
    judged = [place.point.name == member.name for place, member in members.items() if member is not None]
    return sum(judged) / len(judged)


def exists(app: App, place: Dereference, member: Member | None) -> bool:
    """Whether javac finds the member; an empty name is none."""
    point = place.point
    if member is None or member == Member(point.name, point.rest.lstrip().startswith("(")):
        return True
    if not member.name:
        return False
    text = f"{point.before}{point.written}{member.name}{behind(point.rest, member.call)}{point.after}"
    line = (point.before + point.written).count("\n") + 1
    path = place.path.relative_to(SOURCES / "cm").as_posix()
    found = app.check([SourceFile(path, text)]).diagnostics
    return not any(
        each.line == line and each.symbol == member.name and ("cant.resolve" in each.code or "access" in each.code)
        for each in found
    )


def behind(rest: str, call: bool) -> str:
    """What the author wrote behind the member, as a call or not."""
    if rest.lstrip().startswith("(") == call:
        return rest
    if call:
        return f"(){rest}"
    depth = 0
    for at, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if not depth and character == ")":
            return rest[at + 1 :]
    return rest


def timed(model: LocalModel, completion: JavaCompletion, place: Dereference, total: Usage, bound: bool) -> float:
    """Milliseconds for each token of a body, the opening of the cursor included."""
    prompt = model.raw(place.point.before)[-PROMPT:]
    started = time.perf_counter()
    cursors = [completion.cursor(place.point.before, place.point.after) if bound else None]
    samples, usage = model.write(prompt, Drawing([0.0], tokens=TIMED_TOKENS), cursors)
    spent = 1000 * (time.perf_counter() - started) / max(samples[0].tokens, 1)
    total.steps += usage.steps
    total.constrained += usage.constrained
    total.seconds += usage.seconds
    total.times += usage.times
    return spent
