"""Data in the formats that teams already have, as records: instruction/input/output, instruction/response, messages of
a chat (ChatML and the like), prompt/completion, plain text. JSON Lines or one JSON array."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from finetune.dataset.make import named
from finetune.dataset.wording import Wording
from finetune.records import CATEGORIES, Kind, Record, record_of
from knowledge.errors import SpotsmithError

ANSWERS = ("output", "response", "completion", "answer", "chosen")
QUESTIONS = ("instruction", "prompt", "question")
ROLES = {"system": "system", "developer": "system", "user": "user", "human": "user", "assistant": "assistant"}
ROLES |= {"gpt": "assistant", "model": "assistant", "bot": "assistant"}
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    records: tuple[Record, ...]
    problems: tuple[str, ...]
    """A sentence for each item that is none, with its line."""
    formats: Mapping[str, int]


class _NoRecord(ValueError):
    """What is wrong with an item, in a sentence."""


def read_foreign(path: Path, wording: Wording | None = None) -> Imported:
    """Raises SpotsmithError where the file cannot be read at all or holds nothing that is a record."""
    records: list[Record] = []
    problems: list[str] = []
    formats: dict[str, int] = {}
    for line, item in _items(path):
        try:
            name, record = _record(item, wording or Wording())
        except _NoRecord as problem:
            problems.append(f"{path}:{line}: {problem}")
            continue
        formats[name] = formats.get(name, 0) + 1
        records.append(replace(record, source=record.source or f"{path.name}:{line}"))
    if not records:
        first = f"the first of {len(problems)}: {problems[0]}" if problems else "it is empty"
        raise SpotsmithError(f"{path}: nothing in it is a training record; {first}")
    return Imported(tuple({record.id: record for record in records}.values()), tuple(problems), formats)


def _items(path: Path) -> Iterator[tuple[int, Any]]:
    """Each item with its line. What is not JSON is given as the exception that says so."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SpotsmithError(f"{path}: larger than {MOST_BYTES:,} bytes; split it into several files")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SpotsmithError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    if text.lstrip().startswith("["):
        yield from _of_array(text, path)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield number, error


def _of_array(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    decoder, at, line, counted = json.JSONDecoder(), text.index("[") + 1, 1, 0
    while True:
        at = _next(text, at, " \t\r\n,")
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text):
            raise SpotsmithError(f"{path}:{line}: the array has no end: the file is cut off")
        if text[at] == "]":
            return
        try:
            item, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            raise SpotsmithError(f"{path}:{line}: not JSON from here on: {error}") from error
        yield line, item


def _next(text: str, at: int, blank: str) -> int:
    while at < len(text) and text[at] in blank:
        at += 1
    return at


def _record(item: Any, wording: Wording) -> tuple[str, Record]:
    if isinstance(item, json.JSONDecodeError):
        raise _NoRecord(f"not JSON: {item.msg} at column {item.colno}")
    if isinstance(item, RecursionError):
        raise _NoRecord("not JSON that can be read: it is nested too deep")
    if not isinstance(item, dict):
        raise _NoRecord(f"an item must be a JSON object, this is a {type(item).__name__}")
    if "kind" in item and "id" in item:
        return "spotsmith", _own(item)
    turns = next((item[key] for key in ("messages", "conversations", "conversation") if key in item), None)
    if turns is not None:
        return "messages", _chat(item, turns, wording)
    answer = next((key for key in ANSWERS if key in item), "")
    question = next((key for key in QUESTIONS if key in item), "")
    if question and answer:
        return f"{question}/{answer}", _pair(item, question, answer, wording)
    if "text" in item and not question:
        return "text", named(_made("text", item, ("text",), "", _text(item, "text"), wording))
    known = "instruction/output, instruction/response, prompt/completion, messages, text"
    raise _NoRecord(f"fields {', '.join(map(str, list(item)[:6])) or 'none'}: no known format ({known})")


def _own(item: Mapping[str, Any]) -> Record:
    try:
        return record_of(item)
    except (KeyError, TypeError, ValueError) as error:
        raise _NoRecord(f"not a whole record of Spotsmith: {error}") from error


def _pair(item: Mapping[str, Any], question: str, answer: str, wording: Wording) -> Record:
    asked, given = _text(item, question), _text(item, "input") if item.get("input") else ""
    system = _text(item, "system") if item.get("system") else ""
    made = _made("chat", item, (question, answer, "input", "system"), asked, _text(item, answer), wording)
    return named(replace(made, input=given, system=system, user=f"{asked}\n\n{given}" if given else asked))


def _chat(item: Mapping[str, Any], turns: Any, wording: Wording) -> Record:
    said = _turns(turns)
    system = "\n\n".join(text for role, text in said if role == "system")
    talk = [(role, text) for role, text in said if role != "system"]
    if not talk or talk[-1][0] != "assistant":
        raise _NoRecord("the conversation does not end with an answer of the assistant")
    if talk[0][0] != "user":
        raise _NoRecord("the conversation does not begin with the user")
    for (one, _), (other, _) in pairwise(talk):
        if one == other:
            raise _NoRecord(f"two turns of the {one} follow each other")
    before = talk[:-1]
    user = before[0][1] if len(before) == 1 else "\n\n".join(f"{role.capitalize()}: {text}" for role, text in before)
    keys = ("messages", "conversations", "conversation")
    made = _made("chat", item, keys, before[-1][1], talk[-1][1], wording)
    return named(replace(made, system=system, user=user))


def _turns(turns: Any) -> list[tuple[str, str]]:
    if not isinstance(turns, list) or not turns:
        raise _NoRecord("the messages are not a list with something in it")
    found = []
    for number, turn in enumerate(turns, 1):
        if not isinstance(turn, dict):
            raise _NoRecord(f"message {number} is not an object")
        role = ROLES.get(str(turn.get("role", turn.get("from", ""))).lower())
        if role is None:
            raise _NoRecord(f"message {number} has the role {turn.get('role', turn.get('from'))!r}, which nobody has")
        content = turn.get("content", turn.get("value"))
        if isinstance(content, list):
            content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
        if not isinstance(content, str) or not content.strip():
            raise _NoRecord(f"message {number} ({role}) holds no text")
        found.append((role, content))
    return found


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item[key]
    if not isinstance(value, str):
        raise _NoRecord(f"{key} is not a text")
    if not value.strip():
        raise _NoRecord(f"{key} is empty")
    return value


def _made(
    kind: Kind, item: Mapping[str, Any], read: tuple[str, ...], instruction: str, output: str, wording: Wording
) -> Record:
    """Fields that are not ours are kept as they are."""
    told = item.get("category")
    category = told if told in CATEGORIES else wording.category_of(output)
    rest = {key: value for key, value in item.items() if key not in read and (key, value) != ("category", category)}
    if patterns := list(wording.patterns_in(output)):
        rest.setdefault("framework_patterns", patterns)
    return Record("", kind, category, instruction, output, origin="imported", extra=rest)
