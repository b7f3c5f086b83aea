"""``spotsmith adapters``: a registry of adapters by topic."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge.errors import SpotsmithError
from serving.commands.common import JsonOption
from serving.terminal import print_json, print_text

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Adapters by topic: list them, add one, mix several.",
)
RegistryOption = Annotated[
    Path, typer.Option("--registry", "-r", metavar="FOLDER", help="Folder of the registry; a team keeps it in git.")
]
AboutOption = Annotated[str, typer.Option("--about", metavar="TEXT", help="What it is for, in a sentence.")]
HERE = Path("adapters")


@app.command("list")
def list_entries(registry: RegistryOption = HERE, as_json: JsonOption = False) -> None:
    """Say which adapters there are, and how good they are."""
    from dataclasses import asdict

    from finetune.evaluate.page import plain_table
    from finetune.evaluate.report import share
    from finetune.registry import entries

    found = entries(registry)
    if as_json:
        print_json([asdict(entry) for entry in found])
        return
    rows = []
    for entry in found:
        rates: Mapping[str, Any] = next(
            (value for key, value in entry.metrics.items() if key.startswith("evaluation ")), {}
        )
        mixed = " + ".join(f"{part['weight']:g} {part['name']}@{part['version']}" for part in entry.merged)
        what = mixed or entry.recipe
        rows.append([entry.spec, what, share(rates.get("build@1")), entry.digest[:12], entry.created[:10], entry.about])
    text = plain_table(["adapter", "from", "build@1", "digest", "created", "about"], rows)
    print_text(text if rows else f"{registry} holds no adapters; `spotsmith adapters add RUN NAME` adds one\n")


@app.command()
def add(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run of `spotsmith train`, or an adapter's folder.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its topic: framework-core, billing ...")],
    registry: RegistryOption = HERE,
    about: AboutOption = "",
    as_json: JsonOption = False,
) -> None:
    """Keep a run's adapter as the next version of a topic.

    Its recipe, data and metrics are kept with it.
    """
    from dataclasses import asdict

    from finetune.registry import add

    entry = add(registry, run, name, about)
    print_json(asdict(entry)) if as_json else print_text(f"added {entry.spec} to {registry}\n")


@app.command()
def merge(
    parts: Annotated[
        list[str],
        typer.Argument(metavar="NAME[@VERSION][=WEIGHT]...", help="Adapters to mix; a weight is 1 if none."),
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What the mixture is called.")],
    base: Annotated[Path, typer.Option("--base", metavar="FOLDER", help="The base model; only its shape is read.")],
    combination: Annotated[
        str, typer.Option("--how", metavar="HOW", help="cat (exact, the rank adds up), linear, ties or dare.")
    ] = "linear",
    density: Annotated[
        float, typer.Option("--density", min=0.01, max=1, help="Share of weights that ties and dare keep.")
    ] = 0.5,
    registry: RegistryOption = HERE,
    about: AboutOption = "",
    as_json: JsonOption = False,
) -> None:
    """Mix adapters of one base into a new one. Measure it: a mixture is not better because its parts are."""
    from dataclasses import asdict

    from finetune.registry import merge

    weights = dict(map(_weighted, parts))
    entry = merge(registry, weights, name, base, combination, density, about)  # type: ignore[arg-type]
    print_json(asdict(entry)) if as_json else print_text(f"added {entry.spec} to {registry}\n")


def _weighted(text: str) -> tuple[str, float]:
    spec, _, weight = text.partition("=")
    try:
        return spec, float(weight or 1)
    except ValueError as error:
        raise SpotsmithError(f"{text}: the weight behind = is a number") from error
