"""Ollama, over its own API: unlike its OpenAI door this one takes the context length, which is 4,096 tokens otherwise
and cuts longer prompts without a word."""

import json
from collections.abc import Callable
from typing import Any

from agents.coders.families import Family
from agents.coders.reply import Piece, Pieces, Wanted
from agents.coders.tools import Turn, parts_of
from agents.coders.wire import Problem, Wire

CHARACTERS = 3.0  # of a token of Java and DDL at least: too large a context costs memory, too small a one cuts
STEP = 1_024  # Ollama loads a model anew for each other context length, so lengths are few
URL = "http://127.0.0.1:11434"


class OllamaEndpoint:
    takes_grammar = False  # its ``format`` takes JSON schemas alone

    def __init__(self, wire: Wire, model: str, family: Family, keep_alive: str = "30m") -> None:
        self.model = model
        self.place = wire.place
        self._wire = wire
        self._family = family
        self._keep_alive = keep_alive

    def models(self) -> tuple[str, ...]:
        data = self._wire.get("api/tags")
        listed = data.get("models") if isinstance(data, dict) else None
        if not isinstance(listed, list):
            raise Problem("page", f"{self.place} does not answer as Ollama does; is the URL right?")
        return tuple(str(entry["name"]) for entry in listed if isinstance(entry, dict) and "name" in entry)

    def pull(self, on_status: Callable[[str], None]) -> None:
        """Has Ollama fetch the model. Only ever called because a user asked for it. Raises Problem."""
        for line in self._wire.lines("api/pull", {"model": self.model, "stream": True}, 24 * 3600):
            on_status(str(self._data(line).get("status", "")))

    def chat(self, wanted: Wanted) -> Pieces:
        messages: list[dict[str, Any]] = [
            {"role": "system", "content": wanted.system},
            {"role": "user", "content": wanted.user},
        ]
        messages += [message for turn in wanted.turns for message in _messages(turn)]
        if wanted.so_far:
            messages.append({"role": "assistant", "content": wanted.so_far})  # Ollama goes on with a last answer
        body = {**self._body(wanted), "messages": messages}
        if wanted.tools:
            body["tools"] = [tool.as_json() for tool in wanted.tools]
        if self._family.thinking:
            body["think"] = False
        return self._pieces("api/chat", body, wanted.seconds)

    def complete(self, wanted: Wanted) -> Pieces:
        return self._pieces(
            "api/generate", {**self._body(wanted), "prompt": wanted.user + wanted.so_far, "raw": True}, wanted.seconds
        )

    def close(self) -> None:
        self._wire.close()

    def context_length(self, wanted: Wanted) -> int:
        """Room for the prompt and the answer, in whole steps, within what the family can read."""
        prompt = len(wanted.system) + len(wanted.user) + len(wanted.so_far)
        prompt += sum(len(turn.text) + sum(map(len, turn.results)) for turn in wanted.turns)
        prompt += sum(len(json.dumps(tool.as_json())) for tool in wanted.tools)
        needed = int(prompt / CHARACTERS) + wanted.tokens + 256
        return min(-(-needed // STEP) * STEP, self._family.context)

    def _body(self, wanted: Wanted) -> dict[str, Any]:
        options: dict[str, Any] = {
            "num_ctx": self.context_length(wanted),
            "num_predict": wanted.tokens,
            "temperature": wanted.temperature,
            "seed": wanted.seed,
        }
        if wanted.stop:
            options["stop"] = list(wanted.stop)
        return {"model": self.model, "stream": True, "keep_alive": self._keep_alive, "options": options}

    def _pieces(self, path: str, body: dict[str, Any], seconds: float) -> Pieces:
        try:
            for line in self._wire.lines(path, body, seconds):
                yield _piece(self._data(line))
        except Problem as problem:
            if problem.kind != "missing":
                raise
            raise self._missing(problem) from problem

    def _data(self, line: str) -> dict[str, Any]:
        try:
            data = json.loads(line)
        except ValueError as error:
            raise Problem("page", f"{self.place} answers with text that is not Ollama's; is the URL right?") from error
        if not isinstance(data, dict):
            raise Problem("page", f"{self.place} answers with JSON that is not Ollama's; is the URL right?")
        if data.get("error"):
            raise self._wire.broken(str(data["error"]))
        return data

    def _missing(self, problem: Problem) -> Problem:
        try:
            names = self.models()
        except Problem:
            return problem
        has = ", ".join(names) or "none"
        return Problem("missing", f"Ollama at {self.place} has no model {self.model!r}; it has: {has}")


def _piece(data: dict[str, Any]) -> Piece:
    said = data.get("message") or {}
    finish = (data.get("done_reason") or "stop") if data.get("done") else ""
    text = said.get("content") or data.get("response") or ""
    calls = parts_of(said.get("tool_calls"))
    return Piece(text, finish, data.get("prompt_eval_count") or 0, data.get("eval_count") or 0, calls)


def _messages(turn: Turn) -> list[dict[str, Any]]:
    calls = [{"function": {"name": call.name, "arguments": dict(call.arguments)}} for call in turn.calls]
    results = [
        {"role": "tool", "tool_name": call.name, "content": result}
        for call, result in zip(turn.calls, turn.results, strict=True)
    ]
    return [{"role": "assistant", "content": turn.text, "tool_calls": calls}, *results]
