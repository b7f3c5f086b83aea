"""Answers to a question, as people give them."""

import pytest

from agents.state import Candidate
from serving.conversation.answers import chosen

OPTIONS = (
    Candidate("com.parcel.IntakeSpot", 1.0, "", "Intake of a parcel at the depot."),
    Candidate("com.parcel.LateParcelSpot", 0.9, "", "A parcel is late on its tour."),
    Candidate("com.parcel.ReturnSpot", 0.9, "", "A parcel goes back to its sender."),
)
KNOWN = {"LateParcelSpot": ("com.parcel.LateParcelSpot",), "OtherSpot": ("com.parcel.OtherSpot",)}


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("1", "IntakeSpot"),
        (" 2. ", "LateParcelSpot"),
        ("#3", "ReturnSpot"),
        ("number 2", "LateParcelSpot"),
        ("the third one", "ReturnSpot"),
        ("First", "IntakeSpot"),
        ("4", ""),
        ("LateParcelSpot", "LateParcelSpot"),
        ("com.parcel.ReturnSpot", "ReturnSpot"),
        ("take the LateParcelSpot please", "LateParcelSpot"),
        ("OtherSpot", "OtherSpot"),
        ("yes", "IntakeSpot"),
        ("you decide", "IntakeSpot"),
        ("the one about late parcels", "LateParcelSpot"),
        ("when it goes back", "ReturnSpot"),
        ("the parcel", ""),
        ("late at the depot", ""),
        ("", ""),
        ("something else", ""),
    ],
)
def test_number_name_and_words_are_understood(text: str, simple: str) -> None:
    found = chosen(OPTIONS, text, lambda name: KNOWN.get(name, ()))
    assert found == (f"com.parcel.{simple}" if simple else "")
