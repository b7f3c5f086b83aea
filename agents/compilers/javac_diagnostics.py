"""javac's structured diagnostics become Diagnostic records: which name, on which type, with which arguments.

The code decides how its arguments are read (they are those of javac's ``compiler.properties``); an unlisted code
gets its first named element as ``symbol`` and all of its data as ``arguments``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.records import Diagnostic, Severity

_SEVERITIES: Mapping[str, Severity] = {
    "ERROR": "error",
    "WARNING": "warning",
    "MANDATORY_WARNING": "warning",
}


@dataclass(frozen=True, slots=True)
class TypeData:
    text: str
    erased: str


@dataclass(frozen=True, slots=True)
class ElementData:
    kind: str
    name: str
    owner: str
    parameters: tuple[str, ...]
    result: str
    open: bool
    """Public or protected."""

    @property
    def signature(self) -> str:
        """``add(int, java.lang.String)``; a constructor by the simple name of its class."""
        if self.kind == "CONSTRUCTOR":
            return f"{self.owner.rpartition('.')[2]}({', '.join(self.parameters)})"
        return f"{self.name}({', '.join(self.parameters)})" if self.kind == "METHOD" else self.name


@dataclass(frozen=True, slots=True)
class Nested:
    code: str
    arguments: tuple["Data", ...]
    nested: tuple["Data", ...]


Data = TypeData | ElementData | Nested | str | tuple["Data", ...]
Reader = Callable[[Diagnostic, Sequence[Data], Sequence[Data]], Diagnostic]


def to_diagnostic(item: Mapping[str, object], path: str) -> Diagnostic:
    """The record for one diagnostic of the service; ``path`` is the file that it is about."""
    arguments = tuple(_data(value) for value in _items(item.get("arguments")))
    nested = tuple(_data(value) for value in _items(item.get("nested")))
    bare = Diagnostic(
        code=str(item["code"]),
        severity=_SEVERITIES.get(str(item["kind"]), "error"),
        message=_one_line(str(item["message"])),
        path=path,
        line=_number(item.get("line")),
        column=_number(item.get("column")),
    )
    return _reader(bare.code)(bare, arguments, nested)


def _reader(code: str) -> Reader:
    name = code.removeprefix("compiler.err.").removeprefix("compiler.warn.")
    if name.startswith("cant.resolve"):
        return _cant_resolve
    return _READERS.get(name, _anything)


def _cant_resolve(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[kind, name, type arguments, argument types, location]; the location names the variable and its type."""
    types = _flat(data[3]) if len(data) > 3 else ()
    location = data[4] if len(data) > 4 else ""
    return replace(bare, symbol=_text(data[1]), receiver=_place(location), arguments=types)


def _place(location: Data) -> str:
    """Of ``location [kind, symbol, null]`` the symbol, of ``location.1 [kind, variable, type]`` the type."""
    if not isinstance(location, Nested):
        return ""
    place = location.arguments[2 if location.code.endswith("location.1") else 1]
    return place.erased if isinstance(place, TypeData) else _text(place)


