"""Existing code with other names: of its variables, and of soft parameters with their getters."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.composition import Fills
from knowledge.packs.ormb.java_names import KEYWORDS
from knowledge.records import SoftParameter

_LOCAL = re.compile(r"^\t\t+(?:final )?[A-Za-z][\w.<>\[\], ]* (?P<name>[a-z]\w*) = ", re.MULTILINE)
_TEXT = re.compile(r'("(?:[^"\\\n]|\\.)*")')
_FORMS = ("the{0}", "found{0}", "current{0}", "my{0}", "a{0}", "used{0}", "given{0}", "some{0}")
_SHARE = 0.8  # of names that are replaced


def rewritten(
    fills: Fills, softs: Sequence[SoftParameter], new_name: Callable[[random.Random], str], rng: random.Random
) -> tuple[Fills, tuple[SoftParameter, ...]]:
    """``new_name`` makes names up for soft parameters."""
    names = {soft.name: new_name(rng) for soft in softs if rng.random() < _SHARE}
    getters = {f"get{_capital(old)}": f"get{_capital(new)}" for old, new in names.items()}
    made = {hole: replace(fill, code=_locals(_calls(fill.code, getters), rng)) for hole, fill in fills.items()}
    return made, tuple(replace(soft, name=names.get(soft.name, soft.name)) for soft in softs)


def _calls(code: str, getters: dict[str, str]) -> str:
    """Getters of soft parameters are called on nothing or on ``this``."""
    return re.sub(
        r"(?<![\w$.])(?:this\.)?(get\w+)(?=\(\))", lambda m: m[0].replace(m[1], getters.get(m[1], m[1])), code
    )


def _locals(code: str, rng: random.Random) -> str:
    for name in dict.fromkeys(found["name"] for found in _LOCAL.finditer(code)):
        other = rng.choice(_FORMS).format(_capital(name))
        if name not in KEYWORDS and rng.random() < _SHARE and not re.search(rf"\b{other}\b", code):
            code = "".join(_renamed(part, name, other) for part in _TEXT.split(code))
    return code


def _renamed(part: str, name: str, other: str) -> str:
    """Texts stay as they are."""
    return part if part.startswith('"') else re.sub(rf"(?<![\w$.]){name}\b(?!\s*\()", other, part)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
