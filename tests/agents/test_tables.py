"""How tables are ranked: named, spoken of, handed in by the spot, meant by the words, used by existing code."""

from agents.interpret import interpret
from agents.tables import COLUMNS, TableIndex
from knowledge.pack_data import PackData
from knowledge.records import Column, Exemplar, Passage, Source, Table

DDL = Source("schema", "schema/parcel.sql")


def table(name: str, comment: str, *columns: tuple[str, str]) -> Table:
    made = tuple(Column(column, "CHAR(10)", comment=said) for column, said in columns)
    return Table(name, DDL, made, (columns[0][0],), (), comment)


PARCEL = table("PARCEL", "Something that is carried", ("PARCEL_ID", "Parcel"), ("WEIGHT_KG", "Weight in kilograms"))
DEPOT = table("DEPOT", "A building", ("DEPOT_CD", "Depot"), ("ROOF", "Kind of roof"))
PARCEL_SCAN = table("PARCEL_SCAN", "Each time that it is seen", ("SCAN_ID", "Scan"), ("SEEN_AT", "Time"))
TABLES = [PARCEL, DEPOT, PARCEL_SCAN]


def names(text: str, pack: PackData, entities: tuple[str, ...] = (), exemplars: tuple[Exemplar, ...] = ()) -> list[str]:
    tables = {"Parcel": "PARCEL", "ParcelScan": "PARCEL_SCAN", "Depot": "DEPOT"}
    pack = pack.model_copy(update={"entity_tables": tables})
    found = TableIndex(TABLES, pack).rank(interpret(text, pack), entities, exemplars)
    return [entry.name for entry in found]


def test_a_table_that_the_request_names_comes_first(parcel_pack: PackData) -> None:
    assert names("roof of the depot, from PARCEL_SCAN", parcel_pack)[0] == "PARCEL_SCAN"


def test_the_longer_phrase_wins(parcel_pack: PackData) -> None:
    assert names("every parcel scan", parcel_pack)[0] == "PARCEL_SCAN"


def test_comments_of_columns_are_searched(parcel_pack: PackData) -> None:
    assert names("weight in kilograms", parcel_pack) == ["PARCEL"]


def test_what_the_spot_hands_in_is_at_hand(parcel_pack: PackData) -> None:
    assert names("xyzzy", parcel_pack, entities=("Depot",)) == ["DEPOT"]


def test_what_existing_code_of_the_spot_uses_is_likely(parcel_pack: PackData) -> None:
    exemplar = Exemplar("com.site.Scan", "handler", Source("source", "Scan.java"), "", tables=("PARCEL_SCAN", "GONE"))
    found = TableIndex(TABLES, parcel_pack).rank(interpret("xyzzy", parcel_pack), (), (exemplar,))
    assert [(entry.name, entry.why) for entry in found] == [("PARCEL_SCAN", "Scan uses it")]


def test_a_request_about_nothing_that_the_schema_holds_finds_no_table(parcel_pack: PackData) -> None:
    assert names("xyzzy", parcel_pack) == []


def test_a_document_about_a_table_is_heard(parcel_pack: PackData) -> None:
    said = Passage("d.md#DEPOT", "DEPOT", "Where couriers sleep", Source("document", "d.md"))
    found = TableIndex(TABLES, parcel_pack, [said]).rank(interpret("sleeping couriers", parcel_pack), (), ())
    assert [entry.name for entry in found] == ["DEPOT"]


def test_keys_come_before_the_columns_that_the_request_touches(parcel_pack: PackData) -> None:
    many = table("MANY", "", ("MANY_ID", ""), *((f"WEIGHT_{n}", "weight") for n in range(20)), ("OTHER", "colour"))
    (found,) = TableIndex([many], parcel_pack).rank(interpret("weight of a thing", parcel_pack), (), ())
    assert found.columns[0] == "MANY_ID"
    assert "OTHER" not in found.columns
    assert len(found.columns) == COLUMNS


def test_a_table_is_found_by_its_name_in_any_case(parcel_pack: PackData) -> None:
    index = TableIndex(TABLES, parcel_pack)
    assert index.get("parcel_scan") == PARCEL_SCAN
    assert index.get("PARCELS") is None
