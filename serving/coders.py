"""Settings -> the served model that writes code: which server answers, which model it is, and what to say about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agents.coders.chat import ChatCoder, Grammar, Manner
from agents.coders.families import Family, family_of
from agents.coders.ollama import URL, OllamaEndpoint
from agents.coders.openai_compatible import Listed, OpenAiEndpoint, list_models
from agents.coders.protocol import Coder
from agents.coders.reply import Endpoint
from agents.coders.wire import Patience, Problem, Wire
from agents.prompt import Prompts
from knowledge.completion import Completion
from knowledge.errors import SpotsmithError
from serving.settings import NO_URL
from serving.settings import Coder as Settings

At = Callable[[str], Path]
"""A path of the settings, as the workspace reads it."""

SHOWN = 12  # names of models in a sentence


@dataclass(frozen=True, slots=True)
class Served:
    """A model that answers, or the reason why the scaffold writes."""

    coder: Coder | None = None
    said: str = ""
    """For the user, in a sentence; empty where there is nothing to say."""
    endpoint: Endpoint | None = None

    def close(self) -> None:
        if self.endpoint:
            self.endpoint.close()


@dataclass(frozen=True, slots=True)
class Around:
    """What a coder needs of the workspace."""

    prompts: Path
    """The pack's folder of prompts."""
    at: At
    completion: Callable[[], Completion | None]
    """What the pack knows of names that may stand next; asked for by coders that use it alone."""


def open_served(settings: Settings, around: Around, environment: Mapping[str, str]) -> Served:
    """The model of the settings. ``auto`` falls back to the scaffold and says so; what was named must be there.

    Raises SpotsmithError for settings that cannot be followed.
    """
    if settings.kind == "transformers":
        return Served(_local(settings, around))
    problems = []
    if settings.kind == "auto" and settings.folder:
        try:
            coder = _local(settings, around)
            return Served(coder, f"the coder is {coder.name} in {around.at(settings.folder)}")
        except SpotsmithError as error:
            problems.append(str(error))
    if settings.kind == "auto" and not settings.url:
        why = "; ".join(problems) or "coder.url names no server of models"
        return Served(None, f"the scaffold writes, since {why}")
    return _answering(settings, around, environment, problems)


def _local(settings: Settings, around: Around) -> Coder:
    from serving.local_model import (
        examine_local,
        open_local,
    )  # 0.1 s for what the tokens of a model have to do with names

    examine_local(settings, around.at)
    return open_local(settings, around.at, Prompts(around.prompts), around.completion())


def _answering(
    settings: Settings, around: Around, environment: Mapping[str, str], problems: Sequence[str] = ()
) -> Served:
    """The model of the first server that answers."""
    found = list(problems)
    for kind in ("openai", "ollama") if settings.kind == "auto" else (settings.kind,):
        try:
            endpoint, family = open_endpoint(kind, settings, environment)
        except Problem as problem:
            found.append(problem.text)
            continue
        manner = Manner(settings.temperature, settings.fim, _grammar(settings))
        coder = ChatCoder(kind, endpoint, family, Prompts(around.prompts), manner, cache(around.completion))
        said = [*problems, f"the coder is {coder.name} at {endpoint.place}"] if settings.kind == "auto" else []
        return Served(coder, "; ".join(said), endpoint)
    if settings.kind == "auto":
        return Served(None, f"the scaffold writes, since no model can be asked: {'; '.join(dict.fromkeys(found))}")
    end = "" if found[0].endswith("?") else "."
    raise SpotsmithError(f"{found[0]}{end} See [coder] in spotsmith.toml, or pass --coder scaffold")


def _grammar(settings: Settings) -> Grammar:
    return "outline" if settings.grammar == "auto" else settings.grammar


def pull_model(settings: Settings, environment: Mapping[str, str], on_status: Callable[[str], None]) -> str:
    """Has Ollama fetch the model of the settings; gives its address. Raises SpotsmithError."""
    endpoint = OllamaEndpoint(_wire("ollama", settings, environment), settings.model, family_of(settings.model))
    try:
        endpoint.pull(on_status)
    except Problem as problem:
        raise SpotsmithError(f"{settings.model!r} was not fetched: {problem.text}") from problem
    finally:
        endpoint.close()
    return endpoint.place


def open_endpoint(kind: str, settings: Settings, environment: Mapping[str, str]) -> tuple[Endpoint, Family]:
    """The server of the settings and the family of its model. Raises Problem."""
    wire = _wire(kind, settings, environment)
    try:
        listed = _listed(kind, wire, settings)
        model = _model(kind, wire.place, listed.names, settings)
    except Problem:
        wire.close()
        raise
    family = family_of(model)
    readable = listed.contexts.get(model, family.context)
    family = family.model_copy(update={"context": min(readable, family.context)})
    if kind == "ollama":
        return OllamaEndpoint(wire, model, family, settings.keep_alive), family
    return OpenAiEndpoint(wire, model, family, settings.stream, listed.dialect), family


def _wire(kind: str, settings: Settings, environment: Mapping[str, str]) -> Wire:
    url = settings.url or (URL if kind == "ollama" else "")
    if not url:
        raise SpotsmithError(NO_URL)
    key = environment.get(settings.api_key_env, "") if settings.api_key_env else ""
    return Wire(url, key, Patience(settings.connect_seconds, settings.first_seconds))


def _listed(kind: str, wire: Wire, settings: Settings) -> Listed:
    """The server's models; it is asked for them so that a wrong name is said before anything is done."""
    if kind == "ollama":
        return Listed(OllamaEndpoint(wire, "", family_of("")).models())
    try:
        return list_models(wire)
    except Problem as problem:
        if problem.kind == "missing" and settings.kind == kind and settings.model:
            return Listed((settings.model,))  # a server without a list of models may still have this one
        raise


def _model(kind: str, place: str, names: tuple[str, ...], settings: Settings) -> str:
    """The model that is meant. Raises Problem."""
    shown = ", ".join(names[:SHOWN]) or "none"
    if settings.model in names:
        return settings.model
    if kind == "ollama" and f"{settings.model}:latest" in names:
        return f"{settings.model}:latest"
    if settings.model:
        more = f"; `spotsmith pull {settings.model}` has Ollama fetch it" if kind == "ollama" else ""
        raise Problem("missing", f"{place} has no model {settings.model!r}; it has: {shown}{more}")
    if len(names) == 1:
        return names[0]
    raise Problem("missing", f"say which model with coder.model or --model; {place} has: {shown}")
