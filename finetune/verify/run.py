"""All checks of a dataset, in one pass: what is found about each record, and what was measured."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from finetune.dataset.wording import read_wording
from finetune.records import Record
from finetune.site import OpenSite
from finetune.verify.duplicates import leaks, twins, why_together
from finetune.verify.findings import Check, Facts, Finding, Findings, Limits, Place, Sizes, noted
from finetune.verify.fragments import fragment
from finetune.verify.headers import headers_of
from finetune.verify.masking import Masking
from finetune.verify.orders import orders
from finetune.verify.outliers import outliers
from finetune.verify.secrets import PERSONAL
from finetune.verify.shape import shape, sound
from finetune.verify.tokens import Estimate, TokenCounter, sizes_of, too_long
from finetune.verify.verdicts import Seen, Verdicts
from knowledge.records import Diagnostic, Severity

NO_SITE = "compile: without a workspace nothing was parsed or compiled, and no rule was checked"
_MOST_ERRORS = 5  # of one record; the first ones say it


def verify(
    records: Sequence[Record],
    site: OpenSite | None,
    tokenizer: TokenCounter | None = None,
    limits: Limits | None = None,
    places: Sequence[Place] = (),
    unreadable: Sequence[Finding] = (),
    on_step: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Findings:
    """``places``: where the records stand, one each; without them they are numbered as lines. ``unreadable``: findings
    about lines that are no records. ``on_step`` hears (check, done, of)."""
    checking = _Checking(
        list(records), list(places) or [Place("", n) for n in range(1, len(records) + 1)], limits or Limits()
    )
    masked = checking.secrets()
    checking.shapes()
    checking.twins(site)
    counter = tokenizer or Estimate()
    sizes = checking.sizes(counter)
    judged, unchecked = checking.verdicts(site, on_step)
    patterned = _patterned(checking.records, site)
    checking.share(patterned)
    facts = Facts(
        counter.name,
        sizes,
        tuple(headers_of(record) for record in checking.records),
        patterned,
        judged,
        masked,
        unchecked,
        len(unreadable),
    )
    return checking.result(facts, unreadable)


class _Checking:
    """What was found so far; ``records`` change where they are masked."""

    def __init__(self, records: list[Record], places: list[Place], limits: Limits) -> None:
        self.records = records
        self._places = places
        self._limits = limits
        self._found: list[Finding] = []
        for number, record in enumerate(records):
            self.records[number], wrong = sound(record)
            for text in wrong:
                self.add(number, "format", "error", text)

    def add(self, number: int, check: Check, severity: Severity, text: str) -> None:
        self._found.append(Finding(self.records[number].id, self._places[number], check, severity, text, number))

    def secrets(self) -> dict[str, int]:
        masking = Masking(self._limits.public_hosts)
        severity: Severity = "info" if self._limits.mask else "error"
        for number, record in enumerate(self.records):
            for (kind, _), place in masking.found(record).items():
                check: Check = "personal" if kind in PERSONAL else "secret"
                done = "was masked" if self._limits.mask else "stands there; --mask replaces it"
                self.add(number, check, severity, f"{_article(kind)} ({place}) {done}")
            if self._limits.mask:
                self.records[number] = masking.masked(record)
        return dict(masking.counts)

    def shapes(self) -> None:
        known: dict[str, int] = {}
        for number, record in enumerate(self.records):
            for check, text in shape(record):
                self.add(number, check, "error", text)
            first = known.setdefault(record.id, number)
            if first != number and self.records[first].output != record.output:
                self.add(number, "format", "error", f"another record has this id ({self._at(first)})")
            cut = fragment(record)
            if cut:
                self.add(number, "fragment", "error", cut)
            for text in orders(record):
                self.add(number, "instructions", "warning", text)

    def twins(self, site: OpenSite | None) -> None:
        for twin in twins(self.records, self._places, self._limits.near):
            first = self._at(twin.earlier)
            if twin.exact:
                self.add(twin.number, "duplicate", "error", f"asks and answers the same as {first}")
            else:
                text = f"its answer is {twin.similarity:.0%} that of {first}, by their runs of three tokens"
                self.add(twin.number, "near-duplicate", "warning", text)
        for number, other in leaks(self.records, self._places, site, self._limits.near):
            split = self._places[other].split
            why = why_together(self.records[number], self.records[other])
            self.add(number, "leak", "error", f"belongs together with {self._at(other)} of {split}: {why}")

    def sizes(self, counter: TokenCounter) -> tuple[Sizes, ...]:
        sizes = sizes_of(self.records, counter)
        for number, text in outliers(self.records, sizes, self._limits.longest):
            self.add(number, "length", "warning", text)
        for number, each in enumerate(sizes):
            touched, text = too_long(each, self._limits.max_length)
            if text:
                self.add(number, "tokens", "error" if touched else "warning", text)
        return sizes

    def verdicts(
        self, site: OpenSite | None, on_step: Callable[[str, int, int], None]
    ) -> tuple[tuple[bool, ...], tuple[str, ...]]:
        """Which records could be looked at, and what could not be checked, in sentences."""
        if site is None:
            return (False,) * len(self.records), (NO_SITE,)
        verdicts, judged, unchecked = Verdicts(site), list[bool](), dict[str, None]()
        for number, record in enumerate(self.records):
            found = verdicts.of(record)
            unchecked |= dict.fromkeys(found.unchecked)
            self._judged(number, found)
            judged.append(bool(found.verdict))
            if found.verdict:
                self.records[number] = replace(record, verdict=found.verdict)
            on_step("compile", number + 1, len(self.records))
        return tuple(judged), tuple(unchecked)

    def _judged(self, number: int, seen: Seen) -> None:
        if seen.empty:
            self.add(number, "empty", "error", "the answer holds comments only: it compiles because it does nothing")
        for error in seen.errors[:_MOST_ERRORS]:
            self.add(number, _check_of(error), "error", _said(error))
        if seen.verdict == "failed" and not seen.errors:
            self.add(number, "compile", "error", "the answer does not parse in its place")

    def share(self, patterned: Sequence[bool]) -> None:
        share = sum(patterned) / len(patterned) if patterned else 0.0
        if patterned and share < self._limits.patterned:
            text = (
                f"{share:.0%} of {len(patterned):,} records are written in the patterns of the framework; "
                f"below {self._limits.patterned:.0%} a model learns little of it"
            )
            self._found.append(Finding("", Place(), "share", "warning", text))

    def result(self, facts: Facts, unreadable: Sequence[Finding]) -> Findings:
        about: dict[int, list[Finding]] = defaultdict(list)
        for each in self._found:
            about[each.number].append(each)
        records = tuple(noted(record, about[number]) for number, record in enumerate(self.records))
        found = sorted((*unreadable, *self._found), key=lambda f: (f.place.file, f.place.line, f.number))
        return Findings(records, tuple(self._places), tuple(found), facts, self._limits)

    def _at(self, number: int) -> str:
        place = self._places[number]
        return f"{self.records[number].id or 'a record'} in {place.file or 'the dataset'}, line {place.line}"


def _check_of(diagnostic: Diagnostic) -> Check:
    if diagnostic.rule:
        return "rules"
    return "compile" if diagnostic.kind in ("compile", "answer") else "checks"


def _said(diagnostic: Diagnostic) -> str:
    line = f"line {diagnostic.line} of {diagnostic.path.rpartition('/')[2]}: " if diagnostic.line else ""
    return f"{line}{diagnostic.message} ({diagnostic.rule or diagnostic.code})"


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeioAEIO" else f"a {kind}"


def _patterned(records: Sequence[Record], site: OpenSite | None) -> tuple[bool, ...]:
    """Whether each answer uses the patterns that the pack names, or says so itself. Without a pack a spot counts."""
    wording = read_wording(site.pack) if site else None
    return tuple(
        bool(record.extra.get("framework_patterns") or (wording.patterns_in(record.output) if wording else record.spot))
        for record in records
    )
