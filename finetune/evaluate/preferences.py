"""The preference tier: two answers to a request side by side, blind; people choose, and the choices are read back."""

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finetune.evaluate.page import page, said
from finetune.evaluate.samples import Sample
from finetune.evaluate.statistics import Interval, binomial_p, wilson
from knowledge.errors import SpotsmithError

PAGE, KEY = "preferences.html", "preferences-key.json"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preferences:
    """How often the second model's answer was chosen over the first's."""

    first: str
    second: str
    wins: int
    losses: int
    ties: int
    open: int
    """Pairs without a choice."""
    rate: Interval
    """Of wins among the pairs that were decided."""
    p: float
    """Of the sign test."""


def write_preferences(
    folder: Path, requests: Mapping[str, str], first: Sequence[Sample], second: Sequence[Sample], seed: int = 0
) -> int:
    """The page, and beside it the key that says which side is whose; gives the number of pairs.

    A pair is the first sample of both for a request; answers that are the same are left out.
    """
    own, other = ({s.record: s for s in reversed(samples) if s.number == 0} for samples in (first, second))
    dice = random.Random(seed)
    pairs: list[dict[str, str]] = []
    sides: dict[str, str] = {}
    for record in sorted(own.keys() & other.keys()):
        one, two = own[record], other[record]
        if one.text == two.text:
            continue
        is_left = dice.random() < 0.5
        sides[record] = "right" if is_left else "left"
        left, right = (one.text, two.text) if is_left else (two.text, one.text)
        pairs.append({"id": record, "request": requests.get(record, ""), "left": left, "right": right})
    dice.shuffle(pairs)
    name = hashlib.sha256(json.dumps(pairs, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:16]
    key = {"page": name, "first": _arm(first), "second": _arm(second), "second is": sides}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(_page(name, pairs), encoding="utf-8", errors="replace")
    (folder / KEY).write_text(json.dumps(key, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return len(pairs)


def read_preferences(file: Path, folder: Path) -> Preferences:
    """What was chosen, by the key that lies in the folder of the evaluation. Raises SpotsmithError."""
    chosen, key = _json(file), _json(folder / KEY)
    if chosen.get("page") != key.get("page"):
        raise SpotsmithError(f"{file} holds choices of another page than the one in {folder}; name the run it is of")
    choices, sides = chosen.get("choices"), key["second is"]
    if not isinstance(choices, dict) or not all(value in ("left", "right", "tie") for value in choices.values()):
        raise SpotsmithError(f"{file}: choices are not left, right or tie; save them from the page again")
    strange = choices.keys() - sides.keys()
    if strange:
        raise SpotsmithError(f"{file}: the page has no pair {sorted(strange)[0]!r}")
    wins = sum(choices[record] == sides[record] for record in choices)
    ties = sum(choice == "tie" for choice in choices.values())
    losses = len(choices) - wins - ties
    rate = wilson(wins, wins + losses)
    left = len(sides) - len(choices)
    return Preferences(key["first"], key["second"], wins, losses, ties, left, rate, binomial_p(wins, wins + losses))


def _page(name: str, pairs: Sequence[Mapping[str, str]]) -> str:
    data = json.dumps({"page": name, "pairs": pairs}, ensure_ascii=True).replace("<", "\\u003c")
    markup = (_HERE / "preferences.html").read_text(encoding="utf-8").replace("{count}", said(len(pairs)))
    script = (_HERE / "preferences.js").read_text(encoding="utf-8")
    style = (_HERE / "preferences.css").read_text(encoding="utf-8")
    markup += f'<script type="application/json" id="data">{data}</script>'
    return page("Which answer is better?", markup, script, style)


def _arm(samples: Sequence[Sample]) -> str:
    return samples[0].arm if samples else ""


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SpotsmithError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SpotsmithError(f"{path} is no file of choices: it holds no object")
    return found
