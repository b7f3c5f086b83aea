import pytest

from knowledge.packs.ormb.java_texts import HOLE
from knowledge.packs.ormb.queries import Query, read_queries

FIELDS = """static final String TABLE = "CI_BILL", WHERE = " WHERE A = " + 1;
    private static final String SQL = "SELECT A FROM " + TABLE + WHERE;
    String changing = "x";
    final StringBuilder shared = new StringBuilder();
"""


def queries(body: str, more: str = "") -> tuple[Query, ...]:
    text = f"class A {{\n    {FIELDS}\n    void run(String given, StringBuilder filled) {{\n{body}\n    }}\n{more}\n}}"
    return read_queries(text, {"Other.PART": "CI_ACCT"}.get)


TEXTS = [
    ('createPreparedStatement("SELECT 1", "");', "SELECT 1"),
    ('createPreparedStatement("SELECT " + "1" + 2 + \'3\');', "SELECT 123"),
    ('createPreparedStatement("a\\tb\\"c\\u0041");', 'a\tb"cA'),
    ("createPreparedStatement(SQL);", "SELECT A FROM CI_BILL WHERE A = 1"),
    ('createPreparedStatement("FROM " + Other.PART);', "FROM CI_ACCT"),
    ('createPreparedStatement("FROM " + Other.GONE);', f"FROM {HOLE}"),
    ('createPreparedStatement("FROM " + given);', f"FROM {HOLE}"),
    ("createPreparedStatement(filled.toString());", HOLE),
    ('createPreparedStatement("X" + changing);', f"X{HOLE}"),
    ("createPreparedStatement(shared.toString());", HOLE),
    ('String s = "A"; createQuery(s);', "A"),
    ('String s = "A"; s += "B"; s = s + "C"; createQuery(s);', "ABC"),
    ('String s; s = "A"; createQuery((String) (s)); s = "B";', "A"),
    ('String s = null; s = "A"; createQuery(s);', "A"),
    ('String s = "A"; s = "B"; createQuery(s.trim());', "B"),
    ('createQuery(new StringBuilder("A").append("B").append(TABLE).toString());', "ABCI_BILL"),
    (
        'StringBuilder b = new StringBuilder("A"); b.append("B").append("C"); b.append(1); createQuery(b.toString());',
        "ABC1",
    ),
    ('StringBuffer b = new StringBuffer(); b.append(given); b.append("D"); createQuery(b.toString());', f"{HOLE}D"),
    ('StringBuilder b = new StringBuilder("A"); addTo(b); b.append("D"); createQuery(b.toString());', f"A{HOLE}D"),
    ('StringBuilder b = new StringBuilder("A"); b.insert(0, "x"); createQuery(b.toString());', f"A{HOLE}"),
    ('StringBuilder b = new StringBuilder("A"); b.append("ABC", 0, 1); createQuery(b.toString());', f"A{HOLE}"),
    ('String s = String.format("A %s", given); createQuery(s);', HOLE),
    ("createQuery(built());", "FROM CI_BILL"),
    ("createQuery(twice());", HOLE),
    ('createQuery("""\n  from Bill b\n  where b.id = 1""");', "\n  from Bill b\n  where b.id = 1"),
    ("createQuery(" + " + ".join(f'"{i} "' for i in range(400)) + ");", "".join(f"{i} " for i in range(400))),
]
MORE = """String built() { return "FROM " + TABLE; }
    String twice() { if (x) { return "A"; } return "B"; }"""


@pytest.mark.parametrize(("body", "text"), TEXTS)
def test_the_text_of_a_query_is_put_together_as_the_program_would(body, text):
    (query,) = queries(body, MORE)
    assert query.text == text
    assert query.complete == (HOLE not in text)
    assert not query.branches


BRANCHES = [
    (
        'StringBuilder b = new StringBuilder("A"); if (x) { b.append("B"); } b.append("C"); createQuery(b.toString());',
        "ABC",
    ),
    ('StringBuilder b = new StringBuilder("A"); for (String s : l) b.append("B"); createQuery(b.toString());', "AB"),
    ('String s = "A"; if (x) { s = "B"; } else { s = "C"; } createQuery(s);', "ABC"),
    ('String s = "A"; try { f(); } catch (E e) { s += "B"; } createQuery(s);', "AB"),
]


