"""What docs/editors.md and the samples tell people to paste, tried."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from typer.main import get_command

from serving.cli import app
from serving.editors.clients import CLIENTS
from serving.settings import FILE, Settings, read_settings
from tests.serving.command_line import Spotsmith

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
CI = [ROOT / "samples" / "ci" / name for name in ("github.yml", "gitlab.yml")]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_problem_matcher_reads_what_check_prints(spotsmith: Spotsmith, other_site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "Broken.java"
    broken.write_text("class Broken {\n    int x = missing();\n}\n", encoding="utf-8")
    (task,) = json.loads(blocks("json")[0])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    arguments = [str(broken) if "$" in each else each for each in task["args"]]
    printed = spotsmith(*arguments, "-w", other_site).out.splitlines()
    found = re.match(pattern["regexp"], printed[0])
    assert found
    assert found.group(pattern["file"]) == str(broken)
    assert (found.group(pattern["line"]), found.group(pattern["severity"])) == ("2", "error")
    assert all(re.match(pattern["regexp"], line) for line in printed)


def test_the_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(blocks("toml")[0], encoding="utf-8")
    settings: Settings = read_settings(tmp_path / FILE, {})
    assert settings.mcp.tokens["build"].disclosure == "names"


def test_the_hook_is_the_one_that_this_repository_offers() -> None:
    (offered,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = yaml.safe_load(blocks("yaml")[0])["repos"][0]["hooks"]
    assert hook == {key: offered[key] for key in hook}


def commands() -> list[str]:
    """All command lines of ours: of the document, the hook and the samples."""
    said = [line.partition("  #")[0] for line in TEXT.splitlines() if line.startswith("spotsmith ")]
    said += re.findall(r"`(spotsmith [^`]+)`", TEXT)
    said.append(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]["entry"])
    for path in CI:
        said += re.findall(r"(?:run: |- )(spotsmith [^>|\n]+)", path.read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("line", commands())
def test_every_command_and_option_exists(line: str) -> None:
    command: Any = get_command(app)
    for word in shlex.split(line)[1:]:
        if word.startswith("-"):
            assert word in [name for parameter in command.params for name in parameter.opts], line
        elif isinstance(command, click.Group) or hasattr(command, "commands"):
            command = command.commands.get(word, command)


def test_the_samples_are_yaml_and_the_clients_are_all_named() -> None:
    assert all(yaml.safe_load(path.read_text(encoding="utf-8")) for path in CI)
    assert [name for name in CLIENTS if name not in TEXT] == []
