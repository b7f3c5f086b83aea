"""``spotsmith evaluate``: a tuned model against its base; ``spotsmith compare``: runs against each other."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import HERE, CoderOption, JsonOption, ModelOption, WorkspaceOption, opened
from serving.terminal import print_json, print_text, progress

if TYPE_CHECKING:
    from finetune.evaluate.cases import Shown
    from finetune.evaluate.samples import Amount
    from serving.evaluating import Evaluated

TIERS = ("compile", "facts", "general", "forgetting")
Runs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="RUN", help="Runs of `spotsmith train`, or folders of adapters, on one base."),
]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="SPLIT", help="Folder of `spotsmith dataset split`, or a .jsonl file.")
]
PartOption = Annotated[str, typer.Option("--part", metavar="NAME", help="test, held-out (spots) or validation.")]
BaseOption = Annotated[
    Path | None, typer.Option("--base", metavar="FOLDER", help="The base model, where the run does not say it.")
]
FourBit = Annotated[bool, typer.Option("--four-bit", help="Load the base with 4-bit weights, as serving can.")]
Device = Annotated[str, typer.Option("--device", metavar="NAME", help="cpu, cuda, cuda:1 ...; empty: a GPU if any.")]


def evaluate(
    runs: Runs = None,
    workspace: WorkspaceOption = HERE,
    data: DataOption = None,
    part: PartOption = "test",
    base: BaseOption = None,
    arms: Annotated[
        list[str] | None,
        typer.Option("--arm", metavar="WAY", help="base, tuned or served, with + members-only, + repair (repeatable)."),
    ] = None,
    tiers: Annotated[
        list[str] | None,
        typer.Option("--tier", metavar="NAME", help="compile, facts, general, forgetting (repeatable); else all."),
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=1, max=64, metavar="N", help="Drafts of each request.")] = 5,
    seeds: Annotated[str, typer.Option("--seeds", metavar="N,N", help="A gain is claimed with three.")] = "1,2,3",
    temperature: Annotated[float, typer.Option("--temperature", min=0, max=2, help="Of all samples.")] = 0.4,
    tokens: Annotated[int, typer.Option("--tokens", min=16, metavar="N", help="Most of one answer.")] = 1_024,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="Most of one call of the model.")] = 300.0,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Only the first N requests; 0: all.")] = 0,
    shown: Annotated[
        str, typer.Option("--prompt", metavar="HOW", help="serving: resolved anew; record: as in training.")
    ] = "serving",
    questions: Annotated[int, typer.Option("--questions", min=0, help="Generated questions of each format.")] = 10,
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE", help="Questions by hand; else those of the pack.")
    ] = None,
    four_bit: FourBit = False,
    device: Device = "",
    coder: CoderOption = "",
    model: ModelOption = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Where the result is kept; else in the run.")
    ] = None,
    preferences: Annotated[
        Path | None, typer.Option("--preferences", metavar="FILE", help="Read choices of the side-by-side page back.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a tuned model against its base on unseen requests.

    Each draft is compiled and checked as a result is. Also asked: facts of the framework, small general tasks, and
    the loss on general code, which shows what was forgotten. The result and a page for blind side-by-side choices
    are kept in the run.
    """
    if preferences is not None:
        _preferences(preferences, out or (runs or [HERE])[0], as_json)
        return
    from serving.evaluating import Asked, evaluated

    asked = Asked(
        tuple(runs or ()),
        data,
        part,
        base,
        tuple(arms or ()),
        among(tiers or TIERS, TIERS, "--tier"),
        _amount(samples, seeds, temperature, tokens, seconds),
        limit,
        _shown(shown),
        questions,
        facts,
        four_bit,
        device,
        bool(coder),
        out,
        " ".join(["spotsmith", *sys.argv[1:]]),
    )
    with opened(workspace, coder, model) as app, progress() as advance:
        found = evaluated(app, asked, advance)
    _told(found, as_json)


def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN", help="Two or more, as a rule evaluated.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Also as a page, self-contained HTML.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare runs: metrics, settings, data, and loss curves. Evaluations on other requests are refused."""
    from finetune.compare import compare, html, told

    found = compare(runs)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(html(found), encoding="utf-8")
    if as_json:
        print_json(found)
    else:
        print_text(told(found))


def _told(found: "Evaluated", as_json: bool) -> None:
    from finetune.evaluate.report import told

    if as_json:
        print_json(found.part)
        return
    print_text(told(found.part))
    print_text(f"kept in {found.file}\n", sys.stderr)
    if found.pairs:
        said = f"{found.pairs} pairs to choose from in {found.file.parent / 'preferences.html'}"
        print_text(f"{said}; read choices back with --preferences FILE\n", sys.stderr)


def _preferences(file: Path, folder: Path, as_json: bool) -> None:
    from dataclasses import asdict

    from finetune.evaluate.preferences import KEY, read_preferences
    from finetune.evaluate.report import FOLDER, read_evaluation, write_evaluation

    folder = folder if (folder / KEY).is_file() else folder / FOLDER
    found = read_preferences(file, folder)
    write_evaluation(folder, {**read_evaluation(folder), "preferences": asdict(found)})
    if as_json:
        print_json(asdict(found))
        return
    low, high = 100 * found.rate.low, 100 * found.rate.high
    print_text(
        f"{found.second} was chosen over {found.first} in {100 * found.rate.value:.0f} % of {found.rate.n} decided "
        f"pairs ({low:.0f}-{high:.0f}); {found.ties} without a difference, {found.open} open; sign test p = "
        f"{found.p:.2g}\n"
    )


def _amount(samples: int, seeds: str, temperature: float, tokens: int, seconds: float) -> "Amount":
    from finetune.evaluate.samples import Amount

    try:
        numbers = tuple(dict.fromkeys(int(seed) for seed in seeds.split(",")))
    except ValueError as error:
        raise SpotsmithError(f"--seeds takes whole numbers with commas between, not {seeds!r}") from error
    return Amount(samples, numbers, temperature, tokens, seconds)


def _shown(text: str) -> "Shown":
    return among([text], ("serving", "record"), "--prompt")[0]  # type: ignore[return-value]


def among(given: Sequence[str], known: Sequence[str], option: str) -> tuple[str, ...]:
    for name in given:
        if name not in known:
            raise SpotsmithError(f"{option} {name}: there are {', '.join(known)}")
    return tuple(given)
