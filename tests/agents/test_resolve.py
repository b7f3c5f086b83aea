"""What a request resolves to over the sample site, and what is said when it cannot be resolved or is in doubt."""

import pytest

from agents.state import Resolution, Task
from knowledge.errors import SpotsmithError
from knowledge.records import SoftParameter
from serving.app import App

PRE_COMPLETION = "CustomerClassPreBillCompletionAlgorithmSpot"


def simple(name: str) -> str:
    return name.rpartition(".")[2]


def test_a_misspelt_spot_is_refused_with_the_names_nearest_to_it(app: App) -> None:
    with pytest.raises(SpotsmithError, match=f"no spot 'CustomerClassPreBilCompletionAlgorithmSpot'.*{PRE_COMPLETION}"):
        app.resolve(Task("hold small bills", spot="CustomerClassPreBilCompletionAlgorithmSpot"))


def test_a_spot_like_no_other_is_refused_with_the_way_to_find_one(app: App) -> None:
    with pytest.raises(SpotsmithError, match=r"no spot 'Xyzzy' in the index.*spotsmith resolve"):
        app.resolve(Task("hold small bills", spot="Xyzzy"))


@pytest.mark.parametrize("spot", [PRE_COMPLETION, PRE_COMPLETION.lower(), "CustomerClassPreBillCompletion"])
def test_a_spot_that_the_task_names_is_taken_without_a_doubt(app: App, spot: str) -> None:
    resolution = app.resolve(Task("payment", spot=spot))
    assert simple(resolution.spot.name) == PRE_COMPLETION
    assert resolution.spot.why == "chosen by the task"
    assert not any("--spot" in doubt for doubt in resolution.doubts)


def test_an_artefact_that_the_pack_cannot_write_is_named_with_those_that_it_can(app: App) -> None:
    with pytest.raises(SpotsmithError, match=r"batch job, which the \w+ pack cannot write yet; it writes: algorithm"):
        app.resolve(Task("batch job that ends old bill holds"))


def test_an_artefact_that_does_not_exist_is_refused_with_the_known_ones(app: App) -> None:
    with pytest.raises(SpotsmithError, match="no artefact 'screen'; known: algorithm, "):
        app.resolve(Task("hold small bills", artefact="screen"))


def test_a_request_that_matches_nothing_says_what_would_help(app: App) -> None:
    with pytest.raises(SpotsmithError, match=r"nothing in the request matches any of the \d+ spots.*For example: "):
        app.resolve(Task("xyzzy frobnicate"))


def test_a_request_that_two_spots_would_fit_says_so(app: App) -> None:
    resolution = app.resolve(Task("algorithm when the payment is frozen"))
    (doubt,) = [doubt for doubt in resolution.doubts if "would fit nearly as well" in doubt]
    named = {simple(resolution.spot.name), *(simple(c.name) for c in resolution.alternatives)}
    assert {"CustomerClassPayFreezeAlgorithmSpot", "SaTypePaymentFreezeAlgorithmSpot"} <= named
    assert doubt.startswith(f"{simple(resolution.spot.name)} was taken; ")


def test_names_that_the_request_spells_out_decide(app: App) -> None:
    resolution = app.resolve(Task(f"{PRE_COMPLETION} that looks at payments in CI_PAY_TNDR and at nothing else"))
    assert simple(resolution.spot.name) == PRE_COMPLETION
    assert resolution.spot.why == "named in the request"
    assert resolution.tables[0].name == "CI_PAY_TNDR"
    assert "named in the request" in resolution.tables[0].why
    assert resolution.doubts == ()


def test_soft_parameters_of_the_task_stand_over_those_of_its_words(app: App) -> None:
    given = (SoftParameter("limit", "integer"),)
    resolution = app.resolve(Task("hold bills below a threshold amount parameter", soft_parameters=given))
    assert resolution.soft_parameters == given


def test_an_entity_that_does_not_exist_is_a_doubt(app: App) -> None:
    given = (SoftParameter("feeType", "entity", "feeTypes"), SoftParameter("state", "lookup", "billStates"))
    doubts = app.resolve(Task("hold small bills before completion", soft_parameters=given)).doubts
    assert "soft parameter feeType: the index has no entity 'feeTypes'" in doubts
    assert "soft parameter state: the index has no lookup 'billStates'" in doubts


def test_entities_of_soft_parameters_are_among_the_types(app: App) -> None:
    given = (
        SoftParameter("exemptCharType", "entity", "characteristicType"),
        SoftParameter("done", "lookup", "billStatus"),
    )
    names = {simple(entry.name) for entry in app.resolve(Task("hold small bills", soft_parameters=given)).types}
    assert {"CharacteristicType", "BillStatusLookup"} <= names


def test_existing_code_of_the_same_spot_comes_first(app: App) -> None:
    resolution = app.resolve(Task("hold small bills", spot=PRE_COMPLETION))
    assert resolution.exemplars[0].why == "existing code of the same spot"
    assert simple(resolution.exemplars[0].name) == "CmHoldSmallBillAlgComp_Impl"


def test_each_type_and_table_exists_in_the_index(app: App) -> None:
    resolution = app.resolve(Task("late payment charge of a percentage of the overdue balance"))
    assert len(resolution.types) > 3
    for entry in resolution.types:
        assert app.parts.types.find(entry.name), entry.name
    for table in resolution.tables:
        known = app.parts.store.table(table.name)
        assert known and set(table.columns) <= {column.name for column in known.columns}


def test_the_same_task_resolves_to_the_same_twice(app: App) -> None:
    def once() -> Resolution:
        return app.resolve(Task("generate an algorithm that rounds bills"))

    assert once() == once()
