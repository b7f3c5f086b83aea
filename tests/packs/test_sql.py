from dataclasses import dataclass

import pytest

from knowledge.packs.ormb.sql import check_queries, entity_names_of, queries_of, tables_of
from knowledge.records import Column, Diagnostic, Source, SourceFile, Symbol, Table
from knowledge.symbols import MemorySymbols, SymbolTable

SCHEMA = {
    "CI_BILL": "BILL_ID ACCT_ID BILL_DT DUE_DT BILL_STAT_FLG",
    "CI_FT": "FT_ID BILL_ID SA_ID CUR_AMT FREEZE_SW FREEZE_DTTM",
    "CI_SA": "SA_ID ACCT_ID SA_STATUS_FLG START_DT END_DT",
    "CM_HOLD": "HOLD_ID ACCT_ID AMOUNT",
    "CM_VIEW": "",
}


@dataclass(frozen=True)
class Tables:
    columns: dict[str, str]

    def table(self, name: str) -> Table | None:
        listed = self.columns.get(name.upper())
        if listed is None:
            return None
        return Table(name, Source("schema", "x.sql"), tuple(Column(column, "CHAR(1)") for column in listed.split()))

    def table_names(self) -> tuple[str, ...]:
        return tuple(self.columns)


NO_TYPES = SymbolTable(MemorySymbols([]))


def java(body: str) -> SourceFile:
    return SourceFile("src/A.java", f"package com.splwg.cm;\nclass A {{ void f(String given) {{\n{body}\n}} }}\n")


def found(body: str, types=NO_TYPES, schema=SCHEMA) -> tuple[list[Diagnostic], list[str]]:
    diagnostics, unchecked = check_queries(java(body), Tables(schema), types)
    return list(diagnostics), list(unchecked)


def findings(sql: str) -> list[tuple[str, str]]:
    diagnostics, unchecked = found(f'createPreparedStatement("{sql}", "").list();')
    assert unchecked == []
    return [(d.code, d.symbol) for d in diagnostics if d.code != "sql.missing-bind"]


