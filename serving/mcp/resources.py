"""Resources: what a person attaches to a conversation. The same answers as the tools', under the same levels.

Names are looked up in the index and nowhere else: no part of a URI becomes a path.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError

from knowledge.errors import SpotsmithError
from serving.mcp import shown
from serving.mcp.answers import Answer
from serving.mcp.budget import as_json
from serving.mcp.door import Door

if TYPE_CHECKING:
    from serving.app import App
    from serving.mcp.disclosure import Level

JSON = "application/json"
LISTS: dict[Literal["spots", "tables", "exemplars"], tuple[str, str]] = {
    "spots": ("Spots", "All extension points of the framework that this site has."),
    "tables": ("Tables", "All tables of the schema, with their comments."),
    "exemplars": ("Existing code", "All code of this site that is indexed, with what it is for."),
}


def add_resources(server: MCPServer, door: Door) -> None:
    async def read(what: str, work: "Callable[[App, Level], Answer]") -> str:
        try:
            return as_json(await door.read(what, work))
        except SpotsmithError as error:
            raise ResourceError(str(error)) from None

    def add_list(kind: Literal["spots", "tables", "exemplars"], title: str, description: str) -> None:
        uri = f"spotsmith://{kind}"

        @server.resource(uri, name=kind, title=title, description=description, mime_type=JSON)
        async def listed() -> str:
            return await read(uri, lambda app, level: shown.listing(app, kind))

    for kind, (title, description) in LISTS.items():
        add_list(kind, title, description)

    @server.resource("spotsmith://rules", name="rules", title="House rules", mime_type=JSON)
    async def rules() -> str:
        """The house rules that code is checked against, at this site's levels, with reasons and examples."""
        settings = door.workspace.settings
        return await read("spotsmith://rules", lambda app, level: shown.rules(door.pack_folder, settings))

    tokens = door.settings.answer_tokens

    @server.resource("spotsmith://spots/{name}", name="spot", title="A spot", mime_type=JSON)
    async def spot(name: str) -> str:
        """A spot with the methods that code of it has."""
        return await read("spotsmith://spots/{name}", lambda app, lv: shown.shown_type(app, name, "", lv, tokens))

    @server.resource("spotsmith://tables/{name}", name="table", title="A table", mime_type=JSON)
    async def table(name: str) -> str:
        """A table with its columns and keys."""
        return await read("spotsmith://tables/{name}", lambda app, lv: shown.shown_table(app, name, lv, tokens))

    @server.resource("spotsmith://exemplars/{name}", name="exemplar", title="Existing code", mime_type=JSON)
    async def exemplar(name: str) -> str:
        """Existing code of the site: what it is for, what it uses, and its text."""
        return await read("spotsmith://exemplars/{name}", lambda app, lv: shown.exemplar(app, name))
