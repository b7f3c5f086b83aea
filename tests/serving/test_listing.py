"""Code as a reader sees it."""

from agents.state import Grounding, Task
from knowledge.records import Source
from serving.app import App
from serving.listing import listed, simple_name

HERE = Source("jar", "lib/a.jar")


def joined(text: str, language: str = "java") -> str:
    return "\n".join("".join(word.text for word in line) for line in listed(text, language, ()))


def test_the_words_of_a_listing_are_the_text() -> None:
    for text in (
        "class A {\n\n\tint x = 1; // no\n}\n",
        "",
        "\n",
        "\n\n  x",
        "/* a\n * b\n */\nclass A {}",
        'String s = "a',
    ):
        assert joined(text) == text


def test_line_ends_of_other_systems_are_line_ends() -> None:
    assert joined("a\r\nb\rc") == "a\nb\nc"


def test_a_language_that_nobody_colours_is_listed_as_it_is() -> None:
    assert joined("PRINT 'x'\nIF 1", "no such language") == "PRINT 'x'\nIF 1"


def test_words_of_comments_and_strings_are_no_symbols() -> None:
    sources = [Grounding("acme.Bill", HERE)]
    lines = listed('// Bill\nString s = "Bill";\nBill b;', "java", sources)
    linked = [(at, word.text) for at, line in enumerate(lines) for word in line if word.symbols]
    assert linked == [(2, "Bill")]


def test_a_name_that_two_symbols_share_names_both() -> None:
    sources = [Grounding("acme.Bill#getId()", HERE), Grounding("acme.Account#getId(int)", HERE)]
    (line,) = listed("bill.getId();", "java", sources)
    assert [word.symbols for word in line if word.text == "getId"] == [(0, 1)]


def test_a_constructor_and_a_nested_type_are_named_by_their_class() -> None:
    assert simple_name("acme.Bill_Id#<init>(java.lang.String)") == "Bill_Id"
    assert simple_name("acme.StatusLookup.constants#COMPLETE") == "COMPLETE"


def test_each_symbol_of_a_result_is_linked_somewhere_in_its_listing(app: App) -> None:
    result = app.generate(Task("late payment fee as a percentage parameter of the overdue balance"))
    lines = listed(result.draft.file.text, app.pack.language, result.review.sources)
    linked = {at for line in lines for word in line for at in word.symbols}
    assert linked == set(range(len(result.review.sources)))


def test_an_import_is_linked_to_its_type_and_a_static_one_to_its_member() -> None:
    known = ("acme.Bill", "acme.Bill#getId()", "acme.Rates#HALF", "other.Bill", "acme.Account#close()")
    text = "package acme;\nimport acme.Bill;\nimport static acme.Rates.HALF;\nimport acme.Account;\nimport acme.*;"
    lines = listed(text, "java", [Grounding(name, HERE) for name in known])
    linked = [(word.text, word.symbols) for line in lines for word in line if word.symbols]
    assert linked == [("acme.Bill", (0,)), ("acme.Rates.HALF", (2,)), ("acme.Account", (4,))]


def test_each_import_of_a_result_is_linked(app: App) -> None:
    result = app.generate(Task("late payment fee as a percentage parameter of the overdue balance"))
    lines = listed(result.draft.file.text, app.pack.language, result.review.sources)
    imports = [line for line in lines if line and line[0].text == "import"]
    assert len(imports) > 3
    assert [[word.text for word in line] for line in imports if not any(word.symbols for word in line)] == []