GOOD = [
    "SELECT BILL_ID, DUE_DT AS D FROM CI_BILL WHERE BILL_DT = :x ORDER BY D DESC NULLS LAST",
    "select b.bill_id from ci_bill b, CI_FT f where f.bill_id = b.bill_id (+) and b.due_dt is not null",
    "SELECT B.BILL_ID FROM CISADM.CI_BILL B WHERE CISADM.CI_BILL.BILL_ID IS NOT NULL",
    "SELECT CI_BILL.BILL_ID FROM CI_BILL WHERE ROWNUM < 5 AND ROWID IS NOT NULL",
    "SELECT B.*, COUNT(*) OVER (PARTITION BY B.ACCT_ID ORDER BY B.BILL_DT ROWS UNBOUNDED PRECEDING) C FROM CI_BILL B",
    "SELECT MAX(CUR_AMT) LATEST, 'Y' FLAG, 1 NBR, SYSDATE TODAY FROM CI_FT GROUP BY SA_ID HAVING SUM(CUR_AMT) > 0",
    "SELECT CASE WHEN CUR_AMT > 0 THEN 'A' ELSE 'B' END KIND FROM CI_FT ORDER BY KIND",
    "SELECT SA_ID FROM CI_SA S WHERE EXISTS (SELECT 'x' FROM CI_FT WHERE SA_ID = S.SA_ID AND START_DT > :x)",
    "SELECT X.T FROM (SELECT SA_ID, SUM(CUR_AMT) T FROM CI_FT GROUP BY SA_ID) X, CI_SA S WHERE X.SA_ID = S.SA_ID",
    "WITH Q AS (SELECT SA_ID FROM CI_SA), R (A) AS (SELECT BILL_ID FROM CI_BILL) SELECT Q.ANY_THING, R.A FROM Q, R",
    "SELECT F.FT_ID FROM CI_FT F JOIN CI_SA S ON S.SA_ID = F.SA_ID LEFT OUTER JOIN CI_BILL B ON B.BILL_ID = F.BILL_ID",
    "SELECT FT_ID FROM CI_FT JOIN CI_SA USING (SA_ID)",
    "SELECT FT_ID FROM (CI_FT INNER JOIN CI_SA ON CI_SA.SA_ID = CI_FT.SA_ID)",
    "SELECT BILL_ID FROM CI_BILL UNION ALL SELECT HOLD_ID FROM CM_HOLD MINUS SELECT AMOUNT FROM CM_HOLD",
    "SELECT EXTRACT(YEAR FROM BILL_DT), TRIM(LEADING '0' FROM BILL_ID), TO_CHAR(DUE_DT, 'HH24:MI:SS') FROM CI_BILL",
    "SELECT DATE '2020-01-01' + INTERVAL '1' DAY, CAST(AMOUNT AS NUMBER(9)) FROM CM_HOLD",
    "SELECT SEQ_A.NEXTVAL, PKG_B.NEXT_ID(1), SYS_CONTEXT('A', 'B') FROM DUAL",
    "SELECT TABLE_NAME FROM ALL_TABLES WHERE OWNER = :x",
    "SELECT T.COLUMN_VALUE FROM TABLE(PKG.IDS(:x)) T",
    "SELECT ANY_COLUMN, V.OTHER FROM CI_X@REMOTE V",
    "SELECT BILL_ID FROM CI_BILL SAMPLE (10) B WHERE B.BILL_ID LIKE :x ESCAPE '!' FOR UPDATE OF BILL_ID NOWAIT",
    "SELECT BILL_ID FROM CI_BILL PARTITION (P1) B FETCH FIRST 10 ROWS ONLY",
    "SELECT SA_ID FROM CI_SA START WITH SA_ID = :x CONNECT BY PRIOR SA_ID = ACCT_ID",
    "SELECT /*+ INDEX(B XB) */ BILL_ID -- comment_x",
    "INSERT INTO CM_HOLD (HOLD_ID, AMOUNT) VALUES (:x, SYSDATE)",
    "INSERT INTO CM_HOLD (HOLD_ID, AMOUNT) SELECT BILL_ID, CUR_AMT FROM CI_FT",
    "INSERT INTO CM_HOLD SELECT * FROM CI_FT",
    "UPDATE CM_HOLD SET AMOUNT = AMOUNT + 1, ACCT_ID = :x WHERE HOLD_ID IN (SELECT BILL_ID FROM CI_BILL)",
    "UPDATE CM_HOLD H SET H.AMOUNT = (SELECT SUM(CUR_AMT) FROM CI_FT WHERE BILL_ID = H.HOLD_ID)",
    "DELETE FROM CM_HOLD WHERE AMOUNT = 0",
    "DELETE CM_HOLD WHERE AMOUNT = 0",
    "MERGE INTO CM_HOLD H USING (SELECT BILL_ID FROM CI_BILL) B ON (H.HOLD_ID = B.BILL_ID) WHEN MATCHED THEN UPDATE "
    "SET H.AMOUNT = 1, ACCT_ID = 2 WHEN NOT MATCHED THEN INSERT (HOLD_ID, AMOUNT) VALUES (B.BILL_ID, 0)",
]


@pytest.mark.parametrize("sql", GOOD)
def test_good_sql_has_no_findings(sql):
    assert findings(sql.replace("-- comment_x", "FROM CI_BILL B")) == []


