"""What a follow-up says for sure: names, spots and parameters; and what is left to words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agents.changes import Changes, read_changes
from knowledge.pack_data import PackData
from knowledge.records import SoftParameter

LIMIT = SoftParameter("weightLimit", "decimal", "", True)
SPOTS = {"intakespot": "com.parcel.IntakeSpot", "late parcel": "com.parcel.LateParcelSpot"}


def named(name: str) -> Sequence[str]:
    spot = SPOTS.get(name.strip().lower())
    return [spot] if spot else []


def read(text: str, pack: PackData, *softs: SoftParameter) -> Changes:
    return read_changes(text, softs or (LIMIT,), pack, named)


NOTHING = Changes("", soft_parameters=(LIMIT,))

NAMES = [
    ("call it HeavyParcel", replace(NOTHING, class_name="HeavyParcel")),
    ("Call the handler HeavyParcel_Impl, please", replace(NOTHING, class_name="HeavyParcel_Impl")),
    ("rename it to `HeavyParcel`", replace(NOTHING, class_name="HeavyParcel")),
    ("the class should be called HeavyParcel", replace(NOTHING, class_name="HeavyParcel")),
    ("class name: heavyParcel", replace(NOTHING, class_name="heavyParcel")),
    ("use HeavyParcel as class name", replace(NOTHING, class_name="HeavyParcel")),
    ("call it com.acme.HeavyParcel", replace(NOTHING, class_name="HeavyParcel", package="com.acme")),
    ("put it in package com.acme.cm", replace(NOTHING, package="com.acme.cm")),
    ("package com.acme.cm", replace(NOTHING, package="com.acme.cm")),
    ("move it to com.acme.cm.", replace(NOTHING, package="com.acme.cm")),
    (
        "call it HeavyParcel and put it in the package com.acme.cm",
        replace(NOTHING, class_name="HeavyParcel", package="com.acme.cm"),
    ),
    (
        "skip empty parcels and call it HeavyParcel",
        replace(NOTHING, class_name="HeavyParcel", rest="skip empty parcels"),
    ),
]
SPOT = [
    ("use the other spot", replace(NOTHING, place=2)),
    ("no, the other one", replace(NOTHING, place=2)),
    ("take the third spot", replace(NOTHING, place=3)),
    ("spot 4", replace(NOTHING, place=4)),
    ("use IntakeSpot instead", replace(NOTHING, spot="com.parcel.IntakeSpot")),
    ("use the late parcel spot", replace(NOTHING, spot="com.parcel.LateParcelSpot")),
]
MEANT = [
    ("no, I meant letters", replace(NOTHING, meant="letters")),
    ("I meant letters, not parcels", replace(NOTHING, meant="letters", not_meant="parcels")),
    ("letters, not parcels", replace(NOTHING, meant="letters", not_meant="parcels")),
    ("not parcels but letters", replace(NOTHING, meant="letters", not_meant="parcels")),
    ("letters instead of parcels", replace(NOTHING, meant="letters", not_meant="parcels")),
]
PARAMETERS: list[tuple[str, list[SoftParameter]]] = [
    ("add a soft parameter for the holding days", [LIMIT, SoftParameter("holdingDays", "integer", "", True)]),
    ("add an optional parameter for the holding days", [LIMIT, SoftParameter("holdingDays", "integer", "", False)]),
    ("with a return depot parameter", [LIMIT, SoftParameter("returnDepot", "entity", "depot", True)]),
    ("add a parameter holdDays (integer, required)", [LIMIT, SoftParameter("holdDays", "integer", "", True)]),
    ("add a parameter holdDays (integer)", [LIMIT, SoftParameter("holdDays", "integer", "", False)]),
    ("add a parameter called note of type string", [LIMIT, SoftParameter("note", "string", "", True)]),
    ("make the weight limit optional", [replace(LIMIT, required=False)]),
    ("the weight limit should be an integer", [replace(LIMIT, type="integer")]),
    ("rename the parameter weightLimit to maxWeight", [replace(LIMIT, name="maxWeight")]),
    ("call the weight limit parameter maxWeight", [replace(LIMIT, name="maxWeight")]),
    ("remove the weight limit parameter", []),
    ("do it without the parameter weightLimit", []),
    ("no parameters at all", []),
]
WORDS = [
    "use the customer's depot",
    "call it once the parcel is weighed",
    "call the method computeFee twice",
    "put the weight into the package of the customer",
    "the third parcel is free",
    "round to two decimals",
    "set the limit to 5",
    "make the label optional",
    "remove the depot",
    "use the weight instead of guessing what the customer may have meant by it",
]


@pytest.mark.parametrize(("text", "expected"), [*NAMES, *SPOT, *MEANT])
def test_names_spots_and_corrections_are_read(parcel_pack: PackData, text: str, expected: Changes) -> None:
    assert read(text, parcel_pack) == expected


@pytest.mark.parametrize(("text", "expected"), PARAMETERS)
def test_parameters_are_added_changed_and_removed(
    parcel_pack: PackData, text: str, expected: list[SoftParameter]
) -> None:
    found = read(text, parcel_pack)
    assert (list(found.soft_parameters), found.rest) == (expected, "")


@pytest.mark.parametrize("text", WORDS)
def test_what_could_mean_something_else_is_left_to_words(parcel_pack: PackData, text: str) -> None:
    assert read(text, parcel_pack) == replace(NOTHING, rest=text)


def test_a_parameter_that_is_described_keeps_what_else_is_said_of_it(parcel_pack: PackData) -> None:
    found = read("add a parameter for the holding days that a parcel waits before it goes back", parcel_pack)
    assert [soft.name for soft in found.soft_parameters] == ["weightLimit", "holdingDays"]
    assert found.rest.endswith("that a parcel waits before it goes back")


def test_words_that_fit_two_parameters_change_neither(parcel_pack: PackData) -> None:
    other = replace(LIMIT, name="heightLimit")
    found = read("make the limit optional", parcel_pack, LIMIT, other)
    assert (found.soft_parameters, found.rest) == ((LIMIT, other), "make the limit optional")
