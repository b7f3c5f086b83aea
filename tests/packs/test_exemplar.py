import pytest

from knowledge.packs.ormb.declaration import read_declaration
from knowledge.packs.ormb.exemplar import exemplar, summary
from knowledge.records import SoftParameter, Source, SourceFile, Symbol
from knowledge.symbols import MemorySymbols, SymbolTable

ALGORITHM = """/*
 * PROGRAM DESCRIPTION:
 *
 * Not this one.
 */
package com.splwg.cm.domain.billing.algorithm;

import com.splwg.base.api.datatypes.Money;
import com.splwg.base.domain.common.characteristicType.CharacteristicType;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;
import com.splwg.ccb.domain.billing.bill.Bill;
import com.splwg.cm.domain.CmMessageRepository;
import java.util.List;

/**
 * Holds a bill below {@link Money a} <b>smallest</b>
 * amount.
 *
 * @author Someone
 *
@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (name = smallest, required = true, type = decimal)})
 */
public class CmHold_Impl extends CmHold_Gen implements CustomerClassPreBillCompletionAlgorithmSpot {
    private static final String SQL = "SELECT BILL_ID FROM CI_BILL";
    private Bill bill;
    public void setBill(Bill bill) { this.bill = bill; }
    public boolean getShouldSkip() { return isSmall(); }
    public void invoke() {
        if (isNull(bill)) { addError(CmMessageRepository.billMissing()); super.invoke(); }
        createPreparedStatement(SQL).list();
        createQuery("from Account a").list();
        List<Unknown> all = null;
        notNull(getSmallest());
    }
    private boolean isSmall() { return false; }
}
"""
REPOSITORY = Symbol("com.splwg.cm.domain.CmMessageRepository", "class", Source("source", "r.java"), role="messages")


@pytest.fixture(scope="module")
def around(types) -> SymbolTable:
    names = (
        "Bill",
        "Account",
        "Money",
        "CustomerClassPreBillCompletionAlgorithmSpot",
        "AlgorithmSpot",
        "BusinessEntity",
    )
    symbols = [symbol for name in names for found in types.named(name) if (symbol := types.find(found))]
    return SymbolTable(MemorySymbols([REPOSITORY, *symbols]))


def test_an_algorithm_is_read_with_all_that_it_uses(around):
    found = exemplar(SourceFile("src/CmHold_Impl.java", ALGORITHM), around)
    assert found is not None
    assert (found.name, found.artefact) == ("com.splwg.cm.domain.billing.algorithm.CmHold_Impl", "algorithm")
    assert found.source == Source("source", "src/CmHold_Impl.java")
    assert found.spot == "com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot"
    assert found.summary == "Holds a bill below a smallest amount."
    assert found.types == (
        found.spot, "com.splwg.ccb.domain.billing.bill.Bill", REPOSITORY.name, around.named("Account")[0],
    )  # fmt: skip
    assert found.tables == ("CI_BILL",)
    assert found.messages == ("com.splwg.cm.domain.CmMessageRepository.billMissing",)
    assert set(found.helpers) == {"isNull", "addError", "notNull", "createPreparedStatement", "createQuery"}
    assert found.soft_parameters == (SoftParameter("smallest", "decimal", "", required=True),)
    assert found.text == ALGORITHM


SUMMARIES = [
    ("/** One. */ class A {}", "One."),
    ("/** Old. */\n/**\n * New.\n * @author X\n */\nclass A {}", "New."),
    (
        "/*\n * PROGRAM DESCRIPTION:\n *\n * Reads\n * bills.\n *\n * CHANGE HISTORY:\n * x\n */\nclass A {}",
        "Reads bills.",
    ),
    (
        "/***\n * PROGRAM DESCRIPTION:\n * Reads bills.\n ***************\n * x */\n/**\n@BatchJob "
        "(modules = {})\n */\nclass A {}",
        "Reads bills.",
    ),
    ("/* Copyright */\nclass A {}", ""),
    ("class A {}", ""),
    ("/** " + "A sentence. " * 60 + "*/ class A {}", ("A sentence. " * 33).strip()),
    ("/** " + "word " * 200 + "*/ class A {}", "word " * 80 + "..."),
]


@pytest.mark.parametrize(("text", "expected"), SUMMARIES)
def test_the_summary_is_the_comment_of_the_class(text, expected):
    declaration = read_declaration(text)
    assert declaration is not None
    assert summary(declaration) == expected


def test_a_file_without_a_type_is_no_exemplar(around):
    assert exemplar(SourceFile("package-info.java", "package com.splwg.cm;"), around) is None
    assert exemplar(SourceFile("empty.java", ""), around) is None


def test_plain_code_of_the_site_is_an_exemplar_of_nothing_special(around):
    found = exemplar(SourceFile("A.java", "package a; public class A { void f() { Other.run(); } }"), around)
    assert found is not None
    assert (found.artefact, found.spot, found.types, found.messages) == ("other", "", (), ())


def test_a_broken_draft_still_says_what_it_uses(around):
    broken = ALGORITHM.replace("super.invoke(); }", "super.invoke( ")
    found = exemplar(SourceFile("src/CmHold_Impl.java", broken), around)
    assert found is not None
    assert found.tables == ("CI_BILL",)
    assert "com.splwg.ccb.domain.billing.bill.Bill" in found.types
