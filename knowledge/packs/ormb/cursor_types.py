"""The type of the expression that ends at a place, by local reasoning: what is not certain has no type here.

Variables, fields, calls with generics, casts, array elements and types themselves. Arguments of calls are counted,
not judged, and a type argument that only inference would find is left unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.packs.ormb.cursor_file import UNKNOWN, FileTypes
from knowledge.packs.ormb.cursor_scopes import KEYWORDS, Frame, Scopes
from knowledge.packs.ormb.cursor_tokens import Tokens
from knowledge.records import Member
from knowledge.typetext import substitute, variables

_DEEPEST = 40
_NO_VALUE_BEFORE = ("import", "package", "new", "@", "::")
_CHAIN = frozenset([".", "[", "]", "(", ")"])


@dataclass(frozen=True, slots=True)
class Value:
    type: str
    """Qualified."""
    how: Literal["value", "type", "super"] = "value"


class Expressions:
    """Types of expressions in the tokens of one file, as the scopes at their end see them."""

    def __init__(self, tokens: Tokens, scopes: Scopes, file: FileTypes) -> None:
        self._tokens = tokens.list
        self._partner = tokens.partner
        self._scopes = scopes
        self._file = file
        self._depth = 0

    def value(self, end: int) -> Value | None:
        """What the expression whose last token is ``end`` gives; None when that is not certain."""
        if end < 0 or self._depth > _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._value(end)
        finally:
            self._depth -= 1

    def classes(self) -> tuple[str, ...]:
        """Qualified names of the classes around, the innermost first; empty text for one without a known name."""
        found: list[str] = []
        outer, direct = "", True
        for at, frame in enumerate(self._scopes.frames):
            if frame.kind != "class":
                direct = direct and at == 0
                continue
            inside = f"{outer}.{frame.type_name}" if outer else self._file.qualify(frame.type_name)
            outer = inside if frame.type_name and direct else ""
            found.append(outer)
            direct = bool(outer)
        return tuple(reversed(found))

    def type_scope(self) -> tuple[str, ...]:
        """Type variables in scope, with their bounds; those of inner declarations first."""
        written = tuple(text for frame in reversed(self._scopes.frames) for text in frame.variables)
        return self._file.scope(written, self.named_classes()) if written else ()

    def named_classes(self) -> tuple[str, ...]:
        return tuple(name for name in self.classes() if name)

    def resolve(self, written: str) -> str | None:
        """A type as written here, qualified."""
        return self._file.resolve(written, self.named_classes(), self.type_scope())

    def supertype(self, frame: Frame, name: str) -> str | None:
        """What a class adds its members to: its superclass, or what a class without a name was made from."""
        if not frame.type_name:
            return self.resolve(frame.supertype) if frame.supertype else None
        symbol = self._file.table.find(name) if name else None  # a class inside a method has no known name
        return symbol.superclass if symbol else None

    def opening(self, at: int) -> int:
        """The round bracket around this token, as an index; -1 when another one or none is around it."""
        while at > 0:
            at -= 1
            word = self._scopes.word(at)
            if word in (")", "]", "}"):
                at = self._partner[at]
            elif word in ("(", "[", "{", ";"):
                return at if word == "(" else -1
        return -1

    def takes_functions(self, callee: int) -> bool:
        """Whether the method with this name may take a lambda; so does one that is not known."""
        before, name = self._scopes.word(callee - 1), self._scopes.word(callee)
        if before == ".":
            owner = self.value(callee - 2)
            candidates = self._methods(owner.type, name) if owner else ()
        elif before in ("new", "::", "@", ">"):
            return True
        else:
            candidates = self._unqualified(name)
        known = [each for each in candidates if "written" not in each.modifiers]
        types = (parameter.type for member in known for parameter in member.parameters)
        return not known or any(self._file.is_functional(each) for each in types)

    def _value(self, end: int) -> Value | None:
        token = self._tokens[end]
        if token.kind == "string":
            return Value("java.lang.String") if token.text[0] == '"' else None
        if token.kind == "word":
            return self._word(end, token.text)
        if token.text == ")":
            return self._brackets(self._partner[end], end)
        if token.text == "]":
            return self._element(self._partner[end])
        return None

    def _word(self, end: int, word: str) -> Value | None:
        before = self._scopes.word(end - 1)
        if word == "this":
            return self._this(end, before)
        if word == "super":
            return None if before == "." else self._super()
        if word == "class":
            return Value(f"java.lang.Class<{UNKNOWN}>") if before == "." else None
        if word in KEYWORDS or before in _NO_VALUE_BEFORE:
            return None
        if before != ".":
            known, value = self._variable(word)
            return value if known else self._type(word)
        owner = self.value(end - 2)
        return self._qualified(end) if owner is None else self._field(owner, word)

    def _this(self, end: int, before: str) -> Value | None:
        if before == ".":
            outer = self.value(end - 2)
            return Value(outer.type) if outer and outer.how == "type" else None
        name = next(iter(self.classes()), "")
        return Value(name) if name and self._file.table.find(name) else None

    def _super(self) -> Value | None:
        frame = next((frame for frame in reversed(self._scopes.frames) if frame.kind == "class"), None)
        name = next(iter(self.classes()), "")
        found = self.supertype(frame, name) if frame else None
        return Value(found, "super") if found else None

    def _variable(self, name: str) -> tuple[bool, Value | None]:
        """Whether this is a variable, and its value; a name that may be one and is not certain has none."""
        classes = iter(self.classes())
        for frame in reversed(self._scopes.frames):
            if name in frame.names:
                resolved = self.resolve(frame.names[name]) if frame.names[name] else None
                return True, Value(resolved) if resolved else None
            if frame.kind != "class":
                continue
            own = next(classes, "")
            owner = own or self.supertype(frame, "") or ""
            if owner and (found := self._file.table.field_named(owner, name)):
                return True, Value(found.member.type)
            if (not owner or not self._file.is_complete(owner)) and not name[:1].isupper():
                return True, None
        return False, None

    def _type(self, word: str) -> Value | None:
        found = self.resolve(word)
        return Value(found, "type") if found else None

    def _qualified(self, end: int) -> Value | None:
        """``java.util.Collections``: a chain of names that is a type."""
        start = end
        while self._scopes.word(start - 1) == "." and self._scopes.is_name(start - 2):
            start -= 2
        if self._scopes.word(start - 1) in (*_NO_VALUE_BEFORE, "."):
            return None
        name = "".join(self._scopes.word(at) for at in range(start, end + 1))
        return self._type(name) if not self._variable(self._scopes.word(start))[0] or "." in name else None

    def _field(self, owner: Value, name: str) -> Value | None:
        found = self._file.table_of(owner.type).field_named(owner.type, name, self.type_scope())
        if found:
            return Value(found.member.type)
        nested = self._file.nested_type(owner.type, name) if owner.how == "type" else None
        return Value(nested, "type") if nested else None

    def _brackets(self, opening: int, end: int) -> Value | None:
        callee = opening - 1
        if opening < 0:
            return None
        if self._scopes.is_name(callee) or self._scopes.word(callee) == ">":
            start = self._scopes.type_start(callee)
            if start is not None and self._scopes.word(start - 1) == "new":
                return self._created(start, callee)
        if self._scopes.is_name(callee):
            return self._call(callee, opening, end)
        if callee >= 0 and (self._tokens[callee].kind == "word" and self._scopes.word(callee) != "return"):
            return None
        if self._scopes.word(callee) in (")", "]", ">"):
            return None
        return self._inner(opening + 1, end - 1)

    def _created(self, start: int, callee: int) -> Value | None:
        if self._scopes.word(start - 2) == ".":
            return None
        resolved = self.resolve(self._scopes.text(start, callee))
        return Value(resolved) if resolved else None

    def _inner(self, start: int, end: int) -> Value | None:
        """What stands in round brackets: a cast and its operand, or one operand."""
        if self._scopes.word(start) == "(" and start < self._partner[start] < end:
            close = self._partner[start]
            if self._scopes.type_start(close - 1) == start + 1 and self._scopes.word(close + 1) not in (".", "["):
                if not self._is_operand(close + 1, end):
                    return None
                resolved = self.resolve(self._scopes.text(start + 1, close - 1))
                return Value(resolved) if resolved else None
        return self.value(end) if self._is_operand(start, end) else None

    def _is_operand(self, start: int, end: int) -> bool:
        """One chain of names, calls and literals, without operators."""
        at = start
        while at <= end:
            token = self._tokens[at]
            is_generic = token.text in "<>,?" and self._scopes.word(start) == "new"
            if token.text in ("(", "["):
                at = self._partner[at] if self._partner[at] > at else end
            elif (token.kind == "punct" and token.text not in _CHAIN and not is_generic) or token.text == "instanceof":
                return False
            at += 1
        return True

    def _element(self, opening: int) -> Value | None:
        """An element of an array."""
        start = self._scopes.type_start(opening - 1)
        if start is not None and self._scopes.word(start - 1) == "new":
            return None
        array = self.value(opening - 1) if opening > 0 else None
        if array is None or array.how == "type" or not array.type.endswith("[]"):
            return None
        return Value(array.type.removesuffix("[]"))

    def _call(self, callee: int, opening: int, end: int) -> Value | None:
        before, name = self._scopes.word(callee - 1), self._scopes.word(callee)
        if before == "::" or before == "@":
            return None
        if before == ">" and (angle := self._scopes.angle(callee - 1)) and self._scopes.word(angle - 1) == ".":
            callee, before = angle, "."
        candidates: Sequence[Member]
        if before == ".":
            owner = self.value(callee - 2)
            candidates = self._methods(owner.type, name) if owner else ()
        else:
            candidates = self._unqualified(name)
        result = self._result(candidates, self._count(opening, end), opening + 1)
        return Value(result) if result else None

    def _methods(self, type_text: str, name: str) -> Sequence[Member]:
        found = self._file.table_of(type_text).methods_named(type_text, name, self.type_scope())
        return [each.member for each in found]

    def _unqualified(self, name: str) -> Sequence[Member]:
        """The methods of this name of the innermost class that has one."""
        classes = iter(self.classes())
        for frame in reversed(self._scopes.frames):
            if frame.kind != "class":
                continue
            own = next(classes, "")
            owner = own or self.supertype(frame, "") or ""
            written = [self.resolve(text) for text in frame.methods.get(name, ())]
            found = list(self._methods(owner, name)) if owner else []
            found += [Member(name, "method", text or UNKNOWN, modifiers=("written",)) for text in written]
            if found:
                return found
            if not owner or not self._file.is_complete(owner):
                return ()
        return ()

    def _count(self, opening: int, end: int) -> int | None:
        """How many arguments; None when a comma may belong to type arguments."""
        at, count = opening + 1, int(end > opening + 1)
        while at < end:
            word = self._scopes.word(at)
            if word in ("(", "[", "{") and self._partner[at] > at:
                at = self._partner[at]
            elif word in ("<", "->"):
                return None
            count += word == ","
            at += 1
        return count

    def _result(self, candidates: Sequence[Member], count: int | None, first: int) -> str | None:
        """What the call gives, when all methods that it may mean agree, or one of them gives more than the others."""
        fitting = [member for member in candidates if count is None or _takes(member, count)] or candidates
        types = list(dict.fromkeys(self._result_of(member, first) for member in fitting))
        if len(types) == 1:
            return types[0]
        for found in types:
            # The members of a subtype include those of its supertypes: nothing right is forbidden.
            if found and all(other and self._file.table.is_subtype(found, other) for other in types):
                return found
        return None

    def _result_of(self, member: Member, first: int) -> str | None:
        own = variables(member.type_parameters)
        if member.type == "void" or member.type.rstrip("[]") in own:
            return self._inferred(member, own, first)
        return substitute(member.type, dict.fromkeys(own, UNKNOWN)) if own else member.type

    def _inferred(self, member: Member, own: Sequence[str], first: int) -> str | None:
        """``T create(Class<T> type)``: what a class literal says; other inference is the compiler's."""
        wanted = [parameter.type for parameter in member.parameters[:1]]
        if wanted != [f"java.lang.Class<{member.type}>"] or member.type not in own:
            return None
        end = first
        while self._scopes.is_name(end) and self._scopes.word(end + 1) == ".":
            end += 2
        if self._scopes.word(end) != "class" or self._scopes.word(end + 1) not in (")", ","):
            return None
        return self.resolve(self._scopes.text(first, end - 2))


def _takes(member: Member, count: int) -> bool:
    if "written" in member.modifiers:
        return True
    if "varargs" in member.modifiers:
        return count >= len(member.parameters) - 1
    return count == len(member.parameters)
