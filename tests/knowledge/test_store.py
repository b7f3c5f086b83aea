from pathlib import Path

import pytest

from knowledge.encoding import decode, encode, shape
from knowledge.records import (
    Column,
    Exemplar,
    ForeignKey,
    Member,
    Parameter,
    Passage,
    SoftParameter,
    Source,
    Symbol,
    Table,
)
from knowledge.server import Address, open_server, publish
from knowledge.shard import write_shard
from knowledge.store import FORMAT, IndexMissing, StoredSymbols, open_folder, open_shard
from tests.fixtures.qdrant_server import forget, free_site, real_or_stand_in

JAR = Source("jar", "lib/acme.jar", "com/acme/Order.class")
ORDER = Symbol(
    "com.acme.Order",
    "interface",
    JAR,
    role="entity",
    type_parameters=("E extends java.lang.Number",),
    interfaces=("com.acme.Entity<com.acme.Order>",),
    members=(
        Member("getCustomer", "method", "com.acme.Customer"),
        Member("setLines", "method", "void", (Parameter("java.util.List<com.acme.Line>", "lines"),)),
        Member("LIMIT", "field", "int", constant="25", modifiers=("public", "static", "final")),
    ),
)
OTHER_ORDER = Symbol("org.other.Order", "class", Source("jar", "lib/other.jar"))
STRING = Symbol("lang.Text", "class", Source("platform", "platform"), members=(Member("orderBy", "method", "void"),))
INVOICE = Table(
    "SHOP_INVOICE",
    Source("schema", "shop.sql", "line 3"),
    (Column("INVOICE_ID", "CHAR(12)", nullable=False), Column("DUE_DT", "DATE", comment="Day the payment is due")),
    primary_key=("INVOICE_ID",),
    foreign_keys=(ForeignKey(("ORDER_ID",), "SHOP_ORDER"),),
    comment="An invoice sent to a customer",
)
EXEMPLAR = Exemplar(
    "com.site.HoldInvoice_Impl",
    "algorithm",
    Source("source", "src/HoldInvoice_Impl.java"),
    "class HoldInvoice_Impl {}",
    spot="com.acme.InvoiceCompletionSpot",
    summary="Holds an invoice below the minimum amount.",
    types=("com.acme.Order",),
    tables=("SHOP_INVOICE",),
    soft_parameters=(SoftParameter("minimumAmount", "decimal", required=True),),
)
PASSAGE = Passage("guide.md#Invoices", "Invoices", "An invoice is completed at night.", Source("document", "guide.md"))
RECORDS = (ORDER, OTHER_ORDER, STRING, INVOICE, EXEMPLAR, PASSAGE)


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("index")
    write_index(path, RECORDS)
    return path


@pytest.fixture(scope="module", params=["folder", "server"])
def store(index, request):
    """The same index, read from its folder and from a Qdrant server."""
    opened = open_folder(index) if request.param == "folder" else request.getfixturevalue("published")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def published(index):
    for url, key in real_or_stand_in():
        address = Address(url, free_site(), key)
        points = open_shard(index / "1")
        publish(address, "f1", points.all(), points.count({}), lambda done, total: None)
        points.close()
        yield open_server(address)
        forget(address)


def write_index(path: Path, records, format_: str = FORMAT) -> None:
    write_shard(path / "1" / "shard", records, lambda done, total: None)
    (path / "1" / "manifest.json").write_text(f'{{"format": "{format_}"}}', encoding="utf-8")
    (path / "current").write_text("1\n", encoding="utf-8")


def test_every_kind_of_record_comes_back_as_it_was_written(store):
    assert [store.get(type(record), record.name) for record in RECORDS] == list(RECORDS)


def test_a_name_of_another_kind_or_of_nothing_is_not_found(store):
    assert store.get(Symbol, "com.acme.Missing") is None
    assert store.get(Table, "com.acme.Order") is None


def test_get_many_keeps_the_order_of_the_names_and_leaves_out_what_is_not_there(store):
    assert store.get_many(Symbol, ("org.other.Order", "no.Such", "com.acme.Order")) == (OTHER_ORDER, ORDER)


