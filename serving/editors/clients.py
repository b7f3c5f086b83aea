"""MCP clients: where each keeps its configuration, and how it writes down a server. One entry of a table for each."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.errors import SpotsmithError
from knowledge.nearest import nearest
from serving.editors.changes import Change, read
from serving.editors.jsonc import with_value

FOLDER = "${workspaceFolder}"
"""What some clients put the folder of the project in for."""
Entry = Callable[[str, list[str]], dict[str, Any]]


@dataclass(frozen=True)
class Places:
    """Where files of a person and of a project lie on this machine."""

    project: Path
    home: Path
    settings: Path
    """Where programs keep their settings: ~/.config, or what the system has for that."""


@dataclass(frozen=True)
class Client:
    title: str
    file: Callable[[Places], Path]
    keys: tuple[str, ...] = ("mcpServers",)
    entry: Entry = lambda command, arguments: {"command": command, "args": arguments}
    knows_folder: bool = False
    """Whether it replaces ``${workspaceFolder}``."""
    user_file: Callable[[Places], Path] | None = None
    """For all projects of a person, where it has both."""


def _typed(command: str, arguments: list[str]) -> dict[str, Any]:
    return {"type": "stdio", "command": command, "args": arguments}


def _switched(command: str, arguments: list[str]) -> dict[str, Any]:
    return {"command": command, "args": arguments, "disabled": False}


def _custom(command: str, arguments: list[str]) -> dict[str, Any]:
    return {"source": "custom", "command": command, "args": arguments, "env": {}}


def _local(command: str, arguments: list[str]) -> dict[str, Any]:
    return {"type": "local", "command": [command, *arguments], "enabled": True}


CLINE = Path("Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json")
CLIENTS: dict[str, Client] = {
    "cursor": Client(
        "Cursor",
        lambda at: at.project / ".cursor" / "mcp.json",
        knows_folder=True,
        user_file=lambda at: at.home / ".cursor" / "mcp.json",
    ),
    "vscode": Client(
        "VS Code",
        lambda at: at.project / ".vscode" / "mcp.json",
        ("servers",),
        _typed,
        knows_folder=True,
        user_file=lambda at: at.settings / "Code" / "User" / "mcp.json",
    ),
    "claude": Client("Claude Code", lambda at: at.project / ".mcp.json", entry=_typed),
    "claude-desktop": Client("Claude Desktop", lambda at: at.settings / "Claude" / "claude_desktop_config.json"),
    "cline": Client("Cline in VS Code", lambda at: at.settings / CLINE, entry=_switched),
    "continue": Client("Continue", lambda at: at.project / ".continue" / "mcpServers" / "spotsmith.json"),
    "roo": Client("Roo Code", lambda at: at.project / ".roo" / "mcp.json", entry=_switched),
    "windsurf": Client("Windsurf", lambda at: at.home / ".codeium" / "windsurf" / "mcp_config.json"),
    "zed": Client("Zed", lambda at: at.settings / "zed" / "settings.json", ("context_servers",), _custom),
    "opencode": Client("OpenCode", lambda at: at.project / "opencode.json", ("mcp",), _local),
}


def places(project: Path, environment: Mapping[str, str], system: str = sys.platform) -> Places:
    home = Path.home()
    if system == "darwin":
        return Places(project, home, home / "Library" / "Application Support")
    if system == "win32":
        return Places(project, home, Path(environment.get("APPDATA") or home / "AppData" / "Roaming"))
    return Places(project, home, Path(environment.get("XDG_CONFIG_HOME") or home / ".config"))


def installed(
    name: str, at: Places, command: str, level: Literal["names", "signatures", "full"], for_user: bool = False
) -> Change:
    """The client's file with Spotsmith in it. Raises SpotsmithError for a client or a file that it cannot be put in."""
    client = CLIENTS.get(name)
    if client is None:
        near = nearest(list(CLIENTS), name, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise SpotsmithError(f"there is no client {name!r}; {hint}known: {', '.join(CLIENTS)}. See docs/editors.md")
    if for_user and client.user_file is None:
        raise SpotsmithError(f"{client.title} has one file for this, {client.file(at)}; leave out --user")
    path = (client.user_file if for_user and client.user_file else client.file)(at)
    folder = FOLDER if client.knows_folder and not for_user else str(at.project)
    entry = client.entry(command, ["mcp", "--workspace", folder, "--disclosure", level])
    before = read(path)
    try:
        after = with_value(before or "", (*client.keys, "spotsmith"), entry)
    except SpotsmithError as error:
        raise SpotsmithError(f"{path}: {error}; nothing was changed") from error
    return Change(path, before, after)


def own_command(given: str, found: str | None) -> str:
    """How a client starts us: by name where that finds this very program, else by its path."""
    program = Path(given).absolute() if os.sep in given else Path(found or given)
    return "spotsmith" if found and Path(found).resolve() == program.resolve() else str(program)
