"""Statements of the kinds that algorithms of a site are made of, each with the words that ask for it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.packs.ormb.compose_terms import Term

_STOP = ("stop when {0}", "do nothing if {0}", "return if {0}", "leave when {0}", "nothing to do when {0}")
_LOG = ("log {0}", "write {0} to the log", "note {0} in the log")
_SET = ("set {0} to {1}", "give back {1} as {0}", "{0} becomes {1}")
_SIZES = (1, 2, 5, 10, 20, 30, 50, 100)


@dataclass(frozen=True, slots=True)
class Said:
    """Code and the words for it."""

    code: str
    words: str
    used: tuple[tuple[str, str], ...] = ()


def condition(term: Term, others: Sequence[Term], rng: random.Random) -> Said | None:
    """Something about a term that is true or false."""
    choices = [*_about(term, rng), *(said for other in others for said in _between(term, other))]
    if not choices:
        return None
    return rng.choice(choices)


def either(first: Said, second: Said, rng: random.Random) -> Said:
    sign, word = rng.choice((("&&", "and"), ("||", "or")))
    return Said(f"{first.code} {sign} {second.code}", f"{first.words} {word} {second.words}", first.used + second.used)


def stop(when: Said, rng: random.Random) -> Said:
    return Said(f"\t\tif ({when.code}) {{\n\t\t\treturn;\n\t\t}}\n", rng.choice(_STOP).format(when.words), when.used)


def log(term: Term, rng: random.Random) -> Said:
    level = rng.choice(("debug", "info"))
    title = term.words.removeprefix("the ").removeprefix("configured ").split(" of ")[0]
    code = f'\t\tLOGGER.{level}("{title[:1].upper()}{title[1:]} " + {term.text});\n'
    return Said(code, rng.choice(_LOG).format(term.words), term.used)


def log_when(when: Said, term: Term, rng: random.Random) -> Said:
    inner = log(term, rng)
    code = f"\t\tif ({when.code}) {{\n\t{inner.code}\t\t}}\n"
    return Said(code, f"{inner.words} when {when.words}", when.used + inner.used)


def give(result: Term, value: Term, rng: random.Random) -> Said:
    code = f"\t\t{result.text} = {value.text};\n"
    return Said(code, rng.choice(_SET).format(result.words, value.words), value.used)


def give_when(when: Said, result: Term, value: Term, rng: random.Random) -> Said:
    inner = give(result, value, rng)
    code = f"\t\tif ({when.code}) {{\n\t{inner.code}\t\t}}\n"
    return Said(code, f"{inner.words} when {when.words}", when.used + inner.used)


def _about(term: Term, rng: random.Random) -> list[Said]:
    t, w, used = term.text, term.words, term.used
    size = rng.choice(_SIZES)
    found = {
        "text": [
            (f"isBlankOrNull({t})", f"{w} is blank"),
            (f"notBlank({t})", f"{w} is given"),
            (f"{t}.trim().length() > {size}", f"{w} is longer than {size}"),
        ],
        "flag": [(f"{t}.isTrue()", f"{w} is true"), (f"{t}.isFalse()", f"{w} is false"), *_missing(term)],
        "boolean": [(t, f"{w} is true"), (f"!{t}", f"{w} is false")],
        "decimal": [
            (f"{t}.signum() > 0", f"{w} is positive"),
            (f"{t}.signum() < 0", f"{w} is negative"),
            (f"{t}.signum() == 0", f"{w} is zero"),
            *_missing(term),
        ],
        "money": [
            (f"{t}.isZero()", f"{w} is zero"),
            (f"{t}.isPositive()", f"{w} is positive"),
            (f"{t}.isNegative()", f"{w} is negative"),
            *_missing(term),
        ],
        "integer": [(f"{t}.intValue() > {size}", f"{w} is above {size}"), *_missing(term)],
        "number": [(f"{t} > {size}", f"{w} is above {size}"), (f"{t} == 0", f"{w} is zero")],
        "date": [
            (f"{t}.isFirstDayOfMonth()", f"{w} is the first day of a month"),
            (f"{t}.isLastDayOfMonth()", f"{w} is the last day of a month"),
            *_missing(term),
        ],
    }.get(term.kind, _missing(term))
    return [Said(code, said, used) for code, said in found]


def _missing(term: Term) -> list[tuple[str, str]]:
    return [(f"isNull({term.text})", f"{term.words} is missing"), (f"notNull({term.text})", f"there is {term.words}")]


def _between(one: Term, other: Term) -> list[Said]:
    """Comparisons, where both can be compared."""
    if one.text == other.text:
        return []
    a, b, used = one.text, other.text, one.used + other.used
    said = f"{one.words} is {{0}} {other.words}"
    pair = (one.kind, other.kind)
    if pair in (("decimal", "decimal"), ("integer", "integer")):
        found = [(f"{a}.compareTo({b}) > 0", "above"), (f"{a}.compareTo({b}) < 0", "below")]
    elif pair == ("money", "decimal"):
        found = [(f"{a}.getAmount().compareTo({b}) > 0", "above"), (f"{a}.getAmount().compareTo({b}) < 0", "below")]
    elif pair == ("money", "money"):
        found = [(f"{a}.isGreaterThan({b})", "above"), (f"{a}.isLessThan({b})", "below")]
    elif pair in (("date", "date"), ("moment", "moment")):
        found = [(f"{a}.isBefore({b})", "before"), (f"{a}.isAfter({b})", "after")]
    elif pair == ("text", "text"):
        found = [(f"{a}.trim().equals({b}.trim())", "the same as"), (f"!{a}.trim().equals({b}.trim())", "not")]
    elif one.type == other.type and one.kind in ("id", "object", "lookup"):
        found = [(f"{a}.equals({b})", "the same as"), (f"!{a}.equals({b})", "not")]
    elif pair == ("date", "integer"):
        return [
            Said(
                f"{a}.addDays({b}.intValue()).isBefore(getProcessDateTime().getDate())",
                f"{one.words} plus {other.words} in days is over",
                used,
            )
        ]
    else:
        return []
    return [Said(code, said.format(word), used) for code, word in found]
