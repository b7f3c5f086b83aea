"""What Prometheus reads: names that stay, and counts of what really happened."""

import re

from tests.serving.api.conftest import SiteWith, token_of, tokens_section
from tests.serving.api.process import REQUEST, serving

NAMES = {
    "spotsmith_requests_total": "counter",
    "spotsmith_request_seconds": "histogram",
    "spotsmith_results_total": "counter",
    "spotsmith_workers": "gauge",
    "spotsmith_jobs_running": "gauge",
    "spotsmith_jobs_waiting": "gauge",
    "spotsmith_jobs_waiting_limit": "gauge",
    "spotsmith_jobs_total": "counter",
    "spotsmith_jobs_refused_total": "counter",
    "spotsmith_job_seconds_total": "counter",
    "process_resident_memory_bytes": "gauge",
}


def read(text: str) -> dict[str, float]:
    """Samples by name with labels. Each line must be one of the text format."""
    samples = {}
    for line in text.splitlines():
        if not line.startswith("# "):
            found = re.fullmatch(r'(\w+(?:\{(?:\w+="[^"\\\n]*",?)+\})?) ([-+.\deE]+|\+Inf)', line)
            assert found and found[1] not in samples, line
            samples[found[1]] = float(found[2])
    return samples


def test_counts_are_those_of_the_requests(site_with: SiteWith) -> None:
    settings = f"[serve]\nworkers = 3\nwaiting = 7\nrequest_chars = 100\n{tokens_section()}"
    with serving(site_with(settings)) as running, running.client() as client:
        for _ in range(2):
            assert client.post("/api/generate", json={"request": REQUEST}).json()["status"] == "ok"
        assert client.post("/api/resolve", json={"request": REQUEST}).status_code == 200
        assert client.post("/api/generate", json={"request": "x" * 101}).status_code == 422
        assert client.post("/api/generate", json={"request": " "}).status_code == 422
        for name in ("CI_BILL", "Bill"):
            assert client.get(f"/api/symbols/{name}").status_code == 200
        assert client.get("/api/symbols/NoSuchThing").status_code == 404
        assert client.get("/no/such/place").status_code == 404
        assert client.get("/").status_code == 200
        with running.client(token_of("reader")) as reader:
            assert reader.get("/metrics").status_code == 403
        chat = {"model": "spotsmith", "messages": [{"role": "user", "content": REQUEST}]}
        assert client.post("/v1/chat/completions", json=chat).status_code == 200
        text = client.get("/metrics").text
        again = read(client.get("/metrics").text)
    samples = read(text)
    assert dict(re.findall(r"# TYPE (\w+) (\w+)", text)) == NAMES

    def requests(route: str, method: str, status: int) -> float:
        return samples.get(f'spotsmith_requests_total{{route="{route}",method="{method}",status="{status}"}}', 0)

    assert (requests("/api/generate", "POST", 200), requests("/api/generate", "POST", 422)) == (2, 2)
    assert (requests("/api/symbols/{name}", "GET", 200), requests("/api/symbols/{name}", "GET", 404)) == (2, 1)
    assert requests("/v1/chat/completions", "POST", 200) == requests("/api/resolve", "POST", 200) == 1
    assert (requests("page", "GET", 200), requests("none", "GET", 404), requests("/metrics", "GET", 403)) == (1, 1, 1)
    assert again['spotsmith_requests_total{route="/metrics",method="GET",status="200"}'] == 1
    assert samples['spotsmith_request_seconds_count{route="/api/generate"}'] == 4
    assert samples['spotsmith_request_seconds_bucket{route="/api/generate",le="+Inf"}'] == 4
    assert samples['spotsmith_request_seconds_sum{route="/api/generate"}'] > 0
    statuses = ("ok", "partial", "failed")
    assert [samples[f'spotsmith_results_total{{status="{status}"}}'] for status in statuses] == [3, 0, 0]
    jobs = [samples[f'spotsmith_jobs_total{{status="{status}"}}'] for status in ("done", "failed", "cancelled")]
    assert jobs == [4, 1, 0]
    assert (samples["spotsmith_workers"], samples["spotsmith_jobs_waiting_limit"]) == (3, 7)
    assert (samples["spotsmith_jobs_running"], samples["spotsmith_jobs_waiting"]) == (0, 0)
    assert samples["spotsmith_jobs_refused_total"] == 0
    assert samples["process_resident_memory_bytes"] > 10_000_000
    assert "NoSuchThing" not in text and REQUEST not in text
