"""How often the right spot is resolved: on the sample requests, and on blind ones that nothing was tuned on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.state import Task
from serving.app import App
from serving.settings import Workspace
from tests.benchmarks.bench_record import record

BLIND = Path(__file__).parents[1] / "fixtures" / "blind_requests.yaml"


def place(app: App, request: str, wanted: list[str]) -> int:
    """0-based place of the first wanted spot among the candidates; 99 when it is not among them."""
    resolution = app.resolve(Task(request))
    names = [candidate.name.rpartition(".")[2] for candidate in (resolution.spot, *resolution.alternatives)]
    return next((i for i, name in enumerate(names) if name in wanted), 99)


def recall(places: list[int], k: int) -> float:
    return round(sum(p < k for p in places) / len(places), 3)


@pytest.mark.benchmark
def test_recall_of_spots(app: App, sample_site: Workspace) -> None:
    sample: list[Any] = yaml.safe_load((sample_site.root / "requests.yaml").read_text("utf-8"))
    blind: list[Any] = yaml.safe_load(BLIND.read_text("utf-8"))
    ours = [place(app, r["request"], [r["expect"]["spot"], *r["expect"].get("alternatives", [])]) for r in sample]
    unseen = [place(app, r["request"], [r["spot"], *r.get("also", [])]) for r in blind]
    print("\nspot recall@1 / @3 / @5; baseline: one of 47 spots at random is right in 2 %")
    for name, places in (("sample", ours), ("blind", unseen)):
        print(
            f"  {name:7} {recall(places, 1):.3f} / {recall(places, 3):.3f} / {recall(places, 5):.3f}  n = {len(places)}"
        )
    record(
        "main",
        spot_recall_1_sample=recall(ours, 1),
        spot_recall_1_blind=recall(unseen, 1),
        spot_recall_3_blind=recall(unseen, 3),
    )
