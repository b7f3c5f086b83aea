"""Arguments that models invent for ours: renamed before they are checked, instead of costing a round."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

ALIASES: dict[str, dict[str, str]] = {
    "find_symbol": dict.fromkeys(("q", "name", "text", "symbol", "search", "userQuery", "keywords"), "query"),
    "show_type": dict.fromkeys(("type", "class", "class_name", "className", "symbol", "query", "type_name"), "name"),
    "show_table": dict.fromkeys(("table", "table_name", "tableName", "query"), "name"),
    "who_uses": dict.fromkeys(("symbol", "type", "table", "query"), "name"),
    "resolve_request": dict.fromkeys(("query", "text", "prompt", "description", "task"), "request"),
    "generate_code": dict.fromkeys(("query", "text", "prompt", "description", "task"), "request")
    | {"className": "class_name"},
    "check_code": dict.fromkeys(("code", "content", "source"), "text")
    | dict.fromkeys(("file", "file_path", "filePath", "filename"), "path"),
    "job_status": dict.fromkeys(("id", "jobId", "job"), "job_id"),
}


def forgiven(context: "ServerRequestContext[Any, Any]") -> "ServerRequestContext[Any, Any]":
    """The same message with known aliases renamed; anything that is not as expected is left to the checks."""
    params = context.params
    if context.method != "tools/call" or not params:
        return context
    aliases, given = ALIASES.get(str(params.get("name"))), params.get("arguments")
    if not aliases or not isinstance(given, dict):
        return context
    return replace(context, params={**params, "arguments": renamed(given, aliases)})


def renamed(given: Mapping[str, Any], aliases: Mapping[str, str]) -> dict[str, Any]:
    """The real name wins where both are there."""
    return {aliases.get(key, key): value for key, value in given.items() if aliases.get(key) not in given}
