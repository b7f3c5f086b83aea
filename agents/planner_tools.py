"""The look-ups as tools of a planner: what it is told about them, and the answer to a call.

Answers are JSON on one line: text of a JAR or a database can neither end a line nor look like anything but data.
"""

from agents.coders.tools import Argument, Call, Tool
from agents.lookup import find_symbol, show_table, show_type, who_uses
from knowledge.encoding import encode
from knowledge.store import Store
from knowledge.symbols import SymbolTable

TOKENS = 1_200  # of one answer: six of them fit beside the request in the smallest contexts that are served

TOOLS = (
    Tool(
        "find_symbol",
        "Finds types, tables and existing code by name or by words. Use it when you do not know the exact name.",
        (Argument("query", "a name, or words such as 'bill cycle schedule'"),),
    ),
    Tool(
        "show_type",
        "Shows the members of one type with their signatures, inherited ones too. Use it to see whether a type has "
        "the method that the request needs.",
        (
            Argument("name", "qualified or simple name of a type"),
            Argument("members_like", "words; only members that share one are shown", required=False),
        ),
    ),
    Tool(
        "show_table",
        "Shows the columns, keys and comments of one table, and the tables joined to it.",
        (Argument("name", "name of a table"),),
    ),
    Tool(
        "who_uses",
        "Shows existing code that uses a type or a table, types that take or return a type, tables that refer to a "
        "table. Use it to find the way from one thing to another.",
        (Argument("name", "name of a type or a table"),),
    ),
)


def look_up(call: Call, store: Store, types: SymbolTable) -> str:
    """The answer to a call that fits its tool."""
    given = {name: str(value) for name, value in call.arguments.items()}
    match call.name:
        case "find_symbol":
            return encode(find_symbol(store, given["query"], tokens=TOKENS))
        case "show_type":
            like = given.get("members_like", "")
            return encode(show_type(store, types, given["name"], members_like=like, tokens=TOKENS))
        case "show_table":
            return encode(show_table(store, given["name"], tokens=TOKENS))
        case "who_uses":
            return encode(who_uses(store, types, given["name"], tokens=TOKENS))
    raise ValueError(f"there is no tool {call.name!r}")
