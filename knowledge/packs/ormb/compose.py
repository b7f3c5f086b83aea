"""Made-up tasks for algorithms, with their ``invoke``: guards, comparisons, notes in the log, results, on real types.

What is combined is what the site's own algorithms do with what a spot hands in and what is configured; the names of
soft parameters are made up, so that they can only be read in the file and never be remembered.
"""

import random
from collections.abc import Sequence

from knowledge.composition import Composed, Fills
from knowledge.packs.ormb import compose_clauses as clauses
from knowledge.packs.ormb import rewrite
from knowledge.packs.ormb.compose_clauses import Said
from knowledge.packs.ormb.compose_terms import Term, Terms
from knowledge.packs.ormb.java_names import property_name
from knowledge.records import SoftParameter, Symbol
from knowledge.symbols import SymbolTable

ARTEFACT, HOLE = "algorithm", "invoke"
_SOFTS = ((0, 3), (1, 5), (2, 4), (3, 2))
_CLAUSES = ((1, 2), (2, 5), (3, 4), (4, 2))
_LOCAL = 0.3  # share of bodies that keep a value in a variable
_PLAIN = {"java.lang.String": "String", "boolean": "boolean", "int": "int", "long": "long"}
"""Types of variables that need no import."""
_STEPS = ((0, 4), (1, 6), (2, 2))  # getters behind a parameter


class JavaComposer:
    def __init__(self, types: SymbolTable, symbols: Sequence[Symbol]) -> None:
        self._terms = Terms(types, symbols)

    def compose(self, spot: Symbol, rng: random.Random) -> Composed | None:
        softs = [made for _ in range(_weighed(_SOFTS, rng)) if (made := self._terms.soft(rng))]
        roots = [*self._terms.hard(spot), *(term for _, term in softs for _ in range(2))]
        if not roots:
            return None
        pool = [self._grown(rng.choice(roots), rng) for _ in range(6)] + [term for _, term in softs]
        results = self._terms.results(spot)
        parts: list[Said] = []
        if rng.random() < _LOCAL:
            taken = {term.text for term in (*roots, *results)}
            pool, parts = _with_local(pool, taken, rng)
        for _ in range(_weighed(_CLAUSES, rng)):
            part = _clause(pool, results, rng)
            if part and part.code not in {each.code for each in parts}:
                parts.append(part)
        if not parts:
            return None
        return Composed(
            ARTEFACT,
            _request(parts, rng),
            HOLE,
            "".join(part.code for part in parts),
            _once([soft for soft, _ in softs]),
            tuple(dict.fromkeys(use for part in parts for use in part.used)),
        )

    def rewritten(
        self, fills: Fills, softs: Sequence[SoftParameter], rng: random.Random
    ) -> tuple[Fills, tuple[SoftParameter, ...]]:
        return rewrite.rewritten(fills, softs, self._terms.name, rng)

    def _grown(self, term: Term, rng: random.Random) -> Term:
        for _ in range(_weighed(_STEPS, rng)):
            term = self._terms.beyond(term, rng) or term
        return term


def _with_local(pool: list[Term], taken: set[str], rng: random.Random) -> tuple[list[Term], list[Said]]:
    """The pool with one of its terms in a variable, and the statement for it."""
    fitting = [term for term in pool if term.used and term.type in _PLAIN]
    if not fitting:
        return pool, []
    term = rng.choice(fitting)
    name = property_name(term.used[-1][1].removeprefix("fetch"))
    name = name[:1].lower() + name[1:]
    if name in taken:
        return pool, []
    local = Term(name, term.type, term.words, term.used)
    said = Said(f"\t\t{_PLAIN[term.type]} {name} = {term.text};\n", f"read {term.words}", term.used)
    return [local if each is term else each for each in pool], [said]


def _clause(pool: list[Term], results: list[Term], rng: random.Random) -> Said | None:
    term = rng.choice(pool)
    how = rng.random()
    if results and how < 0.25:
        return _result(pool, results, rng)
    if how < 0.45:
        return clauses.log(term, rng)
    when = clauses.condition(term, pool, rng)
    if when is None:
        return None
    if rng.random() < 0.2 and (more := clauses.condition(rng.choice(pool), pool, rng)) and more.code != when.code:
        when = clauses.either(when, more, rng)
    return clauses.stop(when, rng) if rng.random() < 0.65 else clauses.log_when(when, rng.choice(pool), rng)


def _result(pool: list[Term], results: list[Term], rng: random.Random) -> Said | None:
    result = rng.choice(results)
    fitting = [term for term in pool if term.type == result.type and term.text != result.text]
    if result.kind == "boolean":
        fitting += [Term("true", "boolean", "true"), Term("false", "boolean", "false")]
    if result.kind == "text":
        fitting += [Term(f"String.valueOf({t.text})", t.type, t.words, t.used) for t in pool if t.kind != "text"]
    if not fitting:
        return None
    value = rng.choice(fitting)
    when = clauses.condition(rng.choice(pool), pool, rng) if rng.random() < 0.4 else None
    return clauses.give_when(when, result, value, rng) if when else clauses.give(result, value, rng)


def _request(parts: list[Said], rng: random.Random) -> str:
    glue = rng.choice(("; ", ", then ", ". "))
    said = [part.words for part in parts]
    if glue == ". ":
        said = [words[:1].upper() + words[1:] for words in said]
    whole = glue.join(said)
    return f"{whole[:1].upper()}{whole[1:]}"


def _once(softs: list[SoftParameter]) -> tuple[SoftParameter, ...]:
    return tuple({soft.name: soft for soft in softs}.values())


def _weighed(choices: Sequence[tuple[int, int]], rng: random.Random) -> int:
    return rng.choices([value for value, _ in choices], [weight for _, weight in choices])[0]
