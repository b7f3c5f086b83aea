"""An index that is published to a Qdrant server, and the ways in which that goes wrong."""

import dataclasses
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from knowledge.errors import SpotsmithError
from knowledge.points import Point
from knowledge.records import Source, Symbol
from knowledge.server import Address, open_server, publish, serving_collection
from knowledge.shard import write_shard
from knowledge.store import FORMAT, IndexMissing, PointStore, open_shard
from tests.fixtures.qdrant_server import StandIn, qdrant_server

JAR = Source("jar", "lib/acme.jar")


@pytest.fixture
def server() -> Iterator[StandIn]:
    with qdrant_server() as stand_in:
        yield stand_in


@pytest.fixture
def points(tmp_path) -> list[Point]:
    """Of a thousand types, more than one request holds."""
    records = [Symbol(f"com.acme.Order{number}", "class", JAR) for number in range(1000)]
    write_shard(tmp_path / "shard", records, lambda done, total: None)
    shard = open_shard(tmp_path)
    found = list(shard.all())
    shard.close()
    return found


def published(server: StandIn, points: list[Point], fingerprint: str, site: str = "acme") -> str:
    return publish(Address(server.url, site), fingerprint, points, len(points), lambda done, total: None)


def names(store: PointStore) -> int:
    return len(store.names(Symbol))


def test_all_points_arrive_and_progress_is_told(server, points):
    told: list[tuple[int, int]] = []
    address = Address(server.url, "acme")
    collection = publish(address, "f1", points, len(points), lambda done, total: told.append((done, total)))
    assert collection == serving_collection(address) == f"acme.{FORMAT}.f1"
    assert names(open_server(address)) == 1000
    assert told == [(250, 1000), (500, 1000), (750, 1000), (1000, 1000)]


def test_an_index_that_serves_already_is_not_copied_again(server, points):
    published(server, points, "f1")
    before = len(server.asked)
    published(server, points, "f1")
    assert [asked for asked in server.asked[before:] if asked[0] != "GET"] == []


def test_a_new_index_takes_over_and_the_old_one_stays_for_those_who_read_it(server, points):
    published(server, points, "f1")
    reader = open_server(Address(server.url, "acme"))
    published(server, points[:10], "f2")
    assert names(reader) == 1000
    assert names(open_server(Address(server.url, "acme"))) == 10


def test_an_index_that_nobody_can_be_reading_any_more_is_removed(server, points):
    for fingerprint in ("f1", "f2", "f3"):
        published(server, points[:10], fingerprint)
    assert server.collections() == {f"acme.{FORMAT}.f2", f"acme.{FORMAT}.f3"}


def test_sites_on_one_server_do_not_touch_each_other(server, points):
    published(server, points[:10], "f1", site="acme-test")
    for fingerprint in ("f1", "f2", "f3"):
        published(server, points[:20], fingerprint, site="acme")
    assert names(open_server(Address(server.url, "acme-test"))) == 10
    assert names(open_server(Address(server.url, "acme"))) == 20


def test_publishing_that_breaks_off_leaves_the_old_index_serving_and_can_be_done_again(server, points):
    published(server, points[:10], "f1")
    server.fails_after = 2
    with pytest.raises(SpotsmithError, match=r"the Qdrant server at http.* answered .*500"):
        published(server, points, "f2")
    assert names(open_server(Address(server.url, "acme"))) == 10
    server.fails_after = -1
    published(server, points, "f2")
    assert names(open_server(Address(server.url, "acme"))) == 1000


def test_a_site_without_an_index_is_told_to_make_one(server):
    with pytest.raises(IndexMissing, match=r"has no index of the site 'acme'\. Run `spotsmith index`"):
        open_server(Address(server.url, "acme"))


def test_an_index_of_another_version_is_refused(server):
    server.serve("acme", "acme.1-older.f1")
    with pytest.raises(IndexMissing, match="published by another version"):
        open_server(Address(server.url, "acme"))


def test_a_key_is_sent_and_a_wrong_one_is_said_without_telling_it(server, points):
    server.key = "right"
    right = Address(server.url, "acme", key="right")
    publish(right, "f1", points[:5], 5, lambda done, total: None)
    assert names(open_server(right)) == 5
    with pytest.raises(SpotsmithError, match=r"refuses the key \(401\)") as caught:
        open_server(dataclasses.replace(right, key="wr0ng"))
    assert "wr0ng" not in str(caught.value)


def test_a_server_that_is_not_there_is_said_in_a_sentence():
    with pytest.raises(SpotsmithError, match=r"no Qdrant server answers at http://127\.0\.0\.1:1 .*index\.qdrant"):
        open_server(Address("http://127.0.0.1:1", "acme"))


@pytest.mark.parametrize("url", ["qdrant:6333", "ftp://qdrant", ""])
def test_what_is_no_address_is_said(url):
    with pytest.raises(SpotsmithError, match="is no address"):
        open_server(Address(url, "acme"))


def test_a_server_that_speaks_something_else_is_said_in_a_sentence():
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>hello</html>")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(SpotsmithError, match="no Qdrant server answers at"):
            open_server(Address(f"http://127.0.0.1:{other.server_port}", "acme"))
        other.shutdown()
