"""Where in an answer a model writes code, and of which hole."""

import pytest

from agents.coders.members.holes import AnswerCursor, hole_cursor
from knowledge.blueprint import IMPORTS, Hole, Skeleton
from knowledge.completion import Choice, Place

MEMBER = Choice({"getId": "call"}, "member")


class Noting:
    """Says what it was opened with; after ``parcel.`` it knows a member."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str, bool]] = []
        self.seen: list[str] = []

    def cursor(self, before: str, after: str, whole: bool = True) -> "Noting":
        self.opened.append((before, after, whole))
        return self

    def at(self, written: str) -> Place:
        self.seen.append(written)
        return Place("", MEMBER if written.endswith("parcel.") else None)


@pytest.fixture
def skeleton() -> Skeleton:
    parts = (
        IMPORTS,
        "\nclass A {\n  void run() {\n",
        Hole("run", "void run()", "", "// later\n"),
        "  }\n",
        Hole("helpers", "", "", ""),
        "}\n",
    )
    return Skeleton("A.java", "A", "", parts, ("shop.Parcel",))


def test_a_hole_alone_stands_between_the_texts_around_it(skeleton: Skeleton) -> None:
    noting = Noting()
    hole_cursor(noting, skeleton, "run").at("parcel.")
    assert noting.opened == [("import shop.Parcel;\nclass A {\n  void run() {\n", "  }\n}\n", True)]


def test_only_code_of_a_hole_is_restricted(skeleton: Skeleton) -> None:
    noting = Noting()
    cursor = AnswerCursor(noting, skeleton)
    answer = "I use parcel.\n```java hole 1\nx = parcel."
    for end in range(len(answer) + 1):
        place = cursor.at(answer[:end])
        assert (place.here is MEMBER) == (end == len(answer))
    assert noting.seen[-1] == "x = parcel."
    assert cursor.at(f"{answer}getId();\n```\nparcel.").here is None


@pytest.mark.parametrize(
    "head",
    [
        "```java hole 1\n",
        "hole 1\n```java\n",
        "**Hole 1**\n\n```\n",
        "```java\n// hole 1\n",
        "```java\n<<HOLE 1>>\n",
        "```\n",
    ],
)
def test_a_block_says_its_hole_in_many_ways(skeleton: Skeleton, head: str) -> None:
    assert AnswerCursor(Noting(), skeleton).at(f"{head}parcel.").here is MEMBER


def test_imports_in_a_block_count_for_the_file(skeleton: Skeleton) -> None:
    noting = Noting()
    AnswerCursor(noting, skeleton).at("```java hole 1\nimport shop.Depot;\nparcel.")
    assert noting.opened[-1][0].startswith("import shop.Depot;\nimport shop.Parcel;\n")
    assert noting.seen == ["parcel."]


def test_what_was_written_before_counts_and_members_to_come_leave_the_class_open(skeleton: Skeleton) -> None:
    noting = Noting()
    cursor = AnswerCursor(noting, skeleton)
    cursor.at("```java hole 1\nparcel.")
    assert noting.opened[-1][2] is False
    cursor.at("```java hole 2\nint limit() { return 1; }\n```\n```java hole 1\nparcel.")
    assert noting.opened[-1][2] is True
    assert "int limit()" in noting.opened[-1][1]


def test_a_hole_that_is_not_there_is_free(skeleton: Skeleton) -> None:
    assert AnswerCursor(Noting(), skeleton).at("```java hole 7\nparcel.").here is None
