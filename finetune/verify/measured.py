"""What a dataset holds, in numbers: for its reports and its datasheet. Nothing here judges."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from finetune.records import CATEGORIES, TARGET_SHARES, Record, digest_of
from finetune.verify.findings import MEANING, Findings

COMPILED = ("compiled", "compiled with generated artefacts")


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    """Of the dataset: a file or a folder."""
    records: int
    kept: int
    unreadable: int
    digest: str
    """Over the ids of the records that may be trained on."""
    kinds: Mapping[str, int]
    categories: Mapping[str, int]
    origins: Mapping[str, int]
    contexts: Mapping[str, int]
    verdicts: Mapping[str, int]
    """``said: ...`` is what the file says of records that could not be looked at."""
    splits: Mapping[str, int]
    spots: Mapping[str, int]
    headers: Mapping[str, int]
    masked: Mapping[str, int]
    components: int
    sources: int
    first: str
    """Oldest date of a record, ISO; empty where none has one."""
    last: str
    patterned: int
    checks: Mapping[str, Mapping[str, int]]
    """Findings of each check by severity, in the order in which the checks are documented."""
    left_out: Mapping[str, int]
    """Records that are kept out of training, by the first check that found an error."""
    answer_tokens: Mapping[str, int]
    """Percentiles."""
    total_tokens: Mapping[str, int]
    counter: str
    max_length: int
    over: int
    """Records above that length."""
    touched: int
    """Of these, records whose answer would be cut even without any context."""
    unchecked: Sequence[str]

    def share(self, count: int) -> float:
        return count / self.records if self.records else 0.0


def measured(findings: Findings, name: str) -> Measured:
    records, facts, most = findings.records, findings.facts, findings.limits.max_length
    dates = sorted(record.date[:10] for record in records if record.date)
    too_long = [each for each in facts.sizes if most and each.total > most]
    return Measured(
        name=name,
        records=len(records),
        kept=len(findings.kept),
        unreadable=facts.unreadable,
        digest=digest_of(findings.kept),
        kinds=_counted(record.kind for record in records),
        categories={name: sum(record.category == name for record in records) for name in CATEGORIES},
        origins=_counted(record.origin for record in records),
        contexts=_counted(record.context_use or "unknown" for record in records),
        verdicts=_counted(map(_verdict, records, facts.judged)),
        splits=_counted(place.split for place in findings.places if place.split),
        spots=_counted(record.spot for record in records if record.spot),
        headers=_counted(header for each in facts.headers for header in each),
        masked=dict(facts.masked),
        components=len({record.component for record in records if record.component}),
        sources=len({_file(record) for record in records if record.source}),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        patterned=sum(facts.patterned),
        checks=_checks(findings),
        left_out=_left_out(findings),
        answer_tokens=percentiles([each.answer for each in facts.sizes]),
        total_tokens=percentiles([each.total for each in facts.sizes]),
        counter=facts.counter,
        max_length=most,
        over=len(too_long),
        touched=sum(each.total - each.context > most for each in too_long),
        unchecked=facts.unchecked,
    )


def percentiles(values: Sequence[int]) -> dict[str, int]:
    """Smallest, median, 90, 99 and largest, each a value that occurs."""
    if not values:
        return {}
    ordered = sorted(values)
    places = {"least": 0.0, "median": 0.5, "p90": 0.9, "p99": 0.99, "most": 1.0}
    return {name: ordered[round(share * (len(ordered) - 1))] for name, share in places.items()}


def targets() -> Mapping[str, float]:
    return {str(name): share for name, share in TARGET_SHARES.items()}


def _checks(findings: Findings) -> dict[str, dict[str, int]]:
    found = {
        check: {severity: findings.counts(severity)[check] for severity in ("error", "warning", "info")}
        for check in MEANING
    }
    return {check: counts for check, counts in found.items() if any(counts.values())}


def _verdict(record: Record, judged: bool) -> str:
    if not record.verdict:
        return "not looked at"
    return record.verdict if judged else f"said: {record.verdict}"


def _left_out(findings: Findings) -> dict[str, int]:
    return {str(check): count for check, count in findings.left_out().items()}


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())


def _file(record: Record) -> str:
    return record.source.partition("@")[0]
