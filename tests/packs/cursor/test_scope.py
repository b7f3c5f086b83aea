"""Words without a receiver: names in scope, and nothing ruled out where a name may be new."""

import pytest

from knowledge.completion import SMALL
from knowledge.packs.ormb.cursor import JavaCompletion, JavaCursor
from knowledge.records import Member, Source, Symbol
from knowledge.symbols import MemorySymbols, SymbolTable
from tests.packs.cursor.material import HEAD, TAIL, NoTables, names


def test_getters_are_free_where_a_superclass_of_the_package_may_have_more() -> None:
    above = Symbol("com.acme.Above", "class", Source("jar", "a.jar"), members=(Member("getOne", "method", "int"),))
    completion = JavaCompletion(SymbolTable(MemorySymbols([above])), NoTables(), ["com.acme.Above"])
    for package, is_known in (("com.acme", False), ("com.other", True)):
        head = f"package {package}; import com.acme.Above; class B extends Above {{ int f() {{ return "
        assert (names(completion.cursor(head, "}}"), "") is not None) == is_known


def test_getters_without_a_receiver_are_those_of_the_class(cursor: JavaCursor) -> None:
    choice = cursor.at("Date start = ").here
    assert choice is not None
    assert (choice.about, choice.required) == ("get", False)
    assert {"getFeePercent", "getWaiverType"} <= choice.names.keys()
    assert "getGracePeriod" not in choice.names
    assert cursor.at("Date getStart").here is None


@pytest.mark.parametrize(
    ("written", "there", "not_there"),
    [
        ("if (isNull(", "account", "contact"),
        ("if (isNull(", "getWaiverType", "getGracePeriod"),
        ("if (", "isNull", "isMissing"),
        ("if (!", "this", "transient"),
        ("if (", "account", "const"),
        ("if (isNull(", "null", "short"),
        ("if ((", "int", "instanceof"),
        ("invoke();\n\t\t", "final", "goto"),
        ("invoke();\n\t\t", "int", "null"),
        ("if (isNull(", "com", "edu"),
        ("int count = 1; if (count > 2 && ", "count", "total"),
        ("for (Account_Id id : fetchSiblings(account)) { id.getEntity(); } if (isNull(", "account", "id"),
        ("for (Account_Id id : fetchSiblings(account)) { if (isNull(", "id", "from"),
        ("if (account.equals(", "account", "accounts"),
        ("fetchSiblings(", "account", "from"),
        ("Account other = account;\n\t\t", "other", "others"),
        ("if (isNull(account)) {\n\t\t\t", "return", "retour"),
        ("if (isNull(account)) { return; } else ", "account", "accounts"),
        ("if (((", "account", "accounts"),
        ('try { invoke(); } catch (RuntimeException broken) { throw new RuntimeException("" + ', "broken", "problem"),
        ("run(all -> { if (isNull(", "all", "each"),
    ],
)
def test_small_words_without_a_receiver_are_names_in_scope(
    cursor: JavaCursor, written: str, there: str, not_there: str
) -> None:
    choice = cursor.at(written).here
    assert choice is not None and (choice.about, choice.required) == ("", False)
    assert choice.end(there) and not choice.end(not_there)


@pytest.mark.parametrize(
    ("written", "lead", "there", "not_there"),
    [
        ("if (isNull", "bracket", "account", "contact"),
        ("if (isNull(account) &&", "space", "account", "contact"),
        ('String all = "a" +', "space", "account", "contact"),
        ('String all = "a" + ', "operator", "account", "contact"),
        ("if (", "operator", "account", "const"),
        ("if (", "bracket", "int", "instanceof"),
        ("if", "bracket", "account", "int"),
        ("if (account.equals", "bracket", "account", "accounts"),
        ("else", "space", "account", "accounts"),
    ],
)
def test_so_are_words_that_one_token_writes_with_the_mark_or_the_space_before_them(
    cursor: JavaCursor, written: str, lead: str, there: str, not_there: str
) -> None:
    choice = getattr(cursor.at(written), f"after_{lead}")
    assert choice is not None and choice.about == ""
    assert choice.end(there) and not choice.end(not_there)


@pytest.mark.parametrize(
    ("written", "there", "not_there"),
    [
        ("if (", "Account", "Acount"),
        ("invoke();\n\t\t", "BigDecimal", "StartDate"),
        ("if (isNull(", "LIMIT", "MAXIMUM"),
        ("if (isNull(", "CmTestAlgComp_Impl", "CmTestAlgorithm"),
    ],
)
def test_words_with_a_capital_are_types_that_exist_and_constants_in_scope(
    cursor: JavaCursor, written: str, there: str, not_there: str
) -> None:
    choice = cursor.at(written).here
    assert choice is not None and choice.end(there) and not choice.end(not_there)


def test_words_with_a_capital_are_free_where_a_package_is_not_known(completion: JavaCompletion) -> None:
    head = HEAD.replace("import java.util.Map;", "import java.util.Map;\nimport com.unknown.*;")
    choice = completion.cursor(head, TAIL).at("if (").here
    assert choice is not None and choice.about == SMALL and not choice.covers("Whatever")


