"""A new request or a change of what was made last: a table of what people type."""

import pytest

from agents.threads import opened, thread_of
from knowledge.pack_data import PackData

NEW = """
generate a handler that refuses wet parcels
now generate another handler which weighs parcels again
please write a plug-in that tells the customer
can you implement a handler for late parcels?
We need a handler for return depots
handler for late parcels, tell the customer once
also write a handler that sends a letter
I need a class that sorts parcels by weight
build me a night job that purges old parcels
generate a late fee for parcels that nobody fetched
new request: late parcels
another one: refuse wet parcels
"""
CHANGE = """
use the customer's depot
add a soft parameter for the threshold
Could you add a soft parameter for the weight?
we need a new soft parameter for the rate
call it HeavyParcel
use the other spot
put it in package com.acme.parcels
no, I meant letters
I meant the weight of the parcel
make it optional
write it to the log
write a log line when nothing was found
create a message when it fails
create a return label instead
generate it again
generate the code again without the log
the handler should ignore closed depots
the weight must be a whole number
it should also ignore closed depots
and for letters too
only heavy ones
what about empty parcels?
implement a handler that does it for letters instead
"""
UNSURE = """
Our partner wants every parcel of his tour as one semicolon separated line per stop.
create a return label for the back office when a parcel is heavy and the depot has no hold
weight rule to convert pounds into kilograms before the prices are applied
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("text", lines(NEW))
def test_a_text_that_asks_for_a_thing_of_its_own_is_new(parcel_pack: PackData, text: str) -> None:
    assert thread_of(text, parcel_pack) == "new"


@pytest.mark.parametrize("text", lines(CHANGE))
def test_a_text_that_speaks_of_what_was_made_is_a_change(parcel_pack: PackData, text: str) -> None:
    assert thread_of(text, parcel_pack) == "change"


@pytest.mark.parametrize("text", lines(UNSURE))
def test_a_long_text_that_does_neither_is_not_sure(parcel_pack: PackData, text: str) -> None:
    assert thread_of(text, parcel_pack) == "unsure"


def test_words_that_only_say_that_it_is_new_are_no_part_of_the_request() -> None:
    assert opened("New request: refuse wet parcels") == "refuse wet parcels"
    assert opened("refuse new parcels: request") == "refuse new parcels: request"
