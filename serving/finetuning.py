"""An open workspace as fine-tuning is given it."""

from agents.prompt import Prompts
from finetune.site import OpenSite
from knowledge.store import current_folder
from serving.app import App


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
        index=str(current_folder(workspace.index)),
        reviewer=parts.reviewer,
        pack=app.prompts.parent,
    )
