"""Hand-written classes of every family compile, by real javac, with the sources that are generated for them."""

from collections.abc import Callable, Sequence

import pytest

from agents.compilers.javac import JavacCompiler
from knowledge.pack import Generated
from knowledge.packs.ormb.artefacts import generate
from knowledge.records import Column, Source, SourceFile, Table
from knowledge.symbols import SymbolTable

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

Run = Callable[..., Generated]


@pytest.fixture
def run(types: SymbolTable) -> Run:
    def run(*files: SourceFile, existing: Sequence[str] = ()) -> Generated:
        return generate(files, types, TABLES, existing)

    return run


@pytest.fixture
def errors(run: Run, compiler: JavacCompiler) -> Callable[..., list[tuple[str, int, str]]]:
    """What javac and the generator find in these hand-written files and all that is generated for them."""

    def errors(*files: SourceFile, existing: Sequence[SourceFile] = ()) -> list[tuple[str, int, str]]:
        names = [f.path.removesuffix(".java").replace("/", ".") for f in existing]
        made = run(*files, existing=names)
        verdict = compiler.compile([*files, *made.files, *existing])
        assert not verdict.unchecked
        found = [*made.diagnostics, *(d for d in verdict.diagnostics if d.severity == "error")]
        return [(d.path, d.line, d.code) for d in found]

    return errors


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


def test_an_algorithm_reads_its_soft_parameters_by_typed_getters(errors):
    parameters = ", ".join(
        soft(each)
        for each in (
            "entityName = characteristicType, name = holdCharType, required = true, type = entity",
            "lookupName = billStatus, name = statusToCheck, type = lookup",
            "name = threshold, required = true, type = decimal",
            "name = days, type = integer",
            "name = active, type = boolean",
            "name = cutoff, type = date",
            "name = delimiter, type = string",
        )
    )
    body = """
    void use() {
        boolean adhoc = getHoldCharType().isAdhocValue();
        boolean complete = getStatusToCheck().isComplete();
        com.ibm.icu.math.BigDecimal threshold = getThreshold();
        int days = getDays().intValue();
        boolean active = getActive().isTrue();
        com.splwg.base.api.datatypes.Date cutoff = getCutoff();
        int length = getDelimiter().length();
    }
    protected void extraSoftParameterValidations(boolean forAlgorithmValidation) { getAlgorithm(); }"""
    assert errors(algorithm(parameters, body)) == []


@pytest.mark.parametrize(
    "text",
    [
        "/** @AlgorithmComponent () */ public class CmA_Impl extends CmA_Gen implements {spot}",
        "import com.splwg.ccb.domain.admin.customerClass.*;\n/**\n@AlgorithmComponent\n*/\n"
        "public abstract class CmA_Impl\n extends\n CmA_Gen\n\timplements\n "
        "CustomerClassPreBillCompletionAlgorithmSpot\n",
        "/** @AlgorithmComponent () */\n// banner\npublic final class CmA_Impl extends CmA_Gen implements {spot}, "
        "java.io.Serializable",
        "import com.splwg.ccb.domain.pricing.ValueAlgorithmSpot;\n/** @AlgorithmComponent () */\n"
        "public abstract class CmA_Impl extends CmA_Gen implements ValueAlgorithmSpot<java.util.List<String>>",
        f"/** @AlgorithmComponent () */\npublic abstract class CmA_Impl extends {PACKAGE}.CmA_Gen implements {{spot}}",
    ],
    ids=["qualified spot", "wildcard import, split header", "two interfaces", "generic spot", "qualified superclass"],
)
def test_every_shape_of_an_algorithm_header_compiles(errors, text: str):
    methods = (
        "public void setBill(com.splwg.ccb.domain.billing.bill.Bill bill) {} "
        "public boolean getShouldSkip() { return false; } public void invoke() {}"
    )
    assert errors(file("CmA_Impl", text.format(spot=SPOT) + " { " + methods + " }")) == []


def test_an_algorithm_of_a_spot_that_the_site_defines_compiles_with_it(errors):
    spot = file(
        "CmOwnSpot", "public interface CmOwnSpot extends com.splwg.base.api.algorithms.AlgorithmSpot { int n(); }"
    )
    text = "/** @AlgorithmComponent () */ public class CmB_Impl extends CmB_Gen implements CmOwnSpot {"
    caller = (
        "class Caller { int ask(CmB algorithm) { algorithm.invoke(); return algorithm.n() + algorithm.extra(1); } }"
    )
    body = " public int n() { return 1; } public void invoke() {} public int extra(int i) { return i; } }"
    assert errors(spot, file("CmB_Impl", text + body), file("Caller", caller)) == []


