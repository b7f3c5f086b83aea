"""Text and identifiers as search words: ``BILL_ID``, ``getBillId`` and ``BillCycle`` all speak of bills."""

import re
from collections.abc import Iterable

from knowledge.records import Exemplar, Passage, Record, Symbol, Table

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be by can do for from has have if in into is it its of on or that the then this to was
        when which will with""",
    )
)
_IDENTIFIER = re.compile(r"\w+")
_PART = re.compile(r"(?:[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+)\d*|\d+")


def words(text: str) -> list[str]:
    """The words of a text in lower case; an identifier gives its parts and, when it has several, itself."""
    found: list[str] = []
    for identifier in _IDENTIFIER.findall(text):
        parts = [part.lower() for part in _PART.findall(identifier)]
        found += parts
        if len(parts) > 1:
            found.append(identifier.lower())
    return found


def spoken(name: str) -> str:
    """An identifier as people say it: ``getBillDate`` is "get bill date"."""
    parts = words(name)
    return " ".join(parts[:-1] if len(parts) > 1 else parts)


def search_text(record: Record) -> str:
    """What a record is found by: its name three times, what it says about itself twice, its parts once."""
    name, about, parts = _fields(record)
    return " ".join(words(name) * 3 + words(about) * 2 + list(dict.fromkeys(words(" ".join(parts)))))


def _fields(record: Record) -> tuple[str, str, Iterable[str]]:
    match record:
        case Symbol():
            return record.simple_name, record.role, (m.name for m in record.members if m.name != "<init>")
        case Table():
            columns = (f"{column.name} {column.comment}" for column in record.columns)
            return record.name, record.comment, columns
        case Exemplar():
            simple = (name.rpartition(".")[2] for name in (record.spot, *record.types))
            parameters = (parameter.name for parameter in record.soft_parameters)
            messages = (word for message in record.messages for word in message.split(".")[-2:])
            used = (*simple, *record.tables, *messages, *parameters)
            return record.name.rpartition(".")[2], f"{record.artefact} {record.summary}", used
        case Passage():
            return record.title, " ".join(record.about), (record.text,)
