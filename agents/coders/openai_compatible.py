"""Servers that speak OpenAI's API: vLLM, llama.cpp's server, LM Studio and many more."""

import json
from typing import Any

from agents.coders.families import Family
from agents.coders.reply import Piece, Pieces, Wanted
from agents.coders.tools import Turn, parts_of
from agents.coders.wire import Problem, Wire


class OpenAiEndpoint:
    """``wire`` leads to the API's root, which mostly ends in ``/v1``."""

    def __init__(self, wire: Wire, model: str, family: Family, stream: bool = True) -> None:
        self.model = model
        self.place = wire.place
        self._wire = wire
        self._family = family
        self._stream = stream

    def models(self) -> tuple[str, ...]:
        data = self._wire.get("models")
        listed = data.get("data") if isinstance(data, dict) else None
        if not isinstance(listed, list):
            raise Problem("page", f"{self.place} does not list models as OpenAI's API does; does the URL end in /v1?")
        return tuple(str(entry["id"]) for entry in listed if isinstance(entry, dict) and "id" in entry)

    def chat(self, wanted: Wanted) -> Pieces:
        messages: list[dict[str, Any]] = [
            {"role": "system", "content": wanted.system},
            {"role": "user", "content": wanted.user},
        ]
        messages += [message for turn in wanted.turns for message in _messages(turn)]
        if wanted.so_far:
            go_on = "Your answer was cut off. Go on exactly where it stopped; repeat nothing."
            messages += [{"role": "assistant", "content": wanted.so_far}, {"role": "user", "content": go_on}]
        body = {**self._body(wanted), "messages": messages}
        if wanted.tools:
            body["tools"] = [tool.as_json() for tool in wanted.tools]
        thinking = self._family.thinking
        if thinking and thinking.template:
            body["chat_template_kwargs"] = thinking.template
        return self._pieces("chat/completions", body, wanted.seconds)

    def complete(self, wanted: Wanted) -> Pieces:
        return self._pieces("completions", {**self._body(wanted), "prompt": wanted.user}, wanted.seconds)

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
        return body

    def _pieces(self, path: str, body: dict[str, Any], seconds: float) -> Pieces:
        try:
            for line in self._wire.lines(path, body, seconds):
                if (piece := self._piece(line)) is not None:
                    yield piece
        except Problem as problem:
            if problem.kind != "missing":
                raise
            raise self._missing(problem) from problem

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
