"""Mistakes with one certain remedy are mended; what is not certain is left alone."""

from collections.abc import Mapping

from agents.coders.scripted import ScriptedModel
from agents.context import assemble
from agents.generate import generate
from agents.repair import emptied, repair
from agents.state import Draft, Review, Task
from knowledge.blueprint import Fill
from knowledge.records import Diagnostic
from serving.app import App

TASK = Task("hold small bills", spot="CustomerClassPreBillCompletionAlgorithmSpot")
BOTH = {"invoke": Fill('\t\tLOGGER.debug("one");\n'), "helpers": Fill("\n\tvoid two() {\n\t}\n")}


def draft(app: App, fills: Mapping[str, Fill]) -> Draft:
    parts = app.parts
    context = assemble(TASK, parts.resolver.resolve(TASK), parts.resolver, app.front_end, parts.types)
    return generate(context, ScriptedModel([fills]), app.front_end, parts.types).drafts[0]


def error_at(made: Draft, text: str) -> Diagnostic:
    line = made.file.text[: made.file.text.index(text)].count("\n") + 1
    return Diagnostic("compiler.err.any", "error", "wrong", made.file.path, line)


def test_a_mended_draft_is_a_new_one(app: App) -> None:
    made = draft(app, {"invoke": Fill("\t\tBigDecimal total = BigDecimal.ZERO;\n")})
    mended = repair(made, app.check([made.file]), app.front_end, app.parts.types)
    assert mended is not None
    assert "import com.ibm.icu.math.BigDecimal;" in mended.file.text
    assert "import com.ibm.icu.math.BigDecimal;" not in made.file.text
    assert mended.fills["invoke"].imports == ("com.ibm.icu.math.BigDecimal",)


def test_a_mended_draft_is_its_skeleton_with_its_fills(app: App) -> None:
    made = draft(
        app,
        {
            "validations": Fill("\tprivate BigDecimal zero = BigDecimal.ZERO;\n"),
            "invoke": Fill("\t\tbill.getAcount().getId();\n"),
            "helpers": Fill(""),
        },
    )
    mended = repair(made, app.check([made.file]), app.front_end, app.parts.types)
    assert mended is not None
    assert mended.fills["invoke"].code == "\t\tbill.getAccount().getId();\n"
    assert mended.fills["validations"].code == made.fills["validations"].code
    assert mended.file == mended.skeleton.filled(mended.fills)
    assert app.check([mended.file]).status == "ok"


def test_code_that_shares_its_last_line_with_the_skeleton_stays_whole(app: App) -> None:
    made = draft(app, {"invoke": Fill("\t\tBigDecimal zero = BigDecimal.ZERO;")})
    mended = repair(made, app.check([made.file]), app.front_end, app.parts.types)
    assert mended is not None
    assert mended.fills["invoke"].code == "\t\tBigDecimal zero = BigDecimal.ZERO;"
    assert app.check([mended.file]).status == "ok"


def test_a_draft_without_a_certain_remedy_is_given_back(app: App) -> None:
    made = draft(app, {"invoke": Fill("\t\tbill.frobnicate();\n")})
    assert repair(made, app.check([made.file]), app.front_end, app.parts.types) is None


def test_a_draft_without_errors_is_not_touched(app: App) -> None:
    made = draft(app, BOTH)
    assert repair(made, Review(()), app.front_end, app.parts.types) is None


def test_only_the_hole_with_the_error_is_emptied(app: App) -> None:
    made = draft(app, BOTH)
    smaller = emptied(made, Review((error_at(made, '"one"'),)))
    assert smaller is not None
    assert set(smaller.fills) == {"helpers"}
    assert "void two()" in smaller.file.text
    assert '"one"' not in smaller.file.text
    assert "invoke" in smaller.unfilled


def test_an_error_outside_the_holes_empties_nothing(app: App) -> None:
    made = draft(app, BOTH)
    assert emptied(made, Review((error_at(made, "public class "),))) is None


def test_a_warning_empties_nothing(app: App) -> None:
    made = draft(app, BOTH)
    place = error_at(made, '"one"')
    warning = Diagnostic("rule.any", "warning", "weak", place.path, place.line)
    assert emptied(made, Review((warning,))) is None
