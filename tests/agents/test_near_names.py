"""What a finding about a missing name offers, and what it never offers."""

from agents.near_names import NearNames
from knowledge.blueprint import Fill
from knowledge.records import Diagnostic, SourceFile
from serving.app import App
from tests.agents.test_repair import draft

OWN = "com.acme.Fee_Impl"
FILE = SourceFile(
    "com/acme/Fee_Impl.java",
    "import com.acme.bills.Charge;\n// chargeable\nclass Fee_Impl extends Fee_Gen {\n"
    '\tCharge lateCharge;\n\tvoid chargeLate() {\n\t\tuse("lateCharges", bill.chargeLater());\n\t}\n}\n',
)
GENERATED = SourceFile("com/acme/Fee_Gen.java", "abstract class Fee_Gen {\n\tInteger getFeePerMonth() {\n\t}\n}\n")


def offered(
    app: App, symbol: str, code: str = "compiler.err.cant.resolve.location", receiver: str = OWN
) -> tuple[str, ...]:
    missing = Diagnostic(code, "error", "?", FILE.path, 5, 1, symbol=symbol, receiver=receiver)
    return NearNames([FILE], [GENERATED], app.parts.types).offered([missing])[0].candidates


def test_a_variable_is_offered_what_the_file_declares_and_no_word_of_comments_or_texts(app: App) -> None:
    assert offered(app, "lateCharged") == ("lateCharge",)


def test_a_method_is_offered_methods_of_the_class_and_of_what_is_generated_for_it(app: App) -> None:
    args = "compiler.err.cant.resolve.location.args"
    assert offered(app, "chargeLately", args) == ("chargeLate",)
    assert offered(app, "readFeePerMonth", args) == ("getFeePerMonth",)


def test_a_type_is_offered_types_that_the_file_imports(app: App) -> None:
    assert offered(app, "ChargeEntity")[0] == "Charge"


def test_a_known_receiver_offers_its_own_members(app: App) -> None:
    args = "compiler.err.cant.resolve.location.args"
    assert "append" in offered(app, "appendNumber", args, "java.lang.StringBuilder")


def test_candidates_of_the_compiler_are_kept(app: App) -> None:
    kept = Diagnostic(
        "compiler.err.cant.apply.symbol", "error", "?", symbol="add", receiver=OWN, candidates=("add(int)",)
    )
    assert NearNames([FILE], [], app.parts.types).offered([kept]) == [kept]


def test_inherited_methods_are_offered_in_a_review(app: App) -> None:
    made = draft(app, {"invoke": Fill("\t\tif (isNulll(bill)) {\n\t\t}\n")})
    assert app.check([made.file]).errors[0].candidates[0] == "isNull"
