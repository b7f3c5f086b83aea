"""``spotsmith mcp``: the server for IDEs and agents; ``mcp install`` and ``mcp rules`` tell them about it."""

from typing import Annotated, Literal

import typer

from serving.commands.common import HERE, CoderOption, ModelOption, WorkspaceOption

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Disclosure = Literal["names", "signatures", "full"]


@app.callback(invoke_without_command=True)
def mcp(
    context: typer.Context,
    workspace: WorkspaceOption = HERE,
    http: Annotated[
        str,
        typer.Option("--http", metavar="HOST:PORT", help="Serve over HTTP instead of stdio; prints address and token."),
    ] = "",
    disclosure: Annotated[
        Disclosure,
        typer.Option(
            "--disclosure", help="The most that clients of this server are shown, whatever spotsmith.toml says."
        ),
    ] = "full",
    coder: CoderOption = "",
    model: ModelOption = "",
) -> None:
    """Serve MCP to an IDE or agent, over stdio.

    Eight tools: find and show symbols and tables, resolve a request, generate and check code. What each client is
    shown is a setting ([mcp] in spotsmith.toml), and .spotsmith/mcp-audit.jsonl says what was.
    """
    if context.invoked_subcommand:
        return
    from serving.settings import find_workspace, with_coder

    site = with_coder(find_workspace(workspace), coder, model)
    if http:
        import os

        from serving.mcp.over_http import run_http

        run_http(site, disclosure, http, os.environ)
    else:
        from serving.mcp.server import run_stdio

        run_stdio(site, disclosure)
