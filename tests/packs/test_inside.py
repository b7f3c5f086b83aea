"""Code is let into a hole when it is whole there, however people write it, and kept out when it is not."""

import pytest

from knowledge.packs.ormb.inside import stays_inside
from knowledge.packs.ormb.java_source import parse
from knowledge.records import Exemplar
from serving.app import App

BEFORE, AFTER = "class A {\n\tvoid run() {\n", "\t}\n\t/** Two. */\n\tvoid two() {\n\t}\n}\n"


def bodies(text: str) -> list[tuple[str, str, str]]:
    """(before, body, after) of every method of a file."""
    data = text.encode()
    found, waiting = [], [parse(text).root_node]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        body = node.child_by_field_name("body") if node.type == "method_declaration" else None
        if body is not None:
            start, end = body.start_byte + 1, body.end_byte - 1
            found.append((data[:start].decode(), data[start:end].decode(), data[end:].decode()))
    return found


def test_every_body_that_people_wrote_may_stand_in_its_place(app: App) -> None:
    store = app.parts.store
    parts = [part for each in store.get_many(Exemplar, store.names(Exemplar)) for part in bodies(each.text)]
    assert len(parts) > 300
    assert [body for before, body, after in parts if not stays_inside(before, body, after)] == []


@pytest.mark.parametrize(
    "code",
    [
        "}\nvoid more() {\n",
        "}",
        "{",
        "if (a) {\n",
        "/* on\n",
        "// on",
        "int x = 1; /** on\n",
        'String s = "on\n',
        "go(\n",
        "go();\n}\n",
        "} {",
        "int[] a = [;\n",
        "\\u007d void more() \\u007b\n",
        "} } class B { void x() {\n",
        '"*/" /*\n',
    ],
)
def test_code_that_reaches_out_is_kept_out(code: str) -> None:
    assert not stays_inside(BEFORE, code, AFTER)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "go();\n",
        "// so {\n",
        "/* { */ go();\n",
        'go("}");\n',
        "char c = '}';\n",
        "int é = 1;\n",
        'go("\\u00e9");\n',
    ],
)
def test_code_that_is_whole_is_let_in(code: str) -> None:
    assert stays_inside(BEFORE, code, AFTER)
