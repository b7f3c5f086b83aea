"""Names while they are typed: the arguments of prompts and of resource templates."""

from typing import TYPE_CHECKING

from mcp.server.mcpserver import MCPServer
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from knowledge.errors import SpotsmithError
from serving.mcp import shown
from serving.mcp.answers import Listing
from serving.mcp.door import Door

if TYPE_CHECKING:
    from serving.app import App
    from serving.mcp.disclosure import Level

MOST = 100  # the protocol's limit
TEMPLATES = {f"spotsmith://{kind}/{{name}}": kind for kind in ("spots", "tables", "exemplars")}


def add_completions(server: MCPServer, door: Door) -> None:
    @server.completion()  # type: ignore[no-untyped-call, untyped-decorator]  # the SDK does not type it
    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        kind = _kind(ref, argument.name)
        if not kind:
            return None

        def matching(app: "App", level: "Level") -> Listing:
            return _matching(shown.listing(app, kind), argument.value)

        try:
            found = await door.read("completion", matching)
        except SpotsmithError:
            return None
        names = [each.name for each in found.names]
        total = len(names) + found.cut.get("names", 0)
        return Completion(values=names[:MOST], total=total, has_more=total > MOST)


def _kind(ref: PromptReference | ResourceTemplateReference, argument: str) -> str:
    if isinstance(ref, ResourceTemplateReference):
        return TEMPLATES.get(ref.uri, "") if argument == "name" else ""
    wants_spot = (ref.name == "explain_spot" and argument == "name") or argument == "spot"
    return "spots" if wants_spot else ""


def _matching(listing: Listing, typed: str) -> Listing:
    """Names that contain what was typed, those whose last part starts with it first."""
    wanted = typed.casefold()
    names = [each.model_copy(update={"summary": ""}) for each in listing.names if wanted in each.name.casefold()]
    names.sort(key=lambda each: not each.name.rpartition(".")[2].casefold().startswith(wanted))
    return listing.model_copy(update={"names": names[: MOST * 2]})