def _cant_apply(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[kind, name, parameter types, argument types, kind, owner, reason]."""
    owner = _erased(data[5])
    name = _text(data[1])
    shown = owner.rpartition(".")[2] if _text(data[0]) == "kindname.constructor" else name
    candidate = f"{shown}({', '.join(_flat(data[2]))})"
    return replace(bare, symbol=name, receiver=owner, candidates=(candidate,), arguments=_flat(data[3]))


def _cant_apply_many(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[kind, name, argument types]; a nested ``inapplicable.method [kind, owner, method, reason]`` a candidate."""
    methods = sorted(_elements(nested), key=lambda method: method.owner == "java.lang.Object")
    receiver = methods[0].owner if methods else ""
    open_methods = [method for method in methods if method.open] or methods
    return replace(
        bare,
        message=bare.message.partition("; ")[0],  # the rest of it is the candidates, in many lines
        symbol=_text(data[1]),
        receiver=receiver,
        candidates=tuple(dict.fromkeys(method.signature for method in open_methods)),
        arguments=_flat(data[2]),
    )


def _incompatible(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[reason [found, required]]; arguments are expected, found."""
    types = [text for reason in data if isinstance(reason, Nested) for text in _types(reason.arguments)]
    return replace(bare, arguments=(types[1], types[0]) if len(types) == 2 else _flat(tuple(data)))


def _not_implemented(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[class, method, declaring type]: what is missing, where it is declared, its parameter types."""
    method = data[1]
    if not isinstance(method, ElementData):
        return _anything(bare, data, nested)
    return replace(
        bare,
        symbol=method.name,
        receiver=_erased(data[2]),
        candidates=(method.signature,),
        arguments=method.parameters,
    )


def _no_access(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[symbol, modifiers, owner] or [symbol, owner]."""
    return replace(bare, symbol=_symbol(data[0]), receiver=_erased(data[-1]), arguments=_flat(data[1:-1]))


def _bad_operands(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[operator, type, type]."""
    return replace(bare, symbol=_text(data[0]), arguments=_flat(data[1:]))


def _bad_reference(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[kind of mref, the diagnostic that explains it]."""
    inner = data[1] if len(data) > 1 else ""
    if not isinstance(inner, Nested):
        return _anything(bare, data, nested)
    return _reader(inner.code.replace("compiler.misc.", ""))(bare, inner.arguments, inner.nested)


def _ambiguous(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[name, kind, symbol, owner, kind, symbol, owner]."""
    owners = [_erased(data[index]) for index in (3, 6) if index < len(data)]
    both = [_erased(data[index]) for index in (2, 5) if index < len(data)]
    elements = [data[index] for index in (2, 5) if index < len(data)]
    shown = [
        element.signature if isinstance(element, ElementData) and element.parameters else text
        for element, text in zip(elements, both, strict=True)
    ]
    return replace(bare, symbol=_text(data[0]), receiver=owners[0] if owners else "", candidates=tuple(shown))


def _unreadable_class(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    """[class, reason [class file, reason [..]]]; says what to do about a class file that is too new."""
    reasons = [inner for inner in _walk(tuple(data)) if isinstance(inner, Nested)]
    known = replace(bare, symbol=_symbol(data[0]), arguments=_flat(tuple(data[1:])))
    wrong = next((inner for inner in reasons if inner.code == "compiler.misc.wrong.version"), None)
    if wrong is None:
        return known
    majors = [int(text) for text in _flat(wrong.arguments) if text.isdigit()]
    if len(majors) < 3:
        return known
    advice = f"Java {majors[0] - 44} made this class, the compiler is Java {majors[2] - 44}: set java.home to Java"
    return replace(known, message=f"{bare.message}; {advice} {majors[0] - 44} or newer, or use an older JAR")


def _anything(bare: Diagnostic, data: Sequence[Data], nested: Sequence[Data]) -> Diagnostic:
    named = [item for item in data if isinstance(item, TypeData | ElementData)]
    names = [item for item in data if isinstance(item, str) and item and not item.startswith("kindname.")]
    symbol = _symbol(named[0]) if named else names[0] if names else ""
    return replace(bare, symbol=symbol, arguments=_flat(tuple(data)))


_READERS: Mapping[str, Reader] = {
    "cant.apply.symbol": _cant_apply,
    "cant.apply.symbols": _cant_apply_many,
    "prob.found.req": _incompatible,
    "does.not.override.abstract": _not_implemented,
    "report.access": _no_access,
    "not.def.public.cant.access": _no_access,
    "not.def.access.class.intf.cant.access": _no_access,
    "operator.cant.be.applied": _bad_operands,
    "operator.cant.be.applied.1": _bad_operands,
    "invalid.mref": _bad_reference,
    "ref.ambiguous": _ambiguous,
    "cant.access": _unreadable_class,
}


def _data(value: object) -> Data:
    if isinstance(value, list):
        return tuple(_data(item) for item in value)
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    if "type" in value:
        return TypeData(_plain(str(value["type"])), _plain(str(value["erased"])))
    if "element" in value:
        parameters = tuple(_plain(str(item)) for item in value.get("parameters", ()))
        name = str(value["name"])
        owner, result = str(value.get("owner", "")), str(value.get("result", ""))
        return ElementData(str(value["element"]), name, owner, parameters, result, bool(value.get("open")))
    arguments = tuple(_data(item) for item in value["arguments"])
    return Nested(str(value["code"]), arguments, tuple(_data(item) for item in value["nested"]))


def _plain(type_text: str) -> str:
    """``java.util.List<java.lang.String>`` with a space after each comma, as the records write types."""
    return type_text.replace(", ", ",").replace(",", ", ")


def _walk(data: Data) -> Iterator[Data]:
    yield data
    inner = (*data.arguments, *data.nested) if isinstance(data, Nested) else data if isinstance(data, tuple) else ()
    for item in inner:
        yield from _walk(item)


def _elements(data: Sequence[Data]) -> list[ElementData]:
    """The methods of a list of candidates, in javac's order."""
    found = [item for item in _walk(tuple(data)) if isinstance(item, ElementData)]
    return [item for item in found if item.kind in {"METHOD", "CONSTRUCTOR"}]


def _types(data: Sequence[Data]) -> list[str]:
    return [item.text for item in data if isinstance(item, TypeData)]


def _flat(data: Data | Sequence[Data]) -> tuple[str, ...]:
    """All leaves as text, without kinds and empty ones."""
    leaves = [item for item in _walk(data if isinstance(data, Nested | tuple) else (data,)) if _is_leaf(item)]
    texts = (_symbol(leaf) if isinstance(leaf, ElementData) else _text(leaf) for leaf in leaves)
    return tuple(text for text in texts if text and not text.startswith("kindname."))


def _is_leaf(data: Data) -> bool:
    return isinstance(data, TypeData | ElementData | str)


def _text(data: Data) -> str:
    if isinstance(data, TypeData):
        return data.text
    return data.name if isinstance(data, ElementData) else data if isinstance(data, str) else ""


def _erased(data: Data) -> str:
    return data.erased if isinstance(data, TypeData) else _text(data)


def _symbol(data: Data) -> str:
    return data.erased if isinstance(data, TypeData) else data.name if isinstance(data, ElementData) else _text(data)


def _one_line(message: str) -> str:
    return "; ".join(" ".join(line.split()) for line in message.splitlines() if line.strip())


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []
