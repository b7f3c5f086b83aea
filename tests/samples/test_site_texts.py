"""What Brightwater wrote down agrees with the facts: schema, documents, requests and batch files.

Table definitions are found with plain regular expressions here, so that the real schema indexer is not its own judge.
"""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SITE = Path(__file__).parents[2] / "samples" / "ormb"

# Names that the facts saw in statements on a table, but that are aliases, typing errors or columns of a joined table.
NOT_COLUMNS = {
    "CI_ACCT_NBR": "CIS_DIVISION CURRENCY_CD ACCT_REL_TYPE_CD",
    "CI_ACCT_PER": "ACCT_PER",
    "CI_ADJ_CHAR": "BILL_ID",
    "CI_BANK_ACCOUNT": "BACK_CD",
    "CI_BILL": "MATCH_EVT_ID SA_TYPE_CD",
    "CI_BILL_CHAR": "BSEG_ID PRICE_ASGN_ID DST_ID CALC_AMT PRICEITEM_CD SETT_LEVEL_GRANULARITY BILL_AMT EFFDT",
    "CI_BSEG": "COUNT_BSEG",
    "CI_BSEG_CALC_LN": "VALUE_AMT CURRENCY_CD BILLABLE_CHG_ID",
    "CI_BSEG_EXCP": "BATCH_CD",
    "CI_BSEG_EXT": "CONSTRUCT_ID PRIORITY_NUM TEMPLATE_PURPOSE_FLG VERSION_NUM",
    "CI_CC": "START_DT END_DT",
    "CI_CIS_DIV_CHAR": "GRACE_DAYS STAT_ISSUE",
    "CI_CR_RAT_HIST": "CRD_COUNT",
    "CI_CURRENCY_CD": "APPLICABLE_CHG_AMT BSEG_ID ACCT_TYPE",
    "CI_FT": "CONTRACT_ID SA_TYPE_CD COUNT_FT ACCOUNT_TYPE ACCOUNT_ID TOTAL_AMOUNT PRSN_BILL_ID",
    "CI_LOOKUP_VAL": "INTEP_OPT_TYPE_FLG INT293031_OPT_TYPE_FLG INT010_OPT_TYP_FLG INT001_OPT_TYP_FLG "
    "IF330_CNF_OPT_TYP_FLG INT005_OPT_TYPE_FLG INT291_OPT_TYPE_FLG",
    "CI_PAY": "ADHOC_CHAR_VAL",
    "CI_PER_CHAR": "GETPER_IDS",
    "CI_PER_PER": "PER_ID",
    "CI_PRICEASGN": "PER_ID_NBR ID_TYPE_CD PARTY_TYPE_FLG CIS_DIVISION TXN_HEADER_ID SRCH_CHAR_VAL CHAR_VAL "
    "PRICELIST_ID VALUE_AMT RATE_TYPE CHAR_TYPE_CD RC_MAP_ID PRICECRITERIA_CD",
    "CI_PRICECOMP_TIER": "PRICEITEM_CD TOU_CD PRICEITEM_PARM_GRP_ID SQI_CD PRICEITEM_PAR_CD",
    "CI_PRICEITEM": "PRICETYPE_ID",
    "CI_PRICEITEM_CHAR": "PI_CHAR",
    "CI_PROC_FLOW_CHAR": "BILL_STATUS",
    "CI_SA": "CHAR_TYPE_CD PRICEITEM_CD",
    "CI_SA_CHAR": "SA_STATUS_FLG ACCT_ID",
    "CI_TNDR_SRCE": "ACCT_ID MATCH_TYPE",
    "CI_TNDR_SRCE_L": "BANK_CD",
    "CI_WFM_OPT": "TABLE_1 TABLE_2 FEATURE_NAME OPTION_TYPE",
    "D1_SP_IDENTIFIER": "ADHOC_CHAR_VAL",
}
OWN_TABLES = {"CM_BILL_HOLD", "CM_DISPUTE_CASE", "CM_DISPUTE_CASE_LOG", "CM_FEE_SCHEDULE"}
NAME = r'(?:"?CISADM"?\.)?"?(\w+)"?'
CREATE = re.compile(rf"^\s*CREATE TABLE {NAME}\s*\((.*?)^\s*\)", re.I | re.M | re.S)
COLUMN = re.compile(r'(?im)^[\s(,]*"?(\w+)"?\s+(?:CHAR|VARCHAR2|NUMBER|DATE|CLOB)\b')
TYPES = {"string", "entity", "lookup", "decimal", "integer", "boolean", "date"}


@cache
def facts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SITE / "sdk" / "facts.json").read_text(encoding="utf-8"))
    return loaded


@cache
def ddl() -> str:
    """All schema scripts, with their comments blanked out."""
    scripts = sorted((SITE / "schema").glob("*.sql"))
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    return re.sub(r"/\*.*?\*/|(?m:^(?:--|REM\b)[^\n]*$)", "", text, flags=re.S)


@cache
def created() -> dict[str, frozenset[str]]:
    return {
        name.upper(): frozenset(column.upper() for column in COLUMN.findall(body))
        for name, body in CREATE.findall(ddl())
    }


def spots() -> list[str]:
    return [name.rpartition(".")[2] for name in facts()["algorithm_spots"]]


