"""What tuning cost: the loss on general code, of the base and of the tuned model, record by record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agents.coders.transformers_backend import LocalModel
from finetune.evaluate.statistics import Interval, bootstrap
from finetune.records import Record


@dataclass(frozen=True, slots=True)
class Forgetting:
    records: int
    tokens: int
    losses: Mapping[str, float]
    """Nats a token, by model; ``exp`` of it is the perplexity."""
    rise: Interval | None
    """Of the mean loss of a record, second model minus first; above 0 something was forgotten."""


def forgetting(records: Sequence[Record], models: Mapping[str, Callable[[], LocalModel]]) -> Forgetting | None:
    """Over the records that are plain text; nothing where there are none. ``models``: by name, what switches to it."""
    texts = [record for record in records if record.kind == "text" and record.output.strip()]
    if not texts:
        return None
    sums = {}
    for who, switch in models.items():
        model = switch()
        sums[who] = {record.id: _loss(model, record) for record in texts}
    counted = [key for key in next(iter(sums.values())) if all(found[key][1] for found in sums.values())]
    losses = {
        who: sum(found[key][0] for key in counted) / max(sum(found[key][1] for key in counted), 1)
        for who, found in sums.items()
    }
    tokens = sum(next(iter(sums.values()))[key][1] for key in counted)
    means = [{key: found[key][0] / found[key][1] for key in counted} for found in sums.values()]
    clusters = {record.id: record.cluster for record in texts}
    rise = None
    if len(means) > 1 and counted:
        worst = max(max(each.values()) for each in means[:2])
        rises = {key: means[1][key] - means[0][key] for key in counted}
        rise = bootstrap(rises, clusters, (-worst, worst))
    return Forgetting(len(counted), tokens, losses, rise)


def _loss(model: LocalModel, record: Record) -> tuple[float, int]:
    start = len(model.raw(record.prefix)) if record.prefix else 1
    return model.surprise(model.raw(record.prefix + record.output), start)
