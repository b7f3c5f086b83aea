"""Small facts about Java and framework names that several builders share."""

from __future__ import annotations

import re

API = "com.splwg.base.api."
VALUES = API + "datatypes."
STRING = "java.lang.String"
CHARACTERISTIC = "com.splwg.base.domain.common.characteristicType.Characteristic"
VAGUE = {
    API + "BusinessEntity",
    API + "EntityCollection",
    API + f"EntityCollection<{CHARACTERISTIC}>",
    VALUES + "EntityId",
    VALUES + "Id",
    VALUES + "Lookup",
}
"""Types that the facts name where nothing better was known; a name may say it more precisely."""

OF_OBJECT = {("getClass", 0), ("toString", 0), ("equals", 1), ("hashCode", 0), ("printStackTrace", 0)}
"""Name and number of parameters of what every Java object, or exception, has."""

CHARACTERISTIC_TEXTS = (
    "characteristicValue adhocCharacteristicValue searchCharacteristicValue characteristicValueForeignKey1 "
    "characteristicValueForeignKey2 characteristicValueForeignKey3 characteristicValueForeignKey4 "
    "characteristicValueForeignKey5 characteristicValueFK2 characteristicValueFK3 characteristicValueFk4 "
    "characteristicValueFK5"
).split()
"""The text properties of every characteristic, in the spelling of the framework."""

STATEMENTS = re.compile(
    r"(set|put|freeze|complete|cancel|close|delete|remove|flush|process|log|commit|activate|invoke|call|perform|apply|map"
    r"|add(?=[A-Z])|initiali[sz]e|intialize)"
)
QUESTIONS = re.compile(r"(is|has|are|can|should|not)[A-Z]")
NOT_PLURAL = re.compile(r"(Status|Address|ss|Days|Basis|Class|Details|Previous|Has|Is|Numbers?Of\w*|sis)$")


def result_by_verb(name: str) -> str | None:
    """What a method returns whose result nobody was seen to use."""
    if QUESTIONS.match(name):
        return "boolean"
    return "void" if STATEMENTS.match(name) else None


def property_of(method: str, prefix: str) -> str | None:
    """``getDueDate`` with ``get`` is ``dueDate``; None for other methods."""
    rest = method.removeprefix(prefix)
    if rest == method or not rest or not rest[0].isupper():
        return None
    return rest[:1].lower() + rest[1:]


def upper(prop: str) -> str:
    return prop[:1].upper() + prop[1:]


def plural(prop: str) -> bool:
    return prop.endswith("s") and not NOT_PLURAL.search(upper(prop))


def product_of(name: str) -> str:
    """``ccb`` of ``com.splwg.ccb.domain.Foo``."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 else ""


def is_characteristic(name: str) -> bool:
    return bool(re.fullmatch(r"\w+(Characteristic(D1)?|Char)", name.rpartition(".")[2]))
