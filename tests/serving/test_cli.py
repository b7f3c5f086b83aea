"""Every command as a user and as a script meets it: results on stdout, reports on stderr, exit codes, JSON shapes."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from agents.state import Task
from serving.app import App
from serving.settings import Workspace
from tests.serving.command_line import Ran, Spotsmith, command

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORK = ("init", "index", "resolve", "generate", "check", "batch", "chat")
TRAINING = ("pretrain", "train", "evaluate", "compare", "distill", "rl", "export")
COMMANDS = (*WORK, *TRAINING, "pull", "doctor")
LISTED = (*WORK, "serve", *TRAINING, "model-server", "pull", "doctor", "dataset", "adapters", "mcp")
REQUEST = "late payment fee as a percentage parameter of the overdue balance"
PROBLEM = {"code", "kind", "line", "column", "message", "symbol", "receiver", "candidates", "rule"}


def shape(value: Any) -> Any:
    """Names and kinds of a JSON value; a list has the shape of its first item."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


# --- help ---------------------------------------------------------------------------------------------------------


def test_help_lists_every_command_with_a_whole_sentence(spotsmith: Spotsmith) -> None:
    ran = spotsmith("--help")
    listed = re.findall(r"^  ([\w-]+) {2,}(.+)$", ran.out.partition("Commands:")[2], re.MULTILINE)
    assert (ran.code, [name for name, _ in listed]) == (0, list(LISTED))
    assert all(sentence.endswith(".") and "..." not in sentence for _, sentence in listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_its_options_in_80_columns(spotsmith: Spotsmith, name: str) -> None:
    ran = spotsmith(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: spotsmith {name} [OPTIONS]")
    assert "--json" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    undescribed = re.findall(r"^  (--[\w-]+(?: [A-Z]+)?)$\n^  -", ran.out, re.MULTILINE)
    assert undescribed == []


def test_no_command_is_help_and_a_wrong_one_is_corrected(spotsmith: Spotsmith) -> None:
    bare = spotsmith()
    assert (bare.code, bare.out) == (2, "")
    assert "Commands:" in bare.err
    ran = spotsmith("generat", "x")
    assert ran.code == 2
    assert "No such command 'generat'. Did you mean 'generate'?" in ran.err
    assert "Missing argument 'REQUEST'" in spotsmith("generate").err


def test_the_version_is_that_of_the_distribution(spotsmith: Spotsmith) -> None:
    assert re.fullmatch(r"spotsmith \d+\.\d+\.\d+\n", spotsmith("--version").out)


# --- resolve ------------------------------------------------------------------------------------------------------


def test_resolve_json_has_the_shape_that_scripts_rely_on(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    request = f"{REQUEST}. Soft parameters: feeType (entity adjustmentType, required)"
    ran = spotsmith("resolve", "-w", sample_site.root, request, "--json")
    assert (ran.code, ran.err) == (0, "")
    candidate = {"name": "str", "score": "float", "why": "str", "summary": "str"}
    assert shape(ran.json) == {
        "artefact": "str",
        "spot": {**candidate, "alternatives": [candidate]},
        "types": [{"name": "str", "role": "str", "why": "str", "source": "str"}],
        "tables": [{"name": "str", "columns": ["str"], "why": "str", "source": "str"}],
        "soft_parameters": [{"name": "str", "type": "str", "entity": "str", "required": "bool"}],
        "exemplars": [{"name": "str", "why": "str", "source": "str"}],
        "doubts": ran.json["doubts"] and ["str"],
    }


def test_resolve_prints_what_it_found_and_why_without_colours(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    ran = spotsmith("resolve", "-w", sample_site.root, REQUEST)
    resolved = spotsmith("resolve", "-w", sample_site.root, REQUEST, "--json").json
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"spot       {resolved['spot']['name'].rpartition('.')[2]} (")
    for table in resolved["tables"]:
        place = table["source"].replace("!line ", ":")
        assert f"table      {table['name']} {table['why']}; {place}\n" in ran.out
    assert "\x1b" not in ran.out


def test_a_named_spot_is_taken_and_nothing_is_guessed(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    ran = spotsmith(
        "resolve", "-w", sample_site.root, "whatever this may be", "--spot", "CustomerClassPreBillCompletion", "--json"
    )
    assert ran.json["spot"]["name"].endswith(".CustomerClassPreBillCompletionAlgorithmSpot")
    assert ran.json["spot"]["why"] == "chosen by the task"


# --- generate -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated(sample_site: Workspace) -> Ran:
    return command("generate", "-w", sample_site.root, REQUEST, "--json")


def test_generate_json_has_the_shape_that_scripts_rely_on(generated: Ran) -> None:
    result = generated.json
    assert generated.err == ""
    assert generated.code == {"ok": 0, "failed": 1, "partial": 3}[result["status"]]
    assert shape(result["files"]) == [{"path": "str", "content": "str"}]
    assert shape(result["sources"]) == [{"symbol": "str", "source": "str"}]
    assert {name: type(result[name]).__name__ for name in ("status", "class", "coder", "rounds")} == {
        "status": "str",
        "class": "str",
        "coder": "str",
        "rounds": "int",
    }
    assert all(set(diagnostic) >= PROBLEM for diagnostic in result["diagnostics"])
    assert all(isinstance(item, str) for item in (*result["unchecked"], *result["todo"]))
    assert {"resolve", "assemble", "generate", "review", "total"} <= set(result["seconds"])
    assert result["class"].replace(".", "/") + ".java" == result["files"][0]["path"]


def test_the_demo_request_is_proven(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    (request,) = re.findall(r'spotsmith generate --workspace \$\(SITE\) "(.+)"', MAKEFILE)
    ran = spotsmith("generate", "-w", sample_site.root, request, "--json")
    assert (ran.code, ran.json["status"], ran.json["unchecked"]) == (0, "ok", [])


def test_without_out_stdout_is_the_code_alone_and_the_report_is_on_stderr(
    generated: Ran, sample_site: Workspace
) -> None:
    ran = command("generate", "-w", sample_site.root, REQUEST)
    assert ran.code == generated.code
    assert ran.out == generated.json["files"][0]["content"]
    assert re.search(r"^(ok|partial) +\w+: ", ran.err, re.MULTILINE)
    assert "\x1b" not in ran.out + ran.err


def test_with_out_the_file_is_written_into_the_tree_of_packages(
    spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path
) -> None:
    arguments = ("generate", "-w", sample_site.root, REQUEST, "--class-name", "CmFee_Impl", "--package", "com.own.fee")
    ran = spotsmith(*arguments, "--out", tmp_path / "src")
    target = tmp_path / "src" / "com" / "own" / "fee" / "CmFee_Impl.java"
    assert (ran.code, ran.out) == (0, "")
    assert f"wrote      {target}\n" in ran.err
    assert "\npackage com.own.fee;" in f"\n{target.read_text(encoding='utf-8')}"
    again = spotsmith(*arguments, "--out", tmp_path / "src", "--force", "--json")
    assert again.json["written"] == [str(target)]


def test_the_request_may_come_from_stdin(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    said = spotsmith("resolve", "-w", sample_site.root, "-", "--json", stdin=f"\ufeff{REQUEST}\n")
    assert said.json == spotsmith("resolve", "-w", sample_site.root, REQUEST, "--json").json


def test_every_run_is_kept_with_its_task_and_result(generated: Ran, sample_site: Workspace) -> None:
    run = Path(generated.json["run"])
    assert run.parent == sample_site.hidden / "runs"
    kept = {path.name for path in run.iterdir()}
    assert {"task.json", "resolution.json", "result.json"} < kept
    assert REQUEST in (run / "task.json").read_text(encoding="utf-8")
    name = Path(generated.json["files"][0]["path"]).name
    assert (run / name).read_text(encoding="utf-8") == generated.json["files"][0]["content"]


def test_the_command_line_and_the_engine_give_the_same_code(generated: Ran, app: App) -> None:
    assert app.generate(Task(REQUEST)).draft.file.text == generated.json["files"][0]["content"]


# --- check --------------------------------------------------------------------------------------------------------


def test_check_of_clean_code_says_ok(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    (folder,) = sample_site.root.glob("java/source/cm/com/splwg/cm/domain/adjustment/algorithm")
    ran = spotsmith("check", "-w", sample_site.root, folder)
    count = len(list(folder.iterdir()))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].startswith(f"ok: {count} files, ")


def test_check_json_has_the_shape_that_scripts_rely_on_and_exits_1_for_errors(
    generated: Ran, spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    file = generated.json["files"][0]
    for folder, text in ((good, file["content"]), (bad, file["content"].replace("void invoke()", "void invoked()"))):
        folder.mkdir()
        (folder / Path(file["path"]).name).write_text(text, encoding="utf-8")
    ran = spotsmith("check", "-w", sample_site.root, bad, "--json")
    (checked,) = ran.json["files"]
    assert (ran.code, ran.err, ran.json["status"]) == (1, "", "failed")
    assert set(checked) == {"path", "diagnostics", "unchecked"}
    assert checked["path"].startswith(str(bad))
    assert all(set(diagnostic) >= PROBLEM for diagnostic in checked["diagnostics"])
    assert "error" in {diagnostic["severity"] for diagnostic in checked["diagnostics"]}
    clean = spotsmith("check", "-w", sample_site.root, good, "--json")
    assert (clean.code, clean.json["status"]) == (0, "ok")


def test_check_prints_places_that_an_editor_can_open(
    generated: Ran, spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path
) -> None:
    file = generated.json["files"][0]
    path = tmp_path / Path(file["path"]).name
    path.write_text(file["content"].replace("void invoke() {", "void invoke() { missing(1);"), encoding="utf-8")
    line = path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("missing(1)")].count("\n") + 1
    ran = spotsmith("check", "-w", sample_site.root, path)
    assert ran.code == 1
    assert re.search(rf"^{re.escape(str(path))}:{line}:\d+: error: .*missing", ran.out, re.MULTILINE)
    assert ran.out.splitlines()[-1].startswith("failed: 1 file, ")


# --- init, index, doctor ------------------------------------------------------------------------------------------


def test_a_new_site_is_made_indexed_and_examined(
    spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").symlink_to(sample_site.root / "lib")
    (tmp_path / "ddl").mkdir()
    (tmp_path / "ddl" / "own.sql").write_text("CREATE TABLE CM_OWN (OWN_ID CHAR(10));", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = spotsmith("init", "--class-path", "lib/*.jar", "--json")
    assert made.json == {
        "path": "spotsmith.toml",
        "class_path": ["lib/*.jar"],
        "sources": [],
        "schema": ["ddl/*.sql"],
        "documents": [],
    }
    assert "next: spotsmith index\n" in spotsmith("init", "--force").err
    spotsmith("init", "--class-path", "lib/*.jar", "--force")

    examined = spotsmith("doctor", "--json")
    wrong = {check["name"]: check["text"] for check in examined.json["checks"] if not check["ok"]}
    assert (examined.code, examined.json["ok"], list(wrong)) == (1, False, ["index"])
    assert wrong["index"].endswith("there is no index yet. Run `spotsmith index`.")

    report = spotsmith("index", "--json")
    assert (report.code, report.err) == (0, "")
    assert {"counts", "diagnostics", "seconds", "folder", "unchanged", "published"} == set(report.json)
    assert report.json["counts"]["table"] == 1
    again = spotsmith("index")
    assert (again.code, again.out) == (0, "")
    assert re.fullmatch(r"nothing has changed: \d+ spots, [\d,]+ types, 1 table, 0 exemplars, 0 passages\n", again.err)

    assert spotsmith("doctor").code == 0


def test_doctor_says_what_works(spotsmith: Spotsmith, sample_site: Workspace) -> None:
    ran = spotsmith("doctor", "-w", sample_site.root, "--json")
    assert (ran.code, ran.json["ok"]) == (0, True), ran.out
    names = [check["name"] for check in ran.json["checks"]]
    inputs = ["class_path", "sources", "schema", "documents"]
    assert names == ["python", "workspace", "pack", *inputs, "java", "index", "coder", "generate"]
    assert all(line.startswith("ok ") for line in spotsmith("doctor", "-w", sample_site.root).out.splitlines())


@pytest.mark.parametrize("group", ["", "dataset", "adapters", "mcp"])
def test_no_sentence_of_a_list_of_commands_is_cut(spotsmith: Spotsmith, group: str) -> None:
    listed = spotsmith(*group.split(), "--help").out.partition("Commands:\n")[2]
    assert listed.strip()
    assert "..." not in listed


# --- the README ---------------------------------------------------------------------------------------------------

SHOWN = re.findall(r"^\.venv/bin/(spotsmith [^#\n]*)", README, re.MULTILINE)
EXAMPLES = [line for line in SHOWN if shlex.split(line)[1] not in ("serve", "mcp")]
"""``serve`` runs until it is stopped, and ``mcp install`` writes a client's settings: they have tests of their own."""


def test_the_readme_has_examples() -> None:
    found = {shlex.split(line)[1] for line in SHOWN}
    assert found == {"resolve", "generate", "check", "doctor", "chat", "serve", "mcp", "batch"}


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: shlex.split(line)[1])
def test_an_example_of_the_readme_works_as_it_is_written(
    line: str, spotsmith: Spotsmith, sample_site: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "ormb").symlink_to(sample_site.root)
    monkeypatch.chdir(tmp_path)
    ran = spotsmith(*shlex.split(line)[1:])
    assert ran.code == 0, ran
    if "--out" in line:
        assert len(list((tmp_path / "out").rglob("*.java"))) == 1
