"""The house in order: format, lint, types, layers, and the promises that a search of the source can check."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ("agents", "finetune", "knowledge", "indexers", "serving", "spotsmith")
FRAMEWORK = re.compile(r"ormb|ouaf|splwg|oracle revenue|AlgorithmComponent|\bCI_[A-Z]|com\.splwg", re.IGNORECASE)
SOCKETS = re.compile(
    r"^\s*(?:import|from)\s+(?:socket|urllib(?!\.parse)|http(?!\.cookies)|requests|httpx|aiohttp|psycopg\w*)\b",
    re.MULTILINE,
)


def core_files() -> list[Path]:
    packs = ROOT / "knowledge" / "packs"
    found = [path for folder in CORE for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    return [path for path in found if packs not in path.parents and path.suffix in (".py", ".java", ".txt", ".yaml")]


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    ],
    ids=lambda command: " ".join(command),
)
def test_the_tree_passes_its_own_checks(command: tuple[str, ...]) -> None:
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_core_never_names_the_framework() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in core_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FRAMEWORK.search(line)
    ]
    assert named == []


def test_one_module_opens_connections_one_keeps_steps_in_a_database_and_one_listens() -> None:
    found = [path.relative_to(ROOT).as_posix() for path in core_files() if SOCKETS.search(path.read_text("utf-8"))]
    assert found == ["agents/checkpoints_postgres.py", "agents/coders/wire.py", "serving/api/run.py"]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from serving.cli import app; from typer.main import get_command\n"
        "get_command(app)(['--help'], standalone_mode=False)\n"
        "heavy = {'torch', 'transformers', 'langgraph', 'qdrant_edge', 'tree_sitter', 'pydantic', 'yaml'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_no_file_of_the_repository_names_a_machine_path_or_a_registry() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    pattern = re.compile(r"/work/|/root/|files\.pythonhosted|registry\.npmjs|/opt/wheels")
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = []
    for name in tracked:
        path = ROOT / name
        if name == own or not path.is_file() or path.suffix in (".jar", ".json"):
            continue
        if pattern.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(name)
    assert found == []
