"""``spotsmith export`` and ``spotsmith model-server``: a trained run for a server, and llama.cpp's server for it."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, fail, opened
from serving.terminal import print_json, print_text, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune.export.parity import Proof
    from finetune.export.run import Exported
    from finetune.records import Record


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run of `spotsmith train`.")],
    to: Annotated[
        Literal["adapter", "merged", "gguf", "ollama", "vllm", "onnx"],
        typer.Option("--to", help="Form of the export; gguf and ollama need llama.cpp's sources."),
    ],
    workspace: WorkspaceOption = HERE,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Where to; without it RUN/exports/FORM.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an export that is there.")] = False,
    llama_cpp: Annotated[
        Path | None,
        typer.Option(
            "--llama-cpp", metavar="FOLDER", help="llama.cpp's sources; also SPOTSMITH_LLAMA_CPP, or on PATH."
        ),
    ] = None,
    kind: Annotated[
        Literal["auto", "f32", "f16", "bf16", "q8_0"], typer.Option("--type", help="Numbers of a GGUF file.")
    ] = "auto",
    lora: Annotated[bool, typer.Option("--lora", help="GGUF: base and adapter as two files, nothing merged.")] = False,
    create: Annotated[
        str, typer.Option("--create", metavar="NAME", help="Have Ollama take the export in under this name.")
    ] = "",
    optimum: Annotated[
        str, typer.Option("--optimum", metavar="FILE", help="optimum-cli, for onnx; also SPOTSMITH_OPTIMUM_CLI.")
    ] = "",
    prompts: Annotated[int, typer.Option("--prompts", min=1, help="Validation records to compare answers on.")] = 20,
    tokens: Annotated[int, typer.Option("--tokens", min=1, help="Longest answer that is compared.")] = 512,
    agreement: Annotated[
        float | None, typer.Option("--agreement", min=0, max=1, help="Least share of equal tokens; else by form.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a trained run ready to serve, and prove it.

    The trained model and the export answer the same held-out prompts, greedily: token by token, and whether the
    answers compile in the workspace. What differs too much is put aside as FOLDER.failed (exit code 1); what could
    not be compared is said (exit code 3).
    """
    import shlex

    from finetune.export.job import Wanted
    from finetune.export.parity import EXIT
    from finetune.export.run import evaluations
    from finetune.export.run import export as exported
    from finetune.export.trained import open_run

    trained = open_run(run)
    wanted = Wanted(
        out,
        force,
        llama_cpp,
        kind,
        lora,
        optimum,
        prompts,
        tokens,
        agreement,
        create,
        evaluations(run),
        shlex.join(["spotsmith", *sys.argv[1:]]),
    )
    with ExitStack() as stack:
        builds = _builds(workspace, stack)
        step = stack.enter_context(steps("checking the run"))
        made = exported(trained, to, wanted, builds, step)
    _show(made, as_json)
    if EXIT[made.proof.status]:
        raise typer.Exit(EXIT[made.proof.status])


def _show(made: "Exported", as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "status": made.proof.status,
                "folder": str(made.folder),
                "next": list(made.lines),
                **made.proof.metrics(),
            }
        )
    else:
        print_text(_told(made.proof, made.folder))
        for line in made.lines:
            print_text(f"next: {line}\n")


def model_server(
    model: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of an export to gguf, or a GGUF file.")],
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0: any free one.")
    ] = 8080,
    context: Annotated[
        int, typer.Option("--context", min=0, help="Tokens that it reads and writes at once; 0: as the model can.")
    ] = 0,
    llama_cpp: Annotated[
        Path | None,
        typer.Option("--llama-cpp", metavar="FOLDER", help="llama.cpp's sources, where its server is built."),
    ] = None,
) -> None:
    """Serve a GGUF file with llama.cpp's own server.

    For this machine alone, until it is interrupted.
    """
    import signal

    from finetune.export.served import NO_SERVER, Plan, find_server, started
    from finetune.export.to_gguf import served_files

    file, loras = served_files(model)
    server = find_server(llama_cpp)
    if not server:
        fail(NO_SERVER, 2)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the server must end with this process
    try:
        with started(server, Plan(file, file.stem, context, loras, port)) as (process, url):
            print_text(f"{file.stem} is served at {url}/v1\n")
            process.wait()
    except KeyboardInterrupt:
        fail("interrupted", 130)
    fail(f"llama.cpp's server ended with code {process.returncode}", 1)


def _builds(workspace: Path, stack: ExitStack) -> "Callable[[Record, str], bool] | None":
    """Whether an answer compiles in its place; None where there is no workspace with an index."""
    from finetune.judge import Judge
    from serving.finetuning import open_site
    from serving.settings import FILE, find_workspace
    from serving.site_index import index_digest

    start = workspace.resolve()
    if not any((folder / FILE).is_file() for folder in (start, *start.parents)):
        return None
    if not index_digest(find_workspace(workspace)):
        return None
    judge = Judge(open_site(stack.enter_context(opened(workspace))))
    return lambda record, answer: judge.judge(record, answer).good


def _told(proof: "Proof", folder: Path) -> str:
    lines = [f"{proof.status}: {folder}"]
    if proof.agreement:
        found = proof.agreement
        lines.append(
            f"  token agreement {found.share:.2%} of {found.tokens} tokens (wanted {proof.wanted:.1%}); "
            f"{found.equal} of {found.prompts} answers are equal"
        )
        if found.first:
            lines.append(f"  first difference: {found.first}")
    if proof.built:
        lines.append(f"  build@1: trained {proof.built.trained}, export {proof.built.exported} of {proof.built.n}")
    lines += [f"  {problem}" for problem in (*proof.problems, *proof.unproven)]
    return "\n".join(lines) + "\n"
