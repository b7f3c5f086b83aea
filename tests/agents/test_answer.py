"""What models answer, and the code that is read from it."""

import pytest

from agents.answer import parse_answer
from knowledge.blueprint import IMPORTS, Fill, Hole, Skeleton

BODY = Hole("body", "void run()", "Does it.", "\t\t// nothing yet\n")
EXTRA = Hole("extra", "", "Private methods.", "")
ONE = Skeleton("a/B.java", "B", "a", (IMPORTS, "class B { void run() {\n", BODY, "} }\n"), ("x.Known",))
TWO = Skeleton("a/B.java", "B", "a", ("class B { void run() {\n", BODY, "}\n", EXTRA, "}\n"), ())


def code(answer: str, skeleton: Skeleton = TWO, complete: bool = True) -> dict[str, str]:
    return {name: fill.code for name, fill in parse_answer(answer, skeleton, complete).items()}


@pytest.mark.parametrize(
    "answer",
    [
        "```java hole=1\ngo();\n```\n```java hole=2\nint x;\n```",
        "Sure!\n\n```java hole=1\ngo();\n```\nand\n```hole 2\nint x;\n```\nThat is all.",
        "**Hole 1**\n```java\ngo();\n```\n### hole #2:\n```java\nint x;\n```",
        "```java\n// hole 1\ngo();\n```\n~~~\n<<HOLE 2>>\nint x;\n~~~",
        "<think>```java hole=1\nno();\n```</think>```java hole=1\ngo();\n```\n```java hole=2\nint x;\n```",
        "```java hole=2\nint x;\n```\n````java hole=1\ngo();\n````",
        "```java hole=1\r\ngo();\r\n```\r\n```java hole=2\r\nint x;\r\n```\r\n",
        "```java hole=1\nno();\n```\nRather:\n```java hole=1\ngo();\n```\n```java hole=2\nint x;\n```",
        "```java hole=1\ngo();\n```\n```java hole=2\nint x;",
        "```java hole=1\ngo();\n```\n```java hole=2\nint x;\n```\n```java hole=7\nevil();\n```",
    ],
)
def test_blocks_are_found_by_their_numbers(answer: str) -> None:
    found = {name: text.replace("// hole 1\n", "") for name, text in code(answer).items()}
    assert found == {"body": "go();\n", "extra": "int x;\n"}


@pytest.mark.parametrize(
    "answer", ["```java\ngo();\n```", "Here it is:\n```\ngo();\n```\nDone.", "go();", "\n\ngo();\n"]
)
@pytest.mark.parametrize("skeleton", [ONE, TWO])
def test_a_block_without_a_number_is_for_the_only_body(answer: str, skeleton: Skeleton) -> None:
    assert code(answer, skeleton)["body"] == "go();\n"


@pytest.mark.parametrize("answer", ["", "I cannot do that.", "<think>go();", "```java hole=9\ngo();\n```", "ab; cd"])
def test_what_is_no_code_for_a_hole_gives_nothing(answer: str) -> None:
    assert code(answer) == {}


def test_a_hole_that_may_stay_empty_counts_as_filled_when_it_is_left_out() -> None:
    assert code("```java hole=1\ngo();\n```") == {"body": "go();\n", "extra": ""}


def test_of_an_answer_that_broke_off_whole_blocks_are_kept() -> None:
    assert code("```java hole=2\nint x;\n```\n```java hole=1\nif (a) {", complete=False) == {"extra": "int x;\n"}
    assert code("go();", ONE, complete=False) == {}


def test_imports_go_where_imports_stand() -> None:
    answer = "```java hole=1\nimport a.b.C;\nimport a.b.C;\n\nnew C();\n```"
    assert parse_answer(answer, ONE) == {"body": Fill("new C();\n", ("a.b.C",))}


@pytest.mark.parametrize(
    "line", ["import other.Known;", "import other.B;", "import a.*;", "import x;", "import a.b-c;"]
)
def test_an_import_cannot_take_the_place_of_a_proven_one(line: str) -> None:
    assert parse_answer(f"```java hole=1\n{line}\ngo();\n```", ONE)["body"] == Fill("go();\n")


def test_what_the_model_leaves_to_a_person_is_listed() -> None:
    (fill,) = parse_answer("```java hole=1\n// TODO(rule): which limit counts\ngo();\n```", ONE).values()
    assert fill.todo == ("which limit counts",)


def test_characters_that_no_file_can_hold_are_dropped() -> None:
    assert code('```java hole=1\ngo("a\x00\ud800\u202e");\n```', ONE) == {"body": 'go("a?");\n'}
