"""The facts tier: questions about the framework whose answers the index knows, and some that a person wrote."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from yaml import YAMLError

from finetune.site import OpenSite
from knowledge.errors import SpotsmithError
from knowledge.pack_data import read_yaml
from knowledge.records import Member, Symbol, Table
from knowledge.typetext import erased

CHOICES = 4
_MOST_ANSWERS = 4  # a question that more names answer asks for little
_KEYS = {"ask", "answers", "about", "folded"}


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    format: str
    """``setter``, ``result``, ``method``, ``column``, ``superclass``, ``choose method``, ``choose column``,
    ``written`` by a person."""
    text: str
    answers: tuple[str, ...]
    """Every right name."""
    folded: bool = False
    """Whether capitals make no difference."""
    choices: int = 0
    """Names that are offered; by chance one of so many is right. 0: none are offered."""


class _Known:
    """What questions are made of, read once."""

    def __init__(self, site: OpenSite) -> None:
        self.types = site.types
        self._names = sorted(site.store.names(Symbol))
        found = (site.store.table(name) for name in sorted(site.store.table_names()))
        self.tables = [table for table in found if table]

    def symbols(self, dice: random.Random) -> Iterator[Symbol]:
        """Types that mean something to the framework, in an order of their own; one may come twice."""
        for _ in range(len(self._names) * 4):
            symbol = self.types.find(dice.choice(self._names))
            if symbol and symbol.source.kind in ("jar", "source") and symbol.role and symbol.kind != "annotation":
                yield symbol


def generated(site: OpenSite, each: int = 10, seed: int = 1) -> list[Question]:
    """Up to ``each`` questions of each format. The same seed and index give the same questions."""
    known = _Known(site)
    found: list[Question] = []
    for name, of_type in _OF_TYPES.items():
        dice = random.Random(f"{seed}:{name}")
        found += _first((of_type(symbol, known, dice) for symbol in known.symbols(dice)), each, name, seed)
    for name, of_table in _OF_TABLES.items():
        dice = random.Random(f"{seed}:{name}")
        tables = dice.sample(known.tables, len(known.tables))
        found += _first((of_table(table, known, dice) for table in tables), each, name, seed)
    return found


def written(path: Path, site: OpenSite) -> list[Question]:
    """Questions of a file that a person wrote; those about what this site does not have are left out.

    Raises SpotsmithError with the file and the question."""
    try:
        data = read_yaml(path)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise SpotsmithError(f"{path}: the questions cannot be read: {error}".replace("\n", " ")) from error
    entries = data.get("facts") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise SpotsmithError(f"{path}: there is no list `facts`")
    found = []
    for number, entry in enumerate(entries, 1):
        place = f"{path}: question {number}"
        if not isinstance(entry, dict) or not entry.keys() <= _KEYS or not {"ask", "answers"} <= entry.keys():
            raise SpotsmithError(f"{place}: it needs ask and answers, and may have about and folded; nothing else")
        answers = entry["answers"]
        if not isinstance(answers, list) or not answers or not all(isinstance(a, str) for a in answers):
            raise SpotsmithError(f"{place}: answers is not a list of names")
        if all(_is_known(str(name), site) for name in entry.get("about", ())):
            text = f"{str(entry['ask']).strip()} Answer with the name alone."
            is_folded = bool(entry.get("folded", False))
            found.append(Question(f"written-{number}", "written", text, tuple(answers), is_folded))
    return found


def _first(questions: Iterable[Question | None], each: int, name: str, seed: int) -> Iterator[Question]:
    """So many that are no other's text."""
    texts: set[str] = set()
    for question in questions:
        if len(texts) == each:
            return
        if question and question.text not in texts:
            texts.add(question.text)
            yield replace(question, id=f"{name}-{seed}-{len(texts)}", format=name)


def _setter(symbol: Symbol, known: _Known, dice: random.Random) -> Question | None:
    one = [m for m in symbol.members if m.name.startswith("set") and len(m.parameters) == 1 and _is_asked(m)]
    setters = [m for m in one if _is_named(m.parameters[0].type)]
    if not setters:
        return None
    name = dice.choice(setters).name
    found = [f.member for f in known.types.methods_named(symbol.name, name) if len(f.member.parameters) == 1]
    answers = _type_names(member.parameters[0].type for member in found)
    return _asked(f"Which type does the parameter of the method {name} of {symbol.name} have?", answers)


