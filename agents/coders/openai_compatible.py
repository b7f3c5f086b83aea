"""Servers that speak OpenAI's API: vLLM, llama.cpp's server, LM Studio and many more."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from agents.coders.families import Family
from agents.coders.reply import Piece, Pieces, Wanted
from agents.coders.tools import Turn, parts_of
from agents.coders.wire import Problem, Wire

GrammarField = Literal["", "grammar", "structured_outputs"]
GO_ON = "Your answer was cut off. Go on exactly where it stopped; repeat nothing."
OPTIONAL = frozenset(("chat_template_kwargs", "stream_options", "seed", "temperature", "stop", "grammar"))
OPTIONAL |= {"structured_outputs", "continue_final_message", "add_generation_prompt"}
"""Fields that a server may do without: one that refuses them is asked again, and from then on, without."""
INSTEAD = {"max_tokens": "max_completion_tokens"}
_UNKNOWN = re.compile(r"unknown|unrecogni[sz]ed|unexpected|unsupported|not (?:supported|permitted|allowed)|extra", re.I)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server can do beyond the API."""

    goes_on: Mapping[str, bool] | None = None
    """Fields with which it goes on with the last message of a chat; None where it begins a new one instead."""
    grammar: GrammarField = ""
    """The field in which it takes a grammar."""


PLAIN = Dialect()
DIALECTS = {
    "llamacpp": Dialect({}, "grammar"),
    "vllm": Dialect({"continue_final_message": True, "add_generation_prompt": False}, "structured_outputs"),
}
"""By the owner that a server's list of models names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The models of a server, and what the list tells about it."""

    names: tuple[str, ...]
    dialect: Dialect = PLAIN
    contexts: Mapping[str, int] = field(default_factory=dict)
    """Tokens that a model may read and write at once, where the server says so."""


def list_models(wire: Wire) -> Listed:
    """Raises Problem."""
    data = wire.get("models")
    listed = data.get("data") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise Problem("page", f"{wire.place} does not list models as OpenAI's API does; does the URL end in /v1?")
    entries = [entry for entry in listed if isinstance(entry, dict) and "id" in entry]
    owners = {str(entry.get("owned_by")) for entry in entries}
    dialect = next((known for owner, known in DIALECTS.items() if owner in owners), PLAIN)
    contexts = {str(entry["id"]): _context(entry) for entry in entries}
    return Listed(tuple(contexts), dialect, {name: size for name, size in contexts.items() if size})


