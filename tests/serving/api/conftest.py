"""The API as a running server, over the sample's index."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from serving.settings import Workspace
from tests.serving.api.process import Serving, serving
from tests.serving.command_line import write_settings
from tests.serving.conftest import inputs_of

TOKENS = {"reader": ["read"], "writer": ["generate"], "keeper": ["accept"], "other": ["read", "generate"]}


def token_of(name: str) -> str:
    return f"{name}-{'0123456789' * 3}"


def tokens_section() -> str:
    lines = []
    for name, scopes in TOKENS.items():
        digest = hashlib.sha256(token_of(name).encode()).hexdigest()
        lines.append(f'[serve.tokens.{name}]\nsha256 = "{digest}"\nscopes = {scopes}')
    return "\n".join(lines)


SiteWith = Callable[[str], Path]


@pytest.fixture(scope="session")
def site_with(sample_site: Workspace, tmp_path_factory: pytest.TempPathFactory) -> SiteWith:
    """A workspace over the sample's index, with more settings."""

    def made(more: str) -> Path:
        folder = tmp_path_factory.mktemp("served") / "brightwater"
        (folder / ".spotsmith").mkdir(parents=True)
        (folder / ".spotsmith" / "index").symlink_to(sample_site.index)
        (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
        write_settings(folder, inputs_of(sample_site), more)
        return folder

    return made


@pytest.fixture(scope="session")
def served(site_with: SiteWith) -> Iterator[Serving]:
    """One server for all tests that leave it as it was."""
    limits = "[serve]\nbody_bytes = 200000\nrequest_chars = 2000\ncheck_files = 3\nwaiting = 200"
    with serving(site_with(f"{limits}\n{tokens_section()}")) as running:
        yield running
    assert running.other == []
