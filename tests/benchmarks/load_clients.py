"""Clients of the API that ask on and on, each with a token, a class name and a mark of its own, and look at what
comes back: whether it is whole, and whether it is theirs."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE = 120.0  # seconds; a full queue of 64 is worked off in less than 10
KINDS = ("generate", "chat", "stream", "job")


@dataclass
class Seen:
    """What all clients have seen."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    """Of each answer, from the first time that it was asked for, waiting for a place included."""
    served: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    """Of each answer, from the time that it was asked for with success."""
    said: Counter[str] = field(default_factory=Counter)
    """Answers and refusals by status; how connections ended by the name of the error."""
    wrong: list[str] = field(default_factory=list)
    """Broken bodies, answers of others, refusals that do not say when to come back."""


@dataclass
class Clients:
    url: str
    seen: Seen = field(default_factory=Seen)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when no new request shall begin; those that have begun are waited for."""

    async def live(self, number: int) -> None:
        """One client until ``over``, or until the server has gone."""
        headers = {"Authorization": f"Bearer {token_of(number)}"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=PATIENCE, trust_env=False) as client:
            turn = number
            while not self.over.is_set():
                turn += 1
                if not await self._ask(client, KINDS[turn % len(KINDS)], _Mark(number, turn)):
                    return

    async def _ask(self, client: httpx.AsyncClient, kind: str, mark: "_Mark") -> bool:
        """Asks until there is an answer; False when the server has gone."""
        first = time.perf_counter()
        while True:
            began = time.perf_counter()
            try:
                wait = await getattr(self, f"_{kind}")(client, mark)
            except httpx.TransportError as error:
                self._ended(error)
                return False
            except (ValueError, KeyError, IndexError, TypeError) as error:
                self.seen.wrong.append(f"{kind} {mark.text}: {type(error).__name__}: {error}")
                return True
            if wait is None:
                self.seen.seconds[kind].append(time.perf_counter() - first)
                self.seen.served[kind].append(time.perf_counter() - began)
                return True
            if self.over.is_set():
                return False
            await asyncio.sleep(wait)

    def _ended(self, error: httpx.TransportError) -> None:
        self.seen.said[type(error).__name__] += 1
        if "incomplete" in str(error) or isinstance(error, httpx.TimeoutException):
            self.seen.wrong.append(f"{type(error).__name__}: {error}")

    async def _generate(self, client: httpx.AsyncClient, mark: "_Mark") -> float | None:
        answer = await client.post("/api/generate", json=mark.body)
        if answer.status_code != 200:
            return self._refused(answer)
        self._own(mark, answer.json())
        return None

    async def _chat(self, client: httpx.AsyncClient, mark: "_Mark") -> float | None:
        answer = await client.post("/v1/chat/completions", json=mark.chat)
        if answer.status_code != 200:
            return self._refused(answer)
        self._marked(mark, answer.json()["choices"][0]["message"]["content"])
        return None

    async def _stream(self, client: httpx.AsyncClient, mark: "_Mark") -> float | None:
        async with client.stream("POST", "/v1/chat/completions", json={**mark.chat, "stream": True}) as answer:
            if answer.status_code != 200:
                await answer.aread()
                return self._refused(answer)
            lines = [line async for line in answer.aiter_lines() if line.startswith("data: ")]
        if lines[-1] != "data: [DONE]":
            raise ValueError(f"the stream has no end: {lines[-1][:200]}")
        chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
        if "error" in chunks[-1]:
            return self._told(chunks[-1]["error"])
        self._marked(mark, "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks))
        return None

    async def _job(self, client: httpx.AsyncClient, mark: "_Mark") -> float | None:
        started = await client.post("/api/jobs", json={"kind": "generate", **mark.body})
        if started.status_code != 202:
            return self._refused(started)
        async with client.stream("GET", f"{started.headers['location']}/events") as events:
            if events.status_code != 200:
                await events.aread()
                return self._refused(events)
            lines = [line async for line in events.aiter_lines() if line.startswith("data: ")]
        job = json.loads(lines[-1].removeprefix("data: "))
        if job["status"] == "cancelled":
            return self._told({"message": job["problem"], "code": "stopping"})
        self._own(mark, job["result"])
        return None

    def _own(self, mark: "_Mark", result: Any) -> None:
        self._marked(mark, result["files"][0]["content"])
        if not result["class"].endswith(f".{mark.class_name}_Impl") or not result["run"]:
            raise ValueError(f"{result['class']} was not asked for, or its run {result['run']!r} was not kept")

    def _marked(self, mark: "_Mark", text: str) -> None:
        self.seen.said["200"] += 1
        if text.count(mark.text) == 0:
            raise ValueError(f"an answer without the mark: {text[:300]}")

    def _refused(self, answer: httpx.Response) -> float:
        """Seconds to wait, as the answer says."""
        self.seen.said[str(answer.status_code)] += 1
        message = answer.json()["error"]["message"]
        if answer.status_code not in (429, 503):
            raise ValueError(f"{answer.status_code}: {message}")
        return float(answer.headers["retry-after"])

    def _told(self, error: Any) -> float:
        """The same inside a stream, whose status is sent already."""
        if error["code"] != "stopping":
            raise ValueError(error["message"])
        self.seen.said["503 in a stream"] += 1
        return 1.0


@dataclass(frozen=True)
class _Mark:
    number: int
    turn: int

    @property
    def text(self) -> str:
        return f"client {self.number} turn {self.turn}."

    @property
    def class_name(self) -> str:
        return f"CmClient{self.number}Turn{self.turn}"

    @property
    def request(self) -> str:
        return f"hold small bills until the next cycle for {self.text}"

    @property
    def body(self) -> dict[str, str]:
        return {"request": self.request, "class_name": self.class_name}

    @property
    def chat(self) -> dict[str, Any]:
        return {"model": "spotsmith", "messages": [{"role": "user", "content": self.request}]}


def token_of(number: int) -> str:
    return f"client-{number}-{'0123456789' * 3}"
