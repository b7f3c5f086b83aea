"""The skeleton and the scaffold of an algorithm, over the sample site's SDK, compiled by the site's compiler."""

import re

import pytest

from agents.state import Task
from knowledge.blueprint import Blueprint, Fill
from knowledge.packs.ormb.contract import read_contract, spot_methods
from knowledge.packs.ormb.skeleton import algorithm_skeleton, annotation
from knowledge.records import SoftParameter, SourceFile, Symbol
from serving.app import App

WIDE = "com.splwg.ccb.domain.admin.serviceAgreementType.SaTypePostProcessingAlgorithmSpot"
PRE_COMPLETION = "com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot"


def spot(app: App, name: str) -> Symbol:
    symbol = app.parts.types.find(name)
    assert symbol is not None
    return symbol


def all_spots(app: App) -> list[Symbol]:
    return list(app.parts.store.where(Symbol, "role", "spot"))


def blueprint(app: App, name: str, *softs: SoftParameter, request: str = "do something with bills") -> Blueprint:
    return Blueprint(request, "algorithm", "com.splwg.cm.domain.test", "CmTestAlgComp_Impl", spot(app, name), softs)


def errors(app: App, file: SourceFile) -> list[str]:
    return [f"{d.line}: {d.code}: {d.message}" for d in app.check([file]).errors]


def test_the_empty_skeleton_of_every_spot_compiles(app: App) -> None:
    spots = all_spots(app)
    assert len(spots) >= 45
    found = {
        symbol.simple_name: errors(app, algorithm_skeleton(blueprint(app, symbol.name), app.parts.types).filled({}))
        for symbol in spots
    }
    assert {name: said for name, said in found.items() if said} == {}


def test_every_hard_parameter_is_stored_and_every_getter_returns_its_field(app: App) -> None:
    text = algorithm_skeleton(blueprint(app, WIDE), app.parts.types).filled({}).text
    methods = [m for m in spot_methods(spot(app, WIDE), app.parts.types) if m.name != "invoke"]
    assert len(methods) > 50
    for method in methods:
        body = re.search(rf"\b{method.name}\([^)]*\) \{{\s*(.*?)\s*\}}", text, re.DOTALL)
        assert body is not None, method.name
        assert body[1].startswith("this." if method.name.startswith("set") else "return "), method.name


def test_a_setter_and_a_getter_of_one_type_share_a_field(app: App) -> None:
    contract = read_contract(spot(app, PRE_COMPLETION), app.parts.types)
    shared = [p.name for p in contract.properties if p.setter and p.getter]
    assert shared == ["allowReopeningOfBills"]
    assert {p.name for p in contract.results} == {"billCompletionAction", "serverMessage"}


def test_the_annotation_has_the_wizards_form() -> None:
    softs = (
        SoftParameter("holdCharType", "entity", "characteristicType", True),
        SoftParameter("thresholdAmount", "decimal"),
    )
    assert annotation(softs) == (
        "@AlgorithmComponent (softParameters = { @AlgorithmSoftParameter (entityName = characteristicType, "
        "name = holdCharType, required = true, type = entity)\n"
        " *            , @AlgorithmSoftParameter (name = thresholdAmount, type = decimal)})"
    )
    assert annotation(()) == "@AlgorithmComponent ()"


def test_a_fill_brings_its_imports_and_the_other_holes_keep_their_placeholders(app: App) -> None:
    frame = algorithm_skeleton(blueprint(app, PRE_COMPLETION), app.parts.types)
    code = '\t\taddError(StandardMessages.fieldMissing("x"));\n'
    file = frame.filled({"invoke": Fill(code, ("com.splwg.base.domain.StandardMessages",))})
    assert "import com.splwg.base.domain.StandardMessages;" in file.text
    assert errors(app, file) == []
    first, last = frame.spans({"invoke": Fill(code)})["invoke"]
    assert (first, last) == (first, first)
    assert file.text.splitlines()[first] == code.rstrip("\n")  # one import line more than without the fill


def test_the_scaffold_reads_rows_by_the_key_that_the_spot_hands_in(app: App) -> None:
    result = app.generate(Task("sum the bill segments of the bill", spot=PRE_COMPLETION))
    text = result.draft.file.text
    assert result.status == "ok"
    assert '"FROM CI_BSEG "' in text.replace("+ ", "")
    assert 'statement.bindId("billId", billId);' in text
    assert "finally" in text and "statement.close();" in text


def test_a_negative_amount_is_refused_by_the_sites_own_message_when_it_is_configured(app: App) -> None:
    task = Task(
        "hold bills", spot=PRE_COMPLETION, soft_parameters=(SoftParameter("minimumAmount", "decimal", "", True),)
    )
    text = app.generate(task).draft.file.text
    assert "extraSoftParameterValidations(boolean forAlgorithmValidation)" in text
    assert re.search(r"notNull\(getMinimumAmount\(\)\) && getMinimumAmount\(\)\.signum\(\) < 0", text)


def test_what_only_a_person_can_know_is_marked_in_the_code_and_listed(app: App) -> None:
    result = app.generate(Task("hold the bill when the moon is full", spot=PRE_COMPLETION))
    assert result.draft.todo
    marked = [
        line.partition("TODO(rule): ")[2].strip()
        for line in result.draft.file.text.splitlines()
        if "TODO(rule)" in line
    ]
    assert any("moon is full" in line for line in marked)
    assert set(marked) <= set(result.draft.todo) | {"the condition of the error; false until it is written."}


@pytest.mark.parametrize(
    "request_text",
    [
        "hold bills */ public class Evil {} /* and more",
        "hold bills \\u002a\\u002f class Evil {}",
        "hold bills @BusinessEntity (tableName = EVIL) @AlgorithmComponent (softParameters = { @Nested (name = evil)})",
        'hold "quoted" bills\nover\tlines; // and comments',
    ],
)
def test_a_request_stays_text_whatever_it_says(app: App, request_text: str) -> None:
    result = app.generate(Task(request_text, spot=PRE_COMPLETION))
    assert result.status == "ok", [d.message for d in result.review.errors]
    assert "getEvil" not in result.draft.file.text and "class Evil" not in _code(result.draft.file.text)


def _code(text: str) -> str:
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def test_a_class_name_without_the_ending_of_hand_written_classes_gets_it(app: App) -> None:
    result = app.generate(Task("hold bills", spot=PRE_COMPLETION, class_name="CmHoldAlgComp"))
    assert result.draft.skeleton.class_name == "CmHoldAlgComp_Impl" and result.status == "ok"