def headings(document: str) -> list[str]:
    text = (SITE / "docs" / document).read_text(encoding="utf-8")
    return re.findall(r"(?m)^## (.+)$", text)


def requests() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((SITE / "requests.yaml").read_text(encoding="utf-8"))
    return loaded


def test_each_table_of_the_facts_is_created_exactly_once() -> None:
    times = Counter(name.upper() for name, _ in CREATE.findall(ddl()))
    assert {name: times[name] for name in facts()["tables"]} == dict.fromkeys(facts()["tables"], 1)
    assert times.keys() >= OWN_TABLES
    assert max(times.values()) == 1


def test_each_table_has_the_columns_that_the_facts_saw() -> None:
    missing = {
        name: absent
        for name, table in facts()["tables"].items()
        if (absent := set(table["columns_seen"]) - created()[name] - set(NOT_COLUMNS.get(name, "").split()))
    }
    assert missing == {}


def test_no_excused_column_is_there_after_all() -> None:
    assert {
        name: both for name, columns in NOT_COLUMNS.items() if (both := created()[name] & set(columns.split()))
    } == {}


def test_each_table_has_a_primary_key_and_a_comment() -> None:
    commented = {name.upper() for name in re.findall(rf"(?i)COMMENT ON TABLE {NAME}\s+IS\s+'\w", ddl())}
    assert created().keys() - commented == set()
    inline = {name.upper() for name, body in CREATE.findall(ddl()) if re.search("(?i)PRIMARY KEY", body)}
    altered = re.findall(rf"(?i)ALTER TABLE {NAME} ADD\s+CONSTRAINT \w+ PRIMARY KEY", ddl())
    assert created().keys() - inline - {name.upper() for name in altered} == set()


def test_most_columns_have_a_comment() -> None:
    pattern = rf'(?i)COMMENT ON COLUMN {NAME}\."?(\w+)"?\s+IS\s+\'\w'
    commented = {(table.upper(), column.upper()) for table, column in re.findall(pattern, ddl())}
    columns = {(table, column) for table, names in created().items() for column in names}
    assert commented <= columns
    assert len(commented) > 0.85 * len(columns)


def test_foreign_keys_point_to_tables_and_columns_that_exist() -> None:
    keys = re.findall(rf"(?i)REFERENCES {NAME}\s*\(([^()]*)\)", ddl())
    wrong = [
        (table, columns)
        for table, columns in keys
        if not {column.strip(' "').upper() for column in columns.split(",")}
        <= created().get(table.upper(), frozenset())
    ]
    assert wrong == []
    assert len(keys) > 200


def test_each_spot_of_the_facts_has_a_section_in_the_guide() -> None:
    described = Counter(heading.partition(" ")[0] for heading in headings("plug-in-spots.md"))
    assert described == Counter(spots())


def test_the_data_dictionary_covers_the_main_records_and_names_only_real_tables() -> None:
    titles = headings("data-dictionary.md")
    named = {name for title in titles for name in re.findall(r"\b(?:CI|C1|F1|D1|CM)_[A-Z0-9_]+", title)}
    assert len(titles) >= 45
    assert named - created().keys() == set()


def test_the_glossary_has_at_least_eighty_terms_each_once() -> None:
    text = (SITE / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = Counter(re.findall(r"(?m)^- \*\*(.+?)\*\*: \S", text))
    assert len(terms) >= 80
    assert [term for term, times in terms.items() if times > 1] == []


def test_the_requests_expect_spots_and_tables_that_exist() -> None:
    expected = [request["expect"] for request in requests()]
    assert len({request["id"] for request in requests()}) == len(requests()) == 30
    assert {spot for e in expected for spot in (e["spot"], *e.get("alternatives", ()))} <= set(spots())
    assert len({e["spot"] for e in expected}) >= 20
    assert {table for e in expected for table in e["tables"]} <= created().keys()


def test_soft_parameters_are_of_known_types_and_their_entities_and_lookups_are_in_the_facts() -> None:
    known = {name.rpartition(".")[2] for name in facts()["classes"]}
    items = yaml.safe_load((SITE / "batch" / "billing.yaml").read_text(encoding="utf-8"))["items"]
    holders = [request["expect"] for request in requests()] + items
    for parameter in (found for holder in holders for found in holder.get("soft_parameters", ())):
        assert parameter["type"] in TYPES and isinstance(parameter["required"], bool)
        assert ("entity" in parameter) == (parameter["type"] in ("entity", "lookup")), parameter
        target = parameter.get("entity", "")
        suffix = "Lookup" if parameter["type"] == "lookup" else ""
        assert not target or target[0].upper() + target[1:] + suffix in known, parameter


def test_the_batch_files_parse_and_name_real_spots() -> None:
    billing = yaml.safe_load((SITE / "batch" / "billing.yaml").read_text(encoding="utf-8"))
    lines = (SITE / "batch" / "migration.csv").read_text(encoding="utf-8").splitlines()
    migration = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert 8 <= len(billing["items"]) <= 12
    assert len(migration) >= 10
    assert {tuple(row) for row in migration} == {("id", "request", "class_name", "spot")}
    for item in [*billing["items"], *migration]:
        assert item["id"] and item["request"]
        assert not item.get("spot") or item["spot"] in spots()
    assert len({item["id"] for item in [*billing["items"], *migration]}) == len(billing["items"]) + len(migration)