BAD = [
    ("SELECT BILL_ID FROM CI_BILS", [("sql.unknown-table", "CI_BILS")]),
    ("SELECT F.FT_ID FROM CI_FT F JOIN CI_SAS S ON S.SA_ID = F.SA_ID", [("sql.unknown-table", "CI_SAS")]),
    ("INSERT INTO CM_HOLDS (A) VALUES (1)", [("sql.unknown-table", "CM_HOLDS")]),
    ("UPDATE CM_HOLDS SET A = 1", [("sql.unknown-table", "CM_HOLDS")]),
    ("DELETE FROM CM_HOLDS", [("sql.unknown-table", "CM_HOLDS")]),
    ("SELECT X FROM CI_BILL, OWNER.CI_GONE G", [("sql.unknown-table", "CI_GONE")]),
    ("SELECT B.BIL_ID FROM CI_BILL B", [("sql.unknown-column", "BIL_ID")]),
    ("SELECT BIL_ID FROM CI_BILL", [("sql.unknown-column", "BIL_ID")]),
    ("SELECT BILL_ID FROM CI_BILL WHERE AMONT > 0", [("sql.unknown-column", "AMONT")]),
    (
        "SELECT SA_ID FROM CI_FT WHERE EXISTS (SELECT 1 FROM CI_SA WHERE GONE_ID = 1)",
        [("sql.unknown-column", "GONE_ID")],
    ),
    ("SELECT S.SA_ID FROM CI_SA S, CI_FT F WHERE S.FT_ID = F.FT_ID", [("sql.unknown-column", "FT_ID")]),
    ("SELECT BILL_ID FROM CI_BILL UNION SELECT BILL_ID FROM CI_SA", [("sql.unknown-column", "BILL_ID")]),
    ("INSERT INTO CM_HOLD (HOLD_ID, AMT) VALUES (1, 2)", [("sql.unknown-column", "AMT")]),
    ("INSERT INTO CM_HOLD (HOLD_ID) SELECT AMOUNT FROM CI_FT", [("sql.unknown-column", "AMOUNT")]),
    ("UPDATE CM_HOLD SET AMT = 1", [("sql.unknown-column", "AMT")]),
    ("SELECT X.BILL_ID FROM CI_BILL B", [("sql.unknown-alias", "X")]),
    (
        "SELECT MAX(B.DUE_DAT) FROM CI_BILL B WHERE B.BILL_ID = (SELECT 1 FROM CI_FT)",
        [("sql.unknown-column", "DUE_DAT")],
    ),
    ("SELECT B.BILL_ID (+) FROM CI_BILL B ORDER BY B.NOPE", [("sql.unknown-column", "NOPE")]),
]


@pytest.mark.parametrize(("sql", "expected"), BAD)
def test_wrong_names_in_sql_are_found(sql, expected):
    assert findings(sql) == expected


def test_a_finding_has_its_place_receiver_and_nearest_names():
    body = (
        'StringBuilder s = new StringBuilder("SELECT B.BILL_ID ");\n  s.append("FROM CI_BILL B WHERE B.DUE_DTE = 1");\n'
    )
    (diagnostic,), _ = found(body + "createPreparedStatement(s.toString());")
    assert (diagnostic.path, diagnostic.line, diagnostic.column) == ("src/A.java", 4, 36)
    assert (diagnostic.receiver, diagnostic.severity, diagnostic.kind) == ("CI_BILL", "error", "sql")
    assert diagnostic.candidates[0] == "DUE_DT"


UNSURE = [
    ('createPreparedStatement("SELECT A_B, T.X FROM " + given + " T", "").list();', "only known when the program runs"),
    ('createPreparedStatement("SELECT A_B FROM CI_" + given, "").list();', "only known when the program runs"),
    ('createPreparedStatement(given, "").list();', "only known when the program runs"),
    (
        'createPreparedStatement("SELECT B." + given + " FROM CI_BILL B", "").list();',
        "only known when the program runs",
    ),
    ('createPreparedStatement("SELECT X_Y FROM CM_VIEW", "").list();', "does not say which columns CM_VIEW has"),
    (
        'PreparedStatement p = createPreparedStatement("SELECT BILL_ID FROM CI_BILL WHERE BILL_ID = :b", ""); bind(p);',
        "binds",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "note"), UNSURE)
def test_what_cannot_be_decided_is_a_note_and_no_finding(body, note):
    diagnostics, unchecked = found(body)
    assert diagnostics == []
    assert len(unchecked) == 1 and note in unchecked[0] and unchecked[0].startswith("line 3: ")


def test_wrong_names_beside_what_cannot_be_seen_are_still_found():
    diagnostics, _ = found('createPreparedStatement("SELECT B.NOPE FROM CI_BILL B WHERE " + given, "").list();')
    assert [(d.code, d.symbol) for d in diagnostics] == [("sql.unknown-column", "NOPE")]


def test_without_a_schema_nothing_is_claimed():
    diagnostics, unchecked = found('createPreparedStatement("SELECT A FROM B", "").list();', schema={})
    assert (diagnostics, unchecked) == ([], ["tables and columns of queries: the index has no schema"])


