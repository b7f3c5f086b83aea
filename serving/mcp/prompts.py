"""Prompts: what a person picks in the client's menu. They say which tools to use; they hold no data of the site."""

from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from knowledge.pack_data import PackData
from serving.mcp.wording import made_by, text_of

Spot = Annotated[str, Field(description="Name of the spot, when you know it.")]


def add_prompts(server: MCPServer, pack: PackData) -> None:
    for artefact in made_by(pack):
        _add_new(server, pack, artefact)

    @server.prompt(name="explain_spot", title="Explain this spot")
    def explain(name: Annotated[str, Field(description="Name of the spot.")]) -> str:
        """What a spot is for, what its methods get and give, and who uses it on this site."""
        return text_of("explain", name=name, title=pack.title)

    @server.prompt(name="fix_file", title="Fix this file")
    def fix(path: Annotated[str, Field(description="Path inside the workspace.")]) -> str:
        """Check a file, correct what is wrong with real names, and check again."""
        return text_of("fix", path=path, title=pack.title)


def _add_new(server: MCPServer, pack: PackData, artefact: str) -> None:
    name = f"new_{artefact.replace(' ', '_')}"

    @server.prompt(name=name, title=f"New {artefact}", description=f"Create a new {artefact} from a request.")
    def new(request: Annotated[str, Field(description="What it is for, in plain words.")], spot: Spot = "") -> str:
        with_spot = f" and spot {spot}" if spot else ""
        return text_of("new", artefact=artefact, title=pack.title, request=request, with_spot=with_spot)
