"""Columns in the texts of queries."""

import re
from collections.abc import Iterator

import pytest
from tree_sitter import Node, Parser

from knowledge.packs.ormb.cursor import JavaCompletion, JavaCursor
from tests.fixtures.member_points import JAVA
from tests.packs.cursor.material import SOURCES, names

_COLUMN = re.compile(r"\b[A-Z]\w*\.([A-Z]\w*)")


@pytest.mark.parametrize(
    ("written", "there", "not_there"),
    [
        ('String q = "SELECT SA.SA_ID FROM CI_SA SA WHERE SA.', "ACCT_ID", "ACCOUNT_ID"),
        ('String q = "SELECT SA_ID FROM CI_SA WHERE ', "ACCT_ID", "BILL_ID"),
        ('String q = "SELECT SA_ID FROM CI_SA "\n + "WHERE ', "ACCT_ID", "BILL_ID"),
        (
            'StringBuilder q = new StringBuilder(); q.append("SELECT 1 FROM CI_SA SA "); q.append("WHERE SA.',
            "SA_ID",
            "ID",
        ),
    ],
)
def test_columns_of_the_tables_that_a_statement_names(
    cursor: JavaCursor, written: str, there: str, not_there: str
) -> None:
    found = names(cursor, written)
    assert found is not None
    assert there in found
    assert not_there not in found


@pytest.mark.parametrize(
    "written",
    [
        'String q = "SELECT SA.',
        'String q = "SELECT SA_ID FROM CI_SA WHERE SA_ID = :',
        'String q = "SELECT SA_ID FROM CM_OTHER WHERE ',
        "String q = \"SELECT SA_ID FROM CI_SA WHERE SA_ID = 'A",
        'String q = "from Account account where account.',
        'bind("',
    ],
)
def test_columns_of_unknown_tables_are_not_restricted(cursor: JavaCursor, written: str) -> None:
    assert cursor.at(written).here is None


def test_every_column_that_the_authors_of_the_site_wrote_is_allowed(completion: JavaCompletion) -> None:
    known, forbidden = 0, []
    for path in sorted(SOURCES.rglob("*.java")):
        for before, written, name in columns(path.read_text(encoding="utf-8")):
            choice = completion.cursor(before, "}}").at(written).here
            known += choice is not None
            if choice is not None and name not in choice.names:
                forbidden.append((path.name, written[-60:], name))
    assert forbidden == []
    assert known > 100


def columns(text: str) -> Iterator[tuple[str, str, str]]:
    """Words behind ``alias.`` in texts of SQL: text of the file, of the string, and the word."""
    source = text.encode("utf-8")

    def strings(node: Node) -> Iterator[Node]:
        for child in node.named_children:
            if child.type == "string_fragment":
                yield child
            yield from strings(child)

    for node in strings(Parser(JAVA).parse(source).root_node):
        words, head = (node.text or b"").decode(), source[: node.start_byte].decode()
        for found in _COLUMN.finditer(words):
            yield head, words[: found.start(1)], found[1]
