"""Remedies that need no model: each is certain, and what is not certain stays as it was."""

import pytest

from agents.repair import repair
from agents.state import Draft, Review
from knowledge.blueprint import Fill
from knowledge.packs.ormb.fix import fixed
from knowledge.records import Diagnostic, SourceFile
from serving.app import App
from tests.agents.test_repair import draft
from tests.packs.test_remedies import changed, sample


def mended(app: App, code: str, imports: tuple[str, ...] = ()) -> Draft | None:
    """A draft with this code in ``invoke``, repaired until there is nothing more to repair."""
    made = draft(app, {"invoke": Fill(code, imports), "validations": Fill(""), "helpers": Fill("")})
    found = None
    while (better := repair(made, app.check([made.file]), app.front_end, app.parts.types)) is not None:
        made = found = better
    return found


def code_of(made: Draft | None) -> str:
    return made.fills["invoke"].code if made else ""


def test_a_type_of_which_only_a_member_is_used_gets_its_import(app: App) -> None:
    made = mended(app, "\t\tLOGGER.debug(BillStatusLookup.constants.COMPLETE.toString());\n")
    assert made is not None
    assert "import com.splwg.ccb.api.lookup.BillStatusLookup;" in made.file.text
    assert app.check([made.file]).status == "ok"


def test_an_import_of_the_wrong_package_is_replaced(app: App) -> None:
    wrong = "com.splwg.base.api.lookup.BillStatusLookup"
    made = mended(app, "\t\tBillStatusLookup status = null;\n", (wrong,))
    assert made is not None
    assert made.fills["invoke"].imports == ("com.splwg.ccb.api.lookup.BillStatusLookup",)
    assert wrong not in made.file.text
    assert app.check([made.file]).status == "ok"


def test_an_import_of_nothing_that_no_code_uses_is_left_out(app: App) -> None:
    made = mended(app, '\t\tLOGGER.debug("held");\n', ("com.splwg.base.util.Xyzzy",))
    assert made is not None
    assert "Xyzzy" not in made.file.text


def test_an_import_of_nothing_that_code_uses_stays_reported(app: App) -> None:
    assert mended(app, "\t\tXyzzy.go();\n", ("com.splwg.base.util.Xyzzy",)) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("account.retrieveSetUpDate().addDays(1);", "account.getSetUpDate().addDays(1);"),
        ("bill.getAccountObject().getId();", "bill.getAccount().getId();"),
        ("bill.getId().getTrimmed();", "bill.getId().getTrimmedValue();"),
        ("BigDecimal.ZERO.appendd(BigDecimal.ZERO);", ""),
        ("bill.getAccountNumber();", ""),
        ("account.retrieveSetUpDate(bill);", ""),
        ("bill.obtainAccount();", ""),
    ],
)
def test_a_method_called_by_another_verb_is_corrected_where_one_alone_fits(app: App, wrong: str, right: str) -> None:
    made = mended(app, f"\t\t{wrong}\n", ("com.ibm.icu.math.BigDecimal",))
    assert code_of(made) == (f"\t\t{right}\n" if right else "")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("BillSegmentEntity charge = null;", "BillSegment charge = null;"),
        ("BillSegmentSummary charge = null;", ""),
        ("if (isNull(BillStatusLookup.constants.COMPLETE_STATUS)) {\n\t\t}", "COMPLETE)"),
        ("if (isNull(BillStatusLookup.constants.COMPLETE_BILLING)) {\n\t\t}", ""),
        ("Bill held = bill;\n\t\theldBill.getId();", "Bill heldBill = bill;\n\t\theldBill.getId();"),
        ("Bill held = bill;\n\t\theld.getId();\n\t\theldBill.getId();", ""),
        ("Bill held = bill;\n\t\tBill heldLater = bill;\n\t\theldBill.getId();", ""),
        ("Bill_Id id = bill;", "Bill_Id id = bill.getId();"),
        ("new Bill_Id(account);", ""),
        ('createQuery("from Bill b", "x").bindId("b", bill);', 'bindId("b", bill.getId());'),
    ],
)
def test_what_can_mean_one_thing_only_is_put_right(app: App, wrong: str, right: str) -> None:
    imports = ("com.splwg.ccb.domain.billing.billSegment.BillSegment", "com.splwg.ccb.domain.billing.bill.Bill_Id")
    made = mended(app, f"\t\t{wrong}\n", (*imports, "com.splwg.ccb.api.lookup.BillStatusLookup"))
    assert right in code_of(made)
    assert bool(right) == (made is not None)


def test_a_column_that_is_one_letter_off_is_corrected(app: App) -> None:
    made = mended(app, '\t\tcreateQuery("from Bill b where b.billDat = :d", "bills").bindDate("d", billDate);\n')
    query = '\t\tcreatePreparedStatement("SELECT BILL_ID FROM CI_BILL WHERE BILLDT = \'1\'", "bills").close();\n'
    assert made is None or "billDate" in code_of(made)
    assert "WHERE BILL_DT = " in code_of(mended(app, query))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('LOGGER.debug("a")', 'LOGGER.debug("a");'),
        ('LOGGER.debug(String.valueOf("a");', 'LOGGER.debug(String.valueOf("a"));'),
        ('LOGGER.debug("a"));', 'LOGGER.debug("a");'),
        ("LOGGER.debug(account.getId()).getIdValue());", ""),
        ("LOGGER.debug(Math.max(1, 2);", ""),
    ],
)
def test_a_mark_is_put_right_where_it_can_stand_at_one_place_only(app: App, wrong: str, right: str) -> None:
    assert code_of(mended(app, f"\t\t{wrong}\n")) == (f"\t\t{right}\n" if right else "")


def test_a_brace_is_closed_where_the_indentation_says(app: App) -> None:
    code = "\t\tif (isNull(bill)) {\n\t\t\treturn;\n\t\tif (isNull(account)) {\n\t\t\treturn;\n\t\t}\n"
    whole = code.replace("return;\n\t\tif", "return;\n\t\t}\n\t\tif")
    assert code_of(mended(app, code)) == whole


def test_code_that_is_whole_again_is_no_longer_refused(app: App) -> None:
    helper = {"invoke": Fill("\t\tlog();\n"), "helpers": Fill('\n\tprivate void log() {\n\t\tLOGGER.debug("a";\n\t}\n')}
    made = draft(app, {"validations": Fill(""), **helper})
    assert [refusal.symbol for refusal in made.refused] == ["helpers"]
    better = repair(made, Review(()), app.front_end, app.parts.types)
    assert better is not None
    assert better.refused == ()
    assert app.check([better.file]).status == "ok"


def test_a_bracket_outside_the_hole_is_not_touched(app: App) -> None:
    file = changed(sample(app), "public void invoke() {", "public void invoke( {")
    unnamed = Diagnostic("compiler.err.illegal.start.of.type", "error", "?", file.path, 1, 1)
    assert fixed(file, [unnamed], app.parts.types) == SourceFile(file.path, file.text)