@pytest.mark.parametrize(("body", "text"), BRANCHES)
def test_pieces_added_inside_a_branch_are_marked(body, text):
    (query,) = queries(body)
    assert (query.text, query.branches, query.complete) == (text, True, True)


def test_branches_that_exclude_each_other_are_kept_apart():
    body = 'String s = "A"; if (x) { s += "B"; createQuery(s); } else { s += "C"; createQuery(s); }'
    assert [query.text for query in queries(body)] == ["AB", "AC"]


def test_a_branch_around_the_query_itself_is_certain():
    (query,) = queries('if (x) { while (y) { String s = "A"; s += "B"; createQuery(s); } }')
    assert (query.text, query.branches) == ("AB", False)


BINDS = [
    (
        'PreparedStatement p = createPreparedStatement("x"); p.bindId("a", 1); p.bindString("b", c, "C");',
        ["a", "b"],
        True,
    ),
    ('p = createPreparedStatement("x"); p.bindId("a", 1);', ["a"], True),
    (
        'PreparedStatement p = null; try { p = createPreparedStatement("x"); p.bindId(TABLE, '
        '1); } finally { p.close(); }',
        ["CI_BILL"],
        True,
    ),
    ('createQuery("x").bindId("a", 1).bindDate("b", 2).list();', ["a", "b"], True),
    ('Query q = createQuery("x").bindId("a", 1); q.bindDate("b", 2);', ["a", "b"], True),
    ('Query q = (Query) createQuery("x"); if (notNull(q)) { q.bindDate("b", 2); }', ["b"], True),
    ('Query q = createQuery("x"); q.bindId("a" + i, 1);', [], False),
    ('Query q = createQuery("x"); q.bindId("a", 1); return q;', ["a"], False),
    ('Query q = createQuery("x"); bindAll(q);', [], False),
    ('Query q = createQuery("x"); Query r = q; r.bindId("a", 1);', [], False),
    ('return createQuery("x");', [], False),
    ('list(createQuery("x"));', [], False),
    ('createQuery("x").firstRow();', [], True),
]  # fmt: skip


@pytest.mark.parametrize(("body", "names", "all_binds"), BINDS)
def test_binds_of_a_query_are_found_and_it_is_said_whether_these_are_all(body, names, all_binds):
    (query,) = queries(body)
    assert ([bind.name for bind in query.binds], query.all_binds) == (names, all_binds)


def test_every_offset_of_a_text_has_its_place_in_the_file():
    body = '    // Gebühr\n    String s = /* ü */ "SELECT A "\n            + "FROM\\tCI_BILL";\n        createQuery(s);'
    (query,) = queries(body)
    assert query.text == "SELECT A FROM\tCI_BILL"
    lines = f"class A {{\n    {FIELDS}\n    void run(String given, StringBuilder filled) {{\n{body}".split("\n")

    def at(word: str) -> str:
        line, column = query.place(query.text.index(word))
        return lines[line - 1][column - 1 :]

    assert at("SELECT").startswith("SELECT A")
    assert at("A FROM").startswith('A "')
    assert at("FROM").startswith("FROM\\t")
    assert at("CI_BILL").startswith('CI_BILL"')
    assert lines[query.line - 1][query.column - 1 :].startswith("createQuery(s)")


def test_lines_of_a_text_block_are_counted():
    (query,) = queries('createQuery("""\n      from Bill b\n      where b.x""");')
    first = query.place(query.text.index("from"))
    second = query.place(query.text.index("where"))
    assert (second[0] - first[0], second[1]) == (1, 7)


def test_a_file_that_does_not_parse_gives_what_can_be_seen():
    assert read_queries('class A { void f() { createQuery( } void g() { createQuery("x"); } }', {}.get)[-1].text == "x"
    assert read_queries("", {}.get) == ()
