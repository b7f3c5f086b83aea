"""Endpoints of a stand-in, as tests of them want them."""

import gc
from typing import Any

from agents.coders.families import family_of
from agents.coders.ollama import OllamaEndpoint
from agents.coders.openai_compatible import OpenAiEndpoint
from agents.coders.wire import Patience, Wire
from tests.agents.coders.stand_in import StandIn


class Asker:
    """Endpoints of a stand-in, closed after the test; it notes how long it should have paused."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._open: list[Wire] = []

    def wire(self, url: str, key: str = "", patience: Patience | None = None) -> Wire:
        self._open.append(Wire(url, key, patience, self.pauses.append))
        return self._open[-1]

    def openai(self, server: StandIn, model: str = "tiny", stream: bool = True, **more: Any) -> OpenAiEndpoint:
        return OpenAiEndpoint(self.wire(f"{server.url}/v1", **more), model, family_of(model), stream)

    def ollama(self, server: StandIn, model: str = "tiny") -> OllamaEndpoint:
        return OllamaEndpoint(self.wire(server.url), model, family_of(model))

    def close(self) -> None:
        for wire in self._open:
            wire.close()
        gc.collect()
