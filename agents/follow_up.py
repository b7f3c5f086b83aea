"""What a follow-up makes of a task: the last result stays as it is but for what the text changes.

What can be read for sure (class, package, spot, soft parameters) goes into the fields of the task; the rest is added
to the words of the request, and told to a model as the change that is asked. Whether a text is a follow-up at all is
said by ``agents.threads``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.changes import Changes, read_changes
from agents.context import make_blueprint
from agents.parameters import soft_parameters
from agents.resolve import Resolver
from agents.state import Resolution, Result, Task
from knowledge.bm25 import stem
from knowledge.errors import SpotsmithError
from knowledge.front_end import FrontEnd
from knowledge.pack_data import PackData
from knowledge.records import SoftParameter
from knowledge.words import STOP_WORDS, words


@dataclass(frozen=True, slots=True)
class Settled:
    """What a result decided, and a follow-up leaves as it is unless it says otherwise."""

    artefact: str
    spot: str
    others: tuple[str, ...]
    """Spots that could have been meant, best first."""
    class_name: str
    package: str
    soft_parameters: tuple[SoftParameter, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    said: Task
    """The task with what persons have said so far, and nothing that was decided for them."""
    task: Task
    """What is to be made now: ``said``, and what the last result settled."""
    change: str = ""
    """The change in words, for a coder; empty when there is nothing but names."""
    notes: tuple[str, ...] = ()
    """What was understood, in sentences for the user."""


def settled(result: Result) -> Settled:
    skeleton, resolution = result.draft.skeleton, result.resolution
    return _settled(resolution, skeleton.class_name, skeleton.package)


def settle(task: Task, resolution: Resolution, resolver: Resolver, front_end: FrontEnd) -> Settled:
    """The same before anything is written."""
    blueprint = make_blueprint(task, resolution, resolver, front_end)
    return _settled(resolution, blueprint.class_name, blueprint.package)


def follow_up(said: Task, last: Settled, text: str, resolver: Resolver, pack: PackData) -> FollowUp:
    """The next task. Raises SpotsmithError when the text names a spot that there is not."""

    def named(name: str) -> Sequence[str]:
        return resolver.named(re.sub(r"[^\w.$]", "", name)) or _by_words(name, (last.spot, *last.others), resolver)

    changes = read_changes(text, last.soft_parameters, pack, named)
    spot, spot_said = _spot(last, changes), changes.spot or changes.place
    request = _merged(said.request, changes)
    meant = _spot_meant(request, last, changes, resolver) if changes.meant else ""
    if not changes.soft_parameters and soft_parameters(request, pack):
        request = _fixed(request)
    now = replace(
        said,
        request=request,
        artefact=said.artefact or last.artefact,
        spot=meant or (spot if spot_said else said.spot),
        class_name=changes.class_name or said.class_name,
        package=changes.package or said.package,
        soft_parameters=changes.soft_parameters,
    )
    if meant or spot_said:
        task = now  # another spot: its name and place follow from it, unless a person chose them
    else:
        task = replace(
            now,
            spot=now.spot or last.spot,
            class_name=now.class_name or last.class_name,
            package=now.package or last.package,
        )
    return FollowUp(now, task, _change(changes, last), tuple(_notes(changes, last, task)))


def _by_words(said: str, spots: Sequence[str], resolver: Resolver) -> Sequence[str]:
    """``payment freeze`` among the spots that were shown."""
    wanted = {stem(word) for word in words(said)}
    return [spot for spot in spots if wanted <= {stem(word) for word in words(resolver.short_name(spot))}]


def _spot(last: Settled, changes: Changes) -> str:
    if not changes.place:
        return changes.spot or last.spot
    shown = (last.spot, *last.others)
    if changes.place > len(shown):
        raise SpotsmithError(f"there is no spot number {changes.place}: {len(shown)} would fit the request")
    return shown[changes.place - 1]


def _merged(request: str, changes: Changes) -> str:
    """The request, with what else is wanted as sentences of their own."""
    if changes.not_meant and (corrected := _exchanged(request, changes.not_meant, changes.meant)) != request:
        return corrected
    rest = changes.meant or changes.rest
    if not rest:
        return request
    return f"{request.rstrip(' .;')}. {rest[:1].upper()}{rest[1:].rstrip(' .!?')}."


def _exchanged(text: str, wrong: str, right: str) -> str:
    """``payments`` for ``bills``, also where the text says ``bill``."""
    stems = [stem(word) for word in words(wrong)]
    if len(stems) != 1:
        return re.sub(rf"(?i)\b{re.escape(wrong)}\b", lambda match: right, text)
    return re.sub(r"[A-Za-z]+", lambda match: right if stem(match[0].lower()) == stems[0] else match[0], text)


def _spot_meant(request: str, last: Settled, changes: Changes, resolver: Resolver) -> str:
    """The spot of a corrected request, when the correction is about the spot; empty when it is about something else.

    Words of the request that spoke for the rejected spot do not count any more.
    """
    spoke = {stem(word) for word in words(resolver.short_name(last.spot))}
    kept = [word for word in re.findall(r"[\w&-]+", request) if stem(word.lower()) not in spoke]
    ranked = resolver.ranked(Task(f"{' '.join(kept)} {changes.meant}", artefact=last.artefact))
    wanted = {stem(word) for word in words(changes.meant) if word not in STOP_WORDS}
    for candidate in ranked:
        own = {stem(word) for word in words(resolver.short_name(candidate.name))}
        if 2 * len(wanted & own) >= len(wanted) > 0:
            return candidate.name if candidate.name != last.spot else ""
    return ""


def _fixed(request: str) -> str:
    """The request without a word of parameters: the last one was taken away, so its value is fixed."""
    text = re.sub(r"(?i)\b(?:soft[- ]?)?param(eter)?(s?)\b", r"constant\2", request)
    return re.sub(r"(?i)\b(?:configurable|configured|parameteri[sz]ed)\b", "fixed", text)


def _change(changes: Changes, last: Settled) -> str:
    """For a coder: the wish in words, and which parameters are new or gone."""
    before = {soft.name: soft for soft in last.soft_parameters}
    after = {soft.name: soft for soft in changes.soft_parameters}
    said = [changes.meant or changes.rest]
    said += [f"use the new soft parameter {name}" for name in after if name not in before]
    said += [f"do without the soft parameter {name}" for name in before if name not in after]
    said += [f"soft parameter {name} is changed" for name in after if name in before and before[name] != after[name]]
    return "; ".join(part.rstrip(" .") for part in said if part)


def _notes(changes: Changes, last: Settled, task: Task) -> list[str]:
    notes = []
    if changes.class_name:
        notes.append(f"class name {changes.class_name}")
    if changes.package:
        notes.append(f"package {changes.package}")
    if task.spot and task.spot != last.spot:
        notes.append(f"spot {task.spot.rpartition('.')[2]}")
    if changes.soft_parameters != last.soft_parameters:
        names = ", ".join(_described(soft) for soft in changes.soft_parameters)
        notes.append(f"soft parameters: {names or 'none'}")
    if changes.rest or changes.meant:
        notes.append(f"added to the request: {changes.meant or changes.rest}")
    return notes


def _described(soft: SoftParameter) -> str:
    kind = f"{soft.type} {soft.target}".strip()
    return f"{soft.name} ({kind}, {'required' if soft.required else 'optional'})"


def _settled(resolution: Resolution, class_name: str, package: str) -> Settled:
    others: Sequence[str] = [candidate.name for candidate in resolution.alternatives]
    return Settled(
        resolution.artefact, resolution.spot.name, tuple(others), class_name, package, resolution.soft_parameters
    )
