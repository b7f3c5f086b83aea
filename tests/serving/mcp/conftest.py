"""The server in this process over the sample site, asked by the SDK's own client."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult, Implementation

from serving.app import App
from serving.mcp.open_site import OpenSite
from serving.mcp.server import opened_server
from serving.settings import Mcp, Workspace, find_workspace
from tests.serving.command_line import write_settings
from tests.serving.conftest import inputs_of

T = TypeVar("T")
REQUEST = "late payment fee as a percentage parameter of the overdue balance"


class Kept(OpenSite):
    """Stays open when a server ends, for the next test."""

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()


@dataclass(frozen=True)
class Door:
    """``door(work)`` runs ``await work(client)`` against a server with these settings."""

    workspace: Workspace
    site: OpenSite

    def __call__(self, work: Callable[[Client], Coroutine[Any, Any, T]], client: str = "tests", **settings: Any) -> T:
        async def asked() -> T:
            with self.server(**settings) as server:
                async with Client(server, client_info=Implementation(name=client, version="1")) as asking:
                    return await work(asking)

        return anyio.run(asked)

    def call(self, tool: str, client: str = "tests", settings: dict[str, Any] | None = None, **arguments: Any) -> Any:
        """The data of a tool's answer; an answer that is an error fails the test."""

        async def work(asking: Client) -> CallToolResult:
            return await asking.call_tool(tool, arguments)

        answer = self(work, client, **(settings or {}))
        assert not answer.is_error, answer.content
        return answer.structured_content

    def refusal(self, tool: str, **arguments: Any) -> str:
        async def work(asking: Client) -> CallToolResult:
            return await asking.call_tool(tool, arguments)

        answer = self(work)
        assert answer.is_error
        return str(answer.content[0].text)  # type: ignore[union-attr]

    @contextmanager
    def server(self, site: OpenSite | None = None, most: Any = "full", **settings: Any) -> Iterator[Any]:
        given = Mcp.model_validate(settings)
        workspace = Workspace(self.workspace.root, self.workspace.settings.model_copy(update={"mcp": given}))
        with opened_server(workspace, most, site or self.site) as server:
            yield server


@pytest.fixture(scope="module")
def site(sample_site: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample's index under a root of its own, with its own code inside it."""
    folder = tmp_path_factory.mktemp("mcp") / "site"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    write_settings(folder, inputs_of(sample_site))
    return find_workspace(folder)


@pytest.fixture(scope="module")
def door(site: Workspace) -> Iterator[Door]:
    with ExitStack() as stack:
        held = Kept(site, App)
        stack.callback(held.end)
        yield Door(site, held)


@pytest.fixture
def audit(site: Workspace) -> Iterator[Path]:
    """The audit log, empty at the start of the test."""
    path = site.hidden / "mcp-audit.jsonl"
    path.unlink(missing_ok=True)
    yield path
