"""Who gets in, and who does not: tokens, scopes, names of the host, the page's cookie, and requests that try tricks."""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving.api.access import Hosts
from tests.serving.api.conftest import SiteWith, token_of
from tests.serving.api.process import REQUEST, SOON, Serving
from tests.serving.command_line import Spotsmith, command

ADDRESSES = [
    ("GET", "/"),
    ("GET", "/index.html"),
    ("GET", "/openapi.json"),
    ("GET", "/metrics"),
    ("GET", "/v1/models"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/api/resolve"),
    ("POST", "/api/generate"),
    ("POST", "/api/check"),
    ("POST", "/api/jobs"),
    ("GET", "/api/jobs/x"),
    ("GET", "/api/jobs/x/events"),
    ("DELETE", "/api/jobs/x"),
    ("POST", "/api/say"),
    ("GET", "/api/symbols?query=bill"),
    ("GET", "/api/symbols/Bill"),
    ("GET", "/api/runs/x"),
    ("GET", "/api/site"),
    ("POST", "/api/accept"),
    ("GET", "/nothing/here"),
]


@pytest.fixture
def page(served: Serving) -> Iterator[httpx.Client]:
    """A browser that has opened the link."""
    with served.client("") as browser:
        assert browser.get(served.link).status_code == 303
        yield browser


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_without_a_token_nothing_is_served(served: Serving, method: str, path: str) -> None:
    with served.client("") as stranger, served.client("not-the-token-0123456789") as guesser:
        for client in (stranger, guesser):
            answer = client.request(method, path)
            assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["error"]["type"] == "authentication_error"


def test_health_needs_no_token_and_tells_nothing(served: Serving) -> None:
    with served.client("") as stranger:
        assert stranger.get("/healthz").json() == {"status": "alive"}
        assert stranger.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/v1/models", "read"),
        ("GET", "/api/site", "read"),
        ("POST", "/api/generate", "generate"),
        ("POST", "/api/check", "generate"),
        ("POST", "/api/jobs", "generate"),
        ("POST", "/api/accept", "accept"),
        ("GET", "/metrics", "admin"),
    ],
)
def test_a_token_opens_what_its_scopes_say_and_nothing_else(
    served: Serving, method: str, path: str, needed: str
) -> None:
    holders = {"read": "reader", "generate": "writer", "accept": "keeper"}
    for scope, name in holders.items():
        with served.client(token_of(name)) as client:
            answer = client.request(method, path, json={} if method == "POST" else None)
        assert (answer.status_code == 403) == (scope != needed), (name, answer.text)
        if scope != needed:
            assert f"scope {needed}" in answer.json()["error"]["message"]


def test_the_link_becomes_a_cookie_and_leaves_the_address_bar(served: Serving, page: httpx.Client) -> None:
    with served.client("") as browser:
        moved = browser.get(served.link)
    assert (moved.status_code, moved.headers["location"]) == (303, "/")
    cookie = moved.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Domain" not in cookie
    assert page.get("/api/site").json()["pack"] == "ormb"


def test_a_wrong_link_sets_no_cookie(served: Serving) -> None:
    with served.client("") as browser:
        for query in (
            "token=wrong-0123456789012345",
            "token=",
            "token=%0d%0aSet-Cookie:%20a=b",
            "&".join(["token="] * 99),
        ):
            answer = browser.get(f"/?{query}", headers={"Accept": "text/html"})
            assert answer.status_code == 401 and "set-cookie" not in answer.headers
            assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_another_page_cannot_act_with_the_cookie(page: httpx.Client, headers: dict[str, str]) -> None:
    """``same-site`` is another port of this host: SameSite=Strict lets it pass."""
    answer = page.post("/api/resolve", json={"request": REQUEST}, headers=headers)
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "origin"


def test_the_page_itself_can(served: Serving, page: httpx.Client) -> None:
    for headers in ({"Origin": served.url}, {"Sec-Fetch-Site": "same-origin", "Origin": served.url}):
        assert page.post("/api/resolve", json={"request": REQUEST}, headers=headers).status_code == 200
    assert page.get("/api/site", headers={"Sec-Fetch-Site": "same-site"}).status_code == 403


