"""Soft parameters as people ask for them: in a list, or in running text."""

import pytest

from agents.parameters import soft_parameters
from knowledge.pack_data import PackData
from knowledge.records import SoftParameter

REQUIRED = True


def test_a_list_says_type_target_and_whether_it_is_required(parcel_pack: PackData) -> None:
    found = soft_parameters(
        "Refuse heavy parcels. Soft parameters: weightLimit (decimal, required), homeDepot (entity depot), "
        "startStatus (lookup parcelStatus, required); note (string)",
        parcel_pack,
    )
    assert found == (
        SoftParameter("weightLimit", "decimal", "", REQUIRED),
        SoftParameter("homeDepot", "entity", "depot"),
        SoftParameter("startStatus", "lookup", "parcelStatus", REQUIRED),
        SoftParameter("note", "string"),
    )


def test_a_list_without_types_is_guessed_from_its_words(parcel_pack: PackData) -> None:
    found = soft_parameters("soft parameters: weight limit, depot type, waiting days and label", parcel_pack)
    assert [(soft.name, soft.type, soft.target) for soft in found] == [
        ("weightLimit", "decimal", ""),
        ("depotType", "entity", "depotType"),
        ("waitingDays", "integer", ""),
        ("label", "string", ""),
    ]


def test_the_name_of_a_lookup_is_written_as_annotations_write_it(parcel_pack: PackData) -> None:
    (found,) = soft_parameters("soft params: status (lookup ParcelStatusLookup)", parcel_pack)
    assert found == SoftParameter("status", "lookup", "parcelStatus")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("refuse parcels above a weight limit parameter", SoftParameter("weightLimit", "decimal", "", REQUIRED)),
        ("wait some days, the number of days is configurable", SoftParameter("numberOfDays", "integer", "", REQUIRED)),
        ("ask for the depot, joined by a configurable separator", SoftParameter("separator", "string", "", REQUIRED)),
        ("the to do type is configurable", SoftParameter("toDoType", "entity", "toDoType", REQUIRED)),
        ("send it, with an optional note parameter", SoftParameter("note", "string", "", not REQUIRED)),
        ("compare it with the weight limit given as parameter", SoftParameter("weightLimit", "decimal", "", REQUIRED)),
        ("a parameter for the return depot", SoftParameter("returnDepot", "entity", "depot", REQUIRED)),
    ],
)
def test_running_text_says_what_is_configured(parcel_pack: PackData, text: str, expected: SoftParameter) -> None:
    assert soft_parameters(text, parcel_pack) == (expected,)


def test_declarations_that_are_pasted_from_code_are_read_as_they_are_written(parcel_pack: PackData) -> None:
    text = """like this one: softParameters = { @Parameter (entityName = depot, name = returnDepot, required = true,
        type = entity), @Parameter (name = maxWeight, type = decimal)}"""
    assert soft_parameters(text, parcel_pack) == (
        SoftParameter("returnDepot", "entity", "depot", REQUIRED),
        SoftParameter("maxWeight", "decimal", "", not REQUIRED),
    )


def test_a_name_counts_once(parcel_pack: PackData) -> None:
    found = soft_parameters("soft parameters: label (string, required), label (decimal)", parcel_pack)
    assert [soft.name for soft in found] == ["label"]


@pytest.mark.parametrize(
    "text", ["", "refuse wet parcels", "the parameter must be set", "no soft parameters needed", "soft parameters: "]
)
def test_a_request_that_configures_nothing_has_no_soft_parameters(parcel_pack: PackData, text: str) -> None:
    assert soft_parameters(text, parcel_pack) == ()
