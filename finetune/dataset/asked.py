"""How people might ask for code: what its author said of it, in several phrasings, drawn by a seed."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

from finetune.dataset.material import Material
from finetune.dataset.wording import Wording
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.learning import Change, Span, WrittenQuery
from knowledge.records import SoftParameter
from knowledge.words import spoken

Rephrase = Callable[[str], str]
"""A model that is asked for other words. What it answers is data; it raises SpotsmithError when nothing answers."""
LONGEST = 700
"""Characters of a request."""
LONGEST_SAID = 400
"""Of what a model says."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_FIRST = ("initial", "created", "first version", "new file")
_DOES = re.compile(r"(?!(?:This|Class|Process|Address|Status|Business)\b)[A-Z][a-z]+s\b(?! (?:of|is|are)\b)")
"""A sentence that says what a class does: "Holds small bills", and not "Amount of a fee"."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass
class Asking:
    site: OpenSite
    wording: Wording
    rephrase: Rephrase | None = None
    problems: list[str] = field(default_factory=list)
    """Of the model that was to put requests into other words; it is not asked again after the first."""

    def requests(self, material: Material, count: int, rng: random.Random) -> list[str]:
        """As many different ones as there are; the author's own words come first."""
        found = [_ended(material.purposes[0])]
        templates = list(self.wording.requests)
        rng.shuffle(templates)
        every = len(material.purposes)
        for at, (turn, template) in enumerate(product(range(every), templates)):
            purpose = material.purposes[(at + turn + 1) % every]
            if "{what}" not in template or _DOES.match(purpose):
                found.append(_filled(template, purpose, self._values(material)))
        found = list(dict.fromkeys(found))[:count]
        if changes := [c for c in material.lesson.changes if _tells(c)]:
            at = rng.randrange(len(found))
            said = rng.choice(self.wording.changes)
            found[at] = _ended(
                said.format(request=found[at].rstrip("."), change=rng.choice(changes).reason.rstrip("."))
            )
        return [found[0], *(self._in_other_words(each) for each in found[1:])]

    def part(self, span: Span, rng: random.Random) -> str:
        purpose = span.purpose.rstrip(".") or spoken(span.name)
        return _one_line(rng.choice(self.wording.of_part(span.kind)).format(signature=span.signature, purpose=purpose))

    def query(self, query: WrittenQuery, tables: Sequence[str], purpose: str, rng: random.Random) -> str:
        """From what its author calls it, with what the class is for where that says little."""
        about = query.about.strip().rstrip(".") or purpose.rstrip(".")
        named = ", ".join(tables) or "the database"
        text = rng.choice(self.wording.queries).format(about=about, language=query.language.upper(), tables=named)
        return self._in_other_words(_one_line(text))

    def _values(self, material: Material) -> dict[str, str]:
        spot = self.site.resolver.short_name(material.exemplar.spot) if material.exemplar.spot else ""
        return {
            "spot": spoken(spot),
            "kind": material.exemplar.artefact,
            "name": material.name.rpartition(".")[2],
            "parameters": _parameters(material.exemplar.soft_parameters),
        }

    def _in_other_words(self, request: str) -> str:
        if self.rephrase is None or self.problems:
            return request
        try:
            said = _one_line(self.rephrase(self.wording.rephrase.format(request=request)), LONGEST_SAID)
        except SpotsmithError as problem:
            self.problems.append(f"requests were not put into other words: {problem}")
            return request
        return said or request


def _filled(template: str, purpose: str, values: dict[str, str]) -> str:
    first, *rest = _SENTENCE.split(purpose.strip())
    clause = first.rstrip(".")
    small = clause[:1].lower() + clause[1:] if clause[1:2].islower() else clause
    text = template.format(what=small, What=clause, **values)
    return _ended(_one_line(" ".join((_ended(text), *rest)) if rest else text))


def _parameters(parameters: Sequence[SoftParameter]) -> str:
    if not parameters:
        return ""
    said = [f"{each.name} ({' '.join((each.type, each.target)).strip()})" for each in parameters]
    return f", with the parameter{'s' * (len(said) > 1)} {', '.join(said)}"


def _tells(change: Change) -> bool:
    return bool(change.reason) and not change.reason.lower().startswith(_FIRST)


def _one_line(text: str, most: int = LONGEST) -> str:
    """What others wrote, as it may stand in a record: one line of printable text, cut at a word."""
    said = " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).split())
    return said if len(said) <= most else said[:most].rpartition(" ")[0]


def _ended(text: str) -> str:
    text = _one_line(text)
    return text if text.endswith((".", "?", "!")) else f"{text}."
