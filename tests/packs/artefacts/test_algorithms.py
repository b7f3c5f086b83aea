"""Algorithms compile, by real javac, with the interface and the base class that are generated for them."""

import pytest

from knowledge.records import SourceFile
from tests.packs.artefacts.material import PACKAGE, SPOT, algorithm, file, soft, source


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


def test_a_class_without_its_annotation_is_one_error(errors):
    draft = algorithm("")
    bare = SourceFile(draft.path, draft.text.replace("@AlgorithmComponent", "AlgorithmComponent"))
    assert errors(bare) == [(draft.path, 9, "annotation.missing")]


def test_a_class_that_extends_another_generated_class_is_one_error(run, errors):
    draft = algorithm(soft("name = days, type = integer"), "int use() { return getDays().intValue(); }")
    wrong = SourceFile(draft.path, draft.text.replace("extends CmHold_Gen", "extends CmHeld_Gen"))
    assert errors(wrong) == [(draft.path, 9, "annotation.superclass")]
    assert run(wrong).diagnostics[0].candidates == ("CmHold_Gen",)
