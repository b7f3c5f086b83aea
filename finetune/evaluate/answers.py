"""A model that is asked in words: for questions and small tasks that need no frame."""

import re
from collections.abc import Callable

from agents.coders.reply import Endpoint, Wanted, collect
from agents.coders.transformers_backend import Drawing, LocalModel
from agents.coders.wire import Problem
from knowledge.errors import SpotsmithError

Tell = Callable[[str, str, int], str]
"""(system, user, most tokens) -> the answer, as greedily as the model can."""

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"(?:```|~~~)[^\n]*\n(.*?)(?:```|~~~|\Z)", re.DOTALL)
_AROUND = " \t\r\n`'\"*_.,;:!"
_CALLED = re.compile(r"\(.*\)?$", re.DOTALL)


def local(model: LocalModel) -> Tell:
    """Of the model as it is switched when it is asked."""

    def tell(system: str, user: str, tokens: int) -> str:
        samples, _ = model.write(model.chat(system, user), Drawing([0.0], tokens))
        return samples[0].text

    return tell


def served(endpoint: Endpoint) -> Tell:
    def tell(system: str, user: str, tokens: int) -> str:
        wanted = Wanted(system, user, tokens=tokens, temperature=0.0)
        try:
            return collect(endpoint.chat(wanted), wanted).text
        except Problem as problem:
            raise SpotsmithError(f"{endpoint.place} does not answer: {problem.text}") from problem

    return tell


def code_of(text: str) -> str:
    """The first code block of an answer; the whole answer where it has none."""
    text = _THOUGHT.sub("", text)
    block = _BLOCK.search(text)
    return (block[1] if block else text).strip()


def name_of(text: str, folded: bool = False) -> str:
    """The name that an answer gives: its first line without marks, brackets of a call, and blanks."""
    text = _THOUGHT.sub("", text)
    block = _BLOCK.search(text)
    lines = [line.strip(_AROUND) for line in (block[1] if block else text).splitlines()]
    first = next((line for line in lines if line), "")
    found = "".join(_CALLED.sub("", first).strip(_AROUND).split())
    return found.casefold() if folded else found
