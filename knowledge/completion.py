"""What may stand next in a file that is being written: asked at every step by a coder that only writes real names.

A pack answers for its language (``Completion``); what a model's tokens have to do with it is the coder's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

End = Literal[
    "call", "arguments", "empty", "given", "nothing", "word", "literal", "dot", "space", "block", "open", "any"
]
"""What may follow a whole name: ``call`` an opening bracket or space before it (``arguments``: and no closing one at
once, ``empty``: a closing one), ``given`` and ``nothing`` the same behind the opening bracket, ``word`` anything that
ends a word, ``literal`` that and no access to a member, ``dot`` such an access alone, ``space``, ``block`` an opening
bracket, round or curly, ``open`` a word that begins at once, ``any`` anything."""
CALLS: tuple[End, ...] = ("call", "arguments", "empty")

OPERATORS = "!+-*/%"
"""Marks of one character behind which a value stands."""

SMALL = "a-z"
"""What a choice is ``about`` when it is about all words with a small first letter."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The names of which one must stand at a place. Compared by identity: one place of a kind, one object."""

    names: Mapping[str, End]
    why: str
    """For people: ``member of com.acme.Bill``."""
    required: bool = True
    """A name must come now; otherwise a bracket, a literal, or anything else that is no word may come too."""
    about: str = ""
    """Only words that begin so are restricted: ``get``, or ``SMALL``."""
    base: "Choice | None" = None
    """Its names may stand there too: many choices share one, so that what is worked out for it is worked out once."""

    def covers(self, word: str) -> bool:
        """Whether the word, or what is written of it, is one of those that are restricted."""
        return word[:1].islower() and word.isascii() if self.about == SMALL else word.startswith(self.about)

    def end(self, word: str) -> End | None:
        """What may follow the word; None when it is none of the names."""
        return self.names.get(word) or (self.base.end(word) if self.base else None)


@dataclass(frozen=True, slots=True)
class Place:
    """The end of a text that is being written."""

    partial: str
    """What is written of the word there; empty between words."""
    here: Choice | None
    """For the word that ``partial`` begins, or for the next one when nothing lies between; None: not restricted."""
    after_dot: Choice | None = None
    """For a word that follows a dot written now: one token may bring both."""
    after_space: Choice | None = None
    after_bracket: Choice | None = None
    """Behind an opening round bracket."""
    after_operator: Choice | None = None
    """Behind one of ``OPERATORS``."""
    after_other: Choice | None = None
    """Behind a comma, an equals sign, or any other mark of one character."""
    code: bool = True
    """Not inside a comment or a literal."""

    @property
    def choices(self) -> tuple[Choice | None, ...]:
        leads = (self.after_dot, self.after_space, self.after_bracket, self.after_operator, self.after_other)
        return (self.here, *leads)


FREE = Place("", None, code=False)


class Cursor(Protocol):
    """One file that grows at one place."""

    def at(self, written: str) -> Place:
        """The place behind ``written``. Texts that grow from call to call are read once."""


class Completion(Protocol):
    """A pack's knowledge of what may stand where. Names that it is not sure of it leaves free."""

    def cursor(self, before: str, after: str, whole: bool = True) -> Cursor:
        """A cursor between two texts of a file.

        ``whole``: the texts declare every member of the file's own types; when not, those are never restricted.
        """
