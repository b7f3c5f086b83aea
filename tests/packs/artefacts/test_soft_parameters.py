"""Soft parameters: what their getters return, and one error with its place for each that means nothing."""

import pytest

from knowledge.pack import Generated
from tests.packs.artefacts.material import DISPUTE, algorithm, soft, source


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


def test_a_soft_parameter_may_be_an_entity_of_the_site(errors):
    body = "boolean use() { return getDispute().getOpenSw().isTrue(); }"
    assert errors(DISPUTE, algorithm(soft("entityName = dispute, name = dispute, type = entity"), body)) == []
