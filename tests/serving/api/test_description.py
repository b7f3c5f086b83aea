"""The API as its description promises it, tried by schemathesis: whatever is sent, the server makes no mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving.api.process import Serving

TOOL = Path(sys.executable).parent / "schemathesis"


def tried(served: Serving, folder: Path, examples: int, *more: str) -> str:
    """What schemathesis said; the checks are those that speak of the server's mistakes."""
    command = [TOOL, "run", f"{served.url}/openapi.json", "-H", f"Authorization: Bearer {served.token}"]
    command += ["--checks", "not_a_server_error,content_type_conformance,response_schema_conformance"]
    command += ["-n", str(examples), "--generation-deterministic", "--no-color", "--output-sanitize", "true", *more]
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=1800,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-6000:]
    return said


def test_no_example_makes_the_server_fail(served: Serving, tmp_path: Path) -> None:
    said = tried(served, tmp_path, 4, "--phases", "coverage,fuzzing", "--max-time", "20")
    assert "passed" in said and "failed" not in said, said[-3000:]
    assert not [line for line in served.lines if line["event"] == "request" and line["status"] >= 500]
    assert served.other == []


@pytest.mark.slow
def test_no_example_of_many_makes_the_server_fail(served: Serving, tmp_path: Path) -> None:
    said = tried(served, tmp_path, 300)
    assert "passed" in said and "failed" not in said, said[-3000:]
    assert not [line for line in served.lines if line["event"] == "request" and line["status"] >= 500]


def test_the_description_is_one_that_loads_nothing_from_elsewhere(served: Serving) -> None:
    with served.client() as client:
        text = client.get("/openapi.json").text
    assert "http://" not in text and "https://" not in text
    assert json.loads(text)["openapi"].startswith("3.")
