"""The tokens of a vocabulary that lead to one of given names: into it, to its end, or past it.

The trie is a dictionary of all beginnings of tokens; a walk along names leaves it where no token goes on, so that it
costs microseconds and not a pass over the vocabulary. What needs such a pass is the same for all names, and kept.
Texts have one letter for each byte (``tokens.letters``): a name need not be ASCII, and a token may end inside a letter.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from agents.coders.members.tokens import letters
from knowledge.completion import CALLS, OPERATORS, SMALL, Choice, End

_WORD = re.compile(r"[A-Za-z0-9_$\u0080-\u00ff]")
_BEGINS_WORD = re.compile(r"[A-Za-z_$\u0080-\u00ff]")
_INNER_DOT = re.compile(r"[A-Za-z0-9_$\u0080-\u00ff)\]\"'\s]\.[A-Za-z_$\u0080-\u00ff]")
_SPACE = " \t\r\n\f"
_LAST = "\U0010ffff"
_ACCESS = frozenset(".([{")
_INSIDE: Mapping[End, End] = {"call": "any", "arguments": "given", "empty": "nothing"}
"""Behind the opening bracket of a call."""
_OPENINGS: Mapping[End, tuple[str, ...]] = {"dot": ("", ".", ":"), "block": ("", "{", "(")}
FREE_LEADS = frozenset("\"'@:&#\\`.")
"""Marks behind which a word is not code of its own: literals, annotations, binds. The dot is its own kind of lead."""


class Words:
    """Texts with the ids of the tokens that bring them."""

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        self._sorted = sorted(texts)
        self._texts = [text for text, _ in self._sorted]
        self._ids: dict[str, tuple[int, ...]] = {}
        """By each beginning of a token; of those that are no whole token, there are none."""
        for text, number in self._sorted:
            for length in range(len(text) - 1, 0, -1):
                if text[:length] in self._ids:
                    break
                self._ids[text[:length]] = ()
            self._ids[text] = (*self._ids.get(text, ()), number)

    def leading(self, choice: Choice, partial: str) -> frozenset[int]:
        """The tokens that, behind ``partial``, go on with a name of the choice; not those that follow a whole one."""
        found = self._leading(choice, partial)
        return found | self._leading_base(choice.base, partial) if choice.base else found

    @lru_cache(maxsize=10_000)  # noqa: B019 - one vocabulary lives as long as its model
    def _leading_base(self, base: Choice, partial: str) -> frozenset[int]:
        return self._leading(base, partial)

    def _leading(self, choice: Choice, partial: str) -> frozenset[int]:
        found: set[int] = set()
        names, size, last = _names(choice), len(partial), ""
        ordered = names.ordered
        for name in ordered[bisect_left(ordered, partial) : bisect_left(ordered, partial + _LAST)]:
            rest = name[size:]
            length = 0
            while length < len(rest) and (ids := self._ids.get(rest[: length + 1])) is not None:
                length += 1
                if rest[:length] != last[:length]:
                    found.update(ids)
            if rest and length == len(rest):
                found.update(self._past(rest, names.ends[name]))
            last = rest
        return frozenset(found)

    @cache  # noqa: B019 - as few as there are ends, and one vocabulary lives as long as its model
    def following(self, end: End) -> tuple[int, ...]:
        """The tokens that may follow a whole name."""
        return tuple(self._past("", end))

    @cache  # noqa: B019 - the same, for the few words that choices are about
    def starting(self, prefix: str) -> tuple[int, ...]:
        """The tokens that begin with this text and a letter, as words do."""
        if prefix == SMALL:
            return tuple(number for text, number in self._sorted if "a" <= text[0] <= "z")
        return tuple(number for text, number in self._beginning(prefix) if _BEGINS_WORD.match(text))

    def _past(self, rest: str, end: End) -> Iterator[int]:
        """Tokens that write the rest of a name and go on with something that may follow it."""
        size = len(rest)
        return (i for text, i in self._beginning(rest) if len(text) > size and may_follow(text[size:], end))

    def _beginning(self, prefix: str) -> Sequence[tuple[str, int]]:
        at = bisect_left(self._texts, prefix)
        return self._sorted[at : bisect_left(self._texts, prefix + _LAST, at)]


class _Names(NamedTuple):
    ends: Mapping[str, End]
    ordered: list[str]


def _end(choice: Choice, partial: str) -> End | None:
    return _names(choice).ends.get(partial) or (_end(choice.base, partial) if choice.base else None)


@lru_cache(maxsize=1_000)
def _names(choice: Choice) -> _Names:
    ends = {letters(name): end for name, end in choice.names.items()}
    return _Names(ends, sorted(ends))


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which tokens a choice leaves at a place: those that lead to its names, and others as said here."""

    leading: Collection[int]
    end: End | None = None
    """A name is whole: what may follow it stays too."""
    begun: str | None = None
    """Only tokens that begin a word with this text are ruled out; None: all are."""