def test_the_interface_of_an_algorithm_has_the_public_methods_whose_types_are_certain(run):
    body = """
    public java.util.List<Bill> bills(String[] ids, int... more) throws java.io.IOException { return null; }
    public <T extends Bill> T pick(java.util.Map<String, ? super T> bills) { return null; }
    public Unknown unknown() { return null; }
    public static int count() { return 1; }
    public String currentUser() { return null; }
    public String toString() { return null; }
    String hidden() { return null; }"""
    assert source(run(algorithm("", body)), "CmHold").splitlines()[3:] == [
        f"public interface CmHold extends com.splwg.base.api.BusinessComponent, {SPOT} {{",
        "    java.util.List<com.splwg.ccb.domain.billing.bill.Bill> bills(java.lang.String[] ids, int... more) "
        "throws java.io.IOException;",
        "    <T extends com.splwg.ccb.domain.billing.bill.Bill> T pick(java.util.Map<java.lang.String, ? super T> "
        "bills);",
        "}",
    ]


def entity_result(made: Generated, getter: str) -> str:
    line = next(line for line in source(made, "CmHold_Gen").splitlines() if f" {getter}(" in line)
    return line.split()[2]


@pytest.mark.parametrize(
    "imports, package",
    [
        ("import com.splwg.tax.domain.customerinfo.account.Account;", "com.splwg.tax.domain.customerinfo.account"),
        ("import com.splwg.tax.domain.customerinfo.account.*;", "com.splwg.tax.domain.customerinfo.account"),
        ("import com.splwg.tax.domain.customerinfo.account.Account_Id;", "com.splwg.tax.domain.customerinfo.account"),
        ("import com.splwg.tax.a.B; import com.splwg.tax.a.C;", "com.splwg.tax.domain.customerinfo.account"),
        ("import com.splwg.base.a.B; import com.splwg.base.a.C;", "com.splwg.ccb.domain.customerinfo.account"),
        (
            "import com.splwg.ccb.domain.customerinfo.account.entity.Account_DTO;",
            "com.splwg.ccb.domain.customerinfo.account.entity",
        ),
        ("", "com.splwg.ccb.domain.customerinfo.account"),
    ],
)
def test_an_entity_name_means_what_the_imports_of_the_file_say(run, imports: str, package: str):
    made = run(algorithm(soft("entityName = account, name = acct, type = entity"), imports=imports))
    assert (entity_result(made, "getAcct"), made.diagnostics) == (f"{package}.Account", ())


@pytest.mark.parametrize(
    "lookup, imports, expected",
    [
        ("severity", "", "com.splwg.cm.api.lookup.SeverityLookup"),
        ("severity", "import com.splwg.base.api.lookup.SeverityLookup;", "com.splwg.base.api.lookup.SeverityLookup"),
        ("severityLookup", "", "com.splwg.cm.api.lookup.SeverityLookup"),
        (
            "paymentStatus",
            "import com.splwg.tax.a.B; import com.splwg.tax.a.C;",
            "com.splwg.tax.api.lookup.PaymentStatusLookup",
        ),
        ("paymentStatus", "", "com.splwg.ccb.api.lookup.PaymentStatusLookup"),
    ],
)
def test_a_lookup_of_the_site_shadows_the_products_unless_the_file_imports_one(run, lookup, imports, expected):
    made = run(algorithm(soft(f"lookupName = {lookup}, name = value, type = lookup"), imports=imports))
    assert (entity_result(made, "getValue"), made.diagnostics) == (expected, ())


def test_an_unknown_entity_is_one_error_with_its_place_and_candidates(run, errors):
    body = "com.splwg.ccb.domain.customerinfo.account.Account use() { return isNull(getT()) ? null : getT(); }"
    draft = algorithm(soft("entityName = acount, name = t, type = entity"), body)
    (found,) = run(draft).diagnostics
    assert (found.code, found.path, found.line, found.column) == ("annotation.unknown-entity", draft.path, 7, 79)
    assert (found.symbol, found.candidates) == ("acount", ("account",))
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-entity")]


def test_an_entity_like_no_other_is_one_error_whatever_the_code_takes_it_for(errors):
    body = "com.splwg.ccb.domain.billing.bill.Bill use() { return isNull(getT()) ? null : getT(); }"
    draft = algorithm(soft("entityName = xyzzy, name = t, type = entity"), body)
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-entity")]


def test_a_misspelt_type_word_gives_what_was_meant_to_code_that_goes_on_with_it(errors):
    draft = algorithm(soft("name = t, type = strng"), "int use() { return getT().trim().length(); }")
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-type")]


