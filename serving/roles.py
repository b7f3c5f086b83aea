"""Settings -> the models beside the one that writes: a reviewer of drafts, and a planner that looks names up.

Neither has to be there: a run goes on without them, and what kept one away is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents.coders.chat import ChatCoder, Manner
from agents.coders.families import family_of
from agents.coders.protocol import Coder
from agents.coders.reply import Endpoint
from agents.coders.wire import Problem
from agents.planner import ToolPlanner
from agents.prompt import Prompts
from knowledge.errors import SpotsmithError
from knowledge.store import Store
from knowledge.symbols import SymbolTable
from serving.coders import Served, open_endpoint
from serving.settings import Coder as Settings


@dataclass(frozen=True, slots=True)
class Beside:
    """The reviewer, or the reason why there is none."""

    coder: Coder | None = None
    said: str = ""
    endpoint: Endpoint | None = None

    def close(self) -> None:
        if self.endpoint:
            self.endpoint.close()


def open_reviewer(settings: Settings, prompts: Path, environment: Mapping[str, str]) -> Beside:
    """The model of ``[coder.reviewer]``; nobody when it names none.

    Raises SpotsmithError for a server that was named with its kind and does not answer.
    """
    asked = settings.reviewer
    if not (asked.url or asked.model):
        return Beside()
    kinds = ("openai", "ollama") if asked.kind == "auto" else (asked.kind,)
    problems = []
    for kind in kinds:
        try:
            endpoint, family = open_endpoint(kind, _as_coder(settings, kind), environment)
        except Problem as problem:
            problems.append(problem.text)
            continue
        manner = Manner(asked.temperature, grammar="off")  # the outline of an answer would force it to change something
        return Beside(ChatCoder(kind, endpoint, family, Prompts(prompts, reviews=True), manner), "", endpoint)
    if asked.kind != "auto":
        raise SpotsmithError(f"{problems[0]}. See [coder.reviewer] in spotsmith.toml")
    return Beside(said=f"nobody reviews the drafts: {'; '.join(dict.fromkeys(problems))}")


def planner_of(
    settings: Settings, served: Served | None, prompts: Path, store: Store, types: SymbolTable
) -> ToolPlanner | None:
    """The model that writes, as a planner; nothing where it takes no tools or the settings want none."""
    if served is None or served.endpoint is None or settings.planner == "off":
        return None
    family = family_of(served.endpoint.model)
    if settings.planner == "auto" and not family.tools:
        return None
    return ToolPlanner(served.endpoint, family, Prompts(prompts), store, types)


def _as_coder(settings: Settings, kind: str) -> Settings:
    """The coder's settings with the reviewer's in their place. The coder's key goes to the coder's server alone."""
    asked = settings.reviewer
    same = not asked.url or asked.url == settings.url
    key = asked.api_key_env or (settings.api_key_env if same else "")
    given = {"kind": kind, "url": asked.url or settings.url, "model": asked.model, "api_key_env": key}
    return settings.model_copy(update=given)
