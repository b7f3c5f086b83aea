"""How the columns of a table become the typed properties of an entity."""

import re
from dataclasses import dataclass

from knowledge.packs.ormb.java_names import camel
from knowledge.records import Column, Table

_NUMBER = re.compile(r"(?:NUMBER|NUMERIC|DECIMAL)\s*(?:\(\s*[\d*]+\s*(?:,\s*(-?\d+)\s*)?\))?", re.IGNORECASE)
_INTEGER = re.compile(r"(?:INTEGER|INT|SMALLINT|BIGINT)\b", re.IGNORECASE)

STRING = "java.lang.String"
DATE = "com.splwg.base.api.datatypes.Date"
DATE_TIME = "com.splwg.base.api.datatypes.DateTime"
MONEY = "com.splwg.base.api.datatypes.Money"
BOOL = "com.splwg.base.api.datatypes.Bool"
DECIMAL = "com.ibm.icu.math.BigDecimal"
INTEGER = "java.math.BigInteger"


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    type: str

    @property
    def suffix(self) -> str:
        """As it stands behind ``get`` and ``set``."""
        return self.name[:1].upper() + self.name[1:]


def properties(table: Table) -> tuple[Property, ...]:
    """The columns beside the key; the framework keeps VERSION itself."""
    return tuple(_property(c, table) for c in table.columns if c.name not in (*table.primary_key, "VERSION"))


def key_properties(table: Table) -> tuple[Property, ...]:
    by_name = {column.name: column for column in table.columns}
    return tuple(_property(by_name.get(name, Column(name, "CHAR")), table) for name in table.primary_key)


def _property(column: Column, table: Table) -> Property:
    return Property(camel(column.name), _type(column, table))


def _type(column: Column, table: Table) -> str:
    name, declared = column.name.upper(), column.type.strip().upper()
    if declared.startswith("TIMESTAMP") or (declared.startswith("DATE") and name.endswith("_DTTM")):
        return DATE_TIME
    if declared.startswith("DATE"):
        return DATE
    if name.endswith("_SW"):
        return BOOL
    number = _NUMBER.match(declared)
    if number and number.group(1) and int(number.group(1)) > 0:
        has_currency = any(c.name.upper() == "CURRENCY_CD" for c in table.columns)
        return MONEY if name.endswith("_AMT") and number.group(1) == "2" and has_currency else DECIMAL
    return INTEGER if number or _INTEGER.match(declared) else STRING