def test_no_other_origin_is_invited(served: Serving) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    with served.client() as client:
        for answer in (client.options("/api/resolve", headers=asked), client.get("/api/site", headers=asked)):
            assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1].evil.example"]
)
def test_a_name_that_was_pointed_at_this_machine_is_refused(served: Serving, host: str) -> None:
    with served.client() as client:
        for path in ("/healthz", "/api/site", f"/?token={served.token}"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == 421 and "set-cookie" not in answer.headers


def test_names_of_the_host() -> None:
    local = Hosts("127.0.0.1", ["spotsmith.intern"])
    assert all(map(local.allow, ("127.0.0.1:8642", "localhost:1", "[::1]:8642", "LOCALHOST", "spotsmith.intern:443")))
    assert not any(map(local.allow, ("10.0.0.5:8642", "evil.example", "", "localhost.evil.example", "[::2]")))
    everywhere = Hosts("0.0.0.0", [])
    assert everywhere.allow("10.0.0.5:8642") and everywhere.allow("[fe80::1]:8642")
    assert not everywhere.allow("evil.example:8642")


def test_every_answer_forbids_scripts_of_others(served: Serving, page: httpx.Client) -> None:
    for answer in (page.get("/"), page.get("/healthz"), page.get("/nothing"), page.get("/api/site")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_html_in_a_request_comes_back_as_text(served: Serving) -> None:
    with served.client() as client:
        made = client.post("/api/generate", json={"request": f"{REQUEST} {HTML}"})
        assert made.headers["content-type"] == "application/json"
        refused = client.get(f"/api/symbols/{HTML.replace('/', '%2F')}")
        assert refused.status_code == 404 and refused.headers["content-type"] == "application/json"
        body = {"model": "spotsmith", "messages": [{"role": "user", "content": f"{REQUEST} {HTML}"}]}
        said = client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]
    outside = "".join(said.split("```")[0::2])  # beside the code block
    assert "<script" not in outside.replace("\\<script", "") and "<img" not in outside.replace("\\<img", "")


@pytest.mark.parametrize(
    "path",
    [
        "/../spotsmith.toml",
        "/..%2f..%2fspotsmith.toml",
        "/%2e%2e/%2e%2e/spotsmith.toml",
        "//etc/passwd",
        "/.spotsmith/runs",
        "/api/runs/..",
        "/api/runs/..%2f..%2fspotsmith.toml",
        "/api/runs/%2e%2e%2fresult.json",
        "/api/runs/20260101-000000-000000-..%2f..",
        "/api/runs/.",
        "/api/symbols/..%2f..%2f..%2fetc%2fpasswd",
        "/api/symbols/%00",
        "/api/jobs/..%2f..%2fx",
        "/v1/models/..%2f..%2fx",
        "/%5c..%5c..%5cspotsmith.toml",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_path_tricks_in_addresses_find_nothing(served: Serving, path: str) -> None:
    """Sent as they are: a client library would tidy them up."""
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=SOON)
    try:
        connection.putrequest("GET", path, skip_host=False)
        connection.putheader("Authorization", f"Bearer {served.token}")
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    assert answer.status == 404, text
    assert b"class_path" not in text and b"root:" not in text


@pytest.mark.parametrize(
    "path",
    [
        "../x.java",
        "/etc/passwd",
        "a/../../b.java",
        "a//b.java",
        "a\\..\\b.java",
        "",
        ".",
        "..",
        "a/\n.java",
        "x\0.java",
    ],
)
def test_path_tricks_in_names_of_files_are_refused(served: Serving, path: str) -> None:
    with served.client() as client:
        answer = client.post("/api/check", json={"files": [{"path": path, "text": "class A {}"}]})
    assert answer.status_code == 422 and "files" in answer.json()["error"]["param"]


@pytest.mark.parametrize("name", ["../../x", "a/b", "Foo;rm", "x\r\nSet-Cookie: a=b", "\ud800"])
def test_path_tricks_in_names_of_classes_are_refused(served: Serving, name: str) -> None:
    sent = json.dumps({"request": REQUEST, "class_name": name})
    with served.client() as client:
        answer = client.post("/api/generate", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422 and "set-cookie" not in answer.headers


def test_a_header_cannot_be_smuggled_into_an_answer(served: Serving) -> None:
    with served.client() as client:
        for given in (b"a b", b"x" * 65, "\xe9".encode(), b'"><script>'):
            answer = client.get("/healthz", headers={b"X-Request-ID": given})
            assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
        assert client.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["x-request-id"] == "mine-1"
    raw = f"GET /healthz HTTP/1.1\r\nHost: {served.url[7:]}\r\nX-Request-ID: a\r\n\tSet-Cookie: b=c\r\n\r\n"
    with socket.create_connection((served.url[7:].partition(":")[0], int(served.url.rpartition(":")[2]))) as line:
        line.settimeout(SOON)
        line.sendall(raw.encode())
        assert b"\r\nset-cookie" not in line.recv(65536).lower()


def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(served: Serving) -> None:
    large = json.dumps({"request": "x" * 300_000}).encode()
    with served.client() as client:
        told = client.post("/api/resolve", content=large, headers={"Content-Type": "application/json"})
        assert told.status_code == 413

        def untold() -> Iterator[bytes]:
            for at in range(0, len(large), 10_000):
                yield large[at : at + 10_000]

        answer = client.post("/api/resolve", content=untold(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 413 and answer.json()["error"]["code"] == "too_large"


def test_limits_of_a_request_are_said(served: Serving) -> None:
    with served.client() as client:
        long = client.post("/api/generate", json={"request": "x" * 2001})
        assert long.status_code == 422 and "2000 is the limit" in long.json()["error"]["message"]
        files = [{"path": f"A{number}.java", "text": "class A {}"} for number in range(4)]
        many = client.post("/api/check", json={"files": files})
        assert many.status_code == 422 and "3 is the limit" in many.json()["error"]["message"]
        same = client.post("/api/check", json={"files": [files[0], files[0]]})
        assert same.status_code == 422 and "same path" in same.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b'"text"', b"{}", b"\xff\xfe", b"[" * 100_000),
        *(b'{"request": 1}', b'{"request": "x", "more": 1}', b'{"request": "\\ud800"}', b'{"request": ""}'),
        *(b'{"request": "\\u0000"}', b'{"request": NaN}'),
    ],
)
def test_malformed_bodies_are_a_sentence(served: Serving, body: bytes) -> None:
    with served.client() as client:
        for path in ("/api/resolve", "/v1/chat/completions"):
            answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code in (400, 422) and answer.json()["error"]["message"], (path, answer.text)


def test_the_log_has_every_request_and_neither_token_nor_text(served: Serving) -> None:
    secret = "hold the bills of Zebulon Quackenbush"
    with served.client() as client:
        client.post("/api/generate", json={"request": secret}, headers={"X-Request-ID": "looked-for"})
    noted = served.noted(lambda line: line.get("id") == "looked-for")
    assert (noted["route"], noted["status"], noted["client"]) == ("/api/generate", 200, "link")
    log = json.dumps(served.lines)
    assert served.token not in log and "Zebulon" not in log and token_of("reader") not in log
    assert served.other == []


def test_other_machines_are_not_served_without_tokens(other_site: Path, spotsmith: Spotsmith) -> None:
    said = spotsmith("serve", "-w", other_site, "--host", "0.0.0.0", "--port", "0").sentence
    assert said.startswith("0.0.0.0 can be reached from other machines, and no token is set")


def test_a_port_in_use_is_a_sentence(other_site: Path, spotsmith: Spotsmith) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = spotsmith("serve", "-w", other_site, "--port", str(port)).sentence
    assert said.startswith(f"cannot listen on 127.0.0.1, port {port}: Address already in use.")


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('[serve.tokens.a]\nenv = "SPOTSMITH_NOT_SET"', "SPOTSMITH_NOT_SET is not set"),
        ("[serve.tokens.a]", "set either env or sha256"),
        ('[serve.tokens.a]\nsha256 = "short"', "serve.tokens.a.sha256"),
        ('[serve.tokens.a]\nenv = "X"\nscopes = ["root"]', "serve.tokens.a.scopes"),
        (f'[serve]\nhost = "no such host"\n[serve.tokens.a]\nsha256 = "{"a" * 64}"', "is no address of this machine"),
        ("[serve]\nworkers = 0", "serve.workers"),
    ],
)
def test_settings_that_cannot_be_followed_are_a_sentence(
    site_with: SiteWith, spotsmith: Spotsmith, section: str, said: str
) -> None:
    assert said in spotsmith("serve", "-w", site_with(section), "--port", "0").sentence


def test_a_new_token_opens_the_server_that_is_told_its_digest(other_site: Path) -> None:
    made = command("serve", "--new-token", "webui")
    assert made.code == 0 and len(made.out.strip()) == 43
    assert "[serve.tokens.webui]" in made.err and made.out.strip() not in made.err
