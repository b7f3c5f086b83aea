"""Picks the error call of a draft: the site's own message repository first, then the product's messages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.blueprint import Blueprint
from knowledge.pack import Types
from knowledge.records import Member, Symbol

SERVER_MESSAGE = "com.splwg.shared.common.ServerMessage"
SHARED = 2  # words that a message must share with what it is wanted for: one alone ("invalid") fits anything
STANDARD = "com.splwg.base.domain.StandardMessages"


@dataclass(frozen=True, slots=True)
class ErrorCall:
    owner: str
    method: str
    arguments: tuple[str, ...]
    """Plain texts, one for each String parameter."""


def best_error(blueprint: Blueprint, types: Types, words: frozenset[str], argument: str = "") -> ErrorCall | None:
    """The message whose name shares most words with ``words``; ``argument`` fills its parameters."""
    best: tuple[int, ErrorCall] | None = None
    for symbol in _repositories(blueprint, types):
        for member in symbol.members:
            if not _usable(member):
                continue
            score = len(set(_name_words(member.name)) & words)
            if score >= SHARED and (best is None or score > best[0]):
                filled = tuple(argument or blueprint.class_name for _ in member.parameters)
                best = (score, ErrorCall(symbol.name, member.name, filled))
    return best[1] if best else _standard(types, argument or blueprint.class_name)


def _repositories(blueprint: Blueprint, types: Types) -> Iterable[Symbol]:
    names = {message.rpartition(".")[0] for exemplar in blueprint.exemplars for message in exemplar.messages}
    for name in blueprint.types:
        names.add(name)
    for name in sorted(names):
        for qualified in (name,) if "." in name else types.named(name):
            symbol = types.find(qualified)
            if symbol and symbol.role == "messages" and symbol.source.kind == "source":
                yield symbol


def _usable(member: Member) -> bool:
    return (
        member.kind == "method"
        and "static" in member.modifiers
        and "public" in member.modifiers
        and member.type == SERVER_MESSAGE
        and len(member.parameters) <= 2
        and all(p.type == "java.lang.String" for p in member.parameters)
    )


def _standard(types: Types, argument: str) -> ErrorCall | None:
    symbol = types.find(STANDARD)
    for member in symbol.members if symbol else ():
        if member.name == "fieldInvalid" and _usable(member) and len(member.parameters) == 1:
            return ErrorCall(STANDARD, member.name, (argument,))
    return None


def _name_words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", name).lower())
