"""``spotsmith``: the command line. The commands are in ``serving.commands``.

Exit codes: 0 ok; 1 errors were found; 2 something for a person to put right (settings, input); 3 not everything
could be checked or written; 70 a mistake of ours; 130 interrupted; 141 the reader of the output has gone.
"""

import errno
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from knowledge.errors import SpotsmithError
from serving.commands import (
    adapters,
    batch,
    chat,
    dataset,
    dataset_checks,
    distill,
    evaluate,
    export,
    mcp,
    pretrain,
    rl,
    serve,
    setup,
    train,
    vary,
    work,
)
from serving.commands.common import fail
from serving.terminal import print_text

app = typer.Typer(
    name="spotsmith",
    help="Code for proprietary frameworks, with every symbol proven to exist before you see it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: 0.15 s instead of 0.35 s, most of it the import of a Markdown renderer
)

COMMANDS = (
    setup.init,
    setup.index,
    work.resolve,
    work.generate,
    work.check,
    batch.batch,
    chat.chat,
    serve.serve,
    pretrain.pretrain,
    train.train,
    evaluate.evaluate,
    evaluate.compare,
    distill.distill,
    rl.rl,
    export.export,
    export.model_server,
    setup.pull,
    setup.doctor,
)
for command in COMMANDS:
    app.command()(command)
dataset.app.command()(dataset_checks.verify)
dataset.app.command()(dataset_checks.split)
dataset.app.command()(vary.vary)
app.add_typer(dataset.app, name="dataset")
app.add_typer(adapters.app, name="adapters")
app.add_typer(mcp.app, name="mcp")


_OF_THE_PLACE = frozenset(
    (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EISDIR, errno.ENOTDIR, errno.EEXIST)
)
"""What a file system says of a place that a person named: it is full, locked, or something else stands there."""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print_text(f"spotsmith {version('spotsmith')}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The outermost door: a mistake of the user is a sentence, anything else goes to the log file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=arguments, prog_name="spotsmith")
    except SpotsmithError as error:
        fail(str(error), 2)
    except KeyboardInterrupt:
        fail("interrupted", 130)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_PLACE:
            place = error.filename2 or error.filename or "a file"
            fail(f"{place}: {error.strerror}; choose another place, or put this one right", 2)
        from serving.log import log_traceback

        fail(f"internal error: {type(error).__name__}: {error}. Details are in {log_traceback()}; please report it", 70)
    raise SystemExit(0)
