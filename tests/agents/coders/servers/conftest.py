"""Real servers with tiny models, started once: llama.cpp's own everywhere, llama-cpp-python's where it was built."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agents.coders.servers import llama
from tests.agents.coders.servers.build_llama_cpp_python import INTERPRETER
from tests.agents.coders.servers.tiny_model import END, babbler, talker

OPEN, CODE, CLOSE = "```java hole=2\n", '\t\tLOGGER.debug("held");\n', "```\n"
RIGHT = OPEN + CODE + CLOSE
SAYS = {
    "invented": [OPEN.replace("java", "Java"), "\t\tbill.frobnicate();\n", "```\n\n", END],
    "chatter": ["I am sorry, ", "but I ", "cannot do ", "that for you.\n", END],
    "forever": ["and so ", "on and ", "and so "],
    "lengthy": [f"~~~java hole=2\n{CODE}"[:-1], *(f" // {number}\n" for number in range(40)), "~~~\n", END],
    "lookup": ['<tool_call>\n{"name": "find_symbol", "arguments": {"words": "bill"}}\n', "</tool_call>", END],
}
MIDDLE = ['\t\tLOGGER.debug("in the middle");\n', "\t}\n}\n", END]
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
