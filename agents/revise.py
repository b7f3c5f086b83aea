"""A follow-up on a finished result: its code is carried over into the skeleton that is right now, and changed there."""

from dataclasses import replace

from agents.generate import draft_of
from agents.repair import broken_holes, with_fills
from agents.state import Draft, Result, Review, Task
from knowledge.blueprint import Skeleton
from knowledge.front_end import FrontEnd
from knowledge.records import Diagnostic

ASKED = "asked.change"


def as_before(task: Task, previous: Result) -> Task:
    """The task, with the names of the previous result where it leaves them open: the file stays the same file.

    When the task names another spot, class and package follow from that one.
    """
    skeleton, spot = previous.draft.skeleton, previous.resolution.spot.name
    if task.spot and task.spot.rpartition(".")[2].lower() != spot.rpartition(".")[2].lower():
        return task
    return replace(
        task,
        artefact=task.artefact or previous.resolution.artefact,
        spot=task.spot or spot,
        class_name=task.class_name or skeleton.class_name,
        package=task.package or skeleton.package,
    )


def carried_over(previous: Draft, skeleton: Skeleton, coder: str, front_end: FrontEnd) -> Draft:
    """The skeleton with the previous code of the holes that are still there."""
    before = {(hole.name, hole.signature) for hole in previous.skeleton.holes}
    same = {hole.name for hole in skeleton.holes if (hole.name, hole.signature) in before}
    fills = {name: fill for name, fill in previous.fills.items() if name in same}
    return replace(draft_of(skeleton, fills, coder, front_end), refused=())


def wish(asked: str, draft: Draft) -> Diagnostic:
    """What the user wants changed, as a finding that an edit is to answer."""
    return Diagnostic(ASKED, "error", asked, draft.file.path)


def restored(draft: Draft, review: Review, kept: Draft) -> Draft | None:
    """The draft with the earlier code in each hole that has an error; nothing when that changes nothing."""
    broken = broken_holes(draft, review)
    earlier = {name: kept.fills[name] for name in broken if name in kept.fills}
    return with_fills(draft, {**draft.fills, **earlier}) if earlier else None
