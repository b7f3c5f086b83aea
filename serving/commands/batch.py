"""``spotsmith batch``: many requests from a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import HERE, CoderOption, JsonOption, ModelOption, WorkspaceOption, fail
from serving.terminal import print_json, print_text

if TYPE_CHECKING:
    from serving.app import App
    from serving.batch.plan import Choice, Plan, Step
    from serving.batch.run import Outcome, Wanted
    from serving.batch.told import FailOn

POLICIES = ("failed", "partial", "never")
GO_ON = "run the same command again to go on"


def batch(
    spec: Annotated[Path, typer.Argument(metavar="SPEC", help="YAML, JSON Lines, CSV or XLSX file of items.")],
    workspace: WorkspaceOption = HERE,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="PATH", help="Source root to write into, or a .zip; else only kept."),
    ] = None,
    branch: Annotated[
        str, typer.Option("--branch", metavar="NAME", help="Commit each item on this git branch, below --out.")
    ] = "",
    base: Annotated[
        str, typer.Option("--base", metavar="REVISION", help="What a new branch starts from; empty: HEAD.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace what others wrote; continue their branch.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="WHAT", help="ok, partial, failed, error, new or changed items (repeatable)."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make items again although nothing has changed.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Make at most N items; 0: all.")] = 0,
    workers: Annotated[
        int, typer.Option("--workers", min=0, max=64, metavar="N", help="Items at once; 0: as spotsmith.toml says.")
    ] = 0,
    report: Annotated[
        list[Path] | None,
        typer.Option("--report", metavar="FILE", help="Report as .html, .json, .xml (JUnit) or .sarif (repeatable)."),
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="WHAT", help="failed, partial or never; empty: as spotsmith.toml says.")
    ] = "",
    write_failed: Annotated[
        bool, typer.Option("--write-failed", help="Write files with errors too, not only keep them.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Resolve the items and print the plan; make nothing.")
    ] = False,
    coder: CoderOption = "",
    model: ModelOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the code of many requests, prove each, and report.

    The file is validated first. What is done is kept at once: a run that is stopped or killed goes on when the same
    command is given again, and only what is new or has changed is made.
    """
    from serving.app import App
    from serving.batch.run import Wanted
    from serving.settings import find_workspace, with_coder

    site = App(with_coder(find_workspace(workspace), coder, model), resumable=False)
    settings = site.workspace.settings.batch
    wanted = Wanted(
        spec,
        out,
        branch,
        base,
        force,
        write_failed or settings.write_failed,
        workers or settings.workers,
        _choice(only or [], limit, again),
        tuple(report or ()),
        _policy(fail_on or settings.fail_on),
    )
    try:
        _plan(site, wanted, as_json) if dry_run else _run(site, wanted, as_json)
    except KeyboardInterrupt:
        fail(f"interrupted; {GO_ON}", 130)
    finally:
        site.close()


def _run(site: "App", wanted: "Wanted", as_json: bool) -> None:
    from serving.batch.progress import shown_progress
    from serving.batch.run import run_batch
    from serving.batch.told import exit_code

    site.compiler.start()
    if site.served and site.served.said:
        print_text(f"spotsmith: {site.served.said}\n", sys.stderr)
    with shown_progress() as progress:
        outcome = run_batch(site, wanted, progress)
    if as_json:
        print_text((outcome.folder / "report.json").read_text(encoding="utf-8"))
    else:
        _say(outcome, wanted)
    if outcome.stopped:
        fail(f"stopped; what was made is kept. {GO_ON.capitalize()}", 130)
    if code := exit_code(outcome.head.counts, wanted.fail_on):
        raise typer.Exit(code)


def _say(outcome: "Outcome", wanted: "Wanted") -> None:
    from serving.batch.progress import counts

    head = outcome.head
    pace = f", {60 * head.made / head.seconds:,.0f} a minute" if head.made > 1 else ""
    lines = [
        f"{head.total:,} {'item' if head.total == 1 else 'items'}: {counts(head.counts)}",
        f"{head.made:,} made in {head.seconds:.1f} s{pace}",
    ]
    lines += [head.written] if head.written else []
    if head.removed:
        shown = ", ".join(head.removed[:3]) + (" ..." if len(head.removed) > 3 else "")
        lines.append(f"{len(head.removed):,} no longer in the spec, their files stay: {shown}")
    reports = wanted.reports or (outcome.folder / "report.html",)
    lines += [f"report: {path}" for path in reports]
    print_text("\n".join([*lines, ""]), sys.stderr)


def _plan(site: "App", wanted: "Wanted", as_json: bool) -> None:
    from serving.batch.progress import shown_progress
    from serving.batch.run import plan_batch

    with shown_progress() as progress:
        plan = plan_batch(site, wanted, progress)
    if as_json:
        print_json(_plan_json(plan))
        return
    lines = [line for step in plan.steps for line in _step_lines(step)]
    lines += [f"no longer in the spec: {record.id}" for record in plan.removed]
    print_text("\n".join([*lines, f"{len(plan.running):,} of {len(plan.steps):,} items would be made", ""]))


def _step_lines(step: "Step") -> list[str]:
    known = step.planned
    lines = [f"{step.state:<10}{step.item.id}"]
    if known:
        lines += [f"{'':<10}{known.spot.rpartition('.')[2]} -> {known.path}"]
        lines += [f"{'':<10}in doubt: {doubt}" for doubt in known.doubts]
    return lines


def _plan_json(plan: "Plan") -> dict[str, object]:
    return {
        "items": [
            {
                "id": step.item.id,
                "place": step.item.place,
                "state": step.state,
                "spot": step.planned.spot if step.planned else "",
                "file": step.planned.path if step.planned else "",
                "doubts": list(step.planned.doubts) if step.planned else [],
            }
            for step in plan.steps
        ],
        "removed": [record.id for record in plan.removed],
    }


def _choice(only: list[str], limit: int, again: bool) -> "Choice":
    from serving.batch.plan import ONLY, Choice

    for word in only:
        if word not in ONLY:
            raise SpotsmithError(f"--only {word!r}: it takes {', '.join(ONLY)}")
    return Choice(tuple(only), limit, again)


def _policy(word: str) -> "FailOn":
    if word not in POLICIES:
        raise SpotsmithError(f"--fail-on {word!r}: it takes {', '.join(POLICIES)}")
    return cast("FailOn", word)
