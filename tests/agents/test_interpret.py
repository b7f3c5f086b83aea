"""What a request says, before anything is looked up."""

import pytest

from agents.interpret import SYNONYM_WEIGHT, interpret
from knowledge.pack_data import PackData


def test_words_that_ask_and_names_of_the_framework_are_not_searched(parcel_pack: PackData) -> None:
    wish = interpret("Please write a ParcelFlow handler that refuses the wet parcel", parcel_pack)
    assert set(wish.stems) == {"refus", "wet", "parcel"}


def test_what_the_user_did_not_write_counts_less(parcel_pack: PackData) -> None:
    stems = interpret("heavy packages", parcel_pack).stems
    assert stems["heavy"] == stems["packag"] == 1.0
    assert stems["parcel"] == SYNONYM_WEIGHT


def test_a_synonym_of_several_words_is_heard(parcel_pack: PackData) -> None:
    assert interpret("cash on delivery", parcel_pack).stems["collect"] == SYNONYM_WEIGHT


def test_a_word_that_only_contains_a_synonym_means_nothing_else(parcel_pack: PackData) -> None:
    assert "parcel" not in interpret("repackaged goods", parcel_pack).stems


@pytest.mark.parametrize(
    ("request_text", "artefact"),
    [
        ("weigh the parcels again", "handler"),
        ("a night job that weighs parcels", "job"),
        ("a screen for the job of weighing", "screen"),
        ("a handler that starts a night job", "handler"),
        ("a plug-in that is called by the job", "handler"),
        ("jobless claims", "handler"),
    ],
)
def test_the_artefact_is_the_first_one_named_and_the_main_one_wins(
    parcel_pack: PackData, request_text: str, artefact: str
) -> None:
    assert interpret(request_text, parcel_pack).artefact == artefact


def test_the_artefact_that_the_sender_chose_stands(parcel_pack: PackData) -> None:
    assert interpret("a handler", parcel_pack, artefact="screen").artefact == "screen"


def test_identifiers_are_kept_as_they_are_written(parcel_pack: PackData) -> None:
    wish = interpret("ParcelReturnSpot: sum WEIGHT_KG of parcel_item into com.acme.Scale, OK?", parcel_pack)
    assert wish.names == ("ParcelReturnSpot", "WEIGHT_KG", "parcel_item", "com.acme.Scale")


def test_a_sentence_end_is_no_part_of_an_identifier(parcel_pack: PackData) -> None:
    assert interpret("Read WEIGHT_KG. Then stop.", parcel_pack).names == ("WEIGHT_KG",)


@pytest.mark.parametrize(("text", "little"), [("a handler for parcels", True), ("wet parcels", False), ("", True)])
def test_one_word_of_substance_is_little(parcel_pack: PackData, text: str, little: bool) -> None:
    assert interpret(text, parcel_pack).says_little is little


def test_a_word_of_a_longer_artefact_name_may_be_what_is_wanted(parcel_pack: PackData) -> None:
    assert "night" in interpret("a handler for night deliveries", parcel_pack).stems


def test_an_artefact_word_deep_in_the_sentence_is_part_of_the_business(parcel_pack: PackData) -> None:
    other = next(name for name in parcel_pack.artefacts if name != parcel_pack.main_artefact)
    word = parcel_pack.artefacts[other].words[0]
    text = f"when a parcel is late tell the customer before it is picked up by the nightly {word}"
    assert interpret(text, parcel_pack).artefact == parcel_pack.main_artefact
    assert interpret(f"please write a {word} for late parcels", parcel_pack).artefact == other
