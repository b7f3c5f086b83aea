"""An evaluation as a file that other commands read, as a table for the terminal, and as a page."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from finetune.evaluate.asking import Facts
from finetune.evaluate.cases import Shown
from finetune.evaluate.forgetting import Forgetting
from finetune.evaluate.page import page, plain_table, said, table
from finetune.evaluate.run import Compiled
from finetune.evaluate.samples import Amount
from finetune.evaluate.statistics import SEEDS
from finetune.manifest import NAME as MANIFEST
from finetune.manifest import Manifest, parent, read_manifest, write_manifest
from knowledge.errors import SpotsmithError

NAME, PAGE, SAMPLES = "evaluation.json", "evaluation.html", "evaluation-samples.jsonl"
FORMAT = 1
FOLDER = "evaluation"
"""Inside a run."""
COLUMNS = ("build@1", "build@5", "clean@1", "clean@5", "empty", "invented", "house rules", "dependency recall")
Document = dict[str, Any]
"""``evaluation.json``: parts by name, each as ``part_json`` gives it."""


@dataclass(frozen=True, slots=True)
class About:
    """What was evaluated, with what."""

    model: str
    base: str
    """Folder of the base model, or address of the server."""
    trained: tuple[str, ...]
    """Runs or adapters."""
    data: str
    shown: Shown
    environment: Mapping[str, Any]
    command: str = ""


def part_json(
    about: About,
    amount: Amount,
    compiled: Compiled | None,
    facts: Facts | None = None,
    general: Facts | None = None,
    lost: Forgetting | None = None,
) -> Document:
    """What was found on one part of a split. Verdicts are written out, so that readers need not know the rule."""
    found: Document = {
        "about": asdict(about),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "amount": asdict(amount),
        "runs": len(about.trained),
    }
    if compiled:
        without = asdict(replace(compiled, samples=()))
        without.pop("samples")
        for pair, made in zip(without["pairs"], compiled.pairs, strict=True):
            pair["verdict"] = made.paired.verdict
        found["compile"] = without
    for name, answered in (("facts", facts), ("general", general)):
        if answered:
            found[name] = asdict(answered)
            if answered.pair:
                found[name]["verdict"] = answered.pair.verdict
    if lost:
        found["forgetting"] = asdict(lost)
    return found


def keep(folder: Path, part: str, found: Document, compiled: Compiled | None) -> Path:
    """The part joins those that the folder holds already; what was found of the same part before is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    refuse_other(folder)
    document: Document = read_evaluation(folder) if (folder / NAME).is_file() else {"format": FORMAT, "parts": {}}
    document["parts"][part] = found
    if compiled:
        lines = (json.dumps(asdict(sample), ensure_ascii=False) for sample in compiled.samples)
        _write(folder / f"{part}-{SAMPLES}", "".join(f"{line}\n" for line in lines))
    return write_evaluation(folder, document)