class OpenAiEndpoint:
    """``wire`` leads to the API's root, which mostly ends in ``/v1``."""

    def __init__(self, wire: Wire, model: str, family: Family, stream: bool = True, dialect: Dialect = PLAIN) -> None:
        self.model = model
        self.place = wire.place
        self.takes_grammar = bool(dialect.grammar)
        self._wire = wire
        self._family = family
        self._stream = stream
        self._dialect = dialect
        self._left_out: set[str] = set()

    def models(self) -> tuple[str, ...]:
        return list_models(self._wire).names

    def chat(self, wanted: Wanted) -> Pieces:
        messages: list[dict[str, Any]] = [
            {"role": "system", "content": wanted.system},
            {"role": "user", "content": wanted.user},
        ]
        messages += [message for turn in wanted.turns for message in _messages(turn)]
        body = self._body(wanted)
        if wanted.so_far:
            messages.append({"role": "assistant", "content": wanted.so_far})
            if self._dialect.goes_on is None:
                messages.append({"role": "user", "content": GO_ON})
            body |= self._dialect.goes_on or {}
        if wanted.tools:
            body["tools"] = [tool.as_json() for tool in wanted.tools]
        thinking = self._family.thinking
        if thinking and thinking.template:
            body["chat_template_kwargs"] = thinking.template
        return self._pieces("chat/completions", {**body, "messages": messages}, wanted.seconds)

    def complete(self, wanted: Wanted) -> Pieces:
        body = {**self._body(wanted), "prompt": wanted.user + wanted.so_far}
        return self._pieces("completions", body, wanted.seconds)

    def close(self) -> None:
        self._wire.close()

    def _body(self, wanted: Wanted) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": wanted.tokens,
            "temperature": wanted.temperature,
            "seed": wanted.seed,
            "stream": self._stream,
        }
        if wanted.stop:
            body["stop"] = list(wanted.stop)[:4]  # OpenAI's API takes four at most
        if self._stream:
            body["stream_options"] = {"include_usage": True}
        if wanted.grammar and not wanted.so_far:  # a grammar begins at the beginning of an answer
            in_fields = {"grammar": wanted.grammar, "structured_outputs": {"grammar": wanted.grammar}}
            body |= {name: value for name, value in in_fields.items() if name == self._dialect.grammar}
        return body

    def _pieces(self, path: str, body: Mapping[str, Any], seconds: float) -> Pieces:
        while True:
            sent = self._accepted(body)
            begun = False
            try:
                for line in self._wire.lines(path, sent, seconds):
                    if (piece := self._piece(line)) is not None:
                        begun = True
                        yield piece
                return
            except Problem as problem:
                refused = () if begun or problem.kind != "refused" else _refused(problem.said, sent)
                if problem.kind == "missing":
                    raise self._missing(problem) from problem
                if not refused:
                    raise
                self._left_out.update(refused)

    def _accepted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Without what the server refused before, or in the field that it takes instead."""
        kept = {name: value for name, value in body.items() if name not in self._left_out}
        return kept | {INSTEAD[name]: body[name] for name in INSTEAD if name in body and name in self._left_out}

    def _piece(self, line: str) -> Piece | None:
        """A line of server-sent events, or a whole answer of a server that does not stream."""
        text = line.removeprefix("data:").strip()
        if text == "[DONE]" or line.startswith((":", "event:", "id:", "retry:")):
            return None
        try:
            data = json.loads(text)
        except ValueError as error:
            raise Problem("page", f"{self.place} answers with text that is not the API's; is the URL right?") from error
        if not isinstance(data, dict):
            raise Problem("page", f"{self.place} answers with JSON that is not the API's; is the URL right?")
        if data.get("error"):
            raise self._wire.broken(_words(data["error"]))
        usage = data.get("usage") or {}
        choice = next(iter(data.get("choices") or ()), None) or {}
        said = choice.get("delta") or choice.get("message") or choice
        return Piece(
            said.get("content") or said.get("text") or "",
            choice.get("finish_reason") or "",
            usage.get("prompt_tokens") or 0,
            usage.get("completion_tokens") or 0,
            parts_of(said.get("tool_calls")),
        )

    def _missing(self, problem: Problem) -> Problem:
        """404: the URL or the model is wrong; which one, the list of models tells."""
        try:
            names = self.models()
        except Problem:
            return Problem("missing", f"{problem.text}; is the URL right? It mostly ends in /v1")
        if self.model in names:
            return problem
        return Problem("missing", f"{self.place} has no model {self.model!r}; it has: {', '.join(names) or 'none'}")


def _refused(said: str, sent: Collection[str]) -> tuple[str, ...]:
    """The fields that a refusal names; all that can be left out when it speaks of a field without naming one."""
    optional = [name for name in sent if name in OPTIONAL or name in INSTEAD]
    named = [name for name in optional if re.search(rf"\b{name}\b", said)]
    if named:
        return tuple(named)
    return tuple(name for name in optional if name in OPTIONAL) if _UNKNOWN.search(said) else ()


def _context(entry: Mapping[str, Any]) -> int:
    """As vLLM and llama.cpp say it."""
    meta = entry.get("meta")
    size = entry.get("max_model_len") or (meta.get("n_ctx") if isinstance(meta, dict) else None)
    return size if isinstance(size, int) and size > 0 else 0


def _messages(turn: Turn) -> list[dict[str, Any]]:
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": json.dumps(call.arguments)}}
        for call in turn.calls
    ]
    results = [
        {"role": "tool", "tool_call_id": call.id, "content": result}
        for call, result in zip(turn.calls, turn.results, strict=True)
    ]
    return [{"role": "assistant", "content": turn.text, "tool_calls": calls}, *results]


def _words(error: object) -> str:
    said = error.get("message") if isinstance(error, dict) else error
    return said if isinstance(said, str) else json.dumps(error)