def test_a_misspelt_entity_gives_the_nearest_one_to_code_that_goes_on_with_it(errors):
    draft = algorithm(soft("entityName = acount, name = t, type = entity"), "Object use() { return getT().getId(); }")
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-entity")]


def test_an_unknown_lookup_is_one_error_with_its_place_and_candidates(run, errors):
    body = "com.splwg.ccb.api.lookup.BillStatusLookup use() { getT().trimmedValue(); return getT(); }"
    draft = algorithm(soft("lookupName = bilStatus, name = t, type = lookup"), body)
    (found,) = run(draft).diagnostics
    assert (found.code, found.symbol, found.candidates) == ("annotation.unknown-lookup", "bilStatus", ("billStatus",))
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-lookup")]


def test_an_unknown_type_word_is_one_error(errors):
    draft = algorithm(soft("name = t, type = strng"), "int use() { String text = getT(); return text.length(); }")
    assert errors(draft) == [(draft.path, 7, "annotation.unknown-type")]


def test_a_wrong_use_of_a_soft_parameter_is_found_by_the_compiler(errors):
    draft = algorithm(soft("name = days, type = integer"), "int use() { return getDays().length(); }")
    assert errors(draft) == [(draft.path, 13, "compiler.err.cant.resolve.location.args")]


def test_a_parameter_whose_getter_the_base_class_has_is_left_to_the_base_class(errors):
    draft = algorithm(", ".join(soft(f"name = {n}, type = string") for n in ("algorithm", "class", "currentUser")))
    assert errors(draft) == [(draft.path, 7, "annotation.parameter-clash")] * 2


def test_a_class_without_its_annotation_is_one_error(errors):
    draft = algorithm("")
    bare = SourceFile(draft.path, draft.text.replace("@AlgorithmComponent", "AlgorithmComponent"))
    assert errors(bare) == [(draft.path, 9, "annotation.missing")]


def test_a_class_that_extends_another_generated_class_is_one_error(run, errors):
    draft = algorithm(soft("name = days, type = integer"), "int use() { return getDays().intValue(); }")
    wrong = SourceFile(draft.path, draft.text.replace("extends CmHold_Gen", "extends CmHeld_Gen"))
    assert errors(wrong) == [(draft.path, 9, "annotation.superclass")]
    assert run(wrong).diagnostics[0].candidates == ("CmHold_Gen",)


def test_nothing_is_generated_for_what_exists_or_extends_something_else(run, errors):
    own = file("CmHold_Gen", "public abstract class CmHold_Gen { protected int handMade() { return 1; } }")
    draft = algorithm("", "int use() { return handMade(); }")
    assert errors(draft, existing=[own]) == []
    plain = file("CmPlain_Impl", "/** @AlgorithmComponent () */ public class CmPlain_Impl extends CmHold_Gen { }")
    assert [f.path for f in run(plain, own).files] == []


def test_a_batch_job_and_its_worker_read_their_parameters(errors):
    job = file(
        "CmPurge",
        """
import com.splwg.base.api.batch.*;
/**
@BatchJob (modules = { "demo"}, multiThreaded = true, rerunnable = false,
 *  softParameters = { @BatchJobSoftParameter (name = cutoff, required = true, type = date)
 *      , @BatchJobSoftParameter (entityName = account, name = acct, type = entity)
 *      , @BatchJobSoftParameter (name = maxErrors, type = integer)})
 */
public class CmPurge extends CmPurge_Gen {
    public JobWork getJobWork() { return getParameters().getCutoff() == null ? null : work(getParameters()); }
    private JobWork work(JobParameters parameters) { parameters.getProcessDate(); return null; }
    public Class<CmPurgeWorker> getThreadWorkerClass() { return CmPurgeWorker.class; }
    public static class CmPurgeWorker extends CmPurgeWorker_Gen {
        public ThreadExecutionStrategy createExecutionStrategy() { return null; }
        public boolean executeWorkUnit(ThreadWorkUnit unit) throws ThreadAbortedException {
            return getParameters().getAcct().getBillCycleCode() == null && getParameters().getMaxErrors().signum() > 0;
        }
    }
}
""",
    )
    assert errors(job) == []


def test_a_batch_job_without_a_worker_yet_gets_the_usual_one(run):
    made = run(file("CmJob", "/** @BatchJob (modules = {}) */ public class CmJob extends CmJob_Gen { }"))
    assert "abstract static class CmJobWorker_Gen" in source(made, "CmJob_Gen")


