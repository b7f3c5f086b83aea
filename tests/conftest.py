"""What every test may ask for: the JDK of this machine, and the sample site, indexed and opened by the real code."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.compilers.jdk import Jdk, find_java
from serving.app import App
from serving.index import index_workspace
from serving.settings import Workspace, find_workspace

# A shell that starts the tests in the background has them, and every command that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

SAMPLE_SITE = Path(__file__).parents[1] / "samples" / "ormb"


@pytest.fixture(scope="session")
def jdk() -> Jdk:
    """A JDK with a compiler; without one the test is skipped, with the sentence that says what to install."""
    search = find_java()
    if search.compiler is None:
        pytest.skip(search.problem)
    return search.compiler


@pytest.fixture(scope="session")
def sample_site(jdk: Jdk, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the sample site with the JARs of its SDK, indexed. Do not change it: all tests share it."""
    build = [sys.executable, str(SAMPLE_SITE / "sdk" / "build.py"), "--javac", str(jdk.home / "bin" / "javac")]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    folder = tmp_path_factory.mktemp("site") / "ormb"
    shutil.copytree(SAMPLE_SITE, folder, ignore=shutil.ignore_patterns(".spotsmith", "sdk", "__pycache__"))
    workspace = find_workspace(folder)
    index_workspace(workspace, lambda stage, done, total: None)
    return workspace


@pytest.fixture(scope="session")
def app(sample_site: Workspace) -> Iterator[App]:
    """The sample site, open; its compiler is warm for all tests and ended with them."""
    opened = App(sample_site)
    yield opened
    opened.close()
