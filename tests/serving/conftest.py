"""The command line, and sites that a test may break."""

import shutil
from pathlib import Path

import pytest

from serving.settings import Workspace
from tests.serving.command_line import Spotsmith, write_settings


@pytest.fixture
def spotsmith(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spotsmith:
    return Spotsmith(capsys, monkeypatch)


@pytest.fixture
def other_site(sample_site: Workspace, tmp_path: Path) -> Path:
    """The sample's inputs and its index, shared, under settings that a test may change. Do not index it."""
    folder = tmp_path / "other"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    write_settings(folder, inputs_of(sample_site))
    return folder


@pytest.fixture
def own_site(sample_site: Workspace, tmp_path: Path) -> Path:
    """The sample's inputs with an index of its own, which a test may change."""
    folder = tmp_path / "own"
    folder.mkdir()
    left = shutil.ignore_patterns("lock", "runs", "checkpoints*")  # reading a database in use would free its locks
    shutil.copytree(sample_site.hidden, folder / ".spotsmith", ignore=left)
    write_settings(folder, inputs_of(sample_site))
    return folder


@pytest.fixture
def bare_site(sample_site: Workspace, tmp_path: Path) -> Path:
    """The sample's JARs alone and no Java: its index takes a second. Not indexed yet."""
    folder = tmp_path / "bare"
    (folder / "lib").mkdir(parents=True)
    for jar in sample_site.root.glob("lib/spl-*.jar"):
        (folder / "lib" / jar.name).symlink_to(jar)
    write_settings(folder, {"class_path": ["lib/*.jar"]}, '[java]\nhome = "nowhere"')
    return folder


def inputs_of(site: Workspace) -> dict[str, list[str]]:
    return {key: [str(site.root / path) for path in paths] for key, paths in site.settings.inputs.items()}
