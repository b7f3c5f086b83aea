"""The state of a run: what each step of the graph adds to it, and how steps tell what they cost."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypedDict

from agents.coders.protocol import Answer
from agents.state import Attempt, Context, Draft, Resolution, Result, Review, Task, Usage


class Flow(TypedDict, total=False):
    """Each step adds its record."""

    task: Task
    previous: Result
    """Of a follow-up: the result that is to be changed."""
    asked: str
    """Of a follow-up: what the user wants changed, in his words."""
    resolution: Resolution
    context: Context
    kept: Draft
    """Of a follow-up: the code of the previous result in the skeleton that is right now."""
    candidates: list[Draft]
    """Drafts that wait for their review."""
    draft: Draft
    review: Review
    best_draft: Draft
    best_review: Review
    attempts: list[Attempt]
    """Drafts that were judged so far."""
    drawn: int
    """First drafts so far; no more are drawn once ``rounds`` is above 1, or ``exhausted``."""
    exhausted: bool
    rounds: int
    edits: int
    seen: tuple[str, ...]
    """Fingerprints of the error sets so far: the same errors again end the repair."""
    texts: tuple[str, ...]
    """Digests of all drafts so far: one that comes again is not reviewed again."""
    usage: Usage
    roles: Mapping[str, Usage]
    """The part of ``usage`` that was spent on other roles than writing."""
    consulted: int
    """Times that the reviewer was asked."""
    settled: bool
    """The reviewer has nothing more to change, or cannot be asked any more."""
    notes: tuple[str, ...]
    dead: bool
    """The coder cannot be asked any more."""
    seconds: Mapping[str, float]
    result: Result


def told(flow: Flow, answers: Sequence[Answer]) -> Flow:
    """What the answers of the coder cost and what did not go as asked."""
    usage = sum((answer.usage for answer in answers), flow.get("usage", Usage()))
    notes = noted(flow, [note for answer in answers for note in answer.notes])
    return {"usage": usage, "notes": notes, "dead": any(answer.dead for answer in answers)}


def spent(flow: Flow, role: str, usage: Usage, notes: Sequence[str]) -> Flow:
    """What a planner or a reviewer cost and said; counted beside the coder, and with it."""
    roles = {**flow.get("roles", {})}
    roles[role] = roles.get(role, Usage()) + usage
    return {"usage": flow.get("usage", Usage()) + usage, "roles": roles, "notes": noted(flow, notes)}


def noted(flow: Flow, notes: Sequence[str]) -> tuple[str, ...]:
    """All notes of the run, each once."""
    return tuple(dict.fromkeys((*flow.get("notes", ()), *notes)))


def digest(draft: Draft) -> str:
    """The same for drafts with the same text, what was kept out of it included."""
    refused = (text for refusal in draft.refused for text in refusal.arguments)
    return hashlib.sha256("\0".join((draft.file.text, *refused)).encode("utf-8", "replace")).hexdigest()[:16]
