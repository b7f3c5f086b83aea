"""A server that is stopped: what has begun is finished within the grace, everything else gets a clean refusal."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.agents.coders.stand_in import Exchange, standing_in
from tests.serving.api.conftest import SiteWith
from tests.serving.api.process import REQUEST, SOON, Serving, serving


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_server_ends_at_once(site_with: SiteWith, sig: int) -> None:
    with serving(site_with("")) as running:
        with running.client() as client:  # its connection stays open
            assert client.get("/api/site").status_code == 200
            assert running.stop(sig) == 0
        assert [line["event"] for line in running.lines][-2:] == ["stopping", "stopped"] and running.other == []


class Held:
    """A model that begins to answer, and goes on when it is let."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let = threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        self.begun.set()
        exchange.begin("text/event-stream")
        exchange.event("<spotsmith")
        self.let.wait(SOON)
        exchange.event(finish="stop")
        exchange.end()


def asked(running: Serving, results: list[httpx.Response | str]) -> None:
    try:
        with running.client() as client:
            results.append(client.post("/api/generate", json={"request": REQUEST}))
    except httpx.HTTPError as problem:
        results.append(type(problem).__name__)


def test_what_has_begun_is_finished_and_new_work_is_refused(site_with: SiteWith) -> None:
    held, results = Held(), []  # type: ignore[var-annotated]
    with standing_in(held) as model:
        section = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\nsamples = 1\n[serve]\nworkers = 1'
        with serving(site_with(section)) as running, running.client() as other:
            assert other.get("/api/site").status_code == 200
            client = threading.Thread(target=asked, args=(running, results))
            client.start()
            assert held.begun.wait(SOON)
            running.process.terminate()
            running.noted(lambda line: line["event"] == "stopping")
            try:  # a connection that is open still may be told; a new one finds nobody
                assert other.post("/api/generate", json={"request": REQUEST}).status_code == 503
            except httpx.TransportError:
                assert "stopping" in [line["event"] for line in running.lines]
            held.let.set()
            client.join(SOON)
            assert running.process.wait(SOON) == 0
    (answer,) = results
    assert answer.status_code == 200 and answer.json()["status"] in ("ok", "partial")


def test_when_the_grace_is_over_each_waiting_client_is_told(site_with: SiteWith) -> None:
    held, results = Held(), []  # type: ignore[var-annotated]
    with standing_in(held) as model:
        section = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\n[serve]\nworkers = 1\ngrace_seconds = 0.2'
        with serving(site_with(section)) as running:
            clients = [threading.Thread(target=asked, args=(running, results)) for _ in range(3)]
            for client in clients:
                client.start()
            assert held.begun.wait(SOON)
            with running.client() as admin:
                while "spotsmith_jobs_waiting 2" not in admin.get("/metrics").text:
                    pass
            running.process.terminate()
            for client in clients:
                client.join(SOON)
            held.let.set()
            assert running.process.wait(SOON) == 0
    assert [answer.status_code for answer in results] == [503, 503, 503]
    for answer in results:
        assert "stopped before it was finished" in answer.json()["error"]["message"]
        assert int(answer.headers["retry-after"]) > 0


def test_under_load_every_request_is_finished_or_refused(site_with: SiteWith) -> None:
    """Forty clients ask on and on while the server is stopped: each has answers, then a refusal; none an odd one."""
    answered, pause = threading.Event(), threading.Event()

    def client_of(running: Serving, number: int) -> list[int | str]:
        seen: list[int | str] = []
        body = {"request": f"{REQUEST} for client {number}", "class_name": f"CmClient{number}"}
        with running.client() as client:
            while True:
                try:
                    answer = client.post("/api/generate", json=body)
                except httpx.HTTPError as problem:
                    return [*seen, type(problem).__name__]
                if answer.status_code == 200:
                    assert answer.json()["class"].endswith(f".CmClient{number}_Impl")
                    answered.set()
                else:
                    assert int(answer.headers["retry-after"]) > 0
                    pause.wait(0.1)  # less than it says
                seen.append(answer.status_code)

    with serving(site_with("[serve]\nwaiting = 10\ngrace_seconds = 60")) as running, ThreadPoolExecutor(40) as threads:
        clients = [threads.submit(client_of, running, number) for number in range(40)]
        assert answered.wait(SOON)
        running.process.terminate()
        ends = [client.result(SOON) for client in clients]
        assert running.process.wait(SOON) == 0
        assert running.other == []
    refusals = {"ConnectError", "RemoteProtocolError", "ReadError"}
    for seen in ends:
        assert seen[-1] in refusals and set(seen[:-1]) <= {200, 429, 503}, seen
    assert any(200 in seen for seen in ends) and any(429 in seen for seen in ends)


def test_a_second_signal_ends_the_grace(site_with: SiteWith) -> None:
    held, results = Held(), []  # type: ignore[var-annotated]
    with standing_in(held) as model:
        section = f'[coder]\nkind = "openai"\nurl = "{model.url}/v1"\n[serve]\nworkers = 1\ngrace_seconds = 100000'
        with serving(site_with(section)) as running:
            client = threading.Thread(target=asked, args=(running, results))
            client.start()
            assert held.begun.wait(SOON)
            running.process.terminate()
            running.noted(lambda line: line["event"] == "stopping")
            with running.client() as other:  # it still says what it does
                assert other.get("/readyz").status_code == 503
                refused = other.post("/api/generate", json={"request": REQUEST})
                assert (refused.status_code, refused.headers["connection"]) == (503, "close")
            assert running.stop() == 0
            client.join(SOON)
            held.let.set()
    assert len(results) == 1
