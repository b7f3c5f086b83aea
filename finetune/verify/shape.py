"""Whether a record holds what its kind needs: formats, roles of a conversation, nothing empty."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from finetune.records import ContextUse, Origin, Record, Verdict
from finetune.verify.findings import Check

_TEXTS = (
    "id", "input", "system", "user", "prefix", "suffix", "component", "spot", "source", "date", "cluster", "origin",
    "context_use", "verdict",
)  # fmt: skip
_ROLES = ("system", "user", "assistant", "tool")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def sound(record: Record) -> tuple[Record, tuple[str, ...]]:
    """The record with the default in each field whose value is of another type, and a sentence for each of them: the
    other checks may then rely on types."""
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {name: getattr(record, name) for name in (*_TEXTS, "weight", "extra")}
    for name in _TEXTS:
        if not isinstance(values[name], str):
            wrong[name] = f"{name} is not a text"
    if isinstance(values["weight"], bool) or not isinstance(values["weight"], int | float):
        wrong["weight"] = "weight is not a number"
    if not isinstance(values["extra"], Mapping):
        wrong["extra"] = "extra is not an object"
    return (replace(record, **{name: _DEFAULTS[name] for name in wrong}) if wrong else record), tuple(wrong.values())


_DEFAULTS: Mapping[str, Any] = {**dict.fromkeys(_TEXTS, ""), "origin": "site", "weight": 1.0, "extra": {}}


def shape(record: Record) -> Iterator[tuple[Check, str]]:
    """What is wrong, as (check, sentence); all of it keeps a record out of training."""
    yield from (("format", text) for text in _formats(record))
    yield from (("empty", text) for text in _empties(record))
    yield from (("roles", text) for text in _roles(record))


def _formats(record: Record) -> Iterator[str]:
    for name, words in (("origin", Origin), ("context_use", ContextUse), ("verdict", Verdict)):
        if getattr(record, name) not in get_args(words):
            yield f"{name} is {getattr(record, name)!r}, not one of {', '.join(filter(None, get_args(words)))}"
    if not record.id.strip():
        yield "the record has no id"
    if not math.isfinite(record.weight) or record.weight < 0:
        yield f"weight is {record.weight}; it must be zero or more"
    if record.date and not _is_date(record.date):
        yield f"date {record.date!r} is not an ISO date"
    yield from _of_kind(record)
    for name in ("instruction", "output", "prefix", "suffix"):
        found = _BROKEN.search(getattr(record, name))
        if found:
            yield f"{name} holds the character U+{ord(found[0]):04X}: decoded wrongly, or there to steer its reader"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _of_kind(record: Record) -> Iterator[str]:
    holes = {hole.name for hole in record.frame.skeleton.holes} if record.frame else set()
    if record.frame and record.frame.hole and record.frame.hole not in holes:
        yield f"the frame has no hole {record.frame.hole!r}"
    if record.frame and not holes:
        yield "the frame has no holes"
    if record.kind == "hole" and record.frame and not record.frame.hole:
        yield "the record is of one hole, and its frame does not say which"


def _empties(record: Record) -> Iterator[str]:
    if not record.output.strip():
        yield "the answer is empty"
    elif not re.sub(r"^[ \t]*(`{3,}|~{3,}).*$", "", record.output, flags=re.MULTILINE).strip():
        yield "the answer has code blocks and nothing in them"
    if record.kind == "fim":
        if not (record.prefix + record.suffix).strip():
            yield "there is no text around the hole"
    elif record.kind != "text" and not (record.instruction + record.user).strip():
        yield "nothing is asked"


def _roles(record: Record) -> Iterator[str]:
    """Of the turns of another tool. ``messages`` may as well be what a framework calls so: names, which are let be."""
    messages = record.extra.get("messages")
    names = isinstance(messages, list | tuple) and all(isinstance(each, str) for each in messages)
    if messages is None or (names and messages and record.kind != "chat"):
        return
    if not isinstance(messages, list | tuple) or not messages:
        yield "messages is not a list of turns"
        return
    roles = []
    for number, message in enumerate(messages, 1):
        if not isinstance(message, Mapping) or not isinstance(message.get("content"), str):
            yield f"turn {number} is not an object with role and content"
            return
        if message.get("role") not in _ROLES:
            yield f"turn {number} has the role {message.get('role')!r}; known are {', '.join(_ROLES)}"
            return
        if not message["content"].strip() and not message.get("tool_calls"):
            yield f"turn {number} ({message['role']}) is empty"
        roles.append(message["role"])
    yield from _order(roles)


def _order(roles: list[str]) -> Iterator[str]:
    turns = roles[1:] if roles[0] == "system" else roles
    if not turns or turns[0] != "user":
        yield f"the conversation starts with {(turns or roles)[0]}, not with a user (after at most one system turn)"
        return
    after = {"user": ("assistant",), "assistant": ("user", "tool"), "tool": ("assistant", "tool")}
    for number, (role, following) in enumerate(pairwise(turns), len(roles) - len(turns) + 2):
        if following not in after.get(role, ()):
            yield f"turn {number} is of {following} and follows one of {role}"
            return
    if turns[-1] != "assistant":
        yield f"the conversation ends with {turns[-1]}, not with an answer"