def test_a_method_without_a_result_is_no_value(cursor: JavaCursor) -> None:
    value, statement = (cursor.at(written).here for written in ("if (isNull(", "invoke();\n\t\t"))
    assert value and statement
    assert statement.end("saveChanges") and not value.end("saveChanges")
    assert statement.end("invoke") and not value.end("invoke")


@pytest.mark.parametrize("written", ["if (account", "if (isNull(account", "if (true", "if (LIMIT > 2 && account"])
def test_no_word_but_instanceof_follows_a_value(cursor: JavaCursor, written: str) -> None:
    for choice in (cursor.at(written).after_space, cursor.at(f"{written} ").here):
        assert choice is not None and set(choice.names) == {"instanceof"} and choice.about == ""


@pytest.mark.parametrize(
    "written",
    [
        "if (account instanceof Account",
        "Account",
        "new Thread() { void run(Account",
        "new ArrayList<Account>() { public boolean add(Account",
        "for (Account",
        "try (Account",
        "Object o = (Account",
    ],
)
def test_a_name_may_follow_a_type(cursor: JavaCursor, written: str) -> None:
    for choice in (cursor.at(written).after_space, cursor.at(f"{written} ").here):
        assert choice is None or choice.about == "get"


@pytest.mark.parametrize(
    ("written", "name", "end"),
    [
        ("if (isNull(", "getWaiverType", "empty"),
        ("invoke();\n\t\t", "fetchSiblings", "arguments"),
        ("if (isNull(", "isNull", "arguments"),
        ("if (account.", "equals", "arguments"),
        ("if (", "true", "literal"),
        ("if (", "super", "dot"),
        ("if (", "com", "dot"),
        ("invoke();\n\t\t", "try", "block"),
        ("invoke();\n\t\t", "final", "space"),
    ],
)
def test_what_may_follow_a_word_is_said_with_it(cursor: JavaCursor, written: str, name: str, end: str) -> None:
    choice = cursor.at(written).here
    assert choice is not None and choice.end(name) == end


def test_members_of_one_name_in_a_class_and_in_the_one_around_it_may_both_be_meant(completion: JavaCompletion) -> None:
    tail = TAIL.replace("class Part {", "class Part extends Thread {")
    begun = "Date started() {"
    body = tail.index(begun) + len(begun)
    below = tail[body:].rstrip().removesuffix("}") + "\tvoid start(int from) { }\n\n\tvoid label() { }\n}\n"
    cursor = completion.cursor(HEAD + tail[:body], below)
    statement, value = cursor.at("\n\t\t\t").here, cursor.at("if (").here
    assert statement and value
    assert (statement.end("start"), statement.end("label"), value.end("label")) == ("call", "word", "word")


@pytest.mark.parametrize(
    ("written", "end"),
    [("account.equals ", "given"), ("account.hashCode ", "nothing"), ("String.valueOf ", "given")],
)
def test_brackets_behind_a_method_hold_what_it_takes(cursor: JavaCursor, written: str, end: str) -> None:
    choice = cursor.at(written).here
    assert choice is not None and choice.names == {"(": end}


def test_types_that_the_platform_keeps_to_itself_are_no_names_in_scope() -> None:
    above = Symbol("java.lang.Object", "class", Source("platform", "java.base"), modifiers=("public",))
    hidden = Symbol("java.beans.constants", "class", Source("platform", "java.desktop"))
    shown = Symbol("java.beans.shown", "class", Source("platform", "java.desktop"), modifiers=("public",))
    symbols = [above, hidden, shown]
    own = JavaCompletion(SymbolTable(MemorySymbols(symbols)), NoTables(), [each.name for each in symbols])
    for written in ("if (", "Object o = new "):
        found = names(own.cursor("class A { void f() { ", "} }"), written)
        assert found is not None and "shown" in found and "constants" not in found


def test_the_next_text_of_a_file_is_served_by_what_was_worked_out_for_the_one_before(
    completion: JavaCompletion,
) -> None:
    first, second = completion.cursor(HEAD, TAIL), completion.cursor(HEAD, TAIL)
    for written in ("if (isNull(", "Date start = "):
        assert first.at(written).here is second.at(written).here is not None


@pytest.mark.parametrize(
    "written",
    [
        "Runnable r = ",
        "Runnable r = (",
        "int first = 1, ",
        "unknown(",
        "java.util.Collections.sort(fetchSiblings(account), ",
        "new Thread(",
        "unknown(account, (first, ",
        "Object o = true ? ",
        "return ",
        "Object[] all = {",
        "switch (LIMIT) { case ",
    ],
)
def test_a_name_may_be_new_where_a_lambda_or_a_declaration_can_come(cursor: JavaCursor, written: str) -> None:
    choice = cursor.at(written).here
    assert choice is None or choice.about == "get"
