"""The prompts that an export is tried with: records that were held out of training, asked exactly as in training."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import chat_ids, fills_in_the_middle, raw_ids
from finetune.records import Record
from knowledge.errors import SpotsmithError


@dataclass(frozen=True, slots=True)
class Question:
    record: Record
    ids: tuple[int, ...]
    text: str = ""
    """Of a prompt that is no chat; a chat is in the record's ``system`` and ``user``."""


def questions(
    records: Sequence[Record], tokenizer: Any, family: Family, context: int, most: int, tokens: int
) -> list[Question]:
    """At most ``most`` of the records, the same ones each time, whose prompt leaves room for ``tokens``.

    Records that ask for code with a place come first: their answers can be compiled.
    """
    order = sorted(records, key=lambda record: (record.frame is None, hashlib.sha256(record.id.encode()).digest()))
    found: list[Question] = []
    for record in order:
        question = _question(record, tokenizer, family)
        if question and len(question.ids) + tokens <= context:
            found.append(question)
        if len(found) == most:
            break
    if not found:
        raise SpotsmithError(
            f"none of the {len(records)} validation records can be asked: their prompts leave no room for "
            f"{tokens} tokens in a context of {context}; allow shorter answers with --tokens"
        )
    return found


def _question(record: Record, tokenizer: Any, family: Family) -> Question | None:
    if record.user:
        return Question(record, tuple(chat_ids(tokenizer, family, record.system, record.user)))
    if record.kind == "fim":
        middles = family.fim if fills_in_the_middle(tokenizer, family) else None
        text = middles.prompt(record.prefix, record.suffix) if middles else ""
    else:
        text = record.prefix
    return Question(record, tuple(raw_ids(tokenizer, text)), text) if text else None
