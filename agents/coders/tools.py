"""Tools that a chat model may ask for, and what it asked for: the same for all servers. Nothing is run here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

_IN_TEXT = re.compile(r"<tool_call>\s*(\{.*?\})\s*</tool_call>", re.DOTALL)
Value = str | int


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    purpose: str
    kind: Literal["string", "integer"] = "string"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    purpose: str
    """Read by the model: when to use it and when not."""
    arguments: tuple[Argument, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As OpenAI's API and Ollama's take it."""
        properties = {each.name: {"type": each.kind, "description": each.purpose} for each in self.arguments}
        required = [each.name for each in self.arguments if each.required]
        parameters = {"type": "object", "properties": properties, "required": required}
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.purpose, "parameters": parameters},
        }


@dataclass(frozen=True, slots=True)
class Call:
    """What a model asked for; its arguments fit the tool unless there is a ``problem``."""

    name: str
    arguments: Mapping[str, Value] = field(default_factory=dict)
    id: str = ""
    problem: str = ""
    """Why it cannot be answered, in a sentence for the model."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange within a conversation: what the model said and asked for, and what it was given."""

    text: str
    calls: tuple[Call, ...]
    results: tuple[str, ...]
    """One for each call."""


@dataclass(frozen=True, slots=True)
class CallPart:
    """A piece of a call, as servers stream them; the texts of all parts of an index make one call."""

    index: int | None = None
    id: str = ""
    name: str = ""
    arguments: str = ""


def read_calls(parts: Sequence[CallPart], tools: Sequence[Tool]) -> tuple[Call, ...]:
    """The calls of an answer. A part without an index, or with another id than the one before, begins a call."""
    slots: list[CallPart] = []
    at: dict[int, int] = {}
    for part in parts:
        slot = None if part.index is None else at.get(part.index)
        if slot is None or (part.id and slots[slot].id and part.id != slots[slot].id):
            slots.append(part)
            if part.index is not None:
                at[part.index] = len(slots) - 1
        else:
            known = slots[slot]
            name, arguments = known.name + part.name, known.arguments + part.arguments
            slots[slot] = CallPart(known.index, known.id or part.id, name, arguments)
    return tuple(_call(slot, number, tools) for number, slot in enumerate(slots, 1))


def calls_in_text(text: str, tools: Sequence[Tool]) -> tuple[str, tuple[Call, ...]]:
    """Calls of a model whose server does not read them: Qwen and others write them as ``<tool_call>``. Gives the text
    without them too."""
    parts = []
    for number, found in enumerate(_IN_TEXT.finditer(text)):
        data = _object(found[1]) or {}
        arguments = data.get("arguments", {})
        parts.append(CallPart(number, "", str(data.get("name", "")), _text(arguments)))
    return (_IN_TEXT.sub("", text).strip() if parts else text), read_calls(parts, tools)


def parts_of(data: object) -> tuple[CallPart, ...]:
    """``tool_calls`` of a server's JSON. Ollama gives the arguments as an object, others as text that grows."""
    if not isinstance(data, list):
        return ()
    parts = []
    for entry in data:
        function = entry.get("function") if isinstance(entry, dict) else None
        if isinstance(function, dict):
            index = entry.get("index")
            parts.append(
                CallPart(
                    index if isinstance(index, int) else None,
                    str(entry.get("id") or ""),
                    str(function.get("name") or ""),
                    _text(function.get("arguments")),
                )
            )
    return tuple(parts)


def _call(part: CallPart, number: int, tools: Sequence[Tool]) -> Call:
    name, key = part.name.strip(), part.id or f"call_{number}"
    tool = next((tool for tool in tools if tool.name == name), None)
    if tool is None:
        return Call(name, {}, key, f"there is no tool {name!r}; there are: {', '.join(tool.name for tool in tools)}")
    given = _object(part.arguments or "{}")
    if given is None:
        return Call(name, {}, key, f"the arguments of {name} are not a JSON object")
    arguments: dict[str, Value] = {}
    for each in tool.arguments:
        value = _value(given.get(each.name), each.kind)
        if value is not None:
            arguments[each.name] = value
        elif each.required or given.get(each.name) is not None:
            return Call(name, {}, key, f"{name} wants {each.name} ({each.kind}): {each.purpose}")
    return Call(name, arguments, key)


def _value(given: object, kind: str) -> Value | None:
    """As the tool wants it, where that is certain."""
    if kind == "integer":
        if isinstance(given, str) and re.fullmatch(r"-?\d{1,9}", given.strip()):
            return int(given)
        return given if isinstance(given, int) and not isinstance(given, bool) else None
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    return given if isinstance(given, str) else None


def _object(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _text(arguments: object) -> str:
    if arguments is None:
        return ""
    return arguments if isinstance(arguments, str) else json.dumps(arguments)
