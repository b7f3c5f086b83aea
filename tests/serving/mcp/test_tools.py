"""The tools as a client sees them."""

import json
from pathlib import Path

from mcp import Client

from serving.settings import Workspace
from tests.serving.mcp.conftest import REQUEST, Door

BROKEN = "class Broken {\n    int x = missing();\n}\n"


def test_there_are_eight_tools_with_short_names_schemas_and_hints(door: Door) -> None:
    async def listed(client: Client) -> list[object]:
        return [*(await client.list_tools()).tools]

    tools = door(listed)
    assert [tool.name for tool in tools] == [  # type: ignore[attr-defined]
        "find_symbol",
        "show_type",
        "show_table",
        "who_uses",
        "resolve_request",
        "generate_code",
        "check_code",
        "job_status",
    ]
    for tool in tools:
        assert len(f"spotsmith_{tool.name}") < 60  # type: ignore[attr-defined]
        assert tool.annotations.read_only_hint  # type: ignore[attr-defined]
        assert tool.output_schema["type"] == "object"  # type: ignore[attr-defined]
        assert "Use it" in tool.description  # type: ignore[attr-defined]


def test_generate_code_is_no_longer_read_only_where_the_site_lets_it_write(door: Door) -> None:
    async def hint(client: Client) -> bool:
        tools = (await client.list_tools()).tools
        (annotations,) = [tool.annotations for tool in tools if tool.name == "generate_code"]
        assert annotations
        return bool(annotations.read_only_hint)

    assert not door(hint, write_to="java")


def test_find_symbol_finds_by_words_and_passages_with_their_text(door: Door) -> None:
    found = door.call("find_symbol", query="CI_BILL", kinds=["table"])
    assert found["hits"][0]["name"] == "CI_BILL"
    assert "BILL_ID" in found["hits"][0]["signature"]
    passages = door.call("find_symbol", query="due date of a bill", kinds=["passage"])
    assert "due date" in passages["hits"][0]["text"]


def test_show_type_has_inherited_members_and_an_unknown_name_its_neighbours(door: Door) -> None:
    shown = door.call("show_type", name="Bill", members_like="due date")
    assert any(member["name"] == "getDueDate" for member in shown["members"])
    missing = door.call("show_type", name="Bil")
    assert missing["known"] is False
    assert any(name.endswith(".Bill") for name in missing["nearest"])


def test_show_table_and_who_uses_know_the_keys_and_the_code_of_the_site(door: Door) -> None:
    table = door.call("show_table", name="ci_bill")
    assert table["primary_key"] == ["BILL_ID"]
    uses = door.call("who_uses", name="CI_BILL")
    assert any(use["kind"] == "exemplar" for use in uses["uses"])


def test_resolve_request_says_the_same_as_the_engine(door: Door) -> None:
    from agents.state import Task
    from serving.shapes import resolution_json

    with door.site.app() as app:
        shape = resolution_json(app.resolve(Task(REQUEST)))
    told = door.call("resolve_request", settings={"answer_tokens": 100_000}, request=REQUEST)
    assert told["spot"]["name"] == shape["spot"]["name"]
    assert [table["name"] for table in told["tables"]] == [table["name"] for table in shape["tables"]]


def test_generate_code_gives_the_file_of_the_engine_and_writes_nothing_but_its_run(door: Door, site: Workspace) -> None:
    from agents.state import Task

    before = {path for path in site.root.rglob("*") if ".spotsmith" not in path.parts}
    told = door.call("generate_code", request=REQUEST)
    with door.site.app() as app:
        file = app.generate(Task(REQUEST)).draft.file
    assert told["status"] == "ok"
    assert told["files"] == [{"path": file.path, "content": file.text}]
    assert told["sources"] and told["todo_count"] == len(told["todo"])
    assert "id" not in told["job"]
    assert (Path(told["run"]) / "result.json").is_file()
    assert {path for path in site.root.rglob("*") if ".spotsmith" not in path.parts} == before


