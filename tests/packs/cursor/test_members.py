"""Members behind a receiver and types behind ``new``: what may come next is never less than what is right."""

from collections import Counter
from collections.abc import Iterator

import pytest

from knowledge.packs.ormb.cursor import JavaCompletion, JavaCursor
from knowledge.records import Member, Source, Symbol, SymbolKind
from knowledge.symbols import MemorySymbols, SymbolTable
from tests.fixtures.member_points import Point, judged, points
from tests.packs.cursor.material import HEAD, SOURCES, TAIL, NoTables, names

KINDS: tuple[SymbolKind, ...] = ("class", "enum", "interface", "annotation")


@pytest.mark.parametrize(
    ("written", "there", "not_there"),
    [
        ("account.", "getId", "getIdentifier"),
        ("this.account.", "getId", "length"),
        ("Account other = account; other.", "getId", "length"),
        ("account.getId().", "getEntity", "getPersonName"),
        ("fetchSiblings(account).get(0).", "getEntity", "get"),
        ("for (Account_Id id : fetchSiblings(account)) { id.", "getEntity", "get"),
        ("for (Account_Id id : fetchSiblings(account)) id.", "getEntity", "get"),
        ('new StringBuilder("a").append(1).', "append", "add"),
        ("((Account) find(1, 2)).", "getId", "length"),
        ('"text".', "trim", "getId"),
        ("Account[] all = new Account[2]; all[0].", "getId", "length"),
        ("Account[] all = new Account[2]; all.", "length", "getId"),
        ("Part part = new Part(); part.", "label", "getId"),
        ("new Part().started().", "addDays", "label"),
        ("this.", "fetchSiblings", "fetchAccounts"),
        ("this.", "getFeePercent", "getFee"),
        ("getWaiverType().", "getId", "getFeePercent"),
        ("CharacteristicEntityLookup.", "constants", "ACCOUNT"),
        ("CharacteristicEntityLookup.constants.", "ACCOUNT", "PARCEL"),
        ("Map<String, List<Date>> days = null; days.get(account).get(0).", "addDays", "getId"),
        ("List<Date> days = new ArrayList<>(); days.", "add", "append"),
        ("java.util.Collections.", "emptyList", "getId"),
        ("Map.", "Entry", "put"),
        ("try { } catch (RuntimeException broken) { broken.", "getMessage", "getId"),
        ("Runnable r = account::", "getId", "constants"),
        ("new ", "ArrayList", "ArrayQueue"),
        ("if (LIMIT > 2 && account.", "getId", "length"),
        ("account.ge", "getId", "fetch"),
        ("account.getId ", "(", "="),
        ('"".', "trim", "getId"),
        ("Object o = (LIMIT < 4) ? account.", "getId", "length"),
        ("run(new Runnable() { public void run() { account.", "getId", "length"),
    ],
)
def test_members_of_what_stands_before(cursor: JavaCursor, written: str, there: str, not_there: str) -> None:
    found = names(cursor, written)
    assert found is not None
    assert there in found
    assert not_there not in found


def test_variables_of_a_type_are_those_behind_its_own_name(completion: JavaCompletion) -> None:
    """Not those of a type of the same name above it, nor of its own name in a bound."""
    head = """import java.util.*;
        class Outer {
            interface Link<T> { Link<T> next(); }
            class Part extends Outer.Part<List<Date>, Map<String, Date>> { int size(Collection<Date> all) { return """
    assert "isEmpty" in (names(completion.cursor(head, "; } } }"), "all.") or ())
    bound = "class Chain<L extends Link<L>, C extends Chain<L, C>> { L one; C other; void run() { "
    cursor = completion.cursor(head.replace("class Part", bound + "} } class Part"), "; } } }")
    assert cursor.at("all.").here is not None
    cursor = completion.cursor(head.partition("class Part")[0] + bound, "} } }")
    assert "next" in (names(cursor, "one.") or ())
    assert "one" in (names(cursor, "other.") or ())


def test_the_body_of_a_constant_is_a_class_of_its_own(completion: JavaCompletion) -> None:
    head = "enum Style { @Deprecated PLAIN, BOLD(1) { int size() { "
    cursor = completion.cursor(head, " } }; int size() { return 0; } Style() {} Style(int of) {} }")
    assert names(cursor, "super.") is None
    after = completion.cursor(head + "return 2; } }; Style(int of) { ", "} int size() { return 0; } }")
    assert "size" in (names(after, "this.") or ())


def test_a_file_that_cannot_be_read_restricts_nothing_of_its_own(completion: JavaCompletion) -> None:
    for head in (HEAD[: HEAD.index("public class")] + "@A(x = {", "record Part(int size) { void run() { "):
        assert names(completion.cursor(head, ""), "this.") is None


