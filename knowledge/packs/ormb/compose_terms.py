"""Values that a body can speak of, with their types and words: hard and soft parameters, and what getters give."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.packs.ormb.contract import read_contract
from knowledge.packs.ormb.resolution import soft_parameter_type
from knowledge.records import SoftParameter, Symbol
from knowledge.symbols import SymbolTable

BASIC = {
    "java.lang.String": "text",
    "com.splwg.base.api.datatypes.Bool": "flag",
    "boolean": "boolean",
    "com.ibm.icu.math.BigDecimal": "decimal",
    "com.splwg.base.api.datatypes.Money": "money",
    "java.math.BigInteger": "integer",
    "int": "number",
    "long": "number",
    "com.splwg.base.api.datatypes.Date": "date",
    "com.splwg.base.api.datatypes.DateTime": "moment",
}
SOFT_TYPES = (("entity", 9), ("decimal", 3), ("string", 4), ("integer", 2), ("boolean", 2), ("date", 2), ("lookup", 2))
_VOCABULARY = 250  # words that made-up names are combined of
_LEAST = 4
"""Getters of an entity below which there is little to ask of it."""
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_GETTER = re.compile(r"(?:get|fetch)[A-Z]\w*")
_SKIPPED = frozenset(("getClass", "getDTO", "getVersion", "getEntity", "getRcSequence", "getCharacteristicEntity"))


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    type: str
    words: str
    used: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """The word of a basic type, or what the framework says by the name."""
        if self.type in BASIC:
            return BASIC[self.type]
        if self.type.endswith("Lookup"):
            return "lookup"
        return "id" if self.type.endswith("_Id") else "object"


class Terms:
    """Where terms come from, for one index."""

    def __init__(self, types: SymbolTable, symbols: Sequence[Symbol]) -> None:
        self._types = types
        self._symbols = symbols
        self._getters: dict[str, tuple[tuple[str, str], ...]] = {}

    @cached_property
    def _entities(self) -> tuple[str, ...]:
        """Names for annotations: those that mean one type, which has something to ask for."""
        found = (symbol for symbol in self._symbols if symbol.role == "entity")
        return tuple(sorted({_lower(s.simple_name) for s in found if len(self.getters(s.name)) >= _LEAST}))

    @cached_property
    def _lookups(self) -> tuple[str, ...]:
        found = (symbol for symbol in self._symbols if symbol.role == "lookup")
        return tuple(sorted({_lower(s.simple_name.removesuffix("Lookup")) for s in found}))

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """For names of parameters: the words that names of this framework are mostly made of."""
        counted: Counter[str] = Counter()
        for symbol in self._symbols:
            if symbol.role in ("entity", "spot"):
                counted.update(word for member in symbol.members for word in spoken(member.name).split()[1:])
        kept = [word for word, _ in counted.most_common() if word.isalpha() and len(word) >= 3]
        return tuple(sorted(kept[:_VOCABULARY]))

    def hard(self, spot: Symbol) -> list[Term]:
        contract = read_contract(spot, self._types)
        return [Term(p.name, p.type, f"the {spoken(p.name)}") for p in contract.hard_parameters if "<" not in p.type]

    def results(self, spot: Symbol) -> list[Term]:
        """What the product reads from the algorithm."""
        contract = read_contract(spot, self._types)
        return [Term(p.name, p.type, f"the {spoken(p.name)}") for p in contract.properties if p.getter]

    def soft(self, rng: random.Random) -> tuple[SoftParameter, Term] | None:
        """A made-up parameter and its getter."""
        kind = rng.choices([k for k, _ in SOFT_TYPES], [w for _, w in SOFT_TYPES])[0]
        names = {"entity": self._entities, "lookup": self._lookups}.get(kind, ())
        if kind in ("entity", "lookup") and not names:
            return None
        target = rng.choice(names) if names else ""
        name = self.name(rng, target if rng.random() < 0.5 else "")
        soft = SoftParameter(name, kind, target, rng.random() < 0.4)
        found = soft_parameter_type(soft, self._types)
        if not found:
            return None
        getter = f"get{name[:1].upper()}{name[1:]}()"
        return soft, Term(getter, found, f"the configured {spoken(name)}")

    def name(self, rng: random.Random, last: str = "") -> str:
        """Two words of the names of types, as a parameter is named."""
        second = last or rng.choice(self._words)
        return rng.choice(self._words) + second[:1].upper() + second[1:]

    def beyond(self, term: Term, rng: random.Random) -> Term | None:
        """What one of the getters of the term's type gives."""
        found = self.getters(term.type)
        if not found:
            return None
        name, result = rng.choice(found)
        said = spoken(re.sub(r"^(?:get|fetch)(?:Is)?(?=[A-Z])", "", name))
        return Term(f"{term.text}.{name}()", result, f"the {said} of {term.words}", (*term.used, (term.type, name)))

    def getters(self, type_name: str) -> tuple[tuple[str, str], ...]:
        """(name, result) of those without parameters, for types of the framework that are not basic."""
        if type_name in BASIC or type_name.endswith("Lookup") or not self._types.find(type_name):
            return ()
        if type_name not in self._getters:
            found: dict[str, str] = {}
            for each in self._types.members(type_name):
                member = each.member
                is_getter = member.kind == "method" and not member.parameters and _GETTER.fullmatch(member.name)
                if is_getter and "<" not in member.type:
                    found.setdefault(member.name, member.type)
            kept = {n: t for n, t in found.items() if n not in _SKIPPED and t != "void" and "[" not in t}
            self._getters[type_name] = tuple(sorted(kept.items()))
        return self._getters[type_name]


def spoken(name: str) -> str:
    """``billCycleId`` -> ``bill cycle id``."""
    return " ".join(part.lower() for part in _PART.findall(name)) or name


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
