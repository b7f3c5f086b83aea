"""Records become the numbers that a model learns from: prompt and answer as tokens, and which of them count.

A prompt is rendered by the functions that serving renders it with. Labels are set by position, never by token: padding
that is also the end of an answer hides nothing. A record that is too long loses context, the least wanted piece first,
before its answer is touched; whatever was lost is counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agents.coders.families import Family
from agents.coders.rendering import chat_ids, end_ids, fills_in_the_middle, mark_ids, raw_ids, turns_ids
from finetune.records import Record

UNCOUNTED = -100
"""Label of a token without a loss."""
LEAST = 8
"""Tokens of an answer below which a cut answer teaches nothing."""
NEAR = 12  # lines next to a hole that are kept to the last
_PIECE = re.compile(r"BEGIN (?P<fence>\S+) [^\n]*, source: [^\n]*\n.*?\nEND (?P=fence)\n*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    ids: tuple[int, ...]
    """Prompt and answer; empty when the record is left out."""
    labels: tuple[int, ...]
    """The same for tokens of the answer and its end, ``UNCOUNTED`` for others."""
    weight: float = 1.0
    record: Record | None = None
    shrunk: int = 0
    """Pieces or lines of context that were left out."""
    answer_cut: int = 0
    """Tokens of the answer that were cut off, its end with them."""
    left_out: str = ""
    """Why the record cannot be learned from."""

    @property
    def answered(self) -> int:
        """Tokens with a loss."""
        return sum(label != UNCOUNTED for label in self.labels)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Examples, and what became of the records they come from."""

    examples: tuple[Example, ...]
    shrunk: int = 0
    """Records that lost context."""
    answers_cut: int = 0
    """Records that lost the end of their answer."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Records by why they cannot be learned from."""

    def sentences(self) -> list[str]:
        total = len(self.examples) + sum(self.left_out.values())
        said = [f"{len(self.examples):,} of {total:,} records are learned from"] if self.left_out else []
        said += [f"{count:,} left out: {why}" for why, count in self.left_out.items()]
        if self.shrunk:
            said.append(f"{self.shrunk:,} lost context to fit")
        if self.answers_cut:
            said.append(f"{self.answers_cut:,} lost the end of their answer: raise data.tokens")
        return said


def encode_all(records: Iterable[Record], tokenizer: Any, family: Family, most: int) -> Encoded:
    made = [encode(record, tokenizer, family, most) for record in records]
    kept = tuple(example for example in made if example.ids)
    return Encoded(
        kept,
        sum(example.shrunk > 0 for example in kept),
        sum(example.answer_cut > 0 for example in kept),
        dict(Counter(example.left_out for example in made if not example.ids)),
    )


def encode(record: Record, tokenizer: Any, family: Family, most: int) -> Example:
    """``most``: tokens of prompt and answer together."""
    if record.kind == "text":
        return _text(record, tokenizer, most)
    if record.kind == "fim" and not fills_in_the_middle(tokenizer, family):
        return _left_out(record, f"the tokenizer fills nothing in the middle (family {family.name})")
    if not record.output.strip():
        return _left_out(record, "the answer is empty")
    answer = [*answer_ids(tokenizer, record.output), end_of(record, tokenizer, family)]
    prompt, shrunk = _fitting(record, tokenizer, family, most - len(answer))
    return _joined(record, prompt, answer, most, shrunk)


def prompt_ids(record: Record, tokenizer: Any, family: Family) -> list[int]:
    """What serving would send for this record, whole."""
    if record.kind == "text":
        return raw_ids(tokenizer, record.prefix)
    if record.kind == "fim":
        assert family.fim is not None  # records for others are left out before
        return raw_ids(tokenizer, family.fim.prompt(record.prefix, record.suffix))
    turns = _turns(record)
    if turns and getattr(tokenizer, "chat_template", None):
        return turns_ids(tokenizer, family, turns)
    return chat_ids(tokenizer, family, record.system, record.user)


def answer_ids(tokenizer: Any, text: str) -> list[int]:
    """Special tokens in an answer are the text that they look like: one in code would end it."""
    return list(tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))


def end_of(record: Record, tokenizer: Any, family: Family) -> int:
    """The token behind an answer that serving stops at."""
    if record.kind == "fim" and family.fim:
        ids = mark_ids(tokenizer, family.fim.end)
        return ids[0] if len(ids) == 1 else int(tokenizer.eos_token_id)
    return chat_end(tokenizer, family)


def chat_end(tokenizer: Any, family: Family) -> int:
    """What the model's own form puts behind an answer, where serving stops there; else the end of a text."""
    if getattr(tokenizer, "chat_template", None):
        turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "@@"}]
        text = tokenizer.apply_chat_template(turns, tokenize=False)
        behind = tokenizer.encode(text.rpartition("@@")[2], add_special_tokens=False)
        if behind and behind[0] in end_ids(tokenizer, family):
            return int(behind[0])
    return int(tokenizer.eos_token_id)


