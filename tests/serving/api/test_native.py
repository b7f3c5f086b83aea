"""The native endpoints: the same shapes as the command line prints, and jobs whose events can be followed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agents.state import Task
from serving.app import App
from serving.settings import Workspace
from serving.shapes import check_json, resolution_json, result_json
from tests.agents.coders.stand_in import Exchange, standing_in
from tests.serving.api.conftest import SiteWith, token_of
from tests.serving.api.process import REQUEST, SOON, Serving, serving


@pytest.fixture
def client(served: Serving) -> Iterator[httpx.Client]:
    with served.client() as opened:
        yield opened


def timeless(result: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from run to run, through JSON as a client gets it."""
    left = {key: value for key, value in result.items() if key not in ("seconds", "usage", "run")}
    return dict(json.loads(json.dumps(left)))


def events_in(text: str) -> list[dict[str, Any]]:
    """What a browser's EventSource makes of a stream."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
        if "event" in fields:
            found.append({"id": int(fields["id"]), "event": fields["event"], "data": json.loads(fields["data"])})
    return found


def test_resolve_says_what_the_command_line_says(client: httpx.Client, app: App) -> None:
    answer = client.post("/api/resolve", json={"request": REQUEST})
    assert answer.json() == json.loads(json.dumps(resolution_json(app.resolve(Task(REQUEST)))))


def test_generate_gives_the_same_file_and_keeps_the_run(client: httpx.Client, app: App) -> None:
    made = client.post("/api/generate", json={"request": REQUEST}).json()
    assert timeless(made) == timeless(result_json(app.generate(Task(REQUEST))))
    kept = client.get(f"/api/runs/{made['run']}")
    assert kept.json() == made


def test_check_says_what_the_command_line_says(client: httpx.Client, app: App) -> None:
    file = app.generate(Task(REQUEST)).draft.file
    broken = file.text.replace("isNull(", "isNulll(", 1)
    answer = client.post("/api/check", json={"files": [{"path": file.path, "text": broken}]}).json()
    assert answer["status"] == "failed"
    from knowledge.records import SourceFile

    review = app.check([SourceFile(file.path, broken)])
    assert answer == json.loads(json.dumps(check_json([file.path], review)))


def test_a_job_is_started_followed_and_read(client: httpx.Client) -> None:
    started = client.post("/api/jobs", json={"request": REQUEST})
    assert started.status_code == 202 and started.headers["location"] == f"/api/jobs/{started.json()['id']}"
    with client.stream("GET", f"{started.headers['location']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = events_in("".join(stream.iter_text()))
    steps = ["resolve", "assemble", "generate", "review", "deliver"]
    assert [event["data"] for event in events if event["event"] == "step"] == steps
    assert [event["id"] for event in events] == list(range(len(events)))
    assert events[-1]["event"] == "end" and events[-1]["data"]["result"]["status"] == "ok"
    job = client.get(started.headers["location"]).json()
    assert job == events[-1]["data"] and (job["status"], job["position"], job["steps"]) == ("done", 0, steps)


def test_a_stream_that_broke_off_goes_on_after_the_last_event(client: httpx.Client) -> None:
    place = client.post("/api/jobs", json={"request": REQUEST}).headers["location"]
    whole = events_in(client.get(f"{place}/events").text)
    for seen in range(len(whole) - 1):
        rest = client.get(f"{place}/events", headers={"Last-Event-ID": str(seen)})
        assert events_in(rest.text) == whole[seen + 1 :]
    assert client.get(f"{place}/events", headers={"Last-Event-ID": str(whole[-1]["id"])}).status_code == 204
    assert events_in(client.get(f"{place}/events", headers={"Last-Event-ID": "nonsense"}).text) == whole


def test_a_check_can_be_a_job(client: httpx.Client) -> None:
    files = [{"path": "com/acme/A.java", "text": "package com.acme; class A { Missing it; }"}]
    place = client.post("/api/jobs", json={"kind": "check", "files": files}).headers["location"]
    (*_, last) = events_in(client.get(f"{place}/events").text)
    assert last["data"]["result"]["status"] == "failed"


def test_a_mistake_in_a_job_is_a_sentence(client: httpx.Client) -> None:
    place = client.post("/api/jobs", json={"request": REQUEST, "spot": "NoSuchSpot"}).headers["location"]
    (*_, last) = events_in(client.get(f"{place}/events").text)
    assert (last["data"]["status"], last["data"]["result"]) == ("failed", None)
    assert "NoSuchSpot" in last["data"]["problem"]
    direct = client.post("/api/generate", json={"request": REQUEST, "spot": "NoSuchSpot"})
    assert direct.status_code == 422 and direct.json()["error"]["message"] == last["data"]["problem"]


def test_jobs_of_another_client_do_not_exist(served: Serving, client: httpx.Client) -> None:
    place = client.post("/api/jobs", json={"request": REQUEST}).headers["location"]
    with served.client(token_of("other")) as other:
        for answer in (other.get(place), other.get(f"{place}/events"), other.delete(place)):
            assert answer.status_code == 404
    assert client.get(place).status_code == 200


def test_waiting_and_running_jobs_can_be_cancelled(site_with: SiteWith) -> None:
    def held(exchange: Exchange) -> None:
        exchange.begin("text/event-stream")
        while not exchange.server.over.wait(0.05):
            exchange.event("thinking ")

    with standing_in(held) as model:
        section = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\n[serve]\nworkers = 1\nwaiting = 2'
        with serving(site_with(section)) as running, running.client() as client:
            first = client.post("/api/jobs", json={"request": REQUEST}).json()
            with client.stream("GET", f"/api/jobs/{first['id']}/events") as stream:
                assert any("event: text" in piece for piece in stream.iter_text())
            second, third = (client.post("/api/jobs", json={"request": REQUEST}).json() for _ in range(2))
            assert (second["status"], third["status"]) == ("queued", "queued")
            full = client.post("/api/jobs", json={"request": REQUEST})
            assert full.status_code == 429 and int(full.headers["retry-after"]) > 0
            assert full.json()["error"]["code"] == "busy"
            assert client.get(f"/api/jobs/{third['id']}").json()["position"] == 2
            assert client.delete(f"/api/jobs/{second['id']}").json()["status"] == "cancelled"
            assert client.get(f"/api/jobs/{third['id']}").json()["position"] == 1
            client.delete(f"/api/jobs/{first['id']}")
            (*_, last) = events_in(client.get(f"/api/jobs/{first['id']}/events").text)
            assert last["data"]["status"] == "cancelled" and last["data"]["problem"] == "it was cancelled"


def test_a_turn_of_the_page_is_a_job_with_everything_that_is_shown(client: httpx.Client) -> None:
    said = [{"role": "user", "content": REQUEST}]
    place = client.post("/api/say", json={"messages": said}).headers["location"]
    (*_, last) = events_in(client.get(f"{place}/events").text)
    reply = last["data"]["result"]
    assert reply["kind"] == "result" and reply["result"]["run"] == reply["run"]
    text = reply["result"]["files"][0]["content"]
    assert "\n".join("".join(word for word, _, _ in line) for line in reply["listing"]) == text
    assert reply["picture"].startswith("<svg") and text.strip() in reply["content"]


def test_names_are_looked_up(client: httpx.Client) -> None:
    table = client.get("/api/symbols/CI_BILL").json()
    assert table["name"] == "CI_BILL" and table["columns"]
    shown = client.get("/api/symbols/Bill").json()
    assert shown["name"].endswith(".Bill") and shown["members"]
    assert client.get(f"/api/symbols/{shown['name']}").json()["name"] == shown["name"]
    found = client.get("/api/symbols", params={"query": "bill completion", "limit": 3}).json()
    assert len(found["hits"]) == 3
    assert client.get("/api/symbols/CI_BILL/uses").json()["uses"]
    missing = client.get("/api/symbols/CI_BIL")
    assert missing.status_code == 404 and "CI_BILL" in missing.json()["error"]["message"]


def test_a_result_is_accepted_by_its_run(site_with: SiteWith) -> None:
    folder = site_with("")
    with serving(folder) as running, running.client() as client:
        run = client.post("/api/generate", json={"request": REQUEST}).json()["run"]
        accepted = client.post("/api/accept", json={"run": run}).json()
        assert accepted["kept"] and Path(accepted["path"]).is_relative_to(folder)
        assert client.post("/api/accept", json={"run": run}).json()["again"]
        text = Path(accepted["path"]).read_text(encoding="utf-8")
        file = {"path": Path(accepted["path"]).name, "text": text.replace("isNull(", "isNulll(", 1)}
        refused = client.post("/api/accept", json={"run": run, "file": file}).json()
        assert not refused["kept"] and refused["status"] == "failed"
        for name in ("../../etc", "20260101-000000-000000-None"):
            assert client.post("/api/accept", json={"run": name}).status_code == 422


def test_the_description_of_the_api_names_every_endpoint(client: httpx.Client) -> None:
    paths = set(client.get("/openapi.json").json()["paths"])
    wanted = "resolve generate check jobs jobs/{id} jobs/{id}/events say symbols symbols/{name} runs/{id} accept site"
    assert {f"/api/{path}" for path in wanted.split()} <= paths
    assert {"/healthz", "/readyz", "/metrics", "/v1/models", "/v1/chat/completions"} <= paths
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_metrics_count_what_was_done(client: httpx.Client) -> None:
    client.post("/api/generate", json={"request": REQUEST})
    lines = client.get("/metrics").text.splitlines()
    values = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}
    assert values['spotsmith_requests_total{route="/api/generate",method="POST",status="200"}'] >= 1
    assert values['spotsmith_request_seconds_bucket{route="/api/generate",le="+Inf"}'] >= 1
    assert values['spotsmith_results_total{status="ok"}'] >= 1 and values["spotsmith_jobs_running"] == 0
    assert not any("{" in name and 'route="/nothing' in name for name in values)


def test_an_index_that_is_not_there_is_said_and_the_server_lives(tmp_path: Path, sample_site: Workspace) -> None:
    """Not ready, no crash; once there is an index it is served, without a new start."""
    from starlette.testclient import TestClient

    from serving.api.access import Caller as Known
    from serving.api.access import Hosts, Tokens, digest
    from serving.api.app import create_app
    from serving.api.gate import Rules
    from serving.api.run import warm
    from serving.api.server import Server
    from serving.jobs import Jobs
    from serving.mcp.open_site import OpenSite
    from serving.settings import Workspace as Site

    site = Site(tmp_path, sample_site.settings)
    lines: list[str] = []
    jobs = Jobs(1, 1)
    server = Server(OpenSite(site), jobs, site.settings.serve, lambda event, **more: lines.append(event))
    warm(server)
    token = "t" * 20
    rules = Rules(Tokens({digest(token): Known("t", frozenset(("read",)))}), Hosts("127.0.0.1", []), "c", 1000)
    try:
        with TestClient(create_app(server, rules), base_url="http://localhost") as client:
            assert client.get("/readyz").status_code == 503
            answer = client.post("/api/resolve", json={"request": "x"}, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 422 and "spotsmith index" in answer.json()["error"]["message"]
    finally:
        jobs.close(SOON)
    assert lines[0] == "not ready"