def write_evaluation(folder: Path, document: Document) -> Path:
    """The file, its page, and the manifest from which a model card is written."""
    _write(folder / PAGE, html(document))
    _write(folder / NAME, json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    abouts = [each["about"] for each in document["parts"].values()]
    runs = dict.fromkeys(Path(run) for about in abouts for run in about["trained"])
    manifest = Manifest(
        "evaluation",
        command=abouts[-1]["command"] if abouts else "",
        data={"digests": {part: _digest(each) for part, each in document["parts"].items() if _digest(each)}},
        config={part: each["amount"] for part, each in document["parts"].items()},
        metrics=metrics_of(document),
        environment=abouts[-1]["environment"] if abouts else {},
        parents=tuple(parent(run, folder) for run in runs if (run / MANIFEST).is_file()),
    )
    write_manifest(folder, manifest, [NAME, PAGE])
    return folder / NAME


def refuse_other(folder: Path) -> None:
    """Raises SpotsmithError for a folder that is something else: its manifest would be lost."""
    if (folder / MANIFEST).is_file() and read_manifest(folder).kind != "evaluation":
        raise SpotsmithError(f"{folder} is the folder of another step; keep the evaluation in one of its own (--out)")


def metrics_of(document: Document) -> dict[str, Any]:
    """Rates with n and interval, by part and way of working, as manifests keep them."""
    found: dict[str, Any] = {}
    limits: dict[str, None] = {}
    for part, each in document["parts"].items():
        compiled = each.get("compile", {})
        rates: dict[str, Any] = {arm["arm"]: arm["rates"] for arm in compiled.get("arms", ())}
        for tier in ("facts", "general"):
            for one in each.get(tier, {}).get("answered", ()):
                rates[f"{tier}, {one['who']}"] = one["rates"]["all"]
        if lost := each.get("forgetting"):
            rates["forgetting: nats a token"] = lost["losses"]
        found[part] = rates
        for pair in compiled.get("pairs", ()):
            if (pair["first"], pair["second"], pair["metric"]) == ("base", "tuned", "build"):
                limits[f"{part}: tuned against base, {pair['verdict']}"] = None
    if chosen := document.get("preferences"):
        found["preference for the tuned answer"] = chosen["rate"]
    return {**found, "limits": list(limits)}


def read_evaluation(folder: Path) -> Document:
    """Of its folder, or of a run's. Raises SpotsmithError that says what to do."""
    path = next((each for each in (folder / NAME, folder / FOLDER / NAME) if each.is_file()), None)
    if path is None:
        raise SpotsmithError(f"{folder} has no {NAME}: run `spotsmith evaluate {folder}` first")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT or not isinstance(document["parts"], dict):
            raise ValueError(f"its format is {document['format']}, this is {FORMAT}")
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise SpotsmithError(f"{path} is no evaluation of Spotsmith: {error}") from error
    return dict(document)


def is_evaluated(folder: Path) -> bool:
    return any((each / NAME).is_file() for each in (folder, folder / FOLDER))


def _digest(part: Document) -> str:
    return str(part.get("compile", {}).get("digest", ""))


def told(found: Document) -> str:
    """A part for the terminal."""
    about, lines = found["about"], []
    lines.append(f"model {about['model']}; trained: {', '.join(about['trained']) or 'nothing'}\n")
    lines.append(f"data {about['data']}; prompts as in {about['shown']}; {hardware(about['environment'])}\n")
    if compiled := found.get("compile"):
        amount = found["amount"]
        seeds = ", ".join(map(str, amount["seeds"]))
        left = f"; {len(compiled['left_out'])} records left out" if compiled["left_out"] else ""
        lines.append(
            f"n = {compiled['records']} requests x {amount['samples']} samples x seeds {seeds}, temperature "
            f"{amount['temperature']:g}{left}\n\n"
        )
        lines.append(plain_table(*arm_rows(compiled)))
        lines.append("\n" + plain_table(*pair_rows(compiled)) if compiled["pairs"] else "")
    for title, head, rows in _others(found):
        lines.append(f"\n{title}\n" + plain_table(head, rows))
    return "".join(lines)


def arm_rows(compiled: Document) -> tuple[list[str], list[list[str]]]:
    columns = [name for name in COLUMNS if any(name in arm["rates"] for arm in compiled["arms"])]
    rows = [
        [arm["arm"], str(arm["samples"]), *(share(arm["rates"].get(name)) for name in columns)]
        for arm in compiled["arms"]
    ]
    return ["way of working", "n", *columns], rows


def kind_rows(compiled: Document) -> tuple[list[str], list[list[str]]]:
    kinds = list(compiled["arms"][0]["kinds"])
    order = sorted(kinds, key=lambda kind: -max(arm["kinds"][kind]["value"] for arm in compiled["arms"]))
    rows = [[kind, *(share(arm["kinds"][kind]) for arm in compiled["arms"])] for kind in order]
    return ["samples with", *(arm["arm"] for arm in compiled["arms"])], rows


def pair_rows(compiled: Document) -> tuple[list[str], list[list[str]]]:
    rows = []
    for pair in compiled["pairs"]:
        found = pair["paired"]
        counts = f"{found['only_first']} : {found['only_second']}"
        name = f"{pair['second']} against {pair['first']}, {pair['metric']}"
        rows.append([name, points(found["difference"]), counts, f"{found['p']:.2g}", pair["verdict"]])
    return ["compared", "points", "only one : other", "McNemar p", "verdict"], rows


def share(interval: Document | None) -> str:
    """``41.2 % (33-50)``; a dash where nothing was measured."""
    if interval is None or not interval["n"]:
        return "-"
    return f"{100 * interval['value']:.1f} % ({100 * interval['low']:.0f}-{100 * interval['high']:.0f})"


def points(interval: Document) -> str:
    return f"{100 * interval['value']:+.1f} ({100 * interval['low']:+.0f} to {100 * interval['high']:+.0f})"


def hardware(environment: Mapping[str, Any]) -> str:
    found = environment.get("hardware", {})
    parts = [*found.get("gpus", []), f"{found.get('processor', '?')}, {found.get('cores', '?')} cores"]
    return ", ".join(parts)


def html(document: Document) -> str:
    body = ["<h1>Evaluation</h1>"]
    for name, found in sorted(document["parts"].items()):
        body.append(f"<h2>{said(name)}</h2>")
        about = found["about"]
        body.append(
            f"<p>{said(about['model'])}; trained: {said(', '.join(about['trained']) or 'nothing')}. Prompts as in "
            f"{said(about['shown'])}. {said(hardware(about['environment']))}. {said(found['created'])}.</p>"
        )
        if compiled := found.get("compile"):
            body += _compiled_html(found, compiled)
        for title, head, rows in _others(found):
            body.append(f"<h3>{said(title)}</h3>{table(head, rows)}")
    if chosen := document.get("preferences"):
        body.append(
            f"<h2>Preferences</h2><p>{said(chosen['second'])} over {said(chosen['first'])}: {share(chosen['rate'])} of "
            f"{chosen['rate']['n']} decided pairs, sign test p = {chosen['p']:.2g}.</p>"
        )
    body.append(
        "<p class=faint>Shares with their 95 % interval, a bootstrap over components (tasks and questions: Wilson). A "
        f"gain is claimed with {SEEDS} seeds and an interval without 0. An answer that does nothing never counts.</p>"
    )
    return page("Evaluation", "\n".join(body))


def _compiled_html(found: Document, compiled: Document) -> list[str]:
    amount = found["amount"]
    seeds = ", ".join(map(str, amount["seeds"]))
    lines = [
        f"<p>{compiled['records']} requests, {amount['samples']} samples each with seeds {said(seeds)}; test set "
        f"<code>{said(compiled['digest'][:16])}</code>.</p>",
        table(*arm_rows(compiled)),
        "<h3>Mistakes</h3>",
        table(*kind_rows(compiled)),
    ]
    if compiled["pairs"]:
        lines += ["<h3>Compared</h3>", table(*pair_rows(compiled))]
    if compiled["left_out"]:
        rows = sorted(compiled["left_out"].items())
        lines += ["<h3>Left out</h3>", table(["record", "why"], rows)]
    return lines


def _others(found: Document) -> list[tuple[str, list[str], list[list[str]]]]:
    """Tables of the other tiers: title, head, rows."""
    made = []
    for key, title in (("facts", "Facts of the framework"), ("general", "General tasks")):
        if answered := found.get(key):
            formats = list(answered["answered"][0]["rates"])
            rows = [[one["who"], *(share(one["rates"][name]) for name in formats)] for one in answered["answered"]]
            chance = 100 * answered["answered"][0]["chance"]
            more = f" (by chance {chance:.0f} %)" if key == "facts" else ""
            n = answered["answered"][0]["rates"]["all"]["n"]
            verdict = f"; {answered['verdict']}" if "verdict" in answered else ""
            made.append((f"{title}, n = {n}{more}{verdict}", ["model", *formats], rows))
    if lost := found.get("forgetting"):
        rows = [[who, f"{loss:.4f}"] for who, loss in lost["losses"].items()]
        if lost["rise"]:
            rise = lost["rise"]
            rows.append(["rise", f"{rise['value']:+.4f} ({rise['low']:+.4f} to {rise['high']:+.4f})"])
        n = f"{lost['records']} records, {lost['tokens']:,} tokens"
        made.append((f"Loss on general code, {n}", ["model", "nats a token"], rows))
    return made


def _write(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.part")
    half.write_text(text, encoding="utf-8", errors="replace")
    Path(half).replace(path)