ONE = '"SELECT BILL_ID FROM CI_BILL WHERE BILL_ID = :bill AND ACCT_ID = :acct"'
BINDS = [
    (f'PreparedStatement p = createPreparedStatement({ONE}); p.bindId("bill", b); p.bindId("acct", a);', []),
    (f'PreparedStatement p = createPreparedStatement({ONE}); p.bindId("bill", b);', [("sql.missing-bind", "acct")]),
    (
        f'PreparedStatement p = createPreparedStatement({ONE}); p.bindId("bill", b); p.bindId("account", a);',
        [("sql.missing-bind", "acct"), ("sql.unknown-bind", "account")],
    ),
    (f"createPreparedStatement({ONE}).list();", [("sql.missing-bind", "bill"), ("sql.missing-bind", "acct")]),
    (
        'StringBuilder s = new StringBuilder("SELECT DUE_DT FROM CI_BILL"); if (x) { s.append(" WHERE BILL_ID = :b"); }'
        'PreparedStatement p = createPreparedStatement(s.toString()); if (x) { p.bindId("b", b); }',
        [],
    ),
    (
        'PreparedStatement p; if (x) { p = createPreparedStatement("SELECT BILL_ID FROM CI_BILL WHERE DUE_DT = :a"); }'
        'else { p = createPreparedStatement("SELECT BILL_ID FROM CI_BILL WHERE ACCT_ID = :a AND DUE_DT = :d"); } '
        'p.bindId("a", a); if (y) { p.bindDate("d", d); }',
        [],
    ),
    ("createPreparedStatement(\"SELECT TO_CHAR(BILL_DT, ':no'), ':no' FROM CI_BILL\").list();", []),
    (
        'chars.createFilter("where this.id.x = :type", "").bindEntity("kind", t);',
        [("sql.missing-bind", "type"), ("sql.unknown-bind", "kind")],
    ),
]


@pytest.mark.parametrize(("body", "expected"), BINDS)
def test_binds_are_checked_both_ways(body, expected):
    diagnostics, unchecked = found(body)
    assert [(d.code, d.symbol) for d in diagnostics] == expected
    assert unchecked == []


def test_a_misspelt_bind_suggests_the_one_that_is_waiting():
    diagnostics, _ = found(BINDS[2][0])
    assert [d.candidates for d in diagnostics] == [("account",), ("acct",)]


HQL = [
    ("from Bill bill where bill.billDate = 1 and bill.id = 2", []),
    ("from Bill bill, Account as account where account.billCycleCode is null order by bill.billDate desc", []),
    ("from com.splwg.ccb.domain.billing.bill.Bill bill where bill.version > 0", []),
    ("from Account account where account.otherLayout = 1 or account.taxOffice = 2", []),
    ("from Bill bill join bill.id x where x.any = 1", []),
    ("from Bill bill where exists (from Account a where a.billCycleCode = bill.id) and max(bill.billDate) > 1", []),
    ("from Bil bill where bill.any = 1", [("sql.unknown-entity", "error", "Bil")]),
    ("from Bill_Id bill", [("sql.unknown-entity", "error", "Bill_Id")]),
    ("from Bill bill where bill.billDay = 1", [("sql.unknown-property", "info", "billDay")]),
]  # fmt: skip


@pytest.mark.parametrize(("hql", "expected"), HQL)
def test_hql_names_entities_and_properties_of_the_index(types, hql, expected):
    diagnostics, unchecked = found(f'createQuery("{hql}", "").list();', types)
    assert [(d.code, d.severity, d.symbol) for d in diagnostics] == expected
    assert unchecked == []


def test_an_unknown_property_of_the_sites_own_entity_is_an_error(types):
    hold = Symbol("com.splwg.cm.Hold", "interface", Source("generated", "Hold_Impl.java"), role="entity")
    around = SymbolTable(MemorySymbols([hold]))
    (diagnostic,), _ = found('createQuery("from Hold h where h.amount = 1", "").list();', around)
    assert (diagnostic.severity, diagnostic.receiver) == ("error", "com.splwg.cm.Hold")


def test_an_unknown_entity_suggests_one_that_exists(types):
    (diagnostic,), _ = found('createQuery("from Bils b", "").list();', types)
    assert diagnostic.candidates == ("Bill",)


def test_tables_and_entities_of_a_file_are_listed_once_each():
    file = java(
        'createPreparedStatement("SELECT 1 FROM CI_BILL B, CI_FT WHERE EXISTS (SELECT 1 FROM CI_BILL, DUAL)");\n'
        'createQuery("from Bill b, Account a"); createQuery("from Bill c");'
    )
    queries = queries_of(file, NO_TYPES)
    assert tables_of(queries) == ("CI_BILL", "CI_FT")
    assert entity_names_of(queries) == ("Bill", "Account")
