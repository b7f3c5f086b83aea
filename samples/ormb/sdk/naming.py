"""What a name says about a type: ``getDueDate`` is a Date, ``getAccountId`` an Account_Id, ``getBillStatus`` a lookup.

Used only where the facts are silent. The framework names things so regularly that a guess by name is right far more
often than any general type would compile.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from model import package_of
from words import VALUES, product_of, upper

ALIASES = {
    "BO": "BusinessObject",
    "MO": "MaintenanceObject",
    "Division": "CisDivision",
    "GlDivision": "GeneralLedgerDivision",
    "GlDistribution": "GeneralLedgerDistributionCode",
    "DistributionCode": "GeneralLedgerDistributionCode",
    "DistributionCodeId": "GeneralLedgerDistributionCode",
    "ContactClass": "CustomerContactClass",
    "ContactType": "CustomerContactType",
    "ContactCharacteristic": "CustomerContactCharacteristic",
    "PriceItemCode": "PriceItem",
    "PriceAssign": "PriceAsgn",
    "PriceAssignment": "PriceAsgn",
    "ToDoRole": "Role",
    "StatementRouteType": "StatementRoutingType",
    "AccountIdentifierType": "AccountNumberType",
    "CharType": "CharacteristicType",
    "BchgId": "BillableCharge",
    "TargetUom": "UnitOfMeasure",
    "SourceUom": "UnitOfMeasure",
    "SaType": "ServiceAgreementType",
    "Sa": "ServiceAgreement",
    "WorkforceManagementSystem": "FeatureConfiguration",
    "InitialMeasurement": "InitialMeasurementData",
    "CreationProcess": "BatchControl",
}
TEXT_WORDS = (
    "Number Nbr Name Code Cd Text Description Descr Info Information Label Title Address Comments Comment Message "
    "Reference Key Status Flag Flg String Path File Payload Usage Type Xml Line Email Phone Extension City State "
    "Postal County Country Reason Source Details Password Token"
).split()
PLAIN = re.compile(r"Address\d|(Mailing)?(City|State|County|Country|Postal)")
"""Texts, although entities of some of these names exist."""
NUMBER_WORDS = "Sequence Seq Count Days Positions Priority Version Copies Year Digits Level SequenceNumber".split()
DECIMAL_WORDS = (
    "Quantity Qty Percent Percentage Rate Multiplier Constant Reading Factor Price Limit Vol Volume Pricamt"
).split()
PREPOSITIONS = ("On", "For", "In", "Of", "Per", "As", "To")
RELATED = {"d2": ("d1",), "base": ("ccb",)}
"""Products whose entities a vague name may mean, besides the own and the framework's."""
FLAG_WORDS = ("is", "should", "has", "can", "must", "allow", "receives", "use", "does", "are", "was")


