"""What may stand next in a Java file of the framework: ``knowledge.completion.Completion`` for this pack.

Local reasoning over the tokens before the cursor and the index; no compiler. A place of which it is not sure is free.
"""

from collections.abc import Collection

from knowledge.completion import FREE, Choice, End, Place
from knowledge.pack import Tables
from knowledge.packs.ormb.cursor_file import FileTypes, TypeIndex
from knowledge.packs.ormb.cursor_names import LITERALS, FileChoices, Kind, SharedChoices
from knowledge.packs.ormb.cursor_scopes import KEYWORDS, Scopes
from knowledge.packs.ormb.cursor_sql import SqlChoices, SqlText
from knowledge.packs.ormb.cursor_tokens import Token, Tokens
from knowledge.packs.ormb.cursor_types import Expressions
from knowledge.symbols import SymbolTable

_BEFORE_EXPRESSION = frozenset(["return", "else", "throw", "case", "assert", "do", "default"])
_NOT_BEFORE_EXPRESSION = frozenset([".", "::", "@", ">", "]"])

_OPERATORS = frozenset(["!", "&&", "||", "+", "-", "*", "/", "%", "==", "!=", "<=", ">="])
"""Behind them stands a value, never a name that is new."""
_CONDITIONS = frozenset(["if", "while", "switch", "synchronized"])

_ARGUMENTS: dict[End, Choice] = {
    "call": Choice({"(": "any"}, "arguments of a method, if any"),
    "arguments": Choice({"(": "given"}, "arguments of a method"),
    "empty": Choice({"(": "nothing"}, "no arguments"),
}
_BEHIND_VALUE = Choice({"instanceof": "word"}, "behind a value", required=False)


class JavaCompletion:
    """Kept for as long as the index is: what it works out about a type serves all files."""

    def __init__(self, types: SymbolTable, tables: Tables, type_names: Collection[str]) -> None:
        self._types = types
        self._tables = tables
        self._index = TypeIndex(type_names)
        self._choices = SharedChoices(types, self._index)
        self._sql = SqlChoices(tables)

    def cursor(self, before: str, after: str, whole: bool = True) -> "JavaCursor":
        file = FileTypes(before + after, self._types, self._tables, self._index, whole)
        return JavaCursor(before, file, self._choices, self._sql)


