"""Hand-written classes and the tables of a site in memory."""

from collections.abc import Sequence

from knowledge.pack import Generated
from knowledge.records import Column, Source, SourceFile, Table

DDL = Source("schema", "cm.sql")
PACKAGE = "com.splwg.cm.domain.billing"
SPOT = "com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot"


def table(name: str, key: Sequence[str], **columns: str) -> Table:
    return Table(name, DDL, tuple(Column(c, t) for c, t in columns.items()), primary_key=tuple(key))


class SiteTables:
    """Tables in memory."""

    def __init__(self, *tables: Table) -> None:
        self._tables = {t.name: t for t in tables}

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.upper())

    def table_names(self) -> tuple[str, ...]:
        return tuple(self._tables)


TABLES = SiteTables(
    table(
        "CM_DISPUTE",
        ["DISPUTE_ID"],
        DISPUTE_ID="CHAR(12)",
        ACCT_ID="CHAR(10)",
        OPEN_DT="DATE",
        CRE_DTTM="DATE",
        CLAIM_AMT="NUMBER(15,2)",
        SHARE_PCT="NUMBER(5,2)",
        LOG_COUNT="NUMBER(5,0)",
        OPEN_SW="CHAR(1)",
        CURRENCY_CD="CHAR(3)",
        VERSION="NUMBER(5) ",
    ),
    table(
        "CM_DISPUTE_LOG",
        ["DISPUTE_ID", "SEQNO"],
        DISPUTE_ID="CHAR(12)",
        SEQNO="NUMBER(3)",
        LOG_DTTM="TIMESTAMP(6)",
        FEE_AMT="NUMBER (15 , 2)",
        DESCR254="VARCHAR2(254)",
    ),
    table("CM_COUNTER", ["COUNTER_NBR"], COUNTER_NBR="NUMBER(10)", CLASS="VARCHAR2(10)"),
    table("CM_RATE_CELL", ["ROW_CD", "COL_CD"], ROW_CD="CHAR(2)", COL_CD="CHAR(2)", CELL_AMT="NUMBER(15,2)"),
)


def file(name: str, text: str, package: str = PACKAGE) -> SourceFile:
    return SourceFile(f"{package.replace('.', '/')}/{name}.java", f"package {package};\n{text}")


def algorithm(parameters: str, body: str = "", imports: str = "", name: str = "CmHold") -> SourceFile:
    return file(
        f"{name}_Impl",
        f"""{imports}
import com.splwg.ccb.domain.billing.bill.Bill;
/**
 * @author Dev
 *
@AlgorithmComponent (softParameters = {{ {parameters}}})
 */
public class {name}_Impl extends {name}_Gen implements {SPOT} {{
    public void setBill(Bill bill) {{ }}
    public boolean getShouldSkip() {{ return false; }}
    public void invoke() {{ }}
    {body}
}}
""",
    )


def soft(attributes: str) -> str:
    return f"@AlgorithmSoftParameter ({attributes})"


def source(made: Generated, name: str) -> str:
    return next(f.text for f in made.files if f.path.endswith(f"/{name}.java"))


DISPUTE = file(
    "Dispute_Impl",
    """/**
@BusinessEntity (tableName = CM_DISPUTE, oneToManyCollections = { @Child (collectionName = logs,
 *   childTableName = CM_DISPUTE_LOG, orderByColumnNames = { "SEQNO" } ) })
 */
public class Dispute_Impl extends Dispute_Gen {
}
""",
)
