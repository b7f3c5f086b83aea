"""``spotsmith dataset verify | split``: what is wrong with records, and splits that do not leak."""

import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from serving.commands.common import HERE, JsonOption, WorkspaceOption, opened
from serving.terminal import print_json, print_text, progress, written_to

if TYPE_CHECKING:
    from finetune.site import OpenSite
    from finetune.verify.findings import Findings
    from finetune.verify.measured import Measured


def verify(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="JSON Lines, or a folder that build or split wrote.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Gets the records without errors, to train on.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FOLDER", help="Gets report.json, report.html and DATASHEET.md."),
    ] = None,
    mask: Annotated[bool, typer.Option("--mask", help="Replace secrets and personal data by placeholders.")] = False,
    tokenizer: Annotated[
        Path | None,
        typer.Option("--tokenizer", metavar="FOLDER", help="Of the target model; without it tokens are estimated."),
    ] = None,
    max_length: Annotated[
        int, typer.Option("--max-length", min=0, metavar="TOKENS", help="Of prompt and answer; 0: no limit is known.")
    ] = 0,
    near: Annotated[
        float, typer.Option("--near", min=0.3, max=1, help="Similarity from which two answers are near-duplicates.")
    ] = 0.8,
    public: Annotated[
        list[str] | None,
        typer.Option("--public-host", metavar="HOST", help="A host that may be named (repeatable)."),
    ] = None,
    compiled: Annotated[
        bool, typer.Option("--compile/--no-compile", help="Compile each answer in its place, and check its rules.")
    ] = True,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong with records, before a model learns from them.

    Exits 1 when records have errors; with --out they are left out, are counted, and it exits 3.
    """
    from finetune.records import write_records
    from finetune.verify.findings import Limits
    from finetune.verify.measured import measured
    from finetune.verify.reading import read_dataset
    from finetune.verify.report import report_json, write_report
    from finetune.verify.run import verify as verified
    from finetune.verify.tokens import FolderTokenizer

    read = read_dataset(dataset)
    counter = FolderTokenizer(tokenizer) if tokenizer else None
    limits = Limits(max_length=max_length, near=near, mask=mask, public_hosts=tuple(public or ()))
    with _site(workspace if compiled else None) as site, progress() as advance:
        found = verified(read.records, site, counter, limits, read.places, read.unreadable, advance)
    facts = measured(found, dataset.name)
    if report:
        write_report(found, report, dataset.name)
    if out:
        write_records(out, found.kept)
        kept = {"records": len(found.kept), "left out": len(read.records) - len(found.kept)}
        _sign(out, "dataset", dataset, kept, {"near": near, "mask": mask, "compile": compiled}, None)
    if as_json:
        print_json(report_json(found, facts))
    else:
        _show(found, facts, out, report)
    if found.errors or facts.unchecked:
        raise typer.Exit(1 if found.errors and not out else 3)


def _show(found: "Findings", facts: "Measured", out: Path | None, report: Path | None) -> None:
    from serving.dataset_checks_report import show_findings

    with written_to(sys.stdout) as console:
        show_findings(console, found, facts, out, report)


def split(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="JSON Lines, best as `dataset verify --out` left them.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Gets train, validation, test, held-out and split.json.")
    ],
    validation: Annotated[float, typer.Option("--validation", min=0, max=0.9, help="Share.")] = 0.1,
    test: Annotated[float, typer.Option("--test", min=0, max=0.9, help="Share.")] = 0.1,
    hold_out: Annotated[
        str, typer.Option("--hold-out-spots", metavar="N|NAMES", help="So many spots, or these, separated by commas.")
    ] = "0",
    by: Annotated[
        Literal["cluster", "time"], typer.Option("--by", help="time: the newest code is tested with.")
    ] = "cluster",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same splits.")] = 42,
    near: Annotated[
        float, typer.Option("--near", min=0.3, max=1, help="Similarity from which two answers stay together.")
    ] = 0.8,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", "-w", metavar="FOLDER", help="Its types say which classes are one family."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Put records into train, validation and test, without leaks.

    Near-duplicates, one class, and classes that extend each other are never torn apart.
    """
    from finetune.split import SplitPlan, write_split
    from finetune.split import split as divided
    from finetune.verify.reading import read_dataset
    from knowledge.errors import SpotsmithError

    read = read_dataset(dataset)
    if read.unreadable:
        first = read.unreadable[0]
        raise SpotsmithError(
            f"{dataset}:{first.place.line}: {first.text}; `spotsmith dataset verify --out` leaves such lines out"
        )
    number = int(hold_out) if hold_out.strip().isdigit() else 0
    names = () if hold_out.strip().isdigit() else tuple(name.strip() for name in hold_out.split(",") if name.strip())
    plan = SplitPlan(validation, test, number, names, by, seed, near)
    with _site(workspace) as site:
        splits = divided(read.records, plan, site)
    write_split(out, splits)
    _sign(out, "split", dataset, {part: len(records) for part, records in splits.parts.items()}, asdict(plan), seed)
    counts = {part.replace("_", "-"): len(records) for part, records in splits.parts.items()}
    if as_json:
        print_json({"splits": counts, "notes": list(splits.notes), "folder": str(out)})
        return
    print_text(f"{', '.join(f'{part} {count:,}' for part, count in counts.items())}, in {out}\n")
    for note in splits.notes:
        print_text(f"{note}\n", sys.stderr)


@contextmanager
def _site(workspace: Path | None) -> "Iterator[OpenSite | None]":
    if workspace is None:
        yield None
        return
    from serving.finetuning import open_site

    with opened(workspace) as site_app:
        yield open_site(site_app)


def _sign(
    out: Path,
    kind: Literal["dataset", "split"],
    dataset: Path,
    counts: Mapping[str, int],
    config: Mapping[str, Any],
    seed: int | None,
) -> None:
    """A link of the chain that ends in a model card."""
    from finetune.manifest import Manifest, parents_of, sign_file, write_manifest

    folder = out if out.is_dir() else out.parent
    made = Manifest(
        kind,
        command=shlex.join(["spotsmith", *sys.argv[1:]]),
        config=config,
        metrics=counts,
        seed=seed,
        parents=parents_of(dataset, folder),
    )
    if out.is_dir():
        write_manifest(out, made, [path.name for path in sorted(out.glob("*.jsonl"))])
    else:
        sign_file(out, made)