class JavaCursor:
    """One file that grows behind ``before``."""

    def __init__(self, before: str, file: FileTypes, shared: SharedChoices, sql: SqlChoices) -> None:
        self._before = before
        self._file = file
        self._shared = shared
        self._sql = sql
        self._start()

    def at(self, written: str) -> Place:
        text = self._before + written
        if not text.startswith(self._tokens.text):
            self._start()
        last = self._tokens.feed(text)
        self._scopes.advance()
        if last is not None and last.kind == "open-string":
            return self._in_string(last.text)
        return FREE if last is not None and last.kind in ("open-comment", "number") else self._in_code(last)

    def _start(self) -> None:
        self._tokens = Tokens()
        self._scopes = Scopes(self._tokens)
        self._expressions = Expressions(self._tokens, self._scopes, self._file)
        self._choices = FileChoices(self._file, self._shared, self._expressions)
        self._text = SqlText(self._tokens, self._scopes)
        self._named: dict[Kind | None, Choice | None] = {}
        self._named_at = -1
        self._here: Choice | None = None
        self._behind_at = -1

    def _in_string(self, literal: str) -> Place:
        if literal[0] != '"' or literal.endswith("\\"):
            return FREE
        return self._sql.at(self._text.before() + literal[1:])

    def _in_code(self, last: Token | None) -> Place:
        if last is None or last.kind == "word":
            count = len(self._tokens.list)
            if self._behind_at != count:  # the same for the whole of a word that grows
                self._here, self._behind_at = self._behind(count - 1), count
            return self._with_word(last.text if last else "", self._here)
        self._tokens.push(last)
        end = len(self._tokens.list) - 1
        here = self._behind(end)
        dotted = self._members(end) if last.kind == "string" else None  # an empty one may still grow into a text block
        place = self._between("", here, dotted, self._bare(end))
        self._tokens.pop()
        return place

    def _with_word(self, word: str, here: Choice | None) -> Place:
        """Behind a word that may go on, or behind space or a closing mark."""
        if not word:
            return self._between("", here, self._members(len(self._tokens.list) - 1), here)
        self._tokens.push(Token("word", word))
        end = len(self._tokens.list) - 1
        dotted = self._members(end)
        after_new = self._choices.types(self._scopes.frames) if word == "new" else None
        spaced_bare = self._bare(end) if word in _BEFORE_EXPRESSION else None
        spaced = after_new or spaced_bare or (_BEHIND_VALUE if self._is_value(end) else None)
        place = Place(word, here, dotted, spaced) if word == "new" else self._between(word, here, dotted, spaced)
        self._tokens.pop()
        return place

    def _between(self, partial: str, here: Choice | None, dotted: Choice | None, spaced: Choice | None) -> Place:
        """A place with what may follow each kind of mark."""
        if not self._in_body():
            return Place(partial, here, dotted, spaced)
        self._tokens.push(Token("punct", "("))
        bracketed = self._bare(len(self._tokens.list) - 1)
        self._tokens.pop()
        return Place(partial, here, dotted, spaced, bracketed, self._words("value"), self._words(None))

    def _words(self, kind: Kind | None) -> Choice | None:
        """Words without a receiver; they stay the same until another token is read. None: getters alone are known."""
        if self._named_at != self._scopes.read:
            self._named, self._named_at = {}, self._scopes.read
        if kind not in self._named:
            frames = self._scopes.frames
            self._named[kind] = self._choices.bare(kind, frames) if kind else self._choices.getters(frames)
        return self._named[kind]

    def _behind(self, last: int) -> Choice | None:
        """What may follow the token ``last``, in the word that stands there."""
        mark = self._scopes.word(last)
        if mark == ".":
            return self._members(last - 1)
        if mark == "::":
            owner = self._expressions.value(last - 1)
            return self._choices.members(owner, references=True) if owner else None
        if mark == "new":
            return self._choices.types(self._scopes.frames)
        return self._bracket(last) or (_BEHIND_VALUE if self._is_value(last) else self._bare(last))

    def _bracket(self, last: int) -> Choice | None:
        """Behind the name of a method and a space nothing but its arguments may come."""
        if self._scopes.word(last - 1) != "." or not self._scopes.is_name(last):
            return None
        owner = self._members(last - 2)
        end = owner.end(self._scopes.word(last)) if owner else None
        return _ARGUMENTS.get(end) if end else None

    def _members(self, end: int) -> Choice | None:
        owner = self._expressions.value(end)
        return self._choices.members(owner) if owner else None

    def _bare(self, last: int) -> Choice | None:
        """A word without receiver, behind the token ``last``."""
        token = self._tokens.list[last] if last >= 0 else None
        if token is None or not self._in_body():
            return None
        if token.text in _NOT_BEFORE_EXPRESSION or token.kind not in ("punct", "word"):
            return None
        if token.kind == "word" and (token.text not in KEYWORDS or token.text not in _BEFORE_EXPRESSION):
            return None
        return self._words(self._begun(last))

    def _is_value(self, at: int) -> bool:
        """Whether this is a name or a literal where a value stands: no word but ``instanceof`` can follow it."""
        is_value = self._scopes.is_name(at) or self._scopes.word(at) in LITERALS
        return is_value and self._in_body() and self._begun(at - 1) == "value"

    def _in_body(self) -> bool:
        """Among statements, and not where a class declares its members and their parameters."""
        frames = reversed(self._scopes.frames)
        return next(frame.kind for frame in frames if frame.kind not in ("round", "statement")) == "block"

    def _begun(self, at: int) -> Kind | None:
        """What begins behind this token; None where it may be a name that is new, such as a lambda's parameter."""
        mark, before = self._scopes.word(at), self._scopes.word(at - 1)
        if mark in _OPERATORS:
            return "value"
        if mark == "else":
            return "statement"
        if mark in ("{", "}", ";"):
            in_block = before not in ("=", "]", ",", "{", "(") and self._scopes.frames[-1].kind == "block"
            return "statement" if in_block else None
        opening = at if mark == "(" else self._expressions.opening(at) if mark == "," else -1
        if opening <= 0:
            return None
        callee = self._scopes.word(opening - 1)
        if callee == "(" or callee in _OPERATORS:
            return "group" if mark == "(" and self._begun(opening - 1) else None
        if callee in _CONDITIONS:
            return "value"
        is_method = self._scopes.is_name(opening - 1) and not self._expressions.takes_functions(opening - 1)
        return "value" if is_method else None
