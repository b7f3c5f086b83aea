"""The prompts that an export is tried with: records that were held out of training, asked exactly as in training."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import fills_in_the_middle
from finetune.records import Record
from finetune.train.examples import prompt_ids
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
        question = question_of(record, tokenizer, family)
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


def question_of(record: Record, tokenizer: Any, family: Family) -> Question | None:
    """Nothing where the model cannot be asked so."""
    if record.kind == "fim" and not fills_in_the_middle(tokenizer, family):
        return None
    text = ""
    if record.kind == "fim" and family.fim:
        text = family.fim.prompt(record.prefix, record.suffix)
    elif record.kind == "text":
        text = record.prefix
    elif not record.user:
        return None  # a conversation of several turns: its last answer is trained on, and none of it can be compiled
    ids = prompt_ids(record, tokenizer, family)
    return Question(record, tuple(ids), text) if ids else None
