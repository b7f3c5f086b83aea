"""Texts become the tokens that a local model reads: the same for serving, for training and for evaluation.

A prompt that is trained on and one that is served agree token for token because both come from here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agents.coders.families import Family


def chat_ids(tokenizer: Any, family: Family, system: str, user: str) -> list[int]:
    """A prompt in the model's own form; plain text where it has none."""
    if not getattr(tokenizer, "chat_template", None):
        return raw_ids(tokenizer, f"{system}\n\n{user}\n")
    return turns_ids(tokenizer, family, [{"role": "system", "content": system}, {"role": "user", "content": user}])


def turns_ids(tokenizer: Any, family: Family, turns: Sequence[Mapping[str, str]]) -> list[int]:
    """The turns of a conversation up to where the model answers, for a tokenizer with a chat template. Thinking is
    switched off the way the family does it."""
    thinking = family.thinking.template if family.thinking else {}
    text = tokenizer.apply_chat_template(list(turns), tokenize=False, add_generation_prompt=True, **thinking)
    return list(tokenizer.encode(text, add_special_tokens=False))


def raw_ids(tokenizer: Any, text: str) -> list[int]:
    """A text, with what the family puts before every text."""
    return list(tokenizer.encode(text))


def mark_ids(tokenizer: Any, mark: str) -> list[int]:
    """The tokens of a special text; an unknown one is several, or none where there is a token for unknown text."""
    ids = list(tokenizer.encode(mark.strip(), add_special_tokens=False))
    unknown = getattr(tokenizer, "unk_token_id", None)
    return [] if unknown is not None and unknown in ids else ids


def end_ids(tokenizer: Any, family: Family, own: int | Iterable[int] | None = None) -> frozenset[int]:
    """Tokens that end an answer: the model's (``own``), the tokenizer's, and those of the family that are one token."""
    found = {own} if isinstance(own, int) else set(own or ())
    found.add(tokenizer.eos_token_id)
    for text in (*family.stop, *(family.fim.stop if family.fim else ())):
        ids = mark_ids(tokenizer, text)
        if len(ids) == 1:
            found.add(ids[0])
    return frozenset(number for number in found if number is not None)


def fills_in_the_middle(tokenizer: Any, family: Family) -> bool:
    """Whether the tokenizer knows the family's marks, each as one token."""
    fim = family.fim
    marks = (fim.prefix, fim.suffix, fim.middle) if fim else ()
    return bool(marks) and all(len(mark_ids(tokenizer, mark)) == 1 for mark in marks)
