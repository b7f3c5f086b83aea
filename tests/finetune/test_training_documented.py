"""What docs/training.md and the scripts of runs/ tell people to type: every command and option is one that there is."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from serving.cli import app

ROOT = Path(__file__).parents[2]
PLACES = ("docs/training.md", "finetune/runs/site-to-served.sh", "finetune/runs/cpu-rehearsal.sh")


def commands() -> Iterator[tuple[str, str]]:
    for place in PLACES:
        text = (ROOT / place).read_text("utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            found = re.search(
                r"(?:^|[;|`(]|then|proven|allow \d|\|\|)\s*(spotsmith [a-z][^`|>#]*)", line.split("<<")[0]
            )
            if found and "say " not in line:
                yield place, found[1].split(" || ")[0].split("...")[0].strip()


@pytest.mark.parametrize(("place", "line"), sorted(set(commands())))
def test_a_command_that_is_told_is_one_that_there_is(place: str, line: str) -> None:
    words = shlex.split(re.sub(r"\$\{?\w+\}?", "1", line))[1:]
    command = get_command(app)
    while isinstance(command, TyperGroup):
        assert words[0] in command.commands, f"{place}: {line}"
        command, words = command.commands[words[0]], words[1:]
    known = {name for option in command.params for name in option.opts}
    used = [word for word in words if word.startswith("-")]
    assert [word for word in used if word not in known] == [], f"{place}: {line}"


def test_there_are_commands_to_try() -> None:
    assert len(set(commands())) > 20


@pytest.mark.parametrize("script", ["site-to-served.sh", "cpu-rehearsal.sh"])
def test_a_script_is_one_that_bash_reads(script: str) -> None:
    done = subprocess.run(
        ["bash", "-n", ROOT / "finetune" / "runs" / script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
