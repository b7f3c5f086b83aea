import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from indexers.plan import IndexPlan
from indexers.publish import only_writer
from indexers.run import IndexReport, build_index
from knowledge.errors import SpotsmithError
from knowledge.records import Exemplar, Passage, Symbol, Table
from knowledge.store import PointStore, open_folder
from tests.fixtures.shop import ShopFrontEnd, shop_plan

REPOSITORY = Path(__file__).parents[2]
JAVA = {
    "shop/Plug.java": "package shop; public interface Plug {}",
    "shop/PricePlug.java": "package shop; public interface PricePlug extends Plug { void setPrice(Price p); }",
    "shop/Price.java": "package shop; public class Price { public int getAmount() { return 1; } }",
}
STAGES = ("classes", "schema", "sources", "roles", "documents", "writing")


@pytest.fixture(scope="session")
def shop_jar(tmp_path_factory) -> Path:
    if shutil.which("javac") is None:
        pytest.skip("no JDK: javac is not on the PATH")
    folder = tmp_path_factory.mktemp("shop")
    for name, text in JAVA.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run(["javac", "-d", "out", *JAVA], cwd=folder, check=True)
    subprocess.run(["jar", "cf", "shop.jar", "-C", "out", "."], cwd=folder, check=True)
    return folder / "shop.jar"


@pytest.fixture
def root(tmp_path: Path, shop_jar: Path) -> Path:
    files = {
        "src/Gift.thing": "thing com.site.Gift like shop.PricePlug uses SHOP_GIFT\n"
        "name shop.PricePlug setPrice Price paid",
        "src/Wrap.thing": "thing com.site.Wrap like com.site.Gift",
        "schema/a.sql": "CREATE TABLE SHOP_GIFT (GIFT_ID CHAR(10) NOT NULL);",
        "schema/b.sql": "COMMENT ON TABLE SHOP_GIFT IS 'Gifts';",
        "docs/guide.md": "# Gifts\nA `PricePlug` reads SHOP_GIFT.",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "lib").mkdir()
    shutil.copy(shop_jar, tmp_path / "lib")
    return tmp_path


def index(root: Path, front_end: ShopFrontEnd | None = None, **options) -> IndexReport:
    return build_index(shop_plan(root), front_end or ShopFrontEnd(), root / "index", **options)


def opened(root: Path) -> PointStore:
    return open_folder(root / "index")


def test_everything_that_the_plan_names_is_found_again(root):
    report = index(root)
    store = opened(root)
    assert report.counts == store.counts() == {
        "symbol": 5, "symbol/spot": 3, "table": 1, "exemplar": 2, "exemplar/thing": 2, "passage": 1,
    }  # fmt: skip
    assert report.diagnostics == () and not report.unchanged
    assert store.get(Exemplar, "com.site.Wrap").types == ("com.site.Gift",)
    assert store.get(Table, "SHOP_GIFT").comment == "Gifts"
    assert store.get(Passage, "docs/guide.md#Gifts").about == ("PricePlug", "SHOP_GIFT")
    assert {symbol.source.path for symbol in store.where(Symbol, "role", "spot")} == {
        "lib/shop.jar", "src/Gift.thing", "src/Wrap.thing",
    }  # fmt: skip


def test_spots_borrow_parameter_names_from_the_sites_sources(root):
    index(root)
    (method,) = opened(root).get(Symbol, "shop.PricePlug").members
    assert [parameter.name for parameter in method.parameters] == ["paid"]


def test_a_second_run_with_nothing_changed_reads_nothing_and_says_so(root):
    first = index(root)
    front_end = ShopFrontEnd()
    second = index(root, front_end)
    assert second.unchanged
    assert (second.counts, second.diagnostics, second.folder) == (first.counts, first.diagnostics, first.folder)
    assert front_end.read == []


def test_only_changed_sources_are_read_again(root):
    index(root)
    (root / "src/Wrap.thing").write_text("thing com.site.Wrap uses SHOP_GIFT", encoding="utf-8")
    front_end = ShopFrontEnd()
    assert not index(root, front_end).unchanged
    assert set(front_end.read) == {"src/Wrap.thing"}
    store = opened(root)
    assert store.get(Exemplar, "com.site.Wrap").tables == ("SHOP_GIFT",)
    assert store.get(Exemplar, "com.site.Gift").types == ("shop.PricePlug",)


def test_a_new_type_makes_the_other_sources_be_read_again(root):
    index(root)
    (root / "src/New.thing").write_text("thing com.site.New", encoding="utf-8")
    front_end = ShopFrontEnd()
    index(root, front_end)
    assert "src/Gift.thing" in front_end.read


