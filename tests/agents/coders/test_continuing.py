"""What models say when they are told to go on, and the one text that comes of it."""

import pytest

from agents.coders.continuing import joined

FIRST = "```java hole=2\n\t\tBill bill = find();\n\t\tbill.getAcc"


@pytest.mark.parametrize(
    ("rest", "added"),
    [
        ("ount();\n```\n", "ount();\n```\n"),
        ("\t\tbill.getAccount();\n```\n", "ount();\n```\n"),
        ("```java hole=2\nount();\n```\n", "ount();\n```\n"),
        ("```java\nount();\n```\n", "ount();\n```\n"),
        ("```java hole=2\n\t\tbill.getAccount();\n```\n", "ount();\n```\n"),
        ("```\n```java hole=3\n\tint a;\n```\n", "```\n```java hole=3\n\tint a;\n```\n"),
        ("", ""),
    ],
    ids=["exactly", "its line again", "its block again", "a block without number", "both", "its end", "nothing"],
)
def test_what_is_said_again_is_left_out(rest: str, added: str) -> None:
    assert joined(FIRST, rest) == FIRST + added


def test_an_answer_that_begins_anew_takes_the_place_of_the_first_if_it_is_longer() -> None:
    anew = FIRST + "ount();\n```\n"
    assert joined(FIRST, anew) == anew
    assert joined(anew, FIRST) == anew


def test_a_block_of_another_hole_is_another_block() -> None:
    assert joined(FIRST, "```java hole=3\nint a;\n```\n") == f"{FIRST}```java hole=3\nint a;\n```\n"


def test_short_lines_that_come_twice_in_code_stay() -> None:
    assert joined("if (a) {\n\t}\n}\n", "\t}\n}\n") == "if (a) {\n\t}\n}\n\t}\n}\n"