def test_generate_code_writes_new_files_where_the_site_says_and_never_over_old_ones(
    door: Door, site: Workspace
) -> None:
    settings = {"write_to": "made"}
    told = door.call("generate_code", settings=settings, request=REQUEST)
    (written,) = map(Path, told["written"])
    assert written.read_text(encoding="utf-8") == told["files"][0]["content"]
    assert written.is_relative_to(site.root / "made")
    written.write_text("mine", encoding="utf-8")
    again = door.call("generate_code", settings=settings, request=REQUEST)
    assert "written" not in again and "exists already" in again["note"]
    assert written.read_text(encoding="utf-8") == "mine"


def test_check_code_takes_a_text_or_a_path_inside_the_workspace(door: Door, site: Workspace) -> None:
    told = door.call("check_code", text=BROKEN, path="Broken.java")
    assert told["status"] == "failed"
    assert [(each["path"], each["line"], each["symbol"]) for each in told["diagnostics"]] == [
        ("Broken.java", 2, "missing")
    ]
    (site.root / "Broken.java").write_text(BROKEN, encoding="utf-8")
    on_disk = door.call("check_code", path="Broken.java")
    assert on_disk["diagnostics"] == told["diagnostics"]
    assert door.call("check_code", path=str(site.root / "Broken.java"))["files"] == [{"path": "Broken.java"}]


def test_check_code_reads_nothing_outside_the_workspace(door: Door, site: Workspace, tmp_path: Path) -> None:
    (tmp_path / "Secret.java").write_text("class Secret {}", encoding="utf-8")
    (site.root / "Link.java").unlink(missing_ok=True)
    (site.root / "Link.java").symlink_to(tmp_path / "Secret.java")
    for path in ("../Secret.java", str(tmp_path / "Secret.java"), "Link.java", "/etc/passwd", "a\0b", "~/x"):
        sentence = door.refusal("check_code", path=path)
        assert "outside the workspace" in sentence or "no such file in the workspace" in sentence
    assert "no such file" in door.refusal("check_code", path=".spotsmith/mcp-audit.jsonl")
    (site.root / "Link.java").unlink()


def test_a_file_outside_is_refused_alike_whether_it_exists_or_not(door: Door, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("x", encoding="utf-8")
    there, missing = (door.refusal("check_code", path=str(tmp_path / name)) for name in ("here", "nope"))
    assert there.replace("here", "nope") == missing


def test_names_of_arguments_that_models_invent_are_understood(door: Door) -> None:
    assert door.call("find_symbol", q="CI_BILL")["hits"]
    assert door.call("show_table", tableName="CI_BILL")["name"] == "CI_BILL"


def test_wrong_arguments_are_answered_with_a_sentence_and_no_traceback(door: Door) -> None:
    assert "query" in door.refusal("find_symbol")
    assert "limit" in door.refusal("find_symbol", query="x", limit=10_000)
    assert "request is empty" in door.refusal("generate_code", request=" ")
    assert "not an identifier" in door.refusal("generate_code", request="x", class_name="../../evil")


def test_answers_shrink_to_the_budget_and_say_what_is_gone(door: Door) -> None:
    small = door.call("resolve_request", settings={"answer_tokens": 500}, request=REQUEST)
    assert len(json.dumps(small)) < 500 * 3.5 * 1.3
    assert small["cut"] and "Left out to fit 500 tokens" in small["note"]
    told = door.call("generate_code", settings={"answer_tokens": 500}, request=REQUEST)
    whole = door.call("generate_code", settings={"answer_tokens": 50_000}, request=REQUEST)
    assert told["files"] == whole["files"], "code is never cut"
    assert told["cut"]["sources"] == len(whole["sources"]) - len(told["sources"])
    assert "cut" not in whole


def test_a_site_without_an_index_answers_with_what_to_do(door: Door, tmp_path: Path) -> None:
    from serving.mcp.open_site import OpenSite
    from serving.settings import Settings

    empty = Workspace(tmp_path, Settings.model_validate({}))
    without = Door(empty, OpenSite(empty))
    assert "spotsmith index" in without.refusal("find_symbol", query="x")
    assert "spotsmith index" in without.refusal("generate_code", request="x")
