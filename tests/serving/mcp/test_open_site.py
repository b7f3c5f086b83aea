"""The workspace under a server that runs for days: opened once, and again when the index is replaced."""

import threading
from pathlib import Path

from serving.app import App
from serving.mcp.open_site import OpenSite
from serving.settings import Workspace


def test_an_index_that_is_replaced_is_used_by_the_next_call_and_the_old_one_closed_by_its_last_user(
    site: Workspace, tmp_path: Path
) -> None:
    folder = (site.index / (site.index / "current").read_text(encoding="utf-8").strip()).resolve()
    root = tmp_path / "site"
    (root / ".spotsmith" / "index").mkdir(parents=True)
    index = root / ".spotsmith" / "index"
    for name in ("one", "two"):
        (index / name).symlink_to(folder)
    (index / "current").write_text("one", encoding="utf-8")
    held = OpenSite(Workspace(root, site.settings))
    with held.app() as first:
        with held.app() as same:
            assert same is first
        (index / "current").write_text("two", encoding="utf-8")
        with held.app() as second:
            assert second is not first
        assert first.parts.store.table("CI_BILL"), "the old index serves who still reads it"
    with held.app() as again:
        assert again is second
    held.close()


def test_threads_that_come_together_share_one_open_workspace(site: Workspace) -> None:
    opened: list[App] = []

    def opening(workspace: Workspace) -> App:
        opened.append(App(workspace))
        return opened[-1]

    held = OpenSite(site, opening)
    found: list[App] = []
    gate = threading.Barrier(8)

    def use() -> None:
        gate.wait()
        with held.app() as app:
            found.append(app)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1 and found == opened * 8
    held.close()


def test_closing_waits_for_nobody_and_takes_the_index_from_nobody(site: Workspace) -> None:
    held = OpenSite(site)
    with held.app() as app:
        held.close()
        assert app.parts.store.table("CI_BILL")