class Names:
    """Types by their simple names, and guesses from property names."""

    def __init__(self, entities: set[str], lookups: set[str], others: set[str]) -> None:
        self.entities = _by_simple(entities)
        self.lookups = _by_simple(lookups)
        self.others = _by_simple(others)
        self.entity_names = entities

    def entity(self, word: str, owner: str) -> str | None:
        """The entity that a word names, in full or by its last words; the nearest one to the owner's package."""
        return self._named(word, owner) or self._tail(word, owner)

    def exactly(self, word: str, owner: str) -> str | None:
        """The entity of this very name, an alias or the owner's name before it."""
        return self._named(word, owner)

    def _named(self, word: str, owner: str) -> str | None:
        simple = owner.rpartition(".")[2].removesuffix("_DTO").removesuffix("_Id")
        metering = (word + "D1", word + "D2") if product_of(owner) in ("d1", "d2") else ()
        for name in (*metering, word, ALIASES.get(word, ""), simple + word):
            if name and (found := nearest(self.entities.get(name, ()), owner)):
                return found
        stripped = word.rstrip("0123456789")
        if stripped != word:
            stripped = stripped.removesuffix("Id")
            return self._named(stripped, owner) if stripped else None
        return None

    def _tail(self, word: str, owner: str) -> str | None:
        words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", word)
        for start in range(1, len(words)):
            if words[start - 1] in PREPOSITIONS:
                break
            tail = "".join(words[start:])
            found = self._named(tail, owner) if len(tail) > 3 or tail in ALIASES else None
            if found and product_of(found) in (*RELATED.get(product_of(owner), ()), product_of(owner), "base"):
                return found
        return None

    def lookup(self, word: str, owner: str) -> str | None:
        simple = owner.rpartition(".")[2].removesuffix("_DTO").removesuffix("_Id")
        stem = re.sub(r"(Flag|Flg)$", "", word)
        for name in (word, stem, word + "Flg", word + "Flag", simple + word, simple + stem):
            found = nearest(self.lookups.get(name + "Lookup", ()), owner)
            if found:
                return found
        return None

    def child(self, plural: str, owner: str) -> str | None:
        """The entity that a collection getter such as ``getPersons`` of Account holds."""
        package, simple = package_of(owner), owner.rpartition(".")[2]
        for single in singulars(plural):
            for name in (simple + single, single):
                if f"{package}.{name}" in self.entity_names:
                    return f"{package}.{name}"
            ending = sorted(
                e for e in self.entity_names if package_of(e) == package and e.rpartition(".")[2].endswith(single)
            )
            if ending:
                return ending[0]
            if found := self._named(single, owner):
                return found
        return None

    def value(self, prop: str, owner: str) -> str | None:
        """The type of a property by its name, or None when the name says nothing."""
        word = upper(prop)
        if PLAIN.fullmatch(word):
            return "java.lang.String"
        return (
            self._identity(word, owner)
            or _dated(word)
            or _measured(word)
            or self._flag(prop, owner)
            or self.lookup(word, owner)
            or self._named(word, owner)
            or _counted(word)
            or _worded(word)
            or self._tail(word, owner)
            or self._before_preposition(word, owner)
        )

    def _before_preposition(self, word: str, owner: str) -> str | None:
        """``DescriptionOnBill`` is a description."""
        place = re.match(rf"([A-Z][a-z]\w*?)(?:{'|'.join(PREPOSITIONS)})(?=[A-Z])", word)
        return self.value(place[1], owner) if place else None

    def _identity(self, word: str, owner: str) -> str | None:
        match = re.fullmatch(r"(\w+?)(?:Id|ID)(\d*)", word)
        if match is None or match[1].endswith("By"):
            return None
        entity = self.entity(match[1] + match[2], owner) or self.entity(match[1], owner)
        return f"{entity}_Id" if entity else "java.lang.String"

    def _flag(self, prop: str, owner: str) -> str | None:
        words = re.findall(r"^[a-z]+|[A-Z][a-z0-9]*", prop[:1].lower() + prop[1:])
        if words and words[0] in FLAG_WORDS and len(words) > 1 and not self.lookup(upper(prop), owner):
            return VALUES + "Bool"
        if prop.endswith(("Switch", "Sw")):
            return VALUES + "Bool"
        return None


def nearest(candidates: tuple[str, ...] | list[str], owner: str) -> str | None:
    """Same package first, then same product and layout, then base, then the billing product."""
    return min(candidates, key=lambda each: _distance(each, owner), default=None)


@lru_cache(maxsize=100_000)
def _distance(candidate: str, owner: str) -> tuple[int, int, int, str]:
    own, other = package_of(owner), package_of(candidate)
    if own == other:
        return (0, 0, 0, candidate)
    product, theirs = product_of(owner), product_of(candidate)
    family = {"d2": ("d2", "d1", "base", "ccb"), "d1": ("d1", "d2", "base", "ccb"), "tax": ("tax", "base", "ccb")}
    order = family.get(product, (product, "base", "ccb", "d1"))
    rank = order.index(theirs) if theirs in order else 9
    layout = int((".entity" in own) != (".entity" in other))
    shared = len([1 for a, b in zip(own.split("."), other.split("."), strict=False) if a == b])
    return (1 + rank, layout, -shared, candidate)


def singulars(plural: str) -> list[str]:
    forms = []
    if plural.endswith("ies"):
        forms.append(plural[:-3] + "y")
    if plural.endswith("ses"):
        forms.append(plural[:-2])
    if plural.endswith("s"):
        forms.append(plural[:-1])
    return [*forms, plural]


def _by_simple(names: set[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        table[name.rpartition(".")[2]].append(name)
    return {key: tuple(value) for key, value in table.items()}


def _dated(word: str) -> str | None:
    if re.search(r"(DateTime|Datetime|Dttm|DTTM)\d*$", word):
        return VALUES + "DateTime"
    if re.search(r"(Date|Dt)$", word) or word in ("BillAfter", "PostponeCreditReviewUntil"):
        return VALUES + "Date"
    if word.endswith("Time"):
        return VALUES + "Time"
    return None


def _measured(word: str) -> str | None:
    if word.endswith(("Amount", "Amt", "Balance")):
        return VALUES + "Money"
    if word.endswith(tuple(DECIMAL_WORDS)):
        return "com.ibm.icu.math.BigDecimal"
    return None


def _counted(word: str) -> str | None:
    if word.endswith(tuple(NUMBER_WORDS)) or word.startswith(("NumberOf", "TotalNumberOf", "TotalTender")):
        return "java.math.BigInteger"
    if word in ("BatchNumber", "MessageNumber", "HeaderSequence", "ThreadNumber", "EventNumber"):
        return "java.math.BigInteger"
    return None


def _worded(word: str) -> str | None:
    if word.rstrip("0123456789").endswith(tuple(TEXT_WORDS)) or word.endswith("Value"):
        return "java.lang.String"
    return None
