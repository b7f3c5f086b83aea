"""Text inside data that speaks to a model: orders planted in comments or documents, remains of another model's chat,
and the signs that tokenizers take for the end of a turn."""

import re
from collections.abc import Iterator
from functools import lru_cache

from finetune.records import Record

_ORDERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "an order to a model",
        re.compile(
            r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|all|any|your|these)\b"
            r"[^.\n]{0,30}\b(?:instruction|prompt|rule|direction|order|guideline)s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "an order to a model",
        re.compile(
            r"\b(?:you are|act as|pretend to be)\s+(?:now\s+)?(?:an?\s+|the\s+)?"
            r"(?:ai\b|language model|llm\b|chatbot|assistant|helpful|coding (?:assistant|agent)|dan\b)"
            r"|\b(?:new|updated|system)\s+(?:instructions?|prompt)\s*:"
            r"|\b(?:reveal|print|repeat|output|show)\b[^.\n]{0,20}\b(?:system prompt|your (?:instructions|prompt))"
            r"|\b(?:do not|don't|never)\s+(?:tell|inform|mention (?:this|it) to)\s+the\s+(?:user|developer|human)"
            r"|\b(?:ai|llm|assistants?|models?|agents?|copilot)\b[^.\n]{0,12}\b(?:must|should|shall)\s+(?:now|always|instead|also)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a phrase of another model's chat",
        re.compile(
            r"\bas an ai (?:language )?model\b|\bi(?:'m| am) (?:sorry|unable)[^.\n]{0,20}\b(?:assist|cannot|can't)\b"
            r"|\bi cannot (?:fulfil|assist|comply)",
            re.IGNORECASE,
        ),
    ),
    (
        "a sign that ends a turn",
        re.compile(
            r"<\|(?:im_start|im_end|endoftext|eot_id|start_header_id|end_header_id|fim_\w+|user|assistant|system|end)\|>"
            r"|<(?:fim_(?:prefix|suffix|middle)|start_of_turn|end_of_turn)>|\[/?INST\]|<</?SYS>>|<｜[^｜\n]{2,30}｜>"
        ),
    ),
)


def orders(record: Record) -> Iterator[str]:
    """A sentence for each text that is data and speaks to a model; what the pack's own prompt says is not data."""
    parts = {"instruction": record.instruction, "input": record.input, "output": record.output}
    if record.kind in ("fim", "text"):
        parts |= {"prefix": record.prefix, "suffix": record.suffix}
    parts |= {f"turn {number}": text for number, text in enumerate(_turns(record), 1)}
    told = set[str]()
    for name, text in parts.items():
        for number, line in enumerate(text.split("\n"), 1):
            for what, words in _in_line(line):
                if words not in told:
                    told.add(words)
                    yield f"{what} in {name}, line {number}: {' '.join(words.split())[:80]!r}"


@lru_cache(maxsize=200_000)  # contexts repeat their lines
def _in_line(line: str) -> tuple[tuple[str, str], ...]:
    return tuple((what, found[0]) for what, pattern in _ORDERS if (found := pattern.search(line)))


def _turns(record: Record) -> list[str]:
    messages = record.extra.get("messages")
    if not isinstance(messages, list | tuple):
        return []
    said = (each.get("content") for each in messages if isinstance(each, dict) and each.get("role") != "system")
    return [text for text in said if isinstance(text, str)]
