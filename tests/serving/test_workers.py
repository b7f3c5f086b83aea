"""Two workers of one site, as behind a proxy that asks now this one and now that one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.api.conftest import token_of, tokens_section
from tests.serving.api.process import Serving, serving
from tests.serving.postgres import postgres

pytest.importorskip("langgraph.checkpoint.postgres", reason="the extra postgres is not installed")
REQUEST = "late payment fee as a percentage parameter of the overdue balance"
Pair = tuple[Serving, Serving]


@pytest.fixture
def pair(other_site: Path) -> Iterator[Pair]:
    with (other_site / "spotsmith.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[checkpoints]\npostgres_env = "SITE_POSTGRES"\n{tokens_section()}\n')
    with postgres() as database:
        environment = {"SITE_POSTGRES": database.address}
        with serving(other_site, environment=environment) as one, serving(other_site, environment=environment) as two:
            yield one, two


def test_a_conversation_and_a_run_go_on_at_another_worker(pair: Pair) -> None:
    messages, answers = [], []
    for turn, worker in zip(
        (REQUEST, "add a soft parameter minimumBalance", "call it CmFee"), (*pair, pair[0]), strict=True
    ):
        messages.append({"role": "user", "content": turn})
        with worker.client(token_of("writer")) as client:
            made = client.post("/v1/chat/completions", json={"model": "spotsmith", "messages": messages})
        answers.append(made.json()["choices"][0]["message"]["content"])
        messages.append({"role": "assistant", "content": answers[-1]})
    assert ["minimumBalance" in answer for answer in answers] == [False, True, True]
    assert "class CmFee_Impl" in answers[2]
    with pair[0].client() as client:
        run = client.post("/api/generate", json={"request": REQUEST}).json()["run"]
    with pair[1].client() as client:
        assert client.get(f"/api/runs/{run}").json()["run"] == run
        assert client.post("/api/accept", json={"run": run}).json()["kept"] is True
    for worker in pair:
        assert worker.stop() == 0 and worker.other == []


def test_a_job_is_known_to_its_worker_alone(pair: Pair) -> None:
    with pair[0].client(token_of("writer")) as here, pair[1].client(token_of("writer")) as there:
        id = here.post("/api/jobs", json={"request": REQUEST}).json()["id"]
        assert here.get(f"/api/jobs/{id}").status_code == 200
        assert there.get(f"/api/jobs/{id}").status_code == 404
