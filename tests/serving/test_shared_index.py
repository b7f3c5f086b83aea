"""Workers that read the index from a Qdrant server: no index in their own folder, the same answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.state import Task
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar, Passage, Symbol, Table
from serving.app import App
from serving.mcp.open_site import OpenSite
from serving.settings import find_workspace
from serving.site_index import open_index
from tests.fixtures.qdrant_server import StandIn, qdrant_server
from tests.serving.command_line import write_settings
from tests.serving.conftest import inputs_of

REQUEST = "generate a bill completion algorithm that stops bills below a minimum amount"
NEW = "new.md#Brand new things"


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with qdrant_server() as stand_in:
        yield stand_in


@pytest.fixture
def shared(own_site: Path, sample_site, server, spotsmith) -> Path:
    """Indexed here, and published."""
    write_settings(own_site, inputs_of(sample_site), settings(server))
    done = spotsmith("index", "--workspace", own_site)
    assert done.code == 0 and "published as sample." in done.err, done.err
    return own_site


@pytest.fixture
def worker(shared: Path, sample_site, server, tmp_path) -> Path:
    """Another machine: the site's files and settings, and nothing indexed."""
    folder = tmp_path / "worker"
    (folder / ".spotsmith").mkdir(parents=True)
    (folder / ".spotsmith" / "cache").symlink_to(sample_site.hidden / "cache")
    write_settings(folder, inputs_of(sample_site), settings(server))
    return folder


def settings(server: StandIn) -> str:
    return f'[index]\nqdrant = "{server.url}"\nsite = "sample"'


def test_a_worker_without_an_index_of_its_own_writes_the_same_file(worker, app):
    other = App(find_workspace(worker), compiler=app.compiler)
    here, there = app.generate(Task(REQUEST)), other.generate(Task(REQUEST))
    assert there.status == here.status == "ok"
    assert there.draft.file == here.draft.file
    assert there.review == here.review


def test_the_store_of_a_server_answers_as_the_folder_does(worker, app):
    folder, server = app.parts.store, open_index(find_workspace(worker))
    assert server.counts() == folder.counts()
    for text in ("complete a bill below the minimum amount", "service agreement balance", "payment event"):
        for kind in (Symbol, Table, Exemplar):
            here, there = folder.search(text, (kind,), 5), server.search(text, (kind,), 5)
            assert [round(hit.score, 3) for hit in there] == [round(hit.score, 3) for hit in here]
            assert {hit.why for hit in there} == {hit.why for hit in here}
    assert server.where(Symbol, "role", "spot") == folder.where(Symbol, "role", "spot")
    server.close()


def test_workers_change_over_when_another_index_is_published(shared, worker, server, spotsmith):
    site = OpenSite(find_workspace(worker))
    with site.app() as app:
        assert app.parts.store.get(Passage, NEW) is None
    (shared / "new.md").write_text("# Brand new things\nA guide to brand new things.\n", encoding="utf-8")
    with (shared / "spotsmith.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("documents = [", 'documents = ["new.md", '))
    assert spotsmith("index", "--workspace", shared).code == 0
    with site.app() as app:
        assert app.parts.store.get(Passage, NEW) is not None
    site.close()


def test_a_worker_says_that_the_server_is_away_and_answers_when_it_is_back(worker, app, server):
    site = OpenSite(find_workspace(worker), lambda workspace: App(workspace, compiler=app.compiler))
    with site.app() as opened:
        before = opened.generate(Task(REQUEST))
    server.away = True
    with pytest.raises(SpotsmithError, match=r"the Qdrant server at .* answered .*503"), site.app():
        pass
    server.away = False
    with site.app() as opened:
        assert opened.generate(Task(REQUEST)).draft == before.draft
    site.close()


def test_publishing_to_a_server_that_is_away_says_that_the_index_itself_is_whole(shared, sample_site, spotsmith):
    write_settings(shared, inputs_of(sample_site), '[index]\nqdrant = "http://127.0.0.1:1"\nsite = "sample"')
    said = spotsmith("index", "--workspace", shared).sentence
    assert said.startswith("indexed, and not published: no Qdrant server answers at http://127.0.0.1:1")


def test_a_server_without_the_name_of_the_site_is_refused(worker, sample_site, spotsmith, server):
    write_settings(worker, inputs_of(sample_site), f'[index]\nqdrant = "{server.url}"')
    assert "index.site is not" in spotsmith("resolve", REQUEST, "--workspace", worker).sentence


def test_a_worker_before_the_first_index_is_told_what_to_run(worker, sample_site, spotsmith, server):
    write_settings(worker, inputs_of(sample_site), settings(server).replace("sample", "nobody"))
    assert (
        "has no index of the site 'nobody'. Run `spotsmith index`."
        in spotsmith("generate", REQUEST, "--workspace", worker).sentence
    )


def test_the_doctor_looks_at_the_index_of_the_server(worker, spotsmith):
    checks = {check["name"]: check for check in spotsmith("doctor", "--json", "--workspace", worker).json["checks"]}
    assert checks["index"]["ok"] and "47 spots" in checks["index"]["text"]
