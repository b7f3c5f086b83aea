"""``spotsmith train``: a recipe and a split become an adapter."""

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import HERE, JsonOption, WorkspaceOption, fail, opened
from serving.terminal import print_json, print_text

if TYPE_CHECKING:
    from finetune.train.recipes import Recipe
    from finetune.train.run import Wanted
    from finetune.train.sampling import Judges


def train(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="Name of a recipe, or a .yaml file of yours.")],
    data: Annotated[Path, typer.Option("--data", metavar="SPLIT", help="Folder of `spotsmith dataset split`.")],
    base: Annotated[
        str, typer.Option("--base", metavar="FOLDER", help="Base model, a folder or a cached name; else the recipe's.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="RUN", help="Folder of the run; else training/RECIPE.")
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print memory, time and what is cut; load no weight, write nothing.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the stopped run in --out.")] = False,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Instead of the recipe's.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Replace a field of the recipe (repeatable)."),
    ] = None,
    device: Annotated[str, typer.Option("--device", metavar="NAME", help="cpu or cuda; empty: a GPU if any.")] = "",
    judge: Annotated[
        bool, typer.Option("--judge/--no-judge", help="Compile what it writes while it learns, in the workspace.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Start although the plan says that it will not fit.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Train a model on a site's records; keep what builds best.

    While it learns, it writes code for validation records; that code is compiled in the workspace, and chooses the
    checkpoint. A run that was stopped or killed goes on with --resume. Several GPUs: accelerate launch -m spotsmith
    train ...
    """
    from finetune.quiet import hush

    hush()
    from finetune.train.recipes import read_recipe
    from finetune.train.run import Wanted

    given = [*(settings or []), *([f"seed={seed}"] if seed is not None else []), *([f"base={base}"] if base else [])]
    read = read_recipe(recipe, given)
    command = " ".join(["spotsmith", *sys.argv[1:]])
    wanted = Wanted(read, data, out or Path("training") / read.name, device, resume, force, judge, command)
    if plan:
        _plan(wanted, as_json)
        return
    with ExitStack() as stack:
        judges = _judge(stack, read, workspace) if judge and _is_first() else None
        try:
            _train(wanted, judges, as_json)
        except KeyboardInterrupt:
            fail("interrupted; the same command with --resume goes on", 130)


def _train(wanted: "Wanted", judges: "Judges | None", as_json: bool) -> None:
    from finetune.train.run import train as run

    done = run(wanted, judges, _say)
    if not _is_first():
        return
    if as_json:
        metrics = json.loads((done / "metrics.json").read_text(encoding="utf-8"))
        print_json({"run": str(done), "page": str(done / "page.html"), "metrics": metrics})
    else:
        print_text(f"run: {done}\npage: {done / 'page.html'}\n", sys.stderr)


def _plan(wanted: "Wanted", as_json: bool) -> None:
    from finetune.train.plan import plan_json, told
    from finetune.train.run import planned

    found = planned(wanted)
    if as_json:
        print_json(plan_json(found))
    else:
        print_text("\n".join([*told(found), ""]))
    if found.problems:
        raise typer.Exit(1)


def _judge(stack: ExitStack, recipe: "Recipe", workspace: Path) -> "Judges | None":
    if not recipe.judging.records:
        return None
    from finetune.judge import Judge
    from serving.finetuning import open_site

    try:
        app = stack.enter_context(opened(workspace))
        return Judge(open_site(app))
    except SpotsmithError as error:
        raise SpotsmithError(
            f"{error} (what it writes is compiled in a workspace while it learns: name one with --workspace, or say "
            "--no-judge to go by the loss alone)"
        ) from error


def _say(line: str) -> None:
    if _is_first():
        print_text(f"{line}\n", sys.stderr)


def _is_first() -> bool:
    return os.environ.get("RANK", "0") == "0"
