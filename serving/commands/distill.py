"""``spotsmith distill``: a model's own answers that pass all checks become training records."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import HERE, CoderOption, JsonOption, ModelOption, WorkspaceOption, made_folder, opened
from serving.commands.evaluate import BaseOption, Device, FourBit
from serving.terminal import print_json, print_text, progress


def distill(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where both sets are written.")],
    data: Annotated[Path, typer.Option("--data", metavar="SPLIT", help="Folder of `spotsmith dataset split`.")],
    run: Annotated[
        Path | None, typer.Argument(metavar="RUN", help="A run or an adapter; else the base model alone.")
    ] = None,
    workspace: WorkspaceOption = HERE,
    base: BaseOption = None,
    samples: Annotated[int, typer.Option("--samples", min=1, max=64, help="Answers drawn for each prompt.")] = 8,
    keep: Annotated[int, typer.Option("--keep", min=1, help="Most passes that are kept of a prompt.")] = 3,
    temperature: Annotated[float, typer.Option("--temperature", min=0, max=2, help="Of all samples.")] = 0.8,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same answers on a CPU.")] = 1,
    tokens: Annotated[int, typer.Option("--tokens", min=16, help="Most of one answer.")] = 1_024,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Only the first N prompts; 0: all.")] = 0,
    four_bit: FourBit = False,
    device: Device = "",
    coder: CoderOption = "",
    model: ModelOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make training records of answers that pass all checks.

    Answers are sampled and compiled, the rules are checked, what is alike is dropped; the rest joins the training part.

    Only prompts of the training part are asked. A control set of the same size, unfiltered, is written beside: train
    on both, and claim only what the filtered set gains over it.
    """
    from finetune.distill import DistillPlan, distill, write_distilled
    from finetune.split import read_split
    from serving.evaluating import subject_of
    from serving.finetuning import open_site

    splits = read_split(data)
    who = "served" if coder else "tuned" if run else "base"
    plan = DistillPlan(samples, keep, temperature, seed, tokens, who=who, shown="serving" if coder else "record")
    prompts = [record for record in splits.train if record.kind == "component"][: limit or None]
    if any(made_folder(out).iterdir()):
        raise SpotsmithError(f"{out} is not empty; name another folder, nothing is overwritten")
    with opened(workspace, coder, model) as app, progress() as advance:
        site = open_site(app)
        runs = (run,) if run else ()
        subject, _ = subject_of(
            app, site, runs, base, temperature, served=bool(coder), members=False, four_bit=four_bit, device=device
        )
        guarded = (*splits.validation, *splits.test, *splits.held_out)
        found = distill(site, prompts, subject, plan, guarded, advance)
    write_distilled(out, found, plan, splits)
    if as_json:
        print_json({"counts": dict(found.counts), "left_out": dict(found.left_out), "out": str(out)})
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in found.counts.items())
    print_text(f"{counts}\n")
    print_text(f"train on {out / 'distilled'} and, as the control, on {out / 'control'}\n", sys.stderr)
