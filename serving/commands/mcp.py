"""``spotsmith mcp``: the server for IDEs and agents; ``mcp install`` and ``mcp rules`` tell them about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import HERE, CoderOption, ModelOption, WorkspaceOption, to_serve
from serving.terminal import print_text

if TYPE_CHECKING:
    from serving.editors.changes import Change

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Disclosure = Literal["names", "signatures", "full"]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]
PrintOption = Annotated[bool, typer.Option("--print", help="Show the change and write nothing.")]


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
    site = to_serve(workspace, coder, model)
    if http:
        import os

        from serving.mcp.over_http import run_http

        run_http(site, disclosure, http, os.environ)
    else:
        from serving.mcp.server import run_stdio

        run_stdio(site, disclosure)


@app.command()
def install(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="cursor, vscode, claude, cline, continue, roo ...")],
    workspace: WorkspaceOption = HERE,
    disclosure: Annotated[
        Disclosure,
        typer.Option("--disclosure", help="The most that this client is shown. At full, a hosted model gets code."),
    ] = "signatures",
    user: Annotated[bool, typer.Option("--user", help="For all projects of yours, where the client has both.")] = False,
    yes: YesOption = False,
    only_print: PrintOption = False,
) -> None:
    """Put Spotsmith into the configuration of an MCP client.

    The change is shown first. Other entries and comments stay, and the old file is kept beside the new one.
    """
    import os
    import shutil
    import sys

    from serving.editors.clients import CLIENTS, installed, own_command, places
    from serving.settings import find_workspace

    command = own_command(sys.argv[0], shutil.which("spotsmith"))
    at = places(find_workspace(workspace).root, os.environ)
    change = installed(client, at, command, disclosure, user)
    if _written((change,), yes, only_print):
        shown = {"names": "names alone", "signatures": "names and signatures, no code", "full": "code too"}[disclosure]
        print_text(f"{CLIENTS[client].title} is shown {shown}; restart it, or its servers.\n")


@app.command()
def rules(workspace: WorkspaceOption = HERE, yes: YesOption = False, only_print: PrintOption = False) -> None:
    """Tell the IDE's agent when to use which tool.

    Writes a section of AGENTS.md, and a rule of Cursor's. What you wrote around the section stays; the section
    itself is replaced.
    """
    from serving.editors.rules import rules as written_rules
    from serving.settings import find_workspace
    from serving.site_pack import site_pack

    site = find_workspace(workspace)
    _written(written_rules(site.root, site_pack(site)[0]), yes, only_print)


def _written(changes: "Sequence[Change]", yes: bool, only_print: bool) -> bool:
    """Shows the changes and writes them when that is wanted."""
    import sys

    needed = [change for change in changes if change.is_needed]
    for change in needed:
        print_text(change.diff)
    if not needed:
        print_text(f"nothing to change in {', '.join(str(change.path) for change in changes)}\n")
        return False
    if only_print:
        return False
    if not yes and not sys.stdin.isatty():
        raise SpotsmithError("nothing was written: there is nobody to ask; pass --yes to write, or --print to look")
    if not yes and not typer.confirm("Write this?", err=True):
        print_text("nothing was written\n")
        return False
    for change in needed:
        backup = change.write()
        print_text(f"wrote {change.path}{f'; the old one is {backup}' if backup else ''}\n")
    return True
