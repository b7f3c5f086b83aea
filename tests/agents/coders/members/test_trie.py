"""Which tokens of a vocabulary are left at a place."""

import pytest

from agents.coders.members.trie import Vocabulary, Words, may_follow
from knowledge.completion import SMALL, Choice, End

TOKENS = [
    None,
    *("get", "getId", "getIdx", "getId()", "getId().", "Id", "Id(", "Ids", "Id() ", "Weight", "Weight(", "W", "g"),
    *("lab", "label", "label.", "label ", "labels", "(", "().", ".", "; ", " ", "\n", "<", "<S", "<=", "<<"),
    ".get",
    ".getId",
    ".getName",
    ".x.getId",
    ").get",
    " Parcel",
    " Part",
    "(getId",
    "(getName",
    "(g",
    "=get",
    "=gets",
    "!x",
    "!label",
    '"get',
    "@get",
    "getName",
    "gets",
    "x",
    "1",
]
PARCEL = Choice({"getId": "call", "getWeight": "call", "label": "word", "<": "open"}, "")
SCOPE = Choice({"getId": "call", "label": "word"}, "", required=False, about=SMALL)
OWN = Choice({"getId": "call"}, "", required=False, about="get")

vocabulary = Vocabulary(TOKENS)


def left(words: Words, choice: Choice, partial: str = "") -> set[str]:
    """The texts of the tokens that stay, behind what may follow a whole name too."""
    found = vocabulary.restriction(words, choice, partial)
    numbers = set(range(len(TOKENS)))
    if found and found.begun is None:
        numbers = set(words.following(found.end)) if found.end else set()
    elif found and found.begun is not None:
        numbers -= set(words.starting(found.begun))
    numbers |= set(found.leading) if found else set()
    return {TOKENS[number] or "special" for number in numbers}


def test_behind_a_dot_only_tokens_that_lead_into_to_the_end_of_or_past_a_name_are_left() -> None:
    assert left(vocabulary.words, PARCEL) == {
        *("get", "getId", "getId()", "getId().", "g", "lab", "label", "label.", "label ", "<", "<S"),
    }


def test_a_name_is_written_in_several_tokens() -> None:
    assert left(vocabulary.words, PARCEL, "get") == {"Id", "Id(", "Id() ", "W", "Weight", "Weight("}
    assert vocabulary.restriction(vocabulary.words, PARCEL, "getX") is None


def test_behind_a_whole_name_only_what_may_follow_it_is_left() -> None:
    assert left(vocabulary.words, PARCEL, "getId") == {"(", "().", " ", "\n", "(getId", "(getName", "(g"}
    after_field = left(vocabulary.words, PARCEL, "label")
    assert {".", "; ", "<=", ".get"} <= after_field
    assert {"x", "1", "Id", "labels", "special"} & after_field == set()


@pytest.mark.parametrize(
    ("end", "may", "may_not"),
    [
        ("call", ("(", " (", "()", "(x", "\n"), (".", ")", "x", ";")),
        ("arguments", ("(", "(x", "( x", "(/"), ("()", "( )", ").")),
        ("empty", ("(", "()", "( )", "(/", "();"), ("(x", "( x", ".")),
        ("given", ("x", " x", "\n"), (")", " )")),
        ("nothing", (")", " );", ""), ("x", " x")),
        ("word", (".", " x", "(", ")"), ("x", "1", "_")),
        ("literal", (")", ";", " &&", " ", "=="), (".", "(", "[", " x", "x", " {")),
        ("dot", (".", " .x", "::"), (")", " x", ";", "x")),
        ("space", (" ", "\n\t", " x"), ("x", "(", ".")),
        ("block", ("{", " {", "(", " "), ("=", " =", ";", "x", ".")),
        ("open", ("x",), ("(", " x", ".")),
        ("any", ("x", "(", " "), ()),
    ],
)
def test_what_may_follow_a_whole_name(end: End, may: tuple[str, ...], may_not: tuple[str, ...]) -> None:
    assert [text for text in may if not may_follow(text, end)] == []
    assert [text for text in may_not if may_follow(text, end)] == []


def test_names_that_many_choices_share_may_stand_there_too() -> None:
    shared = Choice({"label": "word"}, "")
    own = Choice({"getId": "call"}, "", required=False, base=shared)
    assert {"label", "lab", "getId", "g", "(", "1"} <= left(vocabulary.words, own)
    assert {"x", "gets", "Weight"} & left(vocabulary.words, own) == set()
    assert ".get" in left(vocabulary.words, own, "label") and "s" not in left(vocabulary.words, own, "label")
    assert left(vocabulary.words, own, "get") == {"Id", "Id(", "Id() "}


def test_a_dot_and_a_member_in_one_token_are_judged_together() -> None:
    assert {text for text in left(vocabulary.dotted, PARCEL) if text.startswith(".")} >= {".get", ".getId", "."}
    assert ".getName" not in left(vocabulary.dotted, PARCEL)


def test_a_space_and_a_type_in_one_token_are_judged_together() -> None:
    types = Choice({"Parcel": "word"}, "")
    assert " Parcel" in left(vocabulary.spaced, types)
    assert " Part" not in left(vocabulary.spaced, types)


def test_a_choice_about_getters_leaves_other_words_alone() -> None:
    stays = left(vocabulary.words, OWN)
    assert {"x", "label", "get", "getId", "g", "special", "(", "1"} <= stays
    assert {"getName", "gets", "getIdx"} & stays == set()
    assert left(vocabulary.words, OWN, "la") == left(vocabulary.words, OWN, "label") == left(vocabulary.words, OWN, "x")
    assert "Weight" not in left(vocabulary.words, OWN, "get")
    assert "Id(" in left(vocabulary.words, OWN, "get")


def test_a_choice_about_small_words_leaves_those_with_a_capital_and_marks_alone() -> None:
    stays = left(vocabulary.words, SCOPE)
    assert {"get", "getId", "getId()", "label", "label.", "lab", "W", "Weight", "Id", "(", "1", "special"} <= stays
    assert {"getName", "gets", "getIdx", "labels", "x"} & stays == set()
    assert left(vocabulary.words, SCOPE, "We") == left(vocabulary.words, SCOPE, "Id") >= {"x", "label"}
    assert left(vocabulary.words, SCOPE, "get") == {"Id", "Id(", "Id() "}
    assert ".get" in left(vocabulary.words, SCOPE, "label") and "s" not in left(vocabulary.words, SCOPE, "label")
    leads = {"(getId", "(getName", "=get", "=gets", "!x", "!label"}
    assert left(vocabulary.bracketed, SCOPE) & leads == leads - {"(getName"}
    assert left(vocabulary.operated, SCOPE) & leads == leads - {"!x"}
    assert left(vocabulary.marked, SCOPE) & leads == leads - {"=gets"}


def test_a_mark_and_a_getter_in_one_token_are_judged_together() -> None:
    assert {"(getId", "(g", "=gets"} <= left(vocabulary.bracketed, OWN)
    assert "(getName" not in left(vocabulary.bracketed, OWN)
    assert {"(getName", "=get", '"get', "@get"} <= left(vocabulary.marked, OWN)
    assert "=gets" not in left(vocabulary.marked, OWN)


def test_tokens_that_hide_a_second_dot_are_known() -> None:
    assert {TOKENS[number] for number in vocabulary.crossing} == {".x.getId", ").get"}
