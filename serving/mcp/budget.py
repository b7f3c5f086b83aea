"""Answers that fit: a client pays for each token of ours, and some cut what is long in the middle of a word."""

from typing import TypeVar

from pydantic import BaseModel

from serving.mcp.answers import Answer

A = TypeVar("A", bound=Answer)
CHARACTERS_PER_TOKEN = 3.5  # as agents.context counts; its import would cost a tenth of the start
WHOLE = ("files",)
"""Lists that are never shortened: half a file is worse than none."""
LEAST = 200  # tokens left to everything else when a file alone takes the whole budget


def as_json(answer: BaseModel) -> str:
    """Compact, without what is empty: schemas have defaults for all of it."""
    return answer.model_dump_json(exclude_defaults=True)


def fitted(answer: A, tokens: int) -> A:
    """The answer with its longest lists shortened until it fits; ``cut`` says how many entries of which are gone."""
    whole = answer.model_copy(update={name: [] for name in WHOLE if name in type(answer).model_fields})
    most = max(tokens - _tokens(answer) + _tokens(whole), LEAST)
    values, cut = dict(whole), dict(answer.cut)
    while _tokens(smaller := whole.model_copy(update={**values, "cut": cut})) > most:
        name = max(values, key=lambda each: _weight(values[each]))
        entries = values[name]
        if not isinstance(entries, list) or len(entries) < 2:
            break
        kept = len(entries) * 2 // 3
        cut[name] = cut.get(name, 0) + len(entries) - kept
        values[name] = entries[:kept]
    return smaller.model_copy(update={name: getattr(answer, name) for name in WHOLE if name in values})


def _tokens(answer: BaseModel) -> int:
    return round(len(as_json(answer)) / CHARACTERS_PER_TOKEN)


def _weight(value: object) -> int:
    """Characters of a list that can still be shortened."""
    if not isinstance(value, list) or len(value) < 2:
        return 0
    return sum(len(as_json(each)) if isinstance(each, BaseModel) else len(str(each)) for each in value)
