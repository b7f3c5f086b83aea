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
    assert choice is not None and (choice.about, choice.required) == (SMALL, False)
    assert there in choice.names and not_there not in choice.names


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
