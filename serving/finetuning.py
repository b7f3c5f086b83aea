"""An open workspace as fine-tuning is given it."""

from collections.abc import Callable

from agents.coders.reply import Wanted, collect
from agents.coders.wire import Problem
from agents.prompt import Prompts
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from serving.app import App
from serving.site_index import index_digest

REPHRASED = 200
"""Tokens of a request in other words."""


def open_site(app: App) -> OpenSite:
    parts, workspace = app.parts, app.workspace
    return OpenSite(
        root=workspace.root,
        sources=tuple(workspace.files(workspace.settings.sources)),
        front_end=app.front_end,
        resolver=parts.resolver,
        types=parts.types,
        store=parts.store,
        prompts=Prompts(app.prompts),
        review=app.check,
        context_tokens=workspace.settings.limits.context_tokens,
        index=index_digest(workspace),
        reviewer=parts.reviewer,
        pack=app.prompts.parent,
    )


def rephrasing(app: App) -> Callable[[str], str]:
    """Asks the model of ``[coder]`` to put a request into other words.

    Raises SpotsmithError, now or later, where no served model answers.
    """
    endpoint = app.served.endpoint if app.served else None
    if endpoint is None:
        said = app.served.said if app.served and app.served.said else "spotsmith.toml names no server under [coder]"
        raise SpotsmithError(f"no model can put requests into other words: {said}")

    def asked(text: str) -> str:
        wanted = Wanted("You write one sentence and nothing else.", text, tokens=REPHRASED, temperature=0.7)
        try:
            return collect(endpoint.chat(wanted), wanted).text
        except Problem as problem:
            raise SpotsmithError(problem.text) from problem

    return asked