@pytest.mark.parametrize(
    "written",
    [
        "account ",
        "this.account ",
        "unknown.",
        "var it = account; it.",
        "fetchSiblings(account).forEach(id -> id.",
        "(a, b) -> a.",
        "// account.",
        "/* account.",
        'String s = "account.',
        "int i = 1.",
        "import java.",
        "find(1).",
        "List<Date> days = new ArrayList<>(); new ArrayList<>().get(0).",
        "Missing account = null; account.",
    ],
)
def test_what_is_not_certain_is_not_restricted(cursor: JavaCursor, written: str) -> None:
    assert cursor.at(written).here is None


def test_a_dot_and_a_member_in_one_token_are_foreseen(cursor: JavaCursor) -> None:
    choice = cursor.at("return account").after_dot
    assert choice is not None
    assert "getId" in choice.names
    assert cursor.at("return acc").after_dot is None


def test_an_empty_text_is_a_receiver_like_others(cursor: JavaCursor) -> None:
    assert cursor.at('return ""').after_dot is cursor.at('return "a"').after_dot is not None


def test_types_of_the_same_package_may_have_members_for_the_package_alone() -> None:
    member = Member("right", "field", "int", modifiers=("public", "static"))
    symbols = [Symbol(f"com.acme.A{kind}", kind, Source("jar", "a.jar"), members=(member,)) for kind in KINDS]
    completion = JavaCompletion(SymbolTable(MemorySymbols(symbols)), NoTables(), [each.name for each in symbols])
    for package, known in (("com.acme", {"interface", "annotation"}), ("com.other", set(KINDS))):
        cursor = completion.cursor(f"package {package}; import com.acme.*; class B {{ int f() {{ ", "}}")
        assert {kind for kind in KINDS if names(cursor, f"return A{kind}.")} == known


def test_new_is_free_where_the_file_imports_a_package_of_which_nothing_is_known(completion: JavaCompletion) -> None:
    imports = "import java.util.List;\nimport com.other.unknown.*;"
    assert names(completion.cursor(HEAD.replace("import java.util.List;", imports), TAIL), "new ") is None
    known = HEAD.replace("import java.util.List;", "import java.util.*;")
    assert "ArrayList" in (names(completion.cursor(known, TAIL), "new ") or ())


def test_a_class_that_is_not_written_to_its_end_restricts_nothing_of_its_own(completion: JavaCompletion) -> None:
    cursor = completion.cursor(HEAD, TAIL, whole=False)
    assert names(cursor, "this.") is None
    assert names(cursor, "get") is None
    assert names(cursor, "account.") is not None


def test_a_text_that_changes_is_read_again(cursor: JavaCursor) -> None:
    assert names(cursor, "Date account = null; account.") != names(cursor, "account.")
    assert "getId" in (names(cursor, "account.") or ())


def test_the_cursor_never_fails(cursor: JavaCursor, completion: JavaCompletion) -> None:
    broken = [
        "}}}} a.",
        ")))].",
        '"',
        "'",
        "\\u00",
        "new new.",
        "<<<>>>.",
        "a.b.c.d.",
        "\0.",
        "class X { enum Y { A { }, B; } } Y.",
    ]
    for written in broken:
        for end in range(len(written) + 1):
            cursor.at(written[:end])
    for text in ("", "package", "class", "not Java at all", HEAD[:300]):
        completion.cursor(text, "").at("a.")


def test_every_name_that_the_authors_of_the_site_wrote_is_allowed(completion: JavaCompletion) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    forbidden = []
    for path in sorted(SOURCES.rglob("*.java")):
        for point, cursor in with_cursors(completion, path.read_text(encoding="utf-8")):
            verdict = judged(cursor, point)
            counts[point.kind, verdict] += 1
            if verdict == "forbidden":
                forbidden.append((path.name, point.written[-60:], point.name))
    assert forbidden == []
    dots = {verdict: count for (kind, verdict), count in counts.items() if kind == "dot"}
    assert sum(dots.values()) > 2_000
    assert dots["known"] > 0.95 * sum(dots.values())
    assert counts["getter", "known"] > 300
    assert counts["new", "known"] > 150
    assert counts["small", "known"] > 2_000


def with_cursors(completion: JavaCompletion, text: str) -> Iterator[tuple[Point, JavaCursor]]:
    opened: tuple[str, JavaCursor] | None = None
    for point in points(text):
        if opened is None or opened[0] != point.before:
            opened = point.before, completion.cursor(point.before, point.after)
        yield point, opened[1]