def test_types_of_one_simple_name_come_in_class_path_order(store):
    assert store.named("Order") == ("com.acme.Order", "org.other.Order")
    assert StoredSymbols(store).get("com.acme.Order") == ORDER


def test_a_table_is_found_in_any_case(store):
    assert store.table("shop_invoice") == INVOICE
    assert store.table_names() == ("SHOP_INVOICE",)


@pytest.mark.parametrize(
    ("kind", "field", "value", "expected"),
    [
        (Symbol, "role", "entity", (ORDER,)),
        (Symbol, "returns", "com.acme.Customer", (ORDER,)),
        (Symbol, "extends", "com.acme.Entity", (ORDER,)),
        (Symbol, "takes", "com.acme.Line", (ORDER,)),
        (Symbol, "origin", "platform", (STRING,)),
        (Exemplar, "spot", "com.acme.InvoiceCompletionSpot", (EXEMPLAR,)),
        (Exemplar, "tables", "SHOP_INVOICE", (EXEMPLAR,)),
        (Exemplar, "spot", "com.acme.Nothing", ()),
    ],
)
def test_records_are_found_by_keyword_field(store, kind, field, value, expected):
    assert store.where(kind, field, value) == expected


def test_search_finds_by_words_inside_identifiers_and_names_the_words(store):
    hits = store.search("complete invoices")
    assert {hit.name for hit in hits} == {INVOICE.name, EXEMPLAR.name, PASSAGE.name}
    assert next(hit.why for hit in hits if hit.name == PASSAGE.name) == "lexical: complete, invoices"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_keeps_to_the_wanted_kinds_and_filters(store):
    assert [hit.name for hit in store.search("invoice", kinds=(Table,))] == ["SHOP_INVOICE"]
    assert [hit.kind for hit in store.search("invoice", kinds=(Table, Passage), limit=1)] != ["exemplar"]
    assert [hit.name for hit in store.search("order", filters={"role": ["entity", "spot"]})] == ["com.acme.Order"]


def test_platform_types_are_known_by_name_but_never_searched(store):
    assert store.get(Symbol, "lang.Text") == STRING
    assert "lang.Text" not in {hit.name for hit in store.search("text order by")}


def test_a_search_for_stop_words_alone_finds_nothing(store):
    assert store.search("of the and") == []


def test_counts_are_by_kind_and_role(store):
    assert store.counts() == {
        "symbol": 3, "symbol/entity": 1, "table": 1, "exemplar": 1, "exemplar/algorithm": 1, "passage": 1,
    }  # fmt: skip


def test_the_first_of_two_records_of_one_name_is_kept(tmp_path):
    later = Symbol("com.acme.Order", "class", Source("jar", "lib/later.jar"))
    write_index(tmp_path, (ORDER, later))
    assert open_folder(tmp_path).get(Symbol, "com.acme.Order") == ORDER


def test_two_stores_read_one_index_at_once(store, index):
    second = open_folder(index)
    assert second.get(Table, "SHOP_INVOICE") == store.get(Table, "SHOP_INVOICE") == INVOICE


def test_a_missing_index_says_how_to_make_one(tmp_path):
    with pytest.raises(IndexMissing, match=r"there is no index yet\. Run `spotsmith index`"):
        open_folder(tmp_path / "nowhere")


def test_an_index_of_another_version_is_refused(tmp_path):
    write_index(tmp_path, RECORDS, format_="0-old")
    with pytest.raises(IndexMissing, match="another version"):
        open_folder(tmp_path)


def test_a_damaged_index_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "manifest.json").write_text(f'{{"format": "{FORMAT}"}}', encoding="utf-8")
    (tmp_path / "current").write_text("1", encoding="utf-8")
    with pytest.raises(IndexMissing, match="cannot be read"):
        open_folder(tmp_path)


def test_half_a_surrogate_pair_survives_encoding():
    symbol = Symbol("A", "class", JAR, members=(Member("X", "field", "String", constant='"\ud800"'),))
    assert decode(Symbol, encode(symbol)) == symbol


def test_the_shape_of_records_follows_the_types_that_they_hold():
    assert shape(Symbol) != shape(Table)
    assert shape(Symbol) == shape(Symbol, Member)