def test_a_component_is_called_through_its_factory_in_both_forms(errors):
    component = file(
        "CmFees_Impl",
        """
import java.util.*;
import com.ibm.icu.math.BigDecimal;
import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.ccb.domain.billing.bill.*;
/**
@BusinessComponent (customizationCallable = true, customizationReplaceable = true)
 */
public class CmFees_Impl extends GenericBusinessComponent implements CmFees {
    public static class Line { public int number; }
    public List<Line> lines(Map.Entry<Bill_Id, BigDecimal[]> entry, CmFees other) { return new ArrayList<Line>(); }
    public BigDecimal fee(final @Deprecated Bill bill /* the bill */, int days[]) { return null; }
    public Row row() { return null; }
    public Row.Deep deep() { return null; }
    private void hidden() { }
    private static class Row { class Deep { } }
    private interface Other extends Row2 { }
    interface Row2 { class Deep { } }
    private Row2.Deep kept() { return null; }
}
""",
    )
    caller = file(
        "Caller",
        """class Caller {
    int use(com.splwg.ccb.domain.billing.bill.Bill bill) {
        CmFees.Factory.newInstance().fee(bill, new int[1]).signum();
        return new CmFees.Factory().newInstance().lines(null, CmFees.Factory.newInstance()).get(0).number;
    }
}""",
    )
    assert errors(component, caller) == []


def test_a_component_without_annotation_is_one_error(errors):
    bare = "public class CmC_Impl extends com.splwg.base.api.GenericBusinessComponent implements CmC { }"
    draft = file("CmC_Impl", bare)
    assert errors(draft) == [(draft.path, 2, "annotation.missing")]


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


def test_an_entity_family_is_typed_by_the_columns_of_its_tables(errors):
    caller = file(
        "Caller",
        """
import com.splwg.base.api.datatypes.*;
import java.math.BigInteger;
class Caller {
    void use(Dispute dispute) {
        String account = dispute.getAcctId();
        Date opened = dispute.getOpenDt();
        DateTime created = dispute.getCreDttm();
        Money claim = dispute.getClaimAmt();
        com.ibm.icu.math.BigDecimal share = dispute.getSharePct();
        BigInteger count = dispute.getLogCount();
        Bool open = dispute.getOpenSw();
        com.splwg.base.api.StringProperty property = Dispute.properties.acctId;
        com.splwg.base.api.Property<Money> amount = Dispute.properties.claimAmt;
        Dispute_DTO dto = dispute.getDTO();
        dto.setId(new Dispute_Id("1"));
        dto.setClaimAmt(dto.getClaimAmt());
        dispute.setDTO(dto);
        Dispute made = dto.newEntity().getId().getEntity();
        for (DisputeLog log : made.getLogs()) {
            DateTime when = log.getLogDttm();
            com.ibm.icu.math.BigDecimal fee = log.getFeeAmt();
            Dispute parent = log.fetchIdDispute();
            Dispute_Id parentId = log.getId().getDisputeId();
            BigInteger number = log.getId().getSeqno().add(log.fetchIdSeqno());
        }
        DisputeLogs logs = made.getLogs();
        DisputeLog_DTO logDto = logs.newChildDTO();
        logDto.setId(new DisputeLog_Id(made, BigInteger.ONE));
        logDto.setId(new DisputeLog_Id(made.getId(), BigInteger.ONE));
        logDto.setId(new DisputeLog_Id("1", BigInteger.ONE));
        logDto.newEntity().getDescr254().trim();
        boolean missing = Dispute_Id.NULL == null;
    }
}""",
    )
    assert errors(DISPUTE, caller) == []


def test_entities_with_other_keys_compile(errors):
    counter = file(
        "Counter_Impl",
        "/** @BusinessEntity (tableName = CM_COUNTER) */ public class Counter_Impl extends Counter_Gen {}",
    )
    cell = file(
        "Cell_Impl", "/** @BusinessEntity (tableName = cm_rate_cell) */ public class Cell_Impl extends Cell_Gen {}"
    )
    caller = file(
        "Caller",
        """class Caller {
    String use() {
        Cell cell = new Cell_Id("A", "B").getEntity();
        Counter counter = new Counter_Id(java.math.BigInteger.ONE).getEntity();
        return counter.getClassValue() + cell.fetchIdColCd() + cell.getId().getRowCd();
    }
}""",
    )
    assert errors(counter, cell, caller) == []


def test_a_soft_parameter_may_be_an_entity_of_the_site(errors):
    body = "boolean use() { return getDispute().getOpenSw().isTrue(); }"
    assert errors(DISPUTE, algorithm(soft("entityName = dispute, name = dispute, type = entity"), body)) == []


