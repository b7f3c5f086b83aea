"""A level holds: whatever a client asks for, it is shown nothing above it, and the audit says what it was shown."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from mcp import Client
from mcp.types import TextContent, TextResourceContents
from pydantic import Field

from knowledge.records import Exemplar, Table
from serving.mcp import answers
from serving.mcp.asker import level_of
from serving.mcp.disclosure import LEVELS, NAME, SIGNATURE, Level, disclosed, mark_of, names_in
from serving.settings import Mcp
from tests.serving.mcp.conftest import REQUEST, Door

SPEAKING = {"note", "problem", "steps"}
"""What Spotsmith itself says in an answer."""
NAMES_ONLY = re.compile(r"[\w.$#/!:@+ -]*")
BROKEN = "class Broken {\n    String secretLine = missing(1 + 2);\n    void held(int secretCount) { }\n}\n"


class Part(answers.Answer):
    name: Annotated[str, NAME] = ""
    signature: Annotated[str, SIGNATURE] = ""
    forgotten: str = ""
    inner: Annotated[list["Part"], NAME] = Field(default=[])


def test_a_field_without_a_mark_is_shown_at_full_alone() -> None:
    whole = Part(name="n", signature="s", forgotten="f", inner=[Part(name="m", forgotten="f")])
    shown = {level: disclosed(whole, level).model_dump(exclude_defaults=True) for level in LEVELS}
    assert shown == {
        "names": {"name": "n", "inner": [{"name": "m"}]},
        "signatures": {"name": "n", "signature": "s", "inner": [{"name": "m"}]},
        "full": {"name": "n", "signature": "s", "forgotten": "f", "inner": [{"name": "m", "forgotten": "f"}]},
    }
    assert list(names_in(whole)) == ["n", "m"]


def test_every_field_of_every_answer_says_who_may_see_it() -> None:
    kinds = [kind for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, answers.Part)]
    assert len(kinds) > 20
    unmarked = [f"{kind.__name__}.{name}" for kind in kinds for name, f in kind.model_fields.items() if not mark_of(f)]
    assert unmarked == []


@pytest.mark.parametrize(
    ("client", "token", "expected"),
    [
        ("stranger", "", "signatures"),
        ("Cursor", "", "names"),
        ("local", "", "full"),
        ("stranger", "build", "names"),
        ("local", "build", "names"),
        ("stranger", "desk", "full"),
        ("Cursor", "desk", "names"),
    ],
)
def test_a_token_is_a_ceiling_that_no_name_of_a_client_lifts(client: str, token: str, expected: Level) -> None:
    settings = Mcp.model_validate(
        {
            "disclosure": "signatures",
            "clients": {"cursor": "names", "local": "full"},
            "tokens": {"build": {"env": "A", "disclosure": "names"}, "desk": {"env": "B", "disclosure": "full"}},
        }
    )
    assert level_of(client, token, settings, "full") == expected
    assert level_of(client, token, settings, "names") == "names"


def everything(door: Door, level: Level) -> list[Any]:
    """What all tools, resources and completions say at a level, as data."""
    return [json.loads(text) for text in door(_asked, disclosure=level, answer_tokens=200_000)]


async def _asked(client: Client) -> list[str]:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("find_symbol", {"query": "bill due date", "kinds": ["symbol", "table", "exemplar", "passage"], "limit": 50}),
        ("show_type", {"name": "Bill"}),
        ("show_type", {"name": "CmHoldSmallBillAlgComp_Impl"}),
        ("show_type", {"name": "Bil"}),
        ("show_table", {"name": "CI_BILL"}),
        ("who_uses", {"name": "CI_BILL", "limit": 200}),
        ("who_uses", {"name": "Bill", "limit": 200}),
        ("resolve_request", {"request": REQUEST}),
        ("generate_code", {"request": REQUEST}),
        ("check_code", {"text": BROKEN, "path": "Broken.java"}),
    ]
    texts = []
    for tool, arguments in calls:
        answer = await client.call_tool(tool, arguments)
        assert not answer.is_error, answer.content
        content = answer.content[0]
        assert isinstance(content, TextContent)
        texts += [content.text, json.dumps(answer.structured_content)]
    uris = [str(each.uri) for each in (await client.list_resources()).resources]
    uris += ["spotsmith://spots/CustomerClassFtFreezeAlgorithmSpot", "spotsmith://tables/CI_BILL"]
    exemplars = json.loads(await _read(client, "spotsmith://exemplars"))["names"]
    uris += [f"spotsmith://exemplars/{each['name']}" for each in exemplars]
    return texts + [await _read(client, uri) for uri in uris]


async def _read(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return content.text


def strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str) and key not in SPEAKING:
        yield value


def comments(door: Door) -> set[str]:
    with door.site.app() as app:
        store = app.parts.store
        tables = store.get_many(Table, store.table_names())
        said = {table.comment for table in tables} | {c.comment for table in tables for c in table.columns}
        said |= {each.summary for each in store.get_many(Exemplar, store.names(Exemplar))}
        types = {column.type for table in tables for column in table.columns}
    return {text for text in said | types if " " in text or "(" in text}


def code_lines(door: Door, shown: list[Any]) -> set[str]:
    """Lines of code that say something: of the site, of what was generated, of the rules, of what was checked."""
    with door.site.app() as app:
        store = app.parts.store
        texts = [each.text for each in store.get_many(Exemplar, store.names(Exemplar))]
    texts += [file["content"] for answer in shown for file in answer.get("files", ()) if "content" in file]
    texts += [rule[key] for answer in shown for rule in answer.get("rules", ()) for key in ("good", "bad")]
    lines = {line.strip() for text in [*texts, BROKEN] for line in text.splitlines()}
    return {line for line in lines if line.endswith((";", "{")) and len(line) > 12 and not line.startswith("import")}


def test_at_full_the_walk_sees_signatures_comments_and_code(door: Door) -> None:
    shown = everything(door, "full")
    text = json.dumps(shown)
    assert "getDueDate()" in text
    assert sum(comment in text for comment in comments(door)) > 20
    assert sum(json.dumps(line)[1:-1] in text for line in code_lines(door, shown)) > 500


def test_at_names_no_tool_or_resource_shows_a_signature_a_comment_or_a_line_of_code(door: Door) -> None:
    lines, said = code_lines(door, everything(door, "full")), comments(door)
    shown = everything(door, "names")
    found = [text for answer in shown for text in strings(answer)]
    assert len(found) > 1000
    assert [text for text in found if not NAMES_ONLY.fullmatch(text)] == []
    whole = "\n".join(found)
    assert [text for text in (*lines, *said) if text in whole] == []
    assert all("withheld" in answer["note"] for answer in shown if "note" in answer)


def test_at_signatures_no_tool_or_resource_shows_a_line_of_a_body(door: Door) -> None:
    whole = everything(door, "full")
    shown = everything(door, "signatures")
    text = "\n".join(text for answer in shown for text in strings(answer))
    assert "getDueDate()" in text, "signatures are shown"
    bodies = {line for line in code_lines(door, whole) if not _declares(line)}
    assert len(bodies) > 500
    assert [line for line in bodies if line in text] == []


def _declares(line: str) -> bool:
    return bool(re.match(r"(public|protected|private|abstract|class|interface|package)\b", line))


def test_the_audit_has_a_line_for_each_answer_with_names_and_never_code(door: Door, audit: Path) -> None:
    door.call("show_table", client="an-ide", settings={"clients": {"an-ide": "names"}}, name="CI_BILL")
    door.call("generate_code", request=REQUEST)
    shown, generated = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    assert (shown["client"], shown["what"], shown["level"]) == ("an-ide", "show_table", "names")
    assert {"CI_BILL", "BILL_ID"} <= set(shown["names"]) and shown["name_count"] == len(shown["names"])
    assert (generated["client"], generated["level"]) == ("tests", "full")
    assert "public class" not in audit.read_text(encoding="utf-8")
    assert generated["characters"] > 5000


def test_an_audit_that_cannot_be_written_is_said_in_the_answer(door: Door, audit: Path) -> None:
    audit.mkdir()
    try:
        assert "audit cannot be written" in door.call("show_table", name="CI_BILL")["note"]
    finally:
        audit.rmdir()
