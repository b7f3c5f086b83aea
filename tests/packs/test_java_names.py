"""Names in generated Java."""

import pytest

from knowledge.packs.ormb.class_names import class_name
from knowledge.packs.ormb.java_names import Imports, camel, comment_lines, comment_text, java_string, property_name


@pytest.mark.parametrize(
    ("accessor", "name"),
    [
        ("setBillDate", "billDate"),
        ("getPersionID", "persionId"),
        ("setSQRuleParameter10", "sqRuleParameter10"),
        ("setSADistributionOverrideData", "saDistributionOverrideData"),
        ("isInSuspense", "inSuspense"),
        ("getClass", "classValue"),
        ("getDefault", "defaultValue"),
    ],
)
def test_a_property_is_named_as_its_accessor_without_acronyms_in_capitals(accessor: str, name: str) -> None:
    assert property_name(accessor) == name


def test_the_second_type_of_one_simple_name_stays_qualified() -> None:
    imports = Imports("com.x", "Own")
    assert imports.short("com.a.Bill") == "Bill"
    assert imports.short("java.util.List<com.b.Bill>") == "List<com.b.Bill>"
    assert imports.short("com.a.Outer.Inner") == "Outer.Inner"
    assert imports.names() == ("com.a.Bill", "com.a.Outer", "java.util.List")


def test_types_of_the_own_package_and_of_java_lang_need_no_import() -> None:
    imports = Imports("com.x", "Own")
    assert imports.short("java.lang.String") == "String"
    assert imports.short("com.x.Other") == "Other"
    assert imports.names() == ()


@pytest.mark.parametrize(("column", "name"), [("BILL_ID", "billId"), ("CLASS", "classValue"), ("2ND_DT", "value2ndDt")])
def test_a_column_becomes_a_java_identifier(column: str, name: str) -> None:
    assert camel(column) == name


def test_no_text_can_leave_a_comment_or_start_an_annotation() -> None:
    text = comment_text("a */ class X {} /* \\u002a\\u002f @AlgorithmComponent (x)")
    assert "*/" not in text and "\\" not in text and "@" not in text
    assert comment_lines("") == " *"
    assert all(line.startswith(" * ") and len(line) <= 104 for line in comment_lines("word " * 80).splitlines())


def test_a_java_string_literal_escapes_quotes_and_joins_lines() -> None:
    assert java_string('say "x"\n\\n') == '"say \\"x\\" \\\\n"'


def test_a_class_is_named_after_the_words_that_carry_the_request() -> None:
    words = "generate an algorithm that holds small bills".split()
    assert class_name(words, "PreBillCompletion", "Cm", "AlgComp_Impl") == "CmHoldsSmallBillsAlgComp_Impl"
    assert class_name(["billing"], "PreBillCompletion", "Cm", "AlgComp_Impl") == "CmPreBillCompletionAlgComp_Impl"
