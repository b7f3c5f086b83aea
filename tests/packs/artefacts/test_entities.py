"""Business entities are typed by the tables of the site; change handlers name entities that exist."""

import pytest

from knowledge.pack import Generated
from knowledge.packs.ormb.artefacts import generate
from knowledge.records import SourceFile
from tests.packs.artefacts.material import DISPUTE, SiteTables, file


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
