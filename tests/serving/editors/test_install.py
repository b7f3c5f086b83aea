"""``spotsmith mcp install`` and ``rules``: shown first, written once, with everything of other people kept."""

import json
from pathlib import Path

import pytest

from knowledge.errors import SpotsmithError
from serving.editors.clients import CLIENTS, Places, installed, own_command, places
from tests.serving.command_line import Spotsmith, write_settings


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and a home that is nobody's."""
    folder = tmp_path / "project"
    folder.mkdir()
    write_settings(folder, {})
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    return folder


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_each_client_gets_a_server_under_its_own_key_and_a_second_time_nothing(name: str, tmp_path: Path) -> None:
    at = Places(tmp_path / "project", tmp_path / "home", tmp_path / "home" / ".config")
    change = installed(name, at, "/opt/spotsmith", "names")
    assert change.path.is_relative_to(tmp_path) and change.before is None
    entry = json.loads(change.after)
    for key in (*CLIENTS[name].keys, "spotsmith"):
        entry = entry[key]
    command = entry["command"] if isinstance(entry["command"], list) else [entry["command"], *entry["args"]]
    folder = "${workspaceFolder}" if CLIENTS[name].knows_folder else str(tmp_path / "project")
    assert command == ["/opt/spotsmith", "mcp", "--workspace", folder, "--disclosure", "names"]
    change.write()
    assert not installed(name, at, "/opt/spotsmith", "names").is_needed


def test_settings_lie_where_the_system_has_them() -> None:
    home = Path.home()
    assert places(Path(), {}, "linux").settings == home / ".config"
    assert places(Path(), {"XDG_CONFIG_HOME": "/c"}, "linux").settings == Path("/c")
    assert places(Path(), {}, "darwin").settings == home / "Library" / "Application Support"
    assert places(Path(), {"APPDATA": "/a"}, "win32").settings == Path("/a")


def test_a_client_without_a_file_for_all_projects_says_so(tmp_path: Path) -> None:
    at = Places(tmp_path, tmp_path, tmp_path)
    assert installed("cursor", at, "s", "full", for_user=True).path == tmp_path / ".cursor" / "mcp.json"
    with pytest.raises(SpotsmithError, match="leave out --user"):
        installed("zed", at, "s", "full", for_user=True)


def test_the_name_stands_for_the_program_only_where_it_finds_it(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "spotsmith").write_text("", encoding="utf-8")
    one, two = (str(tmp_path / folder / "spotsmith") for folder in ("one", "two"))
    assert own_command(one, one) == own_command("spotsmith", one) == "spotsmith"
    assert own_command(one, two) == own_command(one, None) == one


def test_install_shows_asks_for_yes_writes_and_keeps_the_old_file(spotsmith: Spotsmith, project: Path) -> None:
    file = project / ".cursor" / "mcp.json"
    file.parent.mkdir()
    before = '{\n  // mine\n  "mcpServers": {"other": {"command": "x"}}\n}\n'
    file.write_text(before, encoding="utf-8")
    printed = spotsmith("mcp", "install", "cursor", "-w", project, "--print")
    assert printed.code == 0 and '+    "spotsmith": {' in printed.out
    refused = spotsmith("mcp", "install", "cursor", "-w", project)
    assert refused.code == 2 and "--yes" in refused.err
    assert file.read_text(encoding="utf-8") == before
    done = spotsmith("mcp", "install", "cursor", "-w", project, "--yes")
    assert done.code == 0 and "no code" in done.out
    after = file.read_text(encoding="utf-8")
    assert "// mine" in after and '"other": {"command": "x"}' in after and '"--disclosure"' in after
    assert (file.parent / "mcp.json.before-spotsmith").read_text(encoding="utf-8") == before
    again = spotsmith("mcp", "install", "cursor", "-w", project, "--yes")
    assert again.code == 0 and again.out.startswith("nothing to change")


def test_a_file_that_is_a_link_is_changed_where_it_lies(spotsmith: Spotsmith, project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.json"
    kept.write_text("{}", encoding="utf-8")
    kept.chmod(0o600)
    (project / ".mcp.json").symlink_to(kept)
    assert spotsmith("mcp", "install", "claude", "-w", project, "--yes").code == 0
    assert (project / ".mcp.json").is_symlink()
    assert "spotsmith" in kept.read_text(encoding="utf-8") and kept.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_json_is_left_alone(spotsmith: Spotsmith, project: Path) -> None:
    (project / ".mcp.json").write_text("{nope", encoding="utf-8")
    ran = spotsmith("mcp", "install", "claude", "-w", project, "--yes")
    assert ran.code == 2 and "nothing was changed" in ran.err
    assert (project / ".mcp.json").read_text(encoding="utf-8") == "{nope"
    assert "did you mean cursor" in spotsmith("mcp", "install", "cursr", "-w", project).err


def test_rules_name_the_tools_in_the_words_of_the_pack_and_keep_what_people_wrote(
    spotsmith: Spotsmith, project: Path
) -> None:
    (project / "AGENTS.md").write_text("# Ours\nBe kind.\n", encoding="utf-8")
    assert spotsmith("mcp", "rules", "-w", project, "--yes").code == 0
    agents, rule = project / "AGENTS.md", project / ".cursor" / "rules" / "spotsmith.mdc"
    text = agents.read_text(encoding="utf-8")
    assert text.startswith("# Ours\nBe kind.\n\n<!-- spotsmith: begin")
    for tool in (
        "generate_code",
        "resolve_request",
        "show_type",
        "show_table",
        "find_symbol",
        "check_code",
        "job_status",
    ):
        assert f"`{tool}`" in text
    assert "a new algorithm" in text and "*.java" in text
    assert rule.read_text(encoding="utf-8").startswith("---\ndescription: How to write")
    agents.write_text(text.replace("job_status", "old") + "\nMore of ours.\n", encoding="utf-8")
    assert spotsmith("mcp", "rules", "-w", project, "--yes").code == 0
    again = agents.read_text(encoding="utf-8")
    assert again == text + "\nMore of ours.\n"
    assert "nothing to change" in spotsmith("mcp", "rules", "-w", project, "--yes").out