@pytest.mark.parametrize("name", ["src/Gift.thing", "schema/a.sql", "docs/guide.md"])
def test_what_is_deleted_is_gone_from_the_index(root, name):
    before = index(root).counts
    (root / name).unlink()
    assert sum(index(root).counts.values()) < sum(before.values())


def test_a_full_run_reads_everything_again(root):
    index(root)
    front_end = ShopFrontEnd()
    assert not index(root, front_end, full=True).unchanged
    assert set(front_end.read) == {"src/Gift.thing", "src/Wrap.thing"}


def test_open_readers_keep_the_index_that_they_opened(root):
    index(root)
    reader = opened(root)
    for text in ("thing com.site.Gift", "thing com.site.Gift uses A", "thing com.site.Gift uses B"):
        (root / "src/Gift.thing").write_text(text, encoding="utf-8")
        index(root)
    assert reader.get(Exemplar, "com.site.Gift").tables == ("SHOP_GIFT",)
    assert reader.search("gift")
    assert opened(root).get(Exemplar, "com.site.Gift").tables == ("B",)
    assert sorted(path.name for path in (root / "index").iterdir() if path.name.isdigit()) == ["3", "4"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_process_killed_at_any_stage_leaves_the_old_index_serving(root, stage):
    first = index(root)
    (root / "src/More.thing").write_text("thing com.site.More", encoding="utf-8")
    (root / "docs/more.md").write_text("# More\nMore.", encoding="utf-8")
    command = [sys.executable, "-m", "tests.fixtures.shop", str(root), stage]
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == -signal.SIGKILL
    assert opened(root).counts() == first.counts
    assert index(root).counts == first.counts | {"symbol": 6, "exemplar": 3, "exemplar/thing": 3, "passage": 2}


@pytest.mark.parametrize("stage", STAGES)
def test_an_interrupt_at_any_stage_leaves_the_old_index_serving_and_nothing_behind(root, stage):
    first = index(root)
    (root / "src/More.thing").write_text("thing com.site.More", encoding="utf-8")

    def interrupt(at: str, done: int, total: int) -> None:
        if at == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index(root, progress=interrupt)
    assert opened(root).counts() == first.counts
    assert [path.name for path in (root / "index").iterdir() if path.name.isdigit()] == ["1"]


def test_a_second_writer_is_told_which_process_is_writing(root):
    with (
        only_writer(root / "index"),
        pytest.raises(SpotsmithError, match=f"process {os.getpid()} is indexing already"),
    ):
        index(root)
    assert not index(root).unchanged


def test_progress_names_the_stages_in_order_and_ends_at_their_totals(root):
    seen: list[tuple[str, int, int]] = []
    index(root, progress=lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == list(STAGES)
    last = {stage: (done, total) for stage, done, total in seen}
    assert all(done == total for done, total in last.values())


def test_what_cannot_be_read_is_reported_and_the_rest_is_indexed(root):
    (root / "src/Bad.thing").write_text("???", encoding="utf-8")
    (root / "schema/letter.sql").write_text("Dear all", encoding="utf-8")
    report = index(root)
    assert [(d.code, d.path) for d in report.diagnostics] == [
        ("schema.no-tables", "schema/letter.sql"),
        ("syntax", "src/Bad.thing"),
    ]
    assert index(root).diagnostics == report.diagnostics
    assert report.counts["exemplar"] == 2


@pytest.mark.parametrize("kind", ["class_path", "sources", "schema", "documents"])
def test_a_missing_input_is_named_before_anything_is_written(root, kind):
    plan = IndexPlan(root=root, **{kind: (root / "gone.x",)})
    with pytest.raises(SpotsmithError, match=r"gone\.x: there is no such file"):
        build_index(plan, ShopFrontEnd(), root / "index")
    assert not (root / "index" / "1").exists()


def test_a_file_that_is_no_jar_is_a_sentence_and_leaves_the_old_index(root):
    first = index(root)
    (root / "lib/broken.jar").write_bytes(b"PK not really")
    with pytest.raises(SpotsmithError, match=r"broken\.jar"):
        index(root)
    assert opened(root).counts() == first.counts


def test_a_folder_that_cannot_be_written_is_a_sentence(root):
    (root / "index").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(SpotsmithError, match="cannot be written"):
        index(root)


def test_the_report_is_json(root):
    said = orjson.loads(orjson.dumps(index(root).as_json()))
    assert set(said) == {"counts", "diagnostics", "seconds", "folder", "unchanged", "published"}
    assert set(said["seconds"]) == {"classes", "schema", "sources", "roles", "documents", "writing"}
