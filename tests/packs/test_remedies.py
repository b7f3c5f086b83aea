"""Contract check, grounding without a compiler, and the fixes that need no model."""

from knowledge.packs.ormb.contract_check import check_contract
from knowledge.packs.ormb.fix import fixed
from knowledge.packs.ormb.ground import ground
from knowledge.packs.ormb.skeleton import algorithm_skeleton
from knowledge.records import Diagnostic, SoftParameter, SourceFile
from serving.app import App
from tests.packs.test_writing import PRE_COMPLETION, blueprint


def sample(app: App, *softs: SoftParameter) -> SourceFile:
    return algorithm_skeleton(blueprint(app, PRE_COMPLETION, *softs), app.parts.types).filled({})


def changed(file: SourceFile, old: str, new: str) -> SourceFile:
    assert old in file.text
    return SourceFile(file.path, file.text.replace(old, new, 1))


def line_of(file: SourceFile, text: str) -> int:
    return next(i for i, line in enumerate(file.text.splitlines(), 1) if text in line)


def test_a_method_of_the_spot_that_is_missing_is_named_with_its_types(app: App) -> None:
    file = changed(sample(app), "public void setBillDate(", "public void setBillDay(")
    file = changed(file, "\t@Override\n\tpublic void setBillDay", "\tpublic void setBillDay")
    found = check_contract(file, app.parts.types)
    assert [(d.code, d.symbol, d.arguments) for d in found] == [
        ("contract.missing-method", "setBillDate", ("com.splwg.base.api.datatypes.Date",))
    ]
    assert found[0].line == line_of(file, "public class")


def test_a_soft_parameter_that_is_never_read_is_a_warning_at_its_declaration(app: App) -> None:
    file = sample(app, SoftParameter("minimumAmount", "decimal", "", True))
    found = check_contract(file, app.parts.types)
    assert [(d.code, d.severity, d.symbol) for d in found] == [
        ("annotation.unread-parameter", "warning", "minimumAmount")
    ]
    assert found[0].line == line_of(file, "@AlgorithmSoftParameter")


def test_a_whole_skeleton_is_grounded_without_a_compiler(app: App) -> None:
    assert ground(sample(app), app.parts.types).diagnostics == ()


def test_an_import_that_does_not_exist_is_found_without_a_compiler(app: App) -> None:
    file = changed(sample(app), "billing.bill.Bill;", "billing.bil.Bill;")
    found = ground(file, app.parts.types).diagnostics
    assert [(d.code, d.symbol, d.line) for d in found] == [
        ("ground.unknown-type", "com.splwg.ccb.domain.billing.bil.Bill", line_of(file, "billing.bil.Bill"))
    ]
    assert "com.splwg.ccb.domain.billing.bill.Bill" in found[0].candidates


def test_a_method_that_a_receiver_lacks_is_found_without_a_compiler(app: App) -> None:
    file = changed(sample(app), "\t\t// Not written yet", "\t\tbill.getAcount();\n\t\t// Not written yet")
    found = ground(file, app.parts.types).diagnostics
    assert [(d.code, d.symbol, d.receiver.rpartition(".")[2]) for d in found] == [
        ("ground.unknown-member", "getAcount", "Bill")
    ]


def test_text_that_does_not_parse_is_a_syntax_error_without_a_compiler(app: App) -> None:
    file = changed(sample(app), "public void invoke() {", "public void invoke( {")
    assert "ground.syntax" in {d.code for d in ground(file, app.parts.types).diagnostics}


def test_a_missing_import_is_added_where_imports_stand(app: App) -> None:
    file = sample(app)
    line = "import com.splwg.ccb.domain.billing.bill.Bill;\n"
    broken = changed(file, line, "")
    mended = fixed(broken, app.check([broken]).errors, app.parts.types)
    assert line in mended.text
    assert app.check([mended]).errors == ()


def test_a_method_name_that_is_one_letter_off_is_corrected(app: App) -> None:
    broken = changed(sample(app), "\t\t// Not written yet", "\t\tbill.getAcount();\n\t\t// Not written yet")
    errors = app.check([broken]).errors
    assert errors[0].candidates[0] == "getAccount"
    assert "bill.getAccount();" in fixed(broken, errors, app.parts.types).text


def test_nothing_is_changed_without_a_certain_remedy(app: App) -> None:
    file = sample(app)
    unknown = Diagnostic("compiler.err.cant.resolve", "error", "?", file.path, 3, 1, symbol="Xyzzy")
    assert fixed(file, [unknown], app.parts.types) == file
