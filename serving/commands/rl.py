"""``spotsmith rl``: reinforcement by the compiler."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, opened
from serving.commands.evaluate import Device
from serving.terminal import print_json, print_text


def rl(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="Folder of the base model.")],
    data: Annotated[Path, typer.Option("--data", metavar="SPLIT", help="Folder of `spotsmith dataset split`.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="RUN", help="Where the run is kept.")],
    workspace: WorkspaceOption = HERE,
    adapter: Annotated[
        Path | None, typer.Option("--adapter", metavar="FOLDER", help="Adapter to go on from: a model that compiles.")
    ] = None,
    steps: Annotated[int, typer.Option("--steps", min=1, help="Groups to learn from.")] = 200,
    generations: Annotated[int, typer.Option("--generations", min=2, help="Answers in a group.")] = 8,
    rate: Annotated[float, typer.Option("--rate", help="Learning rate.")] = 1e-5,
    temperature: Annotated[float, typer.Option("--temperature", min=0.1, max=2, help="Of the answers.")] = 0.9,
    tokens: Annotated[int, typer.Option("--tokens", min=16, help="Most of one answer.")] = 1_024,
    rank: Annotated[int, typer.Option("--rank", min=1, help="Of a new adapter.")] = 16,
    seed: Annotated[int, typer.Option("--seed", help="Of the order and the answers.")] = 42,
    weights: Annotated[str, typer.Option("--weights", help="nf4, int8, bf16 or fp32.")] = "bf16",
    device: Device = "",
    as_json: JsonOption = False,
) -> None:
    """Teach a model by compiling what it tries.

    GRPO on a graded reward; needs the extra rl. Start from a model that compiles now and then: where all answers of a
    group earn the same, nothing is learned, and the report says how often that was.
    """
    from typing import cast, get_args

    from finetune.evaluate.opening import trained_in
    from finetune.loading import Weights
    from finetune.rl import RlPlan, reinforce
    from finetune.split import read_split
    from serving.commands.evaluate import among
    from serving.finetuning import open_site

    taken = cast(Weights, among([weights], get_args(Weights), "--weights")[0])
    plan = RlPlan(
        steps=steps,
        generations=generations,
        rate=rate,
        temperature=temperature,
        tokens=tokens,
        rank=rank,
        seed=seed,
        weights=taken,
        device=device,
    )
    records = read_split(data).train
    start = trained_in(adapter).folder if adapter else None
    with opened(workspace) as app:
        found = reinforce(open_site(app), records, base, out, plan, start)
    groups = found.groups
    if as_json:
        print_json({"adapter": str(found.adapter), "steps": found.steps, "groups": asdict(groups)})
        return
    print_text(f"{found.steps} steps; mean reward {groups.rewards[0]:.3f} first, {groups.rewards[-1]:.3f} last; ")
    print_text(f"{groups.equal} of {groups.seen} groups had one reward\nthe adapter is in {found.adapter}\n")
    for note in found.notes:
        print_text(f"{note}\n", sys.stderr)
