"""Real servers with tiny models, started once: llama.cpp's own everywhere, llama-cpp-python's where it was built."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving.settings import Workspace
from tests.agents.coders.servers import llama
from tests.agents.coders.servers.build_llama_cpp_python import INTERPRETER
from tests.agents.coders.servers.tiny_model import END, babbler, talker
from tests.serving.command_line import Spotsmith, write_settings

OPEN, CODE, CLOSE = "```java hole=2\n", '\t\tLOGGER.debug("held");\n', "```\n"
RIGHT = OPEN + CODE + CLOSE
LENGTHY = ["```JAVA hole=2\n", "\t\tint a = 0;", *(f" b{number};" for number in range(40)), " c;\n", CLOSE]
SAYS = {
    "say invented": ["```Java hole=2\n", "\t\tbill.frobnicate();\n", CLOSE, END],
    "say chatter": ["I am sorry, ", "but I ", "cannot do ", "that for you.\n", END],
    "say forever": ["```again hole=2\n", "and ", "so ", "and "],
    "say lengthy": [*LENGTHY, END],
    "say lookup": [
        "<tool_call>",
        '\n{"name": "find_symbol", ',
        '"arguments": {"words": ',
        '"bill"}}\n',
        "</tool_call>",
        END,
    ],
}
"""By words in what is asked."""
MIDDLE = ['\t\tLOGGER.debug("middle");\n', "\t}\n", "}\n", END]
KINDS = ["llama.cpp", "llama-cpp-python"]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``talker.gguf`` and ``babbler.gguf``."""
    folder = tmp_path_factory.mktemp("models")
    talker(folder / "talker.gguf", SAYS, [OPEN, CODE, CLOSE, END], MIDDLE)
    babbler(folder / "babbler.gguf")
    return folder


@pytest.fixture(scope="session", params=KINDS)
def url(request: pytest.FixtureRequest, models: Path) -> Iterator[str]:
    """A server with the model that says what it was built to say."""
    yield from _served(request.param, models / "talker.gguf")


@pytest.fixture(scope="session", params=KINDS)
def babbling(request: pytest.FixtureRequest, models: Path) -> Iterator[str]:
    """A server with the model of random weights."""
    yield from _served(request.param, models / "babbler.gguf")


def _served(kind: str, model: Path) -> Iterator[str]:
    if kind == "llama.cpp":
        with llama.native(model) as url:
            yield url
        return
    if not INTERPRETER.is_file():
        pytest.skip("llama-cpp-python is not built (some minutes, once): `make llama` builds it")
    with llama.python(INTERPRETER, model) as url:
        yield url


@pytest.fixture
def spotsmith(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spotsmith:
    return Spotsmith(capsys, monkeypatch)


@pytest.fixture
def site(sample_site: Workspace, tmp_path: Path) -> Path:
    """The sample's inputs and its index under settings of its own."""
    (tmp_path / ".spotsmith").mkdir()
    (tmp_path / ".spotsmith" / "index").symlink_to(sample_site.index)
    (tmp_path / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    inputs = sample_site.settings.inputs.items()
    write_settings(tmp_path, {key: [str(sample_site.root / path) for path in paths] for key, paths in inputs})
    return tmp_path
