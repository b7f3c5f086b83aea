"""``MODEL_CARD.md``, written from manifests alone: nothing is typed by hand, and what was not measured is said."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finetune.manifest import Manifest

CARD = "MODEL_CARD.md"
_SHOWN = 12  # hexadecimal digits of a digest in the text; the manifest has all of them
_TOLD = {
    "dataset": "the dataset was built",
    "split": "it was split into parts that share no cluster",
    "pretraining": "the base was made from scratch",
    "training": "the model was trained",
    "evaluation": "it was evaluated",
    "export": "it was exported",
}


def card(manifest: Manifest) -> str:
    """Of an export, with everything that it comes from."""
    chain = list(_chain(manifest))
    training = next((each for each in chain if each.kind == "training"), manifest)
    parts = [
        f"# {_name(manifest, training)}",
        _written(chain),
        "## Base",
        _base(training),
        "## Data",
        _data(training, chain),
        "## Recipe",
        _recipe(training),
        "## Metrics",
        _metrics(chain),
        "## Limits, and what was not measured",
        _limits(manifest, chain),
        "## How it was made",
        _steps(chain),
        "## Environment",
        _environment(training),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _chain(manifest: Manifest) -> Iterator[Manifest]:
    """The manifest and everything that it comes from, each step once."""
    seen: set[tuple[str, str, str]] = set()
    waiting = [manifest]
    while waiting:
        each = waiting.pop(0)
        key = (each.kind, each.created, each.command)
        if key not in seen:
            seen.add(key)
            yield each
            waiting += each.parents


def _name(manifest: Manifest, training: Manifest) -> str:
    return str(manifest.config.get("name") or training.recipe or "Model")


def _written(chain: Sequence[Manifest]) -> str:
    first = chain[0]
    failed = "\n\n**This export failed its proof: it does not say what was trained. Do not serve it.**"
    wrong = failed if first.metrics.get("proof") == "failed" else ""
    return f"Written by Spotsmith from the manifests of {len(chain)} steps, {first.created or 'undated'}.{wrong}"


def _base(training: Manifest) -> str:
    base = training.base
    name = str(base.get("path", "")).rstrip("/").rpartition("/")[2] or "not told"
    revision = f", revision `{base['revision']}`" if base.get("revision") else ", of no told revision"
    return f"`{name}`{revision}; SHA-256 of its files `{str(base.get('digest', 'not told'))[:_SHOWN]}`."


def _data(training: Manifest, chain: Sequence[Manifest]) -> str:
    counts, digests = training.data.get("counts", {}), training.data.get("digests", {})
    lines = ["| part | records | SHA-256 |", "| --- | --- | --- |"]
    names = sorted({*counts, *(name.removesuffix(".jsonl").replace("-", "_") for name in digests)})
    by_name = {name.removesuffix(".jsonl").replace("-", "_"): digest for name, digest in digests.items()}
    lines += [
        f"| {name} | {counts.get(name, 'not told')} | `{by_name.get(name, 'not told')[:_SHOWN]}` |" for name in names
    ]
    found = ["\n".join(lines)] if names else ["Which records it was trained on is not told."]
    for each in chain:
        if each.kind in ("dataset", "split") and (said := _figures(each.metrics)):
            found.append(f"Found when {_TOLD[each.kind]}:\n\n{said}")
    return "\n\n".join(found)


def _recipe(training: Manifest) -> str:
    told = [
        f"Recipe `{training.recipe or 'not told'}`, seed {training.seed if training.seed is not None else 'not told'}."
    ]
    flat = dict(_flat(training.config))
    if flat:
        told.append(
            "\n".join(["| setting | value |", "| --- | --- |", *(f"| {k} | {_cell(v)} |" for k, v in flat.items())])
        )
    return "\n\n".join(told)


def _metrics(chain: Sequence[Manifest]) -> str:
    found = []
    for each in chain:
        if each.kind in ("pretraining", "training", "evaluation", "export") and (said := _figures(each.metrics)):
            found.append(f"Measured when {_TOLD[each.kind]} ({each.created[:10] or 'undated'}):\n\n{said}")
    return "\n\n".join(found) or "Nothing was measured."


def _figures(metrics: Mapping[str, Any]) -> str:
    """Numbers with their n and interval, where they have one."""
    rows = [f"| {name} | {_number(value)} | {n} | {_interval(value)} |" for name, value, n in _measured(metrics)]
    return "\n".join(["| metric | value | n | interval of 95 % |", "| --- | --- | --- | --- |", *rows]) if rows else ""


def _measured(metrics: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any, Any]]:
    for name, value in metrics.items():
        full = f"{above}{name}"
        if isinstance(value, Mapping) and "value" in value:
            yield full, value, value.get("n", "")
        elif isinstance(value, Mapping):
            yield from _measured(value, f"{full}: ")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield full, value, ""


def _number(value: Any) -> str:
    number = value["value"] if isinstance(value, Mapping) else value
    return f"{number:.4g}" if isinstance(number, float) else str(number)


def _interval(value: Any) -> str:
    if isinstance(value, Mapping) and "low" in value and "high" in value:
        return f"{value['low']:.3g} to {value['high']:.3g}"
    return ""


def _limits(manifest: Manifest, chain: Sequence[Manifest]) -> str:
    kinds = {each.kind for each in chain}
    said = [str(each) for each in manifest.metrics.get("problems", ())]
    said += [str(each) for each in manifest.metrics.get("unproven", ())]
    if "evaluation" not in kinds:
        said.append("no evaluation of held-out requests is among the manifests (`spotsmith evaluate`)")
    evaluated = [each for each in chain if each.kind == "evaluation"]
    if evaluated and not any(_names(each.metrics, "forgetting", "general") for each in evaluated):
        said.append("what was forgotten of general code was not measured")
    if evaluated and not any(_names(each.metrics, "preference") for each in evaluated):
        said.append("no person compared answers")
    for each in chain:
        said += [str(text) for text in each.metrics.get("limits", ())]
    said.append("that code compiles says nothing about whether it does what was asked")
    return "\n".join(f"- {each[:1].upper()}{each[1:]}." for each in dict.fromkeys(text.rstrip(".") for text in said))


def _names(metrics: Mapping[str, Any], *words: str) -> bool:
    names = [name.lower() for name, _, _ in _measured(metrics)]
    return any(word in name for word in words for name in names)


def _steps(chain: Sequence[Manifest]) -> str:
    lines = []
    for each in sorted(chain, key=lambda step: step.created):
        command = f": `{each.command}`" if each.command else ""
        lines.append(f"1. {each.created or 'undated'}, {_TOLD[each.kind]}{command}")
    return "\n".join(lines)


def _environment(training: Manifest) -> str:
    flat = [f"| {name} | {_cell(value)} |" for name, value in _flat(training.environment)]
    return "\n".join(["Of the training.", "", "| what | which |", "| --- | --- |", *flat]) if flat else "Not told."


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _cell(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return " ".join(text.replace("|", "\\|").split()) or "none"