def _result(symbol: Symbol, known: _Known, dice: random.Random) -> Question | None:
    getters = [m for m in symbol.members if _is_named(m.type) and _is_asked(m)]
    if not getters:
        return None
    name = dice.choice(getters).name
    found = {f.member.type for f in known.types.methods_named(symbol.name, name)}
    return _asked(f"Which type does the method {name} of {symbol.name} return?", _type_names(found))


def _method(symbol: Symbol, known: _Known, dice: random.Random) -> Question | None:
    results = [m.type for m in symbol.members if _is_named(m.type) and _is_asked(m)]
    if not results:
        return None
    wanted = dice.choice(results)
    methods = (f.member for f in known.types.members(symbol.name) if f.member.kind == "method")
    names = tuple(dict.fromkeys(m.name for m in methods if m.type == wanted))
    if not 0 < len(names) <= _MOST_ANSWERS:
        return None
    return _asked(f"Which method of {symbol.name} returns {wanted}?", names)


def _superclass(symbol: Symbol, known: _Known, dice: random.Random) -> Question | None:
    above = symbol.superclass or ""
    if above in ("", "java.lang.Object"):
        return None
    return _asked(f"Which class does {symbol.name} extend?", _type_names([above]))


def _choose_method(symbol: Symbol, known: _Known, dice: random.Random) -> Question | None:
    own = {f.member.name for f in known.types.members(symbol.name)}
    asked = sorted({m.name for m in symbol.members if _is_asked(m)})
    others: list[str] = []
    for other in known.symbols(dice):
        others += [m.name for m in other.members if _is_asked(m) and m.name not in own and m.name not in others][:1]
        if len(others) == CHOICES - 1:
            break
    if not asked or len(others) < CHOICES - 1:
        return None
    right = dice.choice(asked)
    return _chosen(f"Which of these methods does {symbol.name} have", right, others, dice)


def _column(table: Table, known: _Known, dice: random.Random) -> Question | None:
    if not table.columns:
        return None
    column = dice.choice(table.columns).name
    holding = tuple(t.name for t in known.tables if any(c.name == column for c in t.columns))
    if len(holding) > _MOST_ANSWERS:
        return None
    return _asked(f"Which table has the column {column}?", holding, folded=True)


def _choose_column(table: Table, known: _Known, dice: random.Random) -> Question | None:
    own = {column.name for column in table.columns}
    tables = dice.sample(known.tables, min(len(known.tables), 20))
    pool = sorted({c.name for t in tables for c in t.columns} - own)
    if not own or len(pool) < CHOICES - 1:
        return None
    right, others = dice.choice(sorted(own)), dice.sample(pool, CHOICES - 1)
    return _chosen(f"Which of these columns does the table {table.name} have", right, others, dice, folded=True)


_OF_TYPES = {
    "setter": _setter,
    "result": _result,
    "method": _method,
    "superclass": _superclass,
    "choose method": _choose_method,
}
_OF_TABLES = {"column": _column, "choose column": _choose_column}


def _asked(text: str, answers: Sequence[str], folded: bool = False) -> Question:
    return Question("", "", f"{text} Answer with the name alone.", tuple(answers), folded)


def _chosen(text: str, right: str, others: Sequence[str], dice: random.Random, folded: bool = False) -> Question:
    offered = [right, *others]
    dice.shuffle(offered)
    return Question("", "", f"{text}: {', '.join(offered)}? Answer with the name alone.", (right,), folded, CHOICES)


def _is_asked(member: Member) -> bool:
    return member.kind == "method" and not member.name.startswith(("<", "access$", "lambda$"))


def _is_named(text: str) -> bool:
    """A type with a name of its own: no primitive, no type variable."""
    return "." in text


def _type_names(types: Iterable[str]) -> tuple[str, ...]:
    """A type with and without its arguments and its package."""
    found: dict[str, None] = {}
    for text in types:
        plain = erased(text)
        for name in (text, plain, plain.rpartition(".")[2]):
            found["".join(name.split())] = None
    return tuple(found)


def _is_known(name: str, site: OpenSite) -> bool:
    return site.types.find(name) is not None or site.store.table(name) is not None
