"""What a type is to the framework, from its supertypes and, where a JAR lacks those, from its name."""

from collections.abc import Sequence

from knowledge.pack import Types
from knowledge.records import Symbol

SPOT = "com.splwg.base.api.algorithms.AlgorithmSpot"

_API = "com.splwg.base.api."
_BY_SUPERTYPE = {
    f"{_API}datatypes.EntityId": "id",
    f"{_API}datatypes.Lookup": "lookup",
    f"{_API}DataTransferObject": "dto",
    f"{_API}AbstractDataTransferObject": "dto",
    f"{_API}EntityCollection": "collection",
    "com.splwg.base.api.changehandling.AbstractChangeHandler": "change-handler",
    "com.splwg.base.domain.common.message.AbstractMessageRepository": "messages",
    "com.splwg.base.support.pagemaintenance.AbstractPageMaintenance": "page",
    "java.lang.Throwable": "exception",
    "java.lang.RuntimeException": "exception",
    "java.lang.Exception": "exception",
}
_BATCH = ("AbstractBatchJob", "AbstractThreadWorker", "ThreadWorker", "BatchJob")
_COMPONENTS = ("BusinessComponent", "GenericBusinessComponent")
_BY_ENDING = (
    ("_Id", "id"),
    ("_DTO", "dto"),
    ("_CHandler", "change-handler"),
    ("MessageRepository", "messages"),
    ("Messages", "messages"),
    ("AlgorithmSpot", "spot"),
    ("Exception", "exception"),
)
_SUPPORT = "com.splwg.base.support."
_BASE = ("com.splwg.base.api", f"{_API}datatypes", f"{_API}algorithms", f"{_API}changehandling")
"""Packages of the types that others extend: a base class of all Ids is no Id."""
_BY_NAME = dict.fromkeys(
    (f"{_API}{name}" for name in ("Query", "QueryIterator", "QueryResultRow", "ListFilter", "UnionQuery")), "query"
)
_BY_PACKAGE = {
    f"{_API}datatypes": "value",
    "com.ibm.icu.math": "value",
    f"{_API}lookup": "lookup",
    f"{_API}businessObject": "business-object",
    f"{_API}businessService": "business-service",
    f"{_API}serviceScript": "service-script",
    f"{_API}sql": "query",
    f"{_API}batch": "batch",
}


def role(symbol: Symbol, types: Types) -> str:
    """spot, algorithm, entity, id, dto, lookup, collection, messages, component, data, batch, change-handler, page,
    exception, value, query, business-object, business-service, service-script; empty when nothing."""
    if _is_nested(symbol):
        return ""
    if symbol.package in _BASE or symbol.package.startswith(_SUPPORT):
        return _BY_NAME.get(symbol.name, "") or _BY_PACKAGE.get(symbol.package, "")
    above = types.supertypes(symbol.name)
    return _algorithm_or_spot(symbol, above) or _by_supertype(symbol, above) or _by_form(symbol, types)


def _is_nested(symbol: Symbol) -> bool:
    return symbol.name.rpartition(".")[0] != symbol.package


def _algorithm_or_spot(symbol: Symbol, above: Sequence[str]) -> str:
    """An interface below the framework's own is a spot, unless it is that of a component that implements one."""
    if SPOT not in above:
        return ""
    component = any(_simple(name) in _COMPONENTS for name in above)
    return "spot" if symbol.kind == "interface" and not component else "algorithm"


def _by_supertype(symbol: Symbol, above: Sequence[str]) -> str:
    for name in above:
        if found := _BY_SUPERTYPE.get(name):
            return found
    names = {_simple(name) for name in above}
    if "BusinessEntity" in names:
        return "entity"
    if names.intersection(_BATCH):
        return "batch"
    return "component" if names.intersection(_COMPONENTS) else ""


def _by_form(symbol: Symbol, types: Types) -> str:
    ending = next((found for end, found in _BY_ENDING if symbol.simple_name.endswith(end)), "")
    if ending:
        return ending
    if types.find(f"{symbol.name}_Id") and symbol.kind == "interface":
        return "entity"
    if types.find(f"{symbol.name}.Factory"):
        return "data" if symbol.simple_name.endswith("Data") else "component"
    return _BY_PACKAGE.get(symbol.package, "")


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
