"""What the checks of a dataset say, where, and how bad it is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from finetune.near import NEAR
from finetune.records import Record
from knowledge.records import Severity

Check = Literal[
    "format", "roles", "empty", "fragment", "length", "tokens", "duplicate", "near-duplicate", "leak", "compile",
    "rules", "checks", "secret", "personal", "instructions", "share",
]  # fmt: skip
MEANING: Mapping[Check, str] = {
    "format": "not a record, or a field that holds what it cannot hold",
    "roles": "the turns of a conversation do not alternate, or do not end with an answer",
    "empty": "nothing is asked, or nothing is answered",
    "fragment": "the answer is cut off, or leaves out what is asked for",
    "length": "many times longer than others of its kind",
    "tokens": "longer than the model may read",
    "duplicate": "the same question and answer as an earlier record",
    "near-duplicate": "nearly the same answer as an earlier record",
    "leak": "belongs together with a record of another split",
    "compile": "the answer does not compile in its place",
    "rules": "a house rule of level error is broken",
    "checks": "a query, an annotation or the contract of the spot is wrong",
    "secret": "a password, a key, a connection or a host",
    "personal": "an address, a number of an account, a card or a telephone",
    "instructions": "text that speaks to a model, inside what should be data",
    "share": "too little of the dataset is written in the patterns of the framework",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    file: str = ""
    line: int = 0
    split: str = ""
    """``train``, ``validation``, ``test``, ``held-out``; empty for a dataset that is not split."""


@dataclass(frozen=True, slots=True)
class Finding:
    id: str
    """Of the record; empty for what is about a line that is no record, or about all of them."""
    place: Place
    check: Check
    severity: Severity
    """Records with an error are kept out of training."""
    text: str
    """A sentence."""
    number: int = -1
    """Of the record among those that were looked at."""


@dataclass(frozen=True, slots=True)
class Limits:
    max_length: int = 0
    """Most tokens of a prompt and its answer; 0: nothing is said about lengths in tokens."""
    near: float = NEAR
    longest: float = 8.0
    """So many times the median of its kind an answer may be long."""
    patterned: float = 0.30
    """Least share of records in the patterns of the framework."""
    public_hosts: tuple[str, ...] = ()
    """Hosts that may be named, beside those of standards and open source."""
    mask: bool = False
    """Secrets and personal data are replaced, and the records with them looked at as they are then."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of one record."""

    characters: int
    """Of the answer."""
    answer: int
    """Tokens, as those below."""
    total: int
    context: int
    """What may be cut before the answer is touched."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured beside the findings."""

    counter: str
    """What counted the tokens."""
    sizes: tuple[Sizes, ...]
    headers: tuple[tuple[str, ...], ...]
    """Licence and confidentiality headers of each record."""
    patterned: tuple[bool, ...]
    """Whether each record is written in the patterns of the framework."""
    judged: tuple[bool, ...]
    """Whether each verdict was found now; else it is what the file says."""
    masked: Mapping[str, int] = field(default_factory=dict)
    """Different values that were replaced, by what they are."""
    unchecked: tuple[str, ...] = ()
    """Checks that could not run, in sentences; never counted as passed."""
    unreadable: int = 0
    """Lines that are no records."""


@dataclass(frozen=True, slots=True)
class Findings:
    records: tuple[Record, ...]
    """All that could be read, masked where that was asked, each with its verdict and what was found about it."""
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]
    facts: Facts
    limits: Limits = field(default_factory=Limits)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity == "error")

    @property
    def kept(self) -> tuple[Record, ...]:
        """The records that may be trained on."""
        bad = {each.number for each in self.errors}
        return tuple(record for number, record in enumerate(self.records) if number not in bad)

    def counts(self, severity: Severity | None = None) -> Counter[Check]:
        """Findings by check."""
        return Counter(each.check for each in self.findings if severity in (None, each.severity))

    def left_out(self) -> Counter[Check]:
        """Records with errors, each counted once, under the first check that found one; lines that are none too."""
        first: dict[object, Check] = {}
        for each in self.errors:
            first.setdefault(each.number if each.number >= 0 else each.place, each.check)
        return Counter(first.values())


def noted(record: Record, findings: list[Finding]) -> Record:
    """The record with what was found about it."""
    said = tuple(dict.fromkeys((*record.findings, *(f"{each.check}: {each.text}" for each in findings))))
    return record if said == record.findings else replace(record, findings=said)
