"""Whatever a draft holds: nothing is written over, nothing raises, and the same comes out each time."""

import pytest

from knowledge.records import SourceFile
from tests.packs.artefacts.material import DISPUTE, algorithm, file


def test_nothing_is_generated_for_what_exists_or_extends_something_else(run, errors):
    own = file("CmHold_Gen", "public abstract class CmHold_Gen { protected int handMade() { return 1; } }")
    draft = algorithm("", "int use() { return handMade(); }")
    assert errors(draft, existing=[own]) == []
    plain = file("CmPlain_Impl", "/** @AlgorithmComponent () */ public class CmPlain_Impl extends CmHold_Gen { }")
    assert [f.path for f in run(plain, own).files] == []


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
