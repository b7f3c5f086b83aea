"""``spotsmith pretrain``: a small model from nothing, out of Java that the machine has."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from serving.commands.common import JsonOption
from serving.terminal import print_text


def pretrain(
    places: Annotated[
        list[Path], typer.Argument(metavar="PLACE", help="Folders with Java, and JARs or ZIPs of sources.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The model; begun there, it goes on.")],
    minutes: Annotated[float, typer.Option("--minutes", min=0, help="How long it may learn, over all its runs.")] = 0,
    steps: Annotated[int, typer.Option("--steps", min=0, help="Instead of minutes: how many steps.")] = 0,
    shape: Annotated[str, typer.Option("--shape", help="qwen3, qwen2.5-coder (has FIM) or starcoder2 (FIM).")] = (
        "qwen3"
    ),
    hidden: Annotated[int, typer.Option("--hidden", help="Width; a multiple of 256 for K-quants.")] = 256,
    layers: Annotated[int, typer.Option("--layers", min=1, help="Layers.")] = 4,
    inner: Annotated[int, typer.Option("--inner", help="Width inside a layer.")] = 768,
    vocabulary: Annotated[int, typer.Option("--vocabulary", help="Tokens, at most.")] = 4_096,
    context: Annotated[int, typer.Option("--context", help="Tokens that the model can read and write.")] = 2_048,
    length: Annotated[int, typer.Option("--length", help="Tokens of the longest sequences learned from.")] = 1_024,
    tokens: Annotated[int, typer.Option("--tokens", help="Tokens in a step.")] = 4_096,
    rate: Annotated[float, typer.Option("--rate", help="Learning rate at its highest.")] = 3e-3,
    optimizer: Annotated[str, typer.Option("--optimizer", help="muon or adamw.")] = "muon",
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same model.")] = 42,
    megabytes: Annotated[float, typer.Option("--megabytes", min=0.1, help="Of Java that is read, at most.")] = 60.0,
    names: Annotated[
        list[Path] | None,
        typer.Option("--names", metavar="FOLDER", help="More Java for the tokenizer alone: the site's own."),
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=0, help="0: as many as are good.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Make a small base model from Java, without a download.

    A tokenizer and a model are learned from nothing. Stopped or killed, it goes on when it is started again.
    """
    from finetune.pretrain.loop import PretrainPlan, pretrain
    from finetune.pretrain.scratch import Size

    size = Size(vocabulary, hidden, layers, inner, context)
    plan = PretrainPlan(
        shape,  # type: ignore[arg-type]  # checked there, with a sentence
        size,
        minutes=minutes,
        steps=steps,
        length=length,
        tokens=tokens,
        rate=rate,
        optimizer=optimizer,
        seed=seed,
        megabytes=megabytes,
        threads=threads,
    )
    command = " ".join(["spotsmith", *sys.argv[1:]])
    made = pretrain(out, places, plan, names or (), lambda line: print_text(f"{line}\n", sys.stderr), command)
    if as_json:
        print_text(json.dumps({**asdict(made), "folder": str(made.folder)}) + "\n")
    else:
        print_text(
            f"{made.folder}: {made.parameters:,} parameters, {made.steps:,} steps, {made.tokens:,} tokens in "
            f"{made.seconds / 60:.1f} minutes; loss {made.loss:.3f} at the end\n"
        )
