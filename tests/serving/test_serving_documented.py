"""What docs/serving.md and serving/compose.yaml say, tried."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from typer.main import get_command

from serving.cli import app
from serving.settings import FILE, read_settings
from tests.serving.api.conftest import token_of, tokens_section
from tests.serving.api.process import REQUEST, SOON, Serving, serving
from tests.serving.api.test_metrics import NAMES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "serving" / "compose.yaml").read_text(encoding="utf-8"))
WORKER = COMPOSE["services"]["worker"]
COMMANDS = [line.partition("  #")[0] for line in TEXT.splitlines() if line.startswith("spotsmith ")]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.mark.parametrize("line", [*COMMANDS, shlex.join(["spotsmith", *WORKER["command"]])])
def test_every_command_and_option_exists(line: str) -> None:
    command: Any = get_command(app)
    for word in shlex.split(line)[1:]:
        if word.startswith("-"):
            assert word in [name for parameter in command.params for name in parameter.opts], line
        elif hasattr(command, "commands"):
            command = command.commands[word]


def test_the_settings_are_settings_also_those_of_the_containers(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / FILE).write_text(block, encoding="utf-8")
    given = {name: value for name, value in WORKER["environment"].items() if name.startswith("SPOTSMITH_")}
    settings = read_settings(tmp_path / FILE, given)
    changed = read_settings(tmp_path / FILE, {}).model_dump() != settings.model_dump()
    assert changed and settings.checkpoints.postgres_env in WORKER["environment"]
    assert {token.env for token in settings.serve.tokens.values()} == {"", "METRICS_TOKEN"}
    known = {
        f"SPOTSMITH_{section}_{field}".upper()
        for section, fields in settings.model_dump().items()
        if isinstance(fields, dict)
        for field in fields
    }
    assert set(given) <= known


def test_the_metrics_are_all_named() -> None:
    said = set(re.findall(r"`((?:spotsmith|process)_\w+)`", TEXT))
    assert said == set(NAMES)


def test_what_the_image_is_made_of_is_there() -> None:
    lines = WORKER["build"]["dockerfile_inline"].splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["packages"]
    assert set(packages) <= set(copied)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def proxy(workers: list[Serving], folder: Path) -> Iterator[str]:
    """The nginx of the compose file, before these workers."""
    if NGINX is None:
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    port, text = free_port(), COMPOSE["configs"]["proxy"]["content"].replace("$$", "$")
    (named,) = re.findall(r"^ *server worker:8642 .*;\n", text, re.MULTILINE)
    places = "".join(f"server {worker.url.removeprefix('http://')} max_fails=0;\n" for worker in workers)
    text = text.replace(named, places).replace("listen 8080;", f"listen 127.0.0.1:{port};")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"daemon off;\nmaster_process off;\nerror_log stderr;\npid {folder}/pid;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{head}http {{\naccess_log off;\n{kept}{text}}}\n", encoding="utf-8")
    process = subprocess.Popen([NGINX, "-e", "stderr", "-c", str(folder / "nginx.conf")])
    try:
        transport = httpx.HTTPTransport(retries=12)  # it tries to connect again, a little later each time
        with httpx.Client(transport=transport, trust_env=False) as client:
            assert client.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(SOON)


def test_clients_of_the_proxy_do_not_notice_that_a_worker_stops(other_site: Path, tmp_path: Path) -> None:
    with (other_site / FILE).open("a", encoding="utf-8") as file:
        file.write(f"\n{tokens_section()}\n")
    with ExitStack() as stack:
        workers = [stack.enter_context(serving(other_site)) for _ in range(2)]
        url = stack.enter_context(proxy(workers, tmp_path))
        given = {"headers": {"Authorization": f"Bearer {token_of('writer')}"}, "timeout": SOON, "trust_env": False}
        client = stack.enter_context(httpx.Client(base_url=url, **given))
        for _ in range(3):  # always by the worker that knows it
            job = client.post("/api/jobs", json={"request": REQUEST})
            with client.stream("GET", f"{job.headers['location']}/events") as events:
                assert [line for line in events.iter_lines() if line == "event: end"]
        met = [worker for worker in workers if any(line.get("route") == "/api/jobs" for line in worker.lines)]
        assert len(met) == 1
        met[0].process.terminate()
        for _ in range(5):
            assert client.post("/api/generate", json={"request": REQUEST}).json()["status"] == "ok"
        assert met[0].process.wait(SOON) == 0
        assert client.post("/api/generate", json={"request": REQUEST}).json()["status"] == "ok"
