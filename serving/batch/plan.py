"""Items and what is kept of them -> a plan: what is to be made, what stays, and where each file will lie.

Each item that is to be made is resolved before anything is made, so that a wrong spot, a request that means nothing,
and two items that would write the same file are said at the start and not in the middle of a night.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Literal

from agents.context import make_blueprint
from agents.state import Result
from knowledge.encoding import encode, shape
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.batch.items import Item, refuse
from serving.batch.manifest import Manifest, Planned, Record
from serving.settings import with_coder
from serving.site_index import index_digest

State = Literal["new", "changed", "again", "unchanged", "waiting"]
"""``again``: asked for, or it could not be made the last time. ``waiting``: neither done nor to be done in this run."""
ONLY = ("ok", "partial", "failed", "error", "new", "changed")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to an item in this run."""

    item: Item
    key: str
    state: State
    planned: Planned | None = None
    """None for an item that is not made in this run."""

    @property
    def runs(self) -> bool:
        return self.state in ("new", "changed", "again")


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    removed: tuple[Record, ...] = ()
    """Done once, and no longer in the spec."""

    @property
    def running(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.runs)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items the user wants to be made."""

    only: Collection[str] = ()
    limit: int = 0
    """0: all of them."""
    again: bool = False


class Apps:
    """The workspace, open for each coder that the items name; they share one compiler."""

    def __init__(self, first: App) -> None:
        self._first = first
        self._others: dict[tuple[str, str], App] = {}

    def of(self, item: Item) -> App:
        """Raises SpotsmithError for a coder that is not there."""
        if not item.coder and not item.model:
            return self._first
        name = (item.coder, item.model)
        if name not in self._others:
            workspace = with_coder(self._first.workspace, *name)
            other = App(workspace, compiler=self._first.compiler, resumable=False)
            other.__dict__.update(_pack=self._first._pack, parts=self._first.parts)
            self._others[name] = other
        return self._others[name]

    @property
    def first(self) -> App:
        return self._first

    def close(self) -> None:
        for app in self._others.values():
            if app.__dict__.get("served"):
                app.__dict__["served"].close()


def keys_of(items: Iterable[Item], apps: Apps) -> dict[str, str]:
    """By id: a digest of all that the item's result depends on. The same key is the same result."""
    workspace = apps.first.workspace
    settings = workspace.settings
    indexed, made_by = index_digest(workspace), version("spotsmith")
    common = f"{indexed} {shape(Result)} {made_by} {settings.java} {settings.limits} {settings.rules}"
    keys = {}
    for item in items:
        coder = apps.of(item).workspace.settings.coder.model_dump_json()
        keys[item.id] = hashlib.sha256(f"{common} {coder} {encode(item.task)}".encode("utf-8", "replace")).hexdigest()
    return keys


def planned(
    spec: str,
    items: Sequence[Item],
    keys: Mapping[str, str],
    manifest: Manifest,
    choice: Choice,
    apps: Apps,
    tell: Callable[[int, int], None],
) -> Plan:
    """Raises SpotsmithError with all that cannot be resolved, and all files that two items would write."""
    chosen = _within([_state(item, keys[item.id], manifest, choice) for item in items], items, choice.limit)
    steps: list[Step] = []
    mistakes: list[str] = []
    done, all_ = 0, sum(state in ("new", "changed", "again") for state in chosen)
    for item, state in zip(items, chosen, strict=True):
        step = Step(item, keys[item.id], state)
        if step.runs:
            try:
                step = Step(item, step.key, state, _placed(item, step.key, manifest, apps))
            except SpotsmithError as error:
                mistakes.append(f"{item.place}: {error}")
            done += 1
            tell(done, all_)
        steps.append(step)
    mistakes += _collisions(steps, manifest)
    refuse(spec, mistakes)
    ids = {item.id for item in items}
    return Plan(tuple(steps), tuple(record for id, record in manifest.records.items() if id not in ids))


def _state(item: Item, key: str, manifest: Manifest, choice: Choice) -> State:
    record = manifest.records.get(item.id)
    state: State = "new" if record is None else "changed" if record.key != key else "unchanged"
    if state == "unchanged" and record and (record.status == "error" or not manifest.has(record)):
        state = "again"
    if choice.only:
        names = {state, record.status if record else "new"}
        if not names & set(choice.only):
            return "unchanged" if state == "unchanged" else "waiting"
        return "again" if state == "unchanged" else state
    return "again" if choice.again and state == "unchanged" else state


def _within(states: Sequence[State], items: Sequence[Item], limit: int) -> list[State]:
    """The first ``limit`` items that would be made; the others wait."""
    left = limit or len(items)
    kept: list[State] = []
    for state in states:
        runs = state in ("new", "changed", "again")
        kept.append("waiting" if runs and not left else state)
        left -= runs and left > 0
    return kept


def _placed(item: Item, key: str, manifest: Manifest, apps: Apps) -> Planned:
    """Where the item's file will lie: known from the last attempt, else found by resolving it."""
    known = manifest.plans.get(item.id)
    if known and known.key == key:
        return known
    app = apps.of(item)
    resolution = app.resolve(item.task)
    blueprint = make_blueprint(item.task, resolution, app.parts.resolver, app.front_end)
    path = app.front_end.skeleton(blueprint, app.parts.types).path
    return Planned(item.id, key, path, resolution.spot.name, resolution.doubts)


def file_of(item: Item, path: str) -> str:
    """Where the file lies below the output."""
    return str(PurePosixPath(item.out) / path)


def _collisions(steps: Iterable[Step], manifest: Manifest) -> list[str]:
    """Files that two items would write; case does not tell files apart everywhere."""
    owners: dict[str, Step] = {}
    mistakes = []
    for step in steps:
        record = manifest.records.get(step.item.id)
        path = step.planned.path if step.planned else record.path if record and step.state == "unchanged" else ""
        if not path:
            continue
        file = file_of(step.item, path)
        first = owners.setdefault(file.lower(), step)
        if first is not step:
            mistakes.append(
                f"{step.item.place}: would write {file}, as would the item on {first.item.place}; "
                "give one of them another class_name or out"
            )
    return mistakes