@pytest.mark.parametrize(
    "wrong, right, place, symbol, candidates",
    [
        ("CM_DISPUTES,", "CM_DISPUTE,", (3, 30), "CM_DISPUTES", ("CM_DISPUTE", "CM_DISPUTE_LOG")),
        ("CM_DISPUTE_LOGS", "CM_DISPUTE_LOG", (4, 23), "CM_DISPUTE_LOGS", ("CM_DISPUTE_LOG", "CM_DISPUTE")),
    ],
)
def test_an_unknown_table_is_reported_with_candidates(run, wrong, right, place, symbol, candidates):
    text = DISPUTE.text.replace(right, wrong)
    (found,) = run(SourceFile(DISPUTE.path, text)).diagnostics
    assert (found.code, (found.line, found.column)) == ("annotation.unknown-table", place)
    assert (found.symbol, found.candidates[:2]) == (symbol, candidates)


def test_without_any_schema_a_table_name_is_not_judged(types):
    made = generate([DISPUTE], types, SiteTables())
    assert (made.diagnostics, len(made.files)) == ((), 8)


def test_an_unknown_order_column_and_a_missing_table_are_reported(run):
    order = SourceFile(DISPUTE.path, DISPUTE.text.replace('"SEQNO"', '"SEQ_NO"'))
    assert [(d.code, d.symbol, d.candidates) for d in run(order).diagnostics] == [
        ("annotation.unknown-column", "SEQ_NO", ("SEQNO",))
    ]
    none = file("E_Impl", "/** @BusinessEntity () */ public class E_Impl extends E_Gen { }")
    assert [(d.code, d.symbol) for d in run(none).diagnostics] == [("annotation.missing-attribute", "tableName")]


def change_handler(annotation: str, modifiers: str = "public") -> SourceFile:
    return file(
        "Dispute_CHandler",
        f"""
import com.splwg.base.api.DataTransferObject;
import com.splwg.base.api.changehandling.AbstractChangeHandler;
/**
{annotation}
 */
{modifiers} class Dispute_CHandler extends AbstractChangeHandler<Dispute> {{
    protected void handleAddOrChange(Dispute dispute, DataTransferObject<Dispute> dto) {{ dispute.getOpenDt(); }}
}}""",
    )


def test_a_change_handler_and_a_plain_class_need_nothing(run, errors):
    handler = change_handler("@ChangeHandler (entityName = dispute)")
    assert run(file("Plain", "public class Plain { }")) == Generated()
    assert run(DISPUTE, handler) == run(DISPUTE)
    assert errors(DISPUTE, handler) == []


@pytest.mark.parametrize(
    ("entity", "code", "symbol", "candidates"),
    [
        ("entityName = disputes", "annotation.unknown-entity", "disputes", ("dispute",)),
        ("entityName = xyzzy", "annotation.unknown-entity", "xyzzy", ()),
        ("entity = dispute", "annotation.missing-attribute", "entityName", ()),
        ("", "annotation.missing-attribute", "entityName", ()),
    ],
)
def test_a_change_handler_names_an_entity_that_exists(run, entity, code, symbol, candidates):
    (found,) = run(DISPUTE, change_handler(f"@ChangeHandler ({entity})")).diagnostics
    assert (found.code, found.line, found.symbol) == (code, 6, symbol)
    assert found.candidates[:1] == candidates


def test_a_change_handler_without_its_annotation_is_never_called(run):
    (found,) = run(DISPUTE, change_handler("Just words.")).diagnostics
    assert (found.code, found.line, found.symbol) == ("annotation.missing", 8, "Dispute_CHandler")
    assert run(DISPUTE, change_handler("A base of handlers.", "public abstract")) == run(DISPUTE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "public class",
        "/** @AlgorithmComponent (softParameters = { */ public class X_Impl extends X_Gen",
        "/** @AlgorithmComponent () */ public class CmX extends CmX_Gen { }",
        "/** @BusinessEntity (tableName = {}) */ class E_Impl extends E_Gen { public void (",
        "/** @BusinessComponent */ class C_Impl extends GenericBusinessComponent { public X< y( {",
        "/** @BatchJob (softParameters = 3) */ class J extends J_Gen { class W extends { } }",
        "\ud800 class \x00 {",
    ],
)
def test_drafts_that_do_not_parse_never_raise(run, text: str):
    run(SourceFile("X.java", text))


def test_the_same_input_gives_the_same_output(run):
    assert run(DISPUTE, algorithm("")) == run(DISPUTE, algorithm(""))
