"""Secrets and personal data of a dataset: found in every text of a record, and replaced by placeholders that keep code
compiling. One value has one placeholder in the whole dataset, numbered by its first place: no digest that could be
guessed from."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from finetune.records import Record, prompt_text, record_id, record_json, record_of
from finetune.verify.secrets import Hit, Kind, hits, private_keys

_KEPT = frozenset(
    ("id", "kind", "category", "component", "spot", "origin", "source", "date", "context_use", "verdict", "cluster",
     "artefact", "class_name", "package", "path", "hole", "name", "type", "target", "imports", "import_groups",
     "import_line")
)  # fmt: skip
"""Fields that name things and hold no text of the site."""
_WORD = {
    "password": "MASKED_PASSWORD", "key": "MASKED_KEY", "private key": "MASKED_PRIVATE_KEY", "IBAN": "MASKED_IBAN",
    "telephone": "MASKED_TELEPHONE",
}  # fmt: skip


class Masking:
    def __init__(self, public: Sequence[str] = ()) -> None:
        self._public = public
        self._lines: dict[str, tuple[Hit, ...]] = {}
        self._placeholders: dict[tuple[Kind, str], str] = {}
        self._counts: Counter[Kind] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """Different values that were replaced, by kind."""
        return dict(self._counts.items())

    def found(self, record: Record) -> dict[tuple[Kind, str], str]:
        """Where (a field, and a line in it) each secret of the record stands first."""
        places: dict[tuple[Kind, str], str] = {}
        for name, text in _texts(record_json(record)):
            for hit in self._hits(text):
                line = text.count("\n", 0, hit.start) + 1
                places.setdefault((hit.kind, text[hit.start : hit.end]), f"{name}, line {line}")
        return places

    def masked(self, record: Record) -> Record:
        """The record with placeholders, and the id that follows from its new texts."""
        known = self.found(record)
        if not known:
            return record
        distinct = {value: self._placeholder(kind, value) for kind, value in known if _is_distinct(value)}
        made = record_of(_mapped(record_json(record), lambda text: self._replaced(text, distinct)))
        return replace(made, id=record_id(made.kind, prompt_text(made), made.output))

    def _replaced(self, text: str, distinct: Mapping[str, str]) -> str:
        pieces, at = [], 0
        for hit in self._hits(text):
            pieces += [text[at : hit.start], self._placeholder(hit.kind, text[hit.start : hit.end])]
            at = hit.end
        text = "".join((*pieces, text[at:]))
        for value, placeholder in distinct.items():
            if value in text:  # a placeholder holds no backslash, so it is safe as a replacement
                text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", placeholder, text)
        return text

    def _hits(self, text: str) -> list[Hit]:
        """Line by line; lines are kept, as contexts repeat them."""
        blocks = list(private_keys(text))
        found, at = list(blocks), 0
        for line in text.split("\n"):
            known = self._lines.get(line)
            if known is None:
                known = self._lines[line] = hits(line, self._public)
            for hit in known:
                start, end = at + hit.start, at + hit.end
                if not any(start < block.end and block.start < end for block in blocks):
                    found.append(Hit(hit.kind, start, end))
            at += len(line) + 1
        return sorted(found, key=lambda hit: hit.start)

    def _placeholder(self, kind: Kind, value: str) -> str:
        if (kind, value) not in self._placeholders:
            self._counts[kind] += 1
            self._placeholders[kind, value] = _written(kind, value, self._counts[kind])
        return self._placeholders[kind, value]


def _written(kind: Kind, value: str, number: int) -> str:
    """A placeholder that stands where the value stood: a number for a number, an address for an address."""
    if kind in ("account", "card"):
        digits = len(re.sub(r"\D", "", value))
        return f"1{number:0{digits - 1}d}"  # below every limit that the value was below; a card needs a 3 to 6 in front
    if kind == "e-mail":
        return f"person{number}@example.invalid"
    if kind == "host":
        return f"host{number}.invalid"
    if kind == "connection":
        return f"jdbc:masked:{number}"
    if kind == "address":
        net = ("192.0.2", "198.51.100", "203.0.113")[number // 254 % 3]
        return f"2001:db8::{number:x}" if ":" in value else f"{net}.{number % 254 + 1}"
    return f"{_WORD[kind]}_{number}"


def _is_distinct(value: str) -> bool:
    """Whether a value is one wherever it stands; a password that is a word would take names of the code with it."""
    return len(value) >= 8 and bool(re.search(r"\d", value) and re.search(r"\D", value))


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if _is_text(key, name):
                yield from _texts(each, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each, name)


def _mapped(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {
            key: _mapped(each, change, f"{name}.{key}" if name else key) if _is_text(key, name) else each
            for key, each in value.items()
        }
    return [_mapped(each, change, name) for each in value] if isinstance(value, list | tuple) else value


def _is_text(key: str, above: str) -> bool:
    return key not in _KEPT or above.startswith("extra")