def batch_of(examples: Sequence[Example], padding: int) -> dict[str, list[list[Any]]]:
    """Rows of one length. They are filled on the left, so that answers end at the same place and the head need look
    only at the last tokens; positions count from the first real token."""
    longest = max(len(example.ids) for example in examples)
    made: dict[str, list[list[Any]]] = {"input_ids": [], "attention_mask": [], "position_ids": [], "labels": []}
    for example in examples:
        gap = longest - len(example.ids)
        made["input_ids"].append([padding] * gap + list(example.ids))
        made["attention_mask"].append([0] * gap + [1] * len(example.ids))
        made["position_ids"].append([0] * gap + list(range(len(example.ids))))
        made["labels"].append([UNCOUNTED] * gap + list(example.labels))
    return made


def _text(record: Record, tokenizer: Any, most: int) -> Example:
    ids = [*raw_ids(tokenizer, record.prefix + record.output), int(tokenizer.eos_token_id)]
    cut = max(len(ids) - most, 0)
    ids = ids[:most]
    if len(ids) < LEAST:
        return _left_out(record, "the text is empty")
    return Example(tuple(ids), (UNCOUNTED, *ids[1:]), record.weight, record, answer_cut=cut)


def _joined(record: Record, prompt: list[int], answer: list[int], most: int, shrunk: int) -> Example:
    cut = max(len(prompt) + len(answer) - most, 0)
    if len(answer) - cut < min(LEAST, len(answer)):
        return _left_out(record, f"without any context it is longer than {most:,} tokens")
    answer = answer[: len(answer) - cut]
    labels = [UNCOUNTED] * max(len(prompt), 1) + answer[0 if prompt else 1 :]
    return Example(tuple(prompt + answer), tuple(labels), record.weight, record, shrunk, cut)


def _left_out(record: Record, why: str) -> Example:
    return Example((), (), record.weight, record, left_out=why)


def _fitting(record: Record, tokenizer: Any, family: Family, room: int) -> tuple[list[int], int]:
    """The prompt with as much context as fits, and how many pieces or lines of it were left out."""
    ids = prompt_ids(record, tokenizer, family)
    gone = 0
    rest = _shorter(record)
    while len(ids) > room and (found := next(rest, None)):
        gone, over = gone + 1, len(ids) - room
        lost = len(answer_ids(tokenizer, found.lost))
        while lost < over and (further := next(rest, None)):  # several at once: each try reads the whole prompt
            lost += len(answer_ids(tokenizer, further.lost))
            found, gone = further, gone + 1
        ids = prompt_ids(found.record, tokenizer, family)
    return ids, gone


@dataclass(frozen=True, slots=True)
class _Shorter:
    record: Record
    lost: str


def _shorter(record: Record) -> Iterator[_Shorter]:
    """The record with less and less context."""
    if record.kind == "fim":
        return _fewer_lines(record)
    turns = _turns(record)
    return _fewer_turns(record, turns) if turns else _fewer_pieces(record)


def _fewer_pieces(record: Record) -> Iterator[_Shorter]:
    """The pieces of the context from the least wanted, which stands last; then lines of an input without pieces."""
    user = record.user
    for piece in reversed(list(_PIECE.finditer(user))):
        user = user[: piece.start()] + user[piece.end() :]
        yield _Shorter(replace(record, user=user), piece[0])
    shown = record.input
    if shown and shown in user:
        before, _, after = user.rpartition(shown)
        lines = shown.splitlines(keepends=True)
        while lines:
            lost = lines.pop()
            yield _Shorter(replace(record, user=before + "".join(lines) + after), lost)


def _fewer_lines(record: Record) -> Iterator[_Shorter]:
    """From the top of what comes before the hole, then from the end of what comes behind: what is next to it is what
    it needs most."""
    before, after = record.prefix.splitlines(keepends=True), record.suffix.splitlines(keepends=True)
    while len(before) > NEAR:
        lost = before.pop(0)
        yield _Shorter(replace(record, prefix="".join(before)), lost)
    record = replace(record, prefix="".join(before))
    while len(after) > NEAR:
        lost = after.pop()
        yield _Shorter(replace(record, suffix="".join(after)), lost)


def _fewer_turns(record: Record, turns: Sequence[Mapping[str, str]]) -> Iterator[_Shorter]:
    """The oldest question and its answer first; the system text and the last question stay."""
    first = 1 if turns[0]["role"] == "system" else 0
    rest = list(turns)
    while len(rest) - first > 2:
        lost = rest[first : first + 2]
        rest = [*rest[:first], *rest[first + 2 :]]
        messages = [*rest, {"role": "assistant", "content": record.output}]
        shorter = replace(record, extra={**record.extra, "messages": messages})
        yield _Shorter(shorter, "\n".join(turn["content"] for turn in lost))


def _turns(record: Record) -> list[dict[str, str]]:
    """The conversation before the answer, of records of another tool."""
    messages = record.extra.get("messages")
    if record.kind != "chat" or not isinstance(messages, list | tuple):
        return []
    told = [{"role": str(m["role"]), "content": str(m["content"])} for m in messages if "role" in m and "content" in m]
    if told and told[-1]["role"] == "assistant":
        told.pop()
    return told