class Vocabulary:
    """All tokens of a tokenizer by what they write. ``texts``: by id; None for tokens that write no text."""

    def __init__(self, texts: Sequence[str | None]) -> None:
        self.size = len(texts)
        known = [(text, number) for number, text in enumerate(texts) if text]
        self.words = Words(known)
        """Tokens as they are."""
        self.dotted = Words(_behind(known, lambda lead: lead == "."))
        """Tokens that write a dot and a word, by the word."""
        self.spaced = Words(_behind(known, lambda lead: bool(lead) and lead.isspace()))
        self.bracketed = Words(_behind(known, lambda lead: lead == "("))
        self.operated = Words(_behind(known, lambda lead: len(lead) == 1 and lead in OPERATORS))
        self.marked = Words(_behind(known, lambda lead: len(lead) == 1 and not lead.isspace() and _is_mark(lead)))
        """Tokens that write any other mark and a word."""
        self.crossing = tuple(number for text, number in known if _INNER_DOT.search(text))
        """Tokens that write a dot and a member behind something else: what owns the member is not known before."""

    def restriction(self, words: Words, choice: Choice, partial: str) -> Restriction | None:
        """What the choice leaves behind ``partial``; None when it says nothing.

        ``words``: the tokens as they are, for the word that is being written, or those behind a lead.
        """
        covered = choice.covers(partial)
        if not covered and partial and not choice.about.startswith(partial):
            return None
        leading = words.leading(choice, partial)
        whole = _end(choice, partial) if partial else None
        if covered and (partial or (choice.required and words is self.words)):
            return Restriction(leading, whole) if leading or whole else None
        begun = choice.about if choice.about == SMALL else choice.about[len(partial) :]
        if all(number in leading for number in words.starting(begun)):
            return None
        return Restriction(leading, begun=begun)


def _behind(known: Iterable[tuple[str, int]], is_lead: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    for text, number in known:
        match = _BEGINS_WORD.search(text)
        if match and is_lead(text[: match.start()]):
            yield text[match.start() :], number


def _is_mark(lead: str) -> bool:
    return lead not in FREE_LEADS and lead not in OPERATORS and lead != "(" and not lead.isalnum()


def may_follow(text: str, end: End) -> bool:
    """Whether a token may go on with this text behind a whole name."""
    rest = text.lstrip(_SPACE)
    first = rest[:1]
    if end in CALLS:
        return not first or (first == "(" and may_follow(rest[1:], _INSIDE[end]))
    if end in ("given", "nothing"):
        return first in ("", "/") or (first == ")") == (end == "nothing")
    if end == "open":
        return bool(_BEGINS_WORD.match(text))
    if end == "space":
        return text[:1] in _SPACE
    if end in _OPENINGS:
        return first in _OPENINGS[end]
    if end == "literal" and (first in _ACCESS or _WORD.match(rest)):
        return False
    return end == "any" or not _WORD.match(text)
