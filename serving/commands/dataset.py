"""``spotsmith dataset build | import``: training records from the site, and from files of other tools."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, opened
from serving.terminal import print_json, print_text, progress, written_to

app = typer.Typer(help="Training records: build, import, verify, split, vary.", no_args_is_help=True)
SHOWN = 10


@app.command()
def build(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Gets records.jsonl and build.json.")],
    workspace: WorkspaceOption = HERE,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same records.")] = 42,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="NAME", help="component, hole, fim, fix, sql (repeatable); else all."),
    ] = None,
    phrasings: Annotated[int, typer.Option("--phrasings", min=1, max=50, help="Requests for each class.")] = 3,
    faults: Annotated[int, typer.Option("--faults", min=0, max=100, help="Broken drafts of each class.")] = 4,
    spans: Annotated[int, typer.Option("--spans", min=0, max=200, help="Places to fill in each file.")] = 6,
    none: Annotated[float, typer.Option("--no-context", min=0, max=1, help="Share that is shown no context.")] = 0.1,
    distracting: Annotated[
        float, typer.Option("--distracting", min=0, max=1, help="Share that is shown another spot's context.")
    ] = 0.1,
    context: Annotated[int, typer.Option("--context", min=0, metavar="TOKENS", help="0: as the workspace says.")] = 0,
    half_life: Annotated[float, typer.Option("--half-life", min=0, help="Years; 0: old code counts as new.")] = 5.0,
    history: Annotated[int, typer.Option("--history", min=0, help="Commits to read; 0: none.")] = 200,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CLASS", help="Repeatable; else all.")] = None,
    rephrase: Annotated[
        bool, typer.Option("--rephrase", help="Have the model of [coder] put requests into other words.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make records from the site's code, history and accepted results.

    Only what passes all checks is learned from; what was left out is listed with its reason.
    """
    from finetune.dataset.build import gather
    from finetune.dataset.counts import must_be_folder, write_build
    from finetune.dataset.plan import BuildPlan, kinds_named

    plan = BuildPlan(
        seed=seed,
        kinds=kinds_named(kinds or ()),
        phrasings=phrasings,
        faults=faults,
        spans=spans,
        none=none,
        distracting=distracting,
        context_tokens=context,
        half_life=half_life,
        history=history,
        only=tuple(only or ()),
    )
    must_be_folder(out)
    from serving.finetuning import open_site, rephrasing

    with opened(workspace) as site_app, progress() as advance:
        site = open_site(site_app)
        built = gather(site, plan, rephrasing(site_app) if rephrase else None, advance)
        told = write_build(out, built, plan, site)
        _sign(out, told)
    if as_json:
        print_json(told)
    else:
        _show(told, out)


def _sign(out: Path, told: Mapping[str, Any]) -> None:
    """The first link of the chain that ends in a model card."""
    from finetune.manifest import Manifest, write_manifest

    counts = told["counts"]
    metrics = {name: counts[name] for name in ("records", "framework_patterned") if name in counts}
    config = {"plan": told["plan"], "index": told["index"]}
    command = shlex.join(["spotsmith", *sys.argv[1:]])
    made = Manifest("dataset", command=command, config=config, metrics=metrics, seed=told["seed"])
    write_manifest(out, made, [name for name in ("records.jsonl", "build.json") if (out / name).is_file()])


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines, or one JSON array.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Records as JSON Lines.")],
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", "-w", metavar="FOLDER", help="Its pack says what the answers are about."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read records that other tools wrote.

    instruction/input/output, instruction/response, chat messages, prompt/completion or text. Exits 3 when items were
    left out; each is named with its line.
    """
    from finetune.dataset.readers import read_foreign
    from finetune.dataset.wording import read_wording
    from finetune.records import write_records

    found = read_foreign(file, read_wording(_pack(workspace) if workspace else None))
    digest = write_records(out, found.records)
    if as_json:
        told = {"records": len(found.records), "formats": found.formats, "problems": found.problems, "digest": digest}
        print_json(told)
    else:
        for problem in found.problems[:SHOWN]:
            print_text(f"{problem}\n", sys.stderr)
        if len(found.problems) > SHOWN:
            print_text(f"... and {len(found.problems) - SHOWN:,} more; --json lists all\n", sys.stderr)
        formats = ", ".join(f"{count:,} {name}" for name, count in found.formats.items())
        print_text(f"{len(found.records):,} records ({formats}) in {out}\n")
    if found.problems:
        raise typer.Exit(3)


def _pack(workspace: Path) -> Path:
    from serving.app import open_pack
    from serving.settings import find_workspace

    return open_pack(find_workspace(workspace))[1]


def _show(told: dict[str, Any], out: Path) -> None:
    from serving.dataset_report import show_dataset

    with written_to(sys.stdout) as console:
        show_dataset(console, told, out)
