"""Why something is in a result: the reason and the source of each piece that was resolved, and of each symbol."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.state import Result


@dataclass(frozen=True, slots=True)
class Reason:
    what: str
    """spot, table, type, parameter, exemplar, symbol."""
    name: str
    why: str
    source: str = ""


def reasons(result: Result, about: str = "") -> tuple[Reason, ...]:
    """All of them, or those whose names the text ``about`` speaks of; without words in it that are names, all."""
    found = tuple(_all(result))
    asked = [word.lower().rstrip(".") for word in re.findall(r"[\w.$]{2,}", about)]
    exact = tuple(r for r in found if {r.name.lower(), _simple(r.name).lower()} & set(asked))
    if exact or not asked:
        return exact or tuple(reason for reason in found if reason.what != "symbol")
    return tuple(reason for reason in found if any(word in reason.name.lower() for word in asked if len(word) > 2))


def _all(result: Result) -> Iterator[Reason]:
    resolution = result.resolution
    yield Reason("spot", resolution.spot.name, resolution.spot.why)
    for table in resolution.tables:
        yield Reason("table", table.name, table.why, str(table.source))
    for soft in resolution.soft_parameters:
        kind = f"{soft.type} {soft.target}".strip()
        yield Reason(
            "parameter", soft.name, f"the request asks for it ({kind}, {'required' if soft.required else 'optional'})"
        )
    for exemplar in resolution.exemplars:
        yield Reason("exemplar", exemplar.name, exemplar.why, str(exemplar.source))
    for type_ in resolution.types:
        yield Reason("type", type_.name, type_.why, str(type_.source))
    for grounding in result.review.sources:
        yield Reason("symbol", grounding.symbol, "the code uses it", str(grounding.source))


def _simple(name: str) -> str:
    return re.sub(r"\(.*", "", name).rpartition(".")[2]
