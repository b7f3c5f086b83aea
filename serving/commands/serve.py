"""``spotsmith serve``: the API and the page."""

import sys
from typing import Annotated

import typer

from serving.commands.common import HERE, CoderOption, ModelOption, WorkspaceOption, to_serve
from serving.terminal import print_text


def serve(
    workspace: WorkspaceOption = HERE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; empty: as spotsmith.toml says.")
    ] = "",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", help="Port; 0: any free one; -1: as spotsmith.toml says.")
    ] = -1,
    coder: CoderOption = "",
    model: ModelOption = "",
    new_token: Annotated[
        str | None,
        typer.Option("--new-token", metavar="NAME", help="Print a token for a client, and what to set; then exit."),
    ] = None,
) -> None:
    """Serve the web page and an OpenAI-compatible API.

    It listens on this machine alone, and prints a link that carries a fresh token; without a token nothing is served
    beyond health. Other machines can reach it once their tokens are set. The log goes to stderr, as JSON lines.
    """
    if new_token is not None:
        _make_token(new_token)
        return
    import os

    from serving.api.run import run
    from serving.settings import with_serve

    site = with_serve(to_serve(workspace, coder, model), host, port)
    run(site, os.environ, lambda link: print_text(f"Spotsmith is at {link}\nCtrl+C stops it.\n"))


def _make_token(name: str) -> None:
    import re

    from knowledge.errors import SpotsmithError
    from serving.api.access import digest, fresh_token

    if not name:
        raise SpotsmithError("--new-token takes the name of a client, of letters, digits, _ and -; this one is empty")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name):
        raise SpotsmithError(f"{name!r} cannot name a client: use letters, digits, _ and -")
    token = fresh_token()
    print_text(f"{token}\n")
    print_text(
        f"That is the token of {name}; it is shown once. Add to spotsmith.toml:\n\n"
        f'[serve.tokens.{name}]\nsha256 = "{digest(token)}"\nscopes = ["read", "generate"]\n',
        sys.stderr,
    )
