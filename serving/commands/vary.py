"""``spotsmith dataset vary``: tasks made up for the site's spots, each with code that builds."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, made_folder, opened
from serving.terminal import print_json, print_text, progress

if TYPE_CHECKING:
    from finetune.vary.plan import Varied


def vary(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Becomes a split to train with.")],
    workspace: WorkspaceOption = HERE,
    count: Annotated[
        int,
        typer.Option(
            "--count",
            min=1,
            metavar="N",
            help="Records to train on. What the site's own code does not give of them is made up; all of what it gives "
            "is kept, also where that is more.",
        ),
    ] = 1_000,
    held_out: Annotated[int, typer.Option("--held-out", min=1, metavar="N", help="Records of other spots.")] = 120,
    spots: Annotated[
        list[str] | None,
        typer.Option("--spot", metavar="NAME", help="A spot to hold out (repeatable); else a share is drawn."),
    ] = None,
    share: Annotated[float, typer.Option("--share", min=0.01, max=0.9, help="Of the spots, to hold out.")] = 0.3,
    texts: Annotated[float, typer.Option("--texts", min=0, max=1, help="Share that is whole files to read.")] = 0.0,
    rewritings: Annotated[
        int, typer.Option("--rewritings", min=0, help="Of each piece of the site's own code; 0: none.")
    ] = 4,
    most_characters: Annotated[
        int, typer.Option("--most-characters", min=500, help="Of a file without code; longer spots are left out.")
    ] = 4_500,
    lines_behind: Annotated[
        int, typer.Option("--lines-behind", min=0, metavar="N", help="Of the file behind the hole; 0: all.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same records.")] = 42,
    beside: Annotated[
        Path | None,
        typer.Option("--beside", metavar="SPLIT", help="More to train on: what this split evaluates with is kept."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make up tasks for the site's spots; keep those that build clean.

    Some spots are held out, to evaluate with.
    """
    from finetune.vary.plan import VaryPlan
    from finetune.vary.vary import vary
    from finetune.vary.write import write_more, write_varied
    from serving.finetuning import open_site

    plan = VaryPlan(
        count=count,
        held_out_count=held_out,
        held_out=tuple(spots or ()) or spots_of(beside),
        held_out_share=share,
        texts=texts,
        rewritings=rewritings,
        seed=seed,
        most_characters=most_characters,
        lines_behind=lines_behind,
    )
    with opened(workspace) as app, progress() as advance:
        made_folder(out)
        made = vary(open_site(app), plan, lambda done, wanted: advance("tasks", done, wanted))
    command = " ".join(["spotsmith", *sys.argv[1:]])
    found = write_more(out, made, plan, beside, command) if beside else write_varied(out, made, plan, command)
    if as_json:
        print_json(found)
    else:
        print_text(f"{out}: {_told(made, found)}\n")


def _told(made: "Varied", found: Mapping[str, object]) -> str:
    thrown = ", ".join(f"{count} {why}" for why, count in made.thrown.items()) or "none"
    return (
        f"{found['train']} records of {len(made.spots)} spots to train on, {found['validation']} to validate, "
        f"{found['held_out']} of {len(made.held_out_spots)} held-out spots; {made.tried} tried, thrown away: {thrown}; "
        f"{len(made.too_long)} spots are too long"
    )


def spots_of(split: Path | None) -> tuple[str, ...]:
    """Those that a split holds out."""
    if split is None:
        return ()
    from finetune.split import read_split

    return read_split(split).plan.spots
