"""The pack's data in the form its code wants it: which entity a key column names, what a flag column holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.pack import Tables

ABBREVIATIONS = {
    "acct": "account", "adj": "adjustment", "amt": "amount", "calc": "calculation", "char": "characteristic",
    "chg": "charge", "cre": "creation", "cust": "customer", "cyc": "cycle", "descr": "description",
    "div": "division", "dst": "distribution", "dt": "date", "dttm": "date time", "flg": "",
    "ft": "financial transaction",
    "cd": "", "nbr": "number", "pay": "payment", "per": "person", "prem": "premise", "prim": "primary",
    "sa": "service agreement",
    "seq": "sequence", "stat": "status", "sw": "", "tndr": "tender", "tot": "total", "cur": "current", "win": "window",
    "val": "value", "bseg": "bill segment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    entity_tables: Mapping[str, str]
    """Simple entity name -> table."""
    column_lookups: Mapping[str, str]
    """Column -> simple lookup name."""

    def key_entities(self, tables: Tables) -> dict[str, str]:
        """Key column -> the entity that it identifies (``ACCT_ID`` -> ``Account``), from one-column primary keys."""
        found: dict[str, str] = {}
        for entity, name in self.entity_tables.items():
            table = tables.table(name)
            if table and len(table.primary_key) == 1:
                found.setdefault(table.primary_key[0], entity)
        return found

    def entity_of(self, table: str) -> str:
        """The entity that keeps its rows in this table, or an empty text."""
        return next((entity for entity, name in self.entity_tables.items() if name == table), "")


def column_words(column: str) -> list[str]:
    """``BILL_STAT_FLG`` -> [bill, status]: abbreviations of column names spelled out, type suffixes dropped."""
    words: list[str] = []
    for part in column.lower().split("_"):
        words += ABBREVIATIONS.get(part, part).split()
    return words
